"""What a shopper fills in to be told."""

from __future__ import annotations

from django import forms

from shop.alerts.addresses import LONGEST, normalised

MOST_PIECES = 99


class AddressField(forms.CharField):
    """A mail address, normalised."""

    widget = forms.EmailInput(attrs={"autocomplete": "email", "placeholder": "you@example.org"})

    def clean(self, value: str) -> str:
        return normalised(super().clean(value))


class LinkForm(forms.Form):
    email = AddressField(label="Your email address", max_length=LONGEST)


class TellMeForm(LinkForm):
    variant = forms.IntegerField(min_value=1, max_value=2**63 - 1, widget=forms.HiddenInput)
    quantity = forms.IntegerField(min_value=1, max_value=MOST_PIECES, required=False)

    def clean_quantity(self) -> int:
        return self.cleaned_data["quantity"] or 1


class AlertsForm(forms.Form):
    """What the owner of an address decides about its alerts."""

    CONFIRM, STOP, STOP_ALL, NEVER, ALLOW = "confirm", "stop", "stop_all", "never", "allow"

    act = forms.ChoiceField(choices=[(act, act) for act in (CONFIRM, STOP, STOP_ALL, NEVER, ALLOW)])
    alert = forms.TypedMultipleChoiceField(coerce=int, required=False)

    def __init__(self, *args, alerts: list[int], **kwargs) -> None:
        super().__init__(*args, **kwargs)
        self.fields["alert"].choices = [(number, number) for number in alerts]  # type: ignore[attr-defined]
