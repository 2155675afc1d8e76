"""What was done to rules, in words, those that are gone included."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.contrib import admin
from django.contrib.admin.views.main import ChangeList
from django.http import HttpRequest, HttpResponse
from simple_history.template_utils import HistoricalRecordContextHelper

from catalog.admin.stock import ReadOnlyAdmin
from recommender.models import SubstitutionRule
from recommender.rules.wording import Names, named, sentence

RuleHistory = SubstitutionRule.history.model


class InWords(admin.ModelAdmin):
    """A list whose rows say what they do, the names in them fetched for all rows at once."""

    def get_changelist_instance(self, request: HttpRequest) -> ChangeList:
        changelist = super().get_changelist_instance(request)
        rules: list[Any] = list(changelist.result_list)
        names = Names.of(rules)
        for rule in rules:
            rule.sentence = sentence(rule, names)
        changelist.result_list = rules  # type: ignore[assignment]
        return changelist


class NamedChanges(HistoricalRecordContextHelper):
    """Changes of a rule, with names where the rule has keys."""

    def prepare_delta_change_value(self, change: Any, value: Any) -> Any:
        side, _, kind = change.field.partition("_")
        if side in ("wanted", "offered") and kind in ("products", "types", "brands"):
            return Names({kind: named(kind, value)}).words(kind, value) or "any"
        if isinstance(value, list):
            return ", ".join(value) or "any"
        return "–" if value is None else value


@admin.register(RuleHistory)
class RuleHistoryAdmin(InWords, ReadOnlyAdmin):
    """Everything that was ever done to rules, those that were deleted included."""

    list_display = ["when", "who", "name", "deed", "does"]
    list_display_links = None
    list_filter = ["history_type", "action"]
    list_select_related = ["history_user"]
    list_per_page = 50
    search_fields = ["name"]
    date_hierarchy = "history_date"

    def changelist_view(self, request: HttpRequest, extra_context: Any = None) -> HttpResponse:
        return super().changelist_view(request, {"title": "Changes of rules"})

    @admin.display(description="When", ordering="history_date")
    def when(self, record: Any) -> datetime:
        return record.history_date

    @admin.display(description="Who", ordering="history_user")
    def who(self, record: Any) -> str:
        return str(record.history_user or "–")

    @admin.display(description="Did")
    def deed(self, record: Any) -> str:
        return record.history_change_reason or record.get_history_type_display()

    @admin.display(description="The rule as it was then")
    def does(self, record: Any) -> str:
        return record.sentence
