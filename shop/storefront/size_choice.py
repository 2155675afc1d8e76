"""All that the choice of a product's size shows."""

from __future__ import annotations

from dataclasses import dataclass

from django.urls import reverse

from catalog.models import Product, Variant

FEW = 3  # pieces: below that a page says how many are left


@dataclass(frozen=True)
class Choice:
    pk: int
    label: str
    is_in_stock: bool
    few: int
    is_chosen: bool


@dataclass(frozen=True)
class SizeChoice:
    slug: str
    choices: tuple[Choice, ...]

    @classmethod
    def of(cls, product: Product, chosen: Variant | None) -> SizeChoice:
        return cls(product.slug, tuple(choice(v, chosen) for v in product.variants.all()))

    @property
    def address(self) -> str:
        return reverse("product", args=[self.slug])


def choice(variant: Variant, chosen: Variant | None) -> Choice:
    label, in_stock = variant.size.label, variant.is_in_stock
    return Choice(variant.pk, label, in_stock, few(variant), variant == chosen)


def few(variant: Variant) -> int:
    """Pieces left where that is worth saying, otherwise 0."""
    return variant.available if variant.available < FEW else 0
