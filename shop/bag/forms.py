"""What a shopper fills in to order."""

from __future__ import annotations

from typing import Any
from uuid import uuid4

from django import forms

from shop.bag.checkout import Address, Checkout
from shop.bag.countries import COUNTRIES
from shop.bag.payment import payment_methods

#: The browser fills a field in by its autocomplete token (HTML, "Autofill").
FIELDS = {
    "name": ("Full name", "name", 120),
    "email": ("Email", "email", 254),
    "street": ("Street and number", "street-address", 200),
    "postcode": ("Postcode", "postal-code", 16),
    "city": ("City", "address-level2", 100),
}


def line_of_text(name: str) -> dict[str, Any]:
    label, autocomplete, longest = FIELDS[name]
    widget = forms.EmailInput if name == "email" else forms.TextInput
    return {
        "label": label,
        "max_length": longest,
        "widget": widget(attrs={"autocomplete": autocomplete}),
    }


class CheckoutForm(forms.Form):
    name = forms.CharField(**line_of_text("name"))
    email = forms.EmailField(**line_of_text("email"), help_text="For questions about this order.")
    street = forms.CharField(**line_of_text("street"))
    postcode = forms.CharField(**line_of_text("postcode"))
    city = forms.CharField(**line_of_text("city"))
    country = forms.ChoiceField(
        choices=[("", "Choose a country"), *COUNTRIES],
        widget=forms.Select(attrs={"autocomplete": "country"}),
    )
    payment_method = forms.ChoiceField(label="Payment", widget=forms.RadioSelect)
    key = forms.UUIDField(widget=forms.HiddenInput)
    agreed_total = forms.DecimalField(widget=forms.HiddenInput, max_digits=12, decimal_places=2)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        methods = payment_methods()
        choices = [(code, method.label) for code, method in methods.items()]
        self.fields["payment_method"].choices = choices  # type: ignore[attr-defined]
        self.fields["payment_method"].initial = next(iter(methods), None)
        self.fields["key"].initial = uuid4

    @property
    def address_fields(self) -> list[forms.BoundField]:
        return [self[name] for name in (*FIELDS, "country")]

    @property
    def address(self) -> Address:
        return Address(
            **{field.name: self.cleaned_data[field.name] for field in self.address_fields}
        )

    @property
    def filled_in(self) -> dict[str, str]:
        """What a next form begins with, where nothing was ordered by this one."""
        return {**vars(self.address), "payment_method": self.cleaned_data["payment_method"]}

    @property
    def checkout(self) -> Checkout:
        """The valid form as what `place_order` takes."""
        return Checkout(
            key=self.cleaned_data["key"],
            address=self.address,
            payment_method=self.cleaned_data["payment_method"],
            agreed_total=self.cleaned_data["agreed_total"],
        )


class PutInBagForm(forms.Form):
    """Which size of which product; `instead_of` names a bag line that it stands in for."""

    variant = forms.IntegerField(min_value=1, max_value=2**63 - 1)
    instead_of = forms.IntegerField(min_value=1, max_value=2**63 - 1, required=False)
