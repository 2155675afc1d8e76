"""Changing stock by hand: so many more or fewer of each size, for one reason, by somebody."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from django import forms
from django.db import transaction

from catalog.models import InsufficientStock, MovementReason, Product, Variant

#: The reasons a person may give, and which way each may move stock. Sales, imports and opening
#: stock are written by those who make them.
DIRECTIONS: dict[MovementReason, tuple[int, ...]] = {
    MovementReason.RECEIVED: (1,),
    MovementReason.RETURNED: (1,),
    MovementReason.DAMAGED: (-1,),
    MovementReason.COUNTED: (1, -1),
}
MOST_AT_ONCE = 100_000  # pieces


class StockAdjustmentForm(forms.Form):
    reason = forms.ChoiceField(
        choices=[("", "Choose a reason"), *((reason, reason.label) for reason in DIRECTIONS)]
    )
    note = forms.CharField(max_length=200, required=False)

    def __init__(self, product: Product, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.variants = {
            f"change_{variant.pk}": variant
            for variant in product.variants.select_related("size", "product")
        }
        for name, variant in self.variants.items():
            self.fields[name] = change_field(variant)

    def rows(self) -> Iterator[tuple[Variant, forms.BoundField]]:
        """Each size with its field, in the order of sizes."""
        for name, variant in self.variants.items():
            yield variant, self[name]

    def changes(self) -> list[tuple[str, int]]:
        """Field name and change of each size that moves, always in the same order of rows."""
        names = sorted(self.variants, key=lambda name: self.variants[name].pk)
        return [(name, self.cleaned_data[name]) for name in names if self.cleaned_data.get(name)]

    def clean(self) -> dict[str, Any]:
        super().clean()
        if not self.changes() and not self.errors:
            raise forms.ValidationError("No size has a change. Enter at least one.")
        self._check_directions()
        return self.cleaned_data

    def _check_directions(self) -> None:
        reason = self.cleaned_data.get("reason")
        if not reason:
            return
        allowed = DIRECTIONS[MovementReason(reason)]
        way = "add pieces" if allowed == (1,) else "take pieces away"
        for name, change in self.changes():
            if (1 if change > 0 else -1) not in allowed:
                self.add_error(name, f"“{MovementReason(reason).label}” can only {way}.")

    def apply(self, who: Any) -> bool:
        """Write the ledger, all sizes or none; says whether it did, otherwise `errors` say why."""
        try:
            with transaction.atomic():
                self._lock()
                for name, change in self.changes():
                    self._move(name, change, who)
        except InsufficientStock:
            return False
        return True

    def _lock(self) -> None:
        """So that two people who adjust the same product, or one and a shopper who orders it,
        cannot wait for each other in a circle."""
        sizes = [variant.pk for variant in self.variants.values()]
        list(Variant.objects.filter(pk__in=sizes).locked_in_order())

    def _move(self, name: str, change: int, who: Any) -> None:
        variant = self.variants[name]
        reason = MovementReason(self.cleaned_data["reason"])
        try:
            variant.move(change, reason, who=who, note=self.cleaned_data["note"])
        except InsufficientStock:
            variant.refresh_from_db(fields=["on_hand"])
            self.add_error(name, f"Only {variant.on_hand} on hand: stock cannot go below zero.")
            raise


def change_field(variant: Variant) -> forms.IntegerField:
    widget = forms.NumberInput(attrs={"aria-label": f"Change of size {variant.size}", "size": 6})
    return forms.IntegerField(
        required=False,
        label=f"Size {variant.size}",
        min_value=-MOST_AT_ONCE,
        max_value=MOST_AT_ONCE,
        widget=widget,
    )
