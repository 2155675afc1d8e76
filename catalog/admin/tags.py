"""Tags in the admin: typed as words, and picked from in the list's filter."""

from __future__ import annotations

from typing import Any

from django import forms
from django.contrib import admin
from django.contrib.admin.widgets import AdminTextInputWidget
from django.core.exceptions import ValidationError
from django.db.models import CharField, F, Func
from django.http import HttpRequest
from import_export import widgets

from catalog.models import Product
from catalog.models.product import ProductQuerySet
from catalog.tags import read_tags, write_tags


class TagsField(forms.CharField):
    """Words separated by commas; a list of slugs."""

    widget = AdminTextInputWidget

    def prepare_value(self, value: Any) -> Any:
        return write_tags(value) if isinstance(value, (list, tuple)) else value

    def to_python(self, value: Any) -> Any:
        try:
            return read_tags(super().to_python(value) or "")
        except ValueError as error:
            raise ValidationError(f"{error}.") from error

    def has_changed(self, initial: Any, data: Any) -> bool:
        return super().has_changed(list(initial or []), data)


class TagsCell(widgets.Widget):
    """Tags in a cell of a spreadsheet."""

    def clean(self, value: Any, row: Any = None, **kwargs: Any) -> list[str]:
        return read_tags(str(value or ""))

    def render(self, value: Any, obj: Any = None, **kwargs: Any) -> str:
        return write_tags(value or [])


class TagFilter(admin.SimpleListFilter):
    title = "tag"
    parameter_name = "tag"

    def lookups(self, request: HttpRequest, model_admin: admin.ModelAdmin) -> list[tuple[str, str]]:
        return [(tag, tag) for tag in tags_in_use()]

    def queryset(self, request: HttpRequest, queryset: Any) -> ProductQuerySet:
        return queryset.tagged(self.value()) if self.value() else queryset


def tags_in_use() -> list[str]:
    tagged = Product.objects.exclude(tags=[]).order_by()
    each = tagged.annotate(tag=Func(F("tags"), function="unnest", output_field=CharField()))
    return sorted(each.values_list("tag", flat=True).distinct())
