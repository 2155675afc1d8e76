"""The choice of a product's size, and what it leads to: the bag, or what can stand in for it."""

from __future__ import annotations

from dataclasses import dataclass

from django.http import HttpRequest
from django.urls import reverse
from django.utils.safestring import SafeString

from catalog.models import Product, Variant
from recommender.ladder.rungs import Mode, modes_for
from recommender.looking_further import Look
from shop.alerts.tellable import Tellable, tellable
from shop.storefront.drawing import Drawing
from shop.storefront.substitute_card import SubstituteCard, cards_of, few_left

#: A drawing of some 20 KB each.
CHOICE = Drawing("storefront/_choice.html", most_kept=1_024)
#: Stands in the drawing's links to other sizes where the offer goes by which she came.
CAME_BY = "\0offer\0"


@dataclass(frozen=True)
class Wish:
    """What she asks for in the address: a mode, and how many rungs of the ladder to leave out."""

    mode: Mode = Mode.CLOSEST
    further: int = 0
    was_told: bool = False  # she comes by the letter that said it was back


@dataclass(frozen=True)
class SizeShown:
    pk: int  # of the variant
    label: str
    is_in_stock: bool
    few_left: int


@dataclass(frozen=True)
class Choice:
    pk: int
    slug: str
    title: str
    gender: str
    type_slug: str
    type_name: str
    is_for_sale: bool  # not discontinued
    sizes: tuple[SizeShown, ...]
    chosen: SizeShown | None
    cards: tuple[SubstituteCard, ...]
    next_further: int | None  # rungs left out where she looks further; None: nothing new there
    modes: tuple[Mode, ...]  # that can be asked for instead
    wish: Wish
    tellable: tuple[Tellable, ...]  # what she can ask to be told of it
    is_swapped_in: bool  # into a page that is open, so it says aloud what changed

    @classmethod
    def of(
        cls,
        product: Product,
        chosen: Variant | None,
        look: Look,
        wish: Wish,
        is_swapped_in: bool,
    ) -> Choice:
        is_gone = chosen is not None and not is_to_be_had(chosen, product)
        return cls(
            pk=product.pk,
            slug=product.slug,
            title=product.title,
            gender=product.gender,
            type_slug=product.product_type.slug,
            type_name=product.product_type.name,
            is_for_sale=product.is_active,
            sizes=tuple(shown(variant, product) for variant in product.variants.all()),
            chosen=shown(chosen, product) if chosen else None,
            cards=cards_of(look.answer, chosen, wish.mode) if chosen else (),
            next_further=look.further,
            modes=modes_for(chosen) if chosen and is_gone else (),
            wish=wish,
            tellable=tellable(product, chosen),
            is_swapped_in=is_swapped_in,
        )

    @property
    def address(self) -> str:
        return reverse("product", args=[self.slug])

    @property
    def came_by(self) -> str:
        return CAME_BY

    @property
    def is_gone(self) -> bool:
        """In every size."""
        return not any(size.is_in_stock for size in self.sizes)

    @property
    def chips(self) -> tuple[Mode, ...]:
        """What she may rather have; nothing where there is only the closest."""
        return self.modes if len(self.modes) > 1 else ()

    @property
    def in_her_size(self) -> tuple[SubstituteCard, ...]:
        return tuple(card for card in self.cards if not card.is_other_size)

    @property
    def in_other_sizes(self) -> tuple[SubstituteCard, ...]:
        """Never passed off as hers: they stand by themselves."""
        return tuple(card for card in self.cards if card.is_other_size)

    @property
    def size_in_words(self) -> str:
        """Of the chosen size; empty where there is nothing to choose."""
        return self.chosen.label if self.chosen and len(self.sizes) > 1 else ""


def drawn(choice: Choice, request: HttpRequest, offer: str = "") -> SafeString:
    """offer: the mark by whose link she came; it goes with her to another size."""
    html = CHOICE.for_shopper(choice, request)
    return SafeString(html.replace(CAME_BY, f"&amp;u={offer}" if offer else ""))


def shown(variant: Variant, product: Product) -> SizeShown:
    is_in_stock = is_to_be_had(variant, product)
    few = few_left(variant) if is_in_stock else 0
    return SizeShown(variant.pk, variant.size.label, is_in_stock, few)


def is_to_be_had(variant: Variant, product: Product) -> bool:
    """What is left of a discontinued product is not sold."""
    return product.is_active and variant.is_in_stock
