"""Merchandising rules in the admin: written, tried before they are saved, and looked back on."""

from __future__ import annotations

from typing import Any

from django.contrib import admin, messages
from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from django.utils.safestring import SafeString
from simple_history.admin import SimpleHistoryAdmin
from simple_history.utils import bulk_update_with_history

from catalog.admin.marks import chip, thumbnail
from recommender.models import SubstitutionRule
from recommender.models.rule import RuleQuerySet
from recommender.rules.form import RuleForm
from recommender.rules.history import InWords, NamedChanges
from recommender.rules.trying import Trial, try_rule
from recommender.rules.wording import Names, sentence


class StateFilter(admin.SimpleListFilter):
    title = "state"
    parameter_name = "state"

    def lookups(self, request: HttpRequest, model_admin: admin.ModelAdmin) -> list[tuple[str, str]]:
        return [
            ("in_force", "In force"),
            ("coming", "Coming"),
            ("over", "Over"),
            ("off", "Switched off"),
        ]

    def queryset(self, request: HttpRequest, queryset: Any) -> RuleQuerySet:
        today = timezone.localdate()
        match self.value():
            case "in_force":
                return queryset.in_force(today)
            case "coming":
                return queryset.coming(today)
            case "over":
                return queryset.over(today)
            case "off":
                return queryset.filter(is_active=False)
        return queryset


@admin.register(SubstitutionRule)
class SubstitutionRuleAdmin(InWords, SimpleHistoryAdmin):
    form = RuleForm
    change_form_template = "admin/recommender/rule/change_form.html"
    object_history_list_template = "admin/recommender/rule/history_list.html"
    list_display = ["name", "does", "state", "starts_on", "ends_on", "priority"]
    list_filter = [StateFilter, "action"]
    list_per_page = 50
    history_list_display = ["sentence"]
    search_fields = ["name"]
    actions = ["switch_on", "switch_off"]
    fieldsets = [
        (None, {"fields": ["name", "action", "strength", "priority"]}),
        (
            "Which products",
            {
                "description": "A product is meant where all that is filled in is true of it. "
                "Only what is in stock in the shopper's size, for the same gender and on sale is "
                "ever offered, whatever a rule says.",
                "fields": [
                    "offered_products",
                    "offered_codes",
                    "offered_types",
                    "offered_brands",
                    "offered_tags",
                    ("margin_from", "margin_to"),
                    ("age_from", "age_to"),
                ],
            },
        ),
        (
            "In place of which sold-out garments",
            {
                "description": "Left empty: of any.",
                "fields": [
                    "wanted_types",
                    "wanted_brands",
                    "wanted_genders",
                    "wanted_sections",
                    "wanted_tags",
                    "wanted_products",
                    "wanted_codes",
                ],
            },
        ),
        ("When", {"fields": ["is_active", ("starts_on", "ends_on")]}),
    ]

    def changelist_view(self, request: HttpRequest, extra_context: Any = None) -> HttpResponse:
        context = {"title": "Substitution rules", **(extra_context or {})}
        return super().changelist_view(request, context)

    def render_change_form(
        self, request: HttpRequest, context: Any, *args: Any, **kwargs: Any
    ) -> HttpResponse:
        form = context["adminform"].form
        if form.is_bound and form.is_trial and not form.errors:
            context["trial"] = pictured(try_rule(form.instance))
        return super().render_change_form(request, context, *args, **kwargs)

    def sentence(self, record: Any) -> str:
        """A line of a rule's own history."""
        return sentence(record, Names.of([record]))

    def get_historical_record_context_helper(
        self, request: HttpRequest, historical_record: Any
    ) -> NamedChanges:
        return NamedChanges(self.model, historical_record)

    def save_model(self, request: HttpRequest, obj: Any, form: Any, change: bool) -> None:
        obj._change_reason = "Edited" if change else "Created"
        super().save_model(request, obj, form, change)

    @admin.display(description="What it does")
    def does(self, rule: Any) -> str:
        return rule.sentence

    @admin.display(description="State")
    def state(self, rule: SubstitutionRule) -> SafeString:
        return chip(rule.state.capitalize(), rule.state.replace(" ", "-"))

    @admin.action(description="Switch on", permissions=["change"])
    def switch_on(self, request: HttpRequest, rules: RuleQuerySet) -> None:
        self._switch(request, rules, True)

    @admin.action(description="Switch off", permissions=["change"])
    def switch_off(self, request: HttpRequest, rules: RuleQuerySet) -> None:
        self._switch(request, rules, False)

    def _switch(self, request: HttpRequest, rules: RuleQuerySet, on: bool) -> None:
        word = "on" if on else "off"
        changed = list(rules.exclude(is_active=on))
        for rule in changed:
            rule.is_active, rule.updated_at = on, timezone.now()
        bulk_update_with_history(
            changed,
            SubstitutionRule,
            ["is_active", "updated_at"],
            default_user=request.user,
            default_change_reason=f"Switched {word} in the list",
        )
        self.message_user(request, f"Switched {word}: {len(changed)}.", messages.SUCCESS)


def pictured(trial: Trial) -> dict[str, Any]:
    """What the page shows of a trial."""
    return {
        "tried_on": trial.tried_on,
        "unchanged": trial.unchanged,
        "differences": [
            {
                "variant": each.variant,
                "photo": thumbnail(each.variant.product.cover),
                "answers": [("Now", cards(each.before)), ("With this rule", cards(each.after))],
            }
            for each in trial.differences
        ],
    }


def cards(places: Any) -> list[tuple[Any, SafeString, list[tuple[Any, SafeString]]]]:
    """Each place with its picture, and its swatches with theirs."""
    return [
        (
            place,
            thumbnail(place.substitute.product.cover),
            [(swatch, thumbnail(swatch.product.cover)) for swatch in place.swatches],
        )
        for place in places
    ]
