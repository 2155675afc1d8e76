"""What a shopper fills in to be told."""

from __future__ import annotations

from decimal import Decimal
from zoneinfo import available_timezones

from django import forms

from shop.alerts.addresses import LONGEST, normalised
from shop.alerts.models import AlertKind
from shop.alerts.subscribing import Wish
from shop.alerts.tellable import FEW

MOST_PIECES = 99


class AddressField(forms.CharField):
    """A mail address, normalised."""

    widget = forms.EmailInput(attrs={"autocomplete": "email", "placeholder": "you@example.org"})

    def clean(self, value: str) -> str:
        return normalised(super().clean(value))


class LinkForm(forms.Form):
    email = AddressField(label="Your email address", max_length=LONGEST)


class TellMeForm(LinkForm):
    """About a variant; of a price, about a product, in whatever size."""

    variant = forms.IntegerField(min_value=1, max_value=2**63 - 1, required=False)
    product = forms.IntegerField(min_value=1, max_value=2**63 - 1, required=False)
    kind = forms.ChoiceField(choices=AlertKind.choices, required=False)
    quantity = forms.IntegerField(min_value=1, max_value=MOST_PIECES, required=False)
    threshold = forms.IntegerField(min_value=1, max_value=MOST_PIECES, required=False)
    target = forms.DecimalField(
        min_value=Decimal("0.01"), max_digits=10, decimal_places=2, required=False
    )

    def clean_kind(self) -> AlertKind:
        return AlertKind(self.cleaned_data["kind"] or AlertKind.BACK_IN_STOCK)

    @property
    def asked_kind(self) -> AlertKind:
        """What was asked for, as far as that can be read."""
        return self.cleaned_data.get("kind", AlertKind.BACK_IN_STOCK)

    @property
    def wish(self) -> Wish:
        """Of a valid form. What the kind has no use for is left out."""
        said = self.cleaned_data
        match self.asked_kind:
            case AlertKind.LOW_STOCK:
                return {"kind": self.asked_kind, "threshold": said["threshold"] or FEW}
            case AlertKind.PRICE_DROP:
                return {"kind": self.asked_kind, "target": said["target"]}
            case AlertKind.BACK_IN_STOCK:
                return {"kind": self.asked_kind, "quantity": said["quantity"] or 1}
        return {"kind": self.asked_kind}


class AlertsForm(forms.Form):
    """What the owner of an address decides about its alerts."""

    CONFIRM, STOP, STOP_ALL, NEVER, ALLOW = "confirm", "stop", "stop_all", "never", "allow"
    LIVE = "live"  # in another time zone
    ACTS = (CONFIRM, STOP, STOP_ALL, NEVER, ALLOW, LIVE)

    act = forms.ChoiceField(choices=[(act, act) for act in ACTS])
    time_zone = forms.CharField(required=False, max_length=64)
    alert = forms.TypedMultipleChoiceField(coerce=int, required=False)

    def clean_time_zone(self) -> str:
        """A browser says what it likes: "" for what is no time zone."""
        said = self.cleaned_data["time_zone"]
        return said if said in available_timezones() else ""

    def __init__(self, *args, alerts: list[int], **kwargs) -> None:
        super().__init__(*args, **kwargs)
        self.fields["alert"].choices = [(number, number) for number in alerts]  # type: ignore[attr-defined]
