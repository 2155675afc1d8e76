"""The card of one substitute."""

from __future__ import annotations

from dataclasses import dataclass

from django.urls import reverse

from catalog.models import Variant
from catalog.models.card_rows import picture_in
from catalog.picture import Picture
from recommender.substitutes import Substitute
from shop.storefront.drawing import Drawing

FEW = 3  # pieces: below that a page says how many are left
#: A drawing of some 2 KB each.
CARD = Drawing("storefront/_substitute.html", most_kept=4_096)


@dataclass(frozen=True)
class SubstituteCard:
    pk: int  # of the variant that is offered
    slug: str
    title: str
    brand: str
    price: str
    picture: Picture | None
    size: str
    few_left: int
    likeness: str
    reason: str

    @classmethod
    def of(cls, substitute: Substitute) -> SubstituteCard:
        product, variant = substitute.product, substitute.variant
        return cls(
            pk=variant.pk,
            slug=product.slug,
            title=product.title,
            brand=product.brand.name if product.brand else "",
            price=product.price_text,
            picture=picture_in(product),
            size=variant.size.label,
            few_left=few_left(variant),
            likeness=substitute.likeness,
            reason=substitute.reason,
        )

    @property
    def address(self) -> str:
        return reverse("product", args=[self.slug])


def few_left(variant: Variant) -> int:
    """Pieces in stock where that is worth saying, otherwise 0."""
    return variant.available if variant.available < FEW else 0
