"""All that the card of one substitute shows."""

from __future__ import annotations

from dataclasses import dataclass

from django.urls import reverse

from catalog.models.card_rows import picture_in
from catalog.picture import Picture
from recommender.substitutes import Substitute
from shop.storefront.size_choice import few


@dataclass(frozen=True)
class SubstituteCard:
    pk: int  # of the variant that is offered
    slug: str
    title: str
    brand: str
    price: str
    picture: Picture | None
    size: str
    few: int
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
            few=few(variant),
            likeness=substitute.likeness,
            reason=substitute.reason,
        )

    @property
    def address(self) -> str:
        return reverse("product", args=[self.slug])
