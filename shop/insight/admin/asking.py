"""Which part of a figure is asked for: forms of a page's address, of which nonsense is left out."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django import forms
from django.conf import settings

from catalog.models import ProductType, Section
from recommender.ladder.rungs import Mode

DAYS = (7, 30, 90, 365)


def named(days: Iterable[int]) -> list[tuple[int, str]]:
    return [(each, f"{each} days") for each in days]


class AskingForm(forms.Form):
    days = forms.TypedChoiceField(choices=named(DAYS), coerce=int, initial=30, required=False)
    type = forms.ModelChoiceField(ProductType.objects.all(), required=False, empty_label="All")

    @property
    def wishes(self) -> dict[str, Any]:
        """What is asked for and makes sense."""
        self.is_valid()
        kept = {name: value for name, value in self.cleaned_data.items() if value}
        if kind := kept.get("type"):
            kept["type"] = kind.pk
        return kept

    @classmethod
    def of(cls, query: Any) -> AskingForm:
        """The form as the address fills it in; what the address leaves out is as usual."""
        form = cls()
        usual = {name: field.initial for name, field in form.fields.items() if field.initial}
        return cls({**usual, **{name: query[name] for name in query if query[name]}})


class DemandForm(AskingForm):
    """Of no more days than looks are kept."""

    section = forms.ChoiceField(choices=[("", "All"), *Section.choices], required=False)
    brand = forms.CharField(max_length=60, required=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        kept = settings.EVENT_DAYS
        days: Any = self.fields["days"]
        days.choices = named([*(each for each in DAYS if each < kept), kept])
        days.initial = min(days.initial, kept)


class FunnelForm(AskingForm):
    mode = forms.ChoiceField(
        choices=[("", "All"), *((mode.value, mode.words) for mode in Mode)],
        label="Asked for",
        required=False,
    )
