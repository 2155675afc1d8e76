"""The choice of a product's size, and what it leads to: the bag, or what can stand in for it."""

from __future__ import annotations

from dataclasses import dataclass

from django.urls import reverse

from catalog.models import Product, Variant
from recommender.ladder import Mode, modes_for
from recommender.substitutes import Substitute
from shop.storefront.drawing import Drawing
from shop.storefront.substitute_card import SubstituteCard, few_left

#: A drawing of some 15 KB each.
CHOICE = Drawing("storefront/_choice.html", most_kept=1_024)


@dataclass(frozen=True)
class SizeShown:
    pk: int  # of the variant
    label: str
    is_in_stock: bool
    few_left: int


@dataclass(frozen=True)
class Choice:
    slug: str
    title: str
    gender: str
    type_slug: str
    type_name: str
    sizes: tuple[SizeShown, ...]
    chosen: SizeShown | None
    cards: tuple[SubstituteCard, ...]
    mode: Mode
    modes: tuple[Mode, ...]  # that can be asked for instead
    is_swapped_in: bool  # into a page that is open, so it says aloud what changed

    @classmethod
    def of(
        cls,
        product: Product,
        chosen: Variant | None,
        substitutes: tuple[Substitute, ...],
        mode: Mode,
        is_swapped_in: bool,
    ) -> Choice:
        return cls(
            slug=product.slug,
            title=product.title,
            gender=product.gender,
            type_slug=product.product_type.slug,
            type_name=product.product_type.name,
            sizes=tuple(map(shown, product.variants.all())),
            chosen=shown(chosen) if chosen else None,
            cards=tuple(map(SubstituteCard.of, substitutes)),
            mode=mode,
            modes=modes_for(chosen) if chosen and not chosen.is_in_stock else (),
            is_swapped_in=is_swapped_in,
        )

    @property
    def address(self) -> str:
        return reverse("product", args=[self.slug])

    @property
    def chips(self) -> tuple[Mode, ...]:
        """What she may rather have; nothing where there is only the closest."""
        return self.modes if len(self.modes) > 1 else ()

    @property
    def size_in_words(self) -> str:
        """Of the chosen size; empty where there is nothing to choose."""
        return self.chosen.label if self.chosen and len(self.sizes) > 1 else ""


def shown(variant: Variant) -> SizeShown:
    return SizeShown(variant.pk, variant.size.label, variant.is_in_stock, few_left(variant))
