"""Names for the fields of a table of forms, whose column headings a screen reader cannot tie."""

from __future__ import annotations

from typing import Any

from django import forms
from django.forms.models import BaseInlineFormSet


class LabelledFormSet(BaseInlineFormSet):
    def add_fields(self, form: forms.ModelForm, index: int | None) -> None:
        super().add_fields(form, index)
        row = f"row {index + 1}" if index is not None else "new row"
        for name, field in form.fields.items():
            # Django wraps a choice of related rows, and all copies of a wrapper share attributes.
            widget: Any = getattr(field.widget, "widget", field.widget)
            widget.attrs["aria-label"] = f"{field.label or name}, {row}"
