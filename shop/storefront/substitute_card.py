"""The card of one substitute."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from django.urls import reverse
from django.utils.safestring import SafeString

from catalog.models import Product, Variant
from catalog.models.card_rows import picture_in
from catalog.picture import Picture
from recommender.ladder.rungs import NAMES
from recommender.ladder.settings import MODEL
from recommender.ranking.grouping import MOST_SWATCHES
from recommender.substitutes import Substitute
from shop.insight.marks import mark
from shop.storefront.drawing import Drawing
from shop.storefront.naming import with_colour

FEW = 3  # pieces: below that a page says how many are left
#: A drawing of some 4 KB each.
CARD = Drawing("storefront/_substitute.html", most_kept=4_096)
#: Stand in the drawing where the marks go, the card's own first, then its swatches'. So a card is
#: drawn once, whatever it is offered instead of. No text in the database can hold them.
PLACES = tuple(f"\0mark{number}\0" for number in range(1 + MOST_SWATCHES))


@dataclass(frozen=True)
class Offer:
    """What a card is offered instead of, and where it stands."""

    wanted: int  # the variant that is gone
    rung: str
    place: int  # among the cards, from 1
    mode: str

    def mark(self, product: int) -> str:
        return mark(self.wanted, product, self.rung, self.place, self.mode)


@dataclass(frozen=True)
class Swatch:
    """The same model in another colour, or what looks the same; in stock in the card's size."""

    product: int
    slug: str
    title: str
    colour: str
    picture: Picture | None
    mark: str  # one of PLACES

    @property
    def address(self) -> str:
        return reverse("product", args=[self.slug])


@dataclass(frozen=True)
class SubstituteCard:
    pk: int  # of the variant that is offered
    product: int
    slug: str
    title: str
    name: str  # what tells it from another on the page that has its title
    brand: str
    price: str
    picture: Picture | None
    size: str
    size_note: str  # how the size differs from the asked one; "" where it is that one
    is_other_size: bool  # hers by no scale
    few_left: int
    likeness: str  # "" where the reason says all there is to say
    reason: str
    swatches: tuple[Swatch, ...]
    offer: Offer | None  # None in a drawing

    @classmethod
    def of(cls, substitute: Substitute, offer: Offer, name: str = "") -> SubstituteCard:
        product, variant = substitute.product, substitute.variant
        others = zip(substitute.swatches, PLACES[1:], strict=False)
        return cls(
            pk=variant.pk,
            product=product.pk,
            slug=product.slug,
            title=product.title,
            name=name or product.title,
            brand=product.brand.name if product.brand else "",
            price=product.price_text,
            picture=picture_in(product),
            size=variant.size.label,
            size_note=substitute.size_note,
            is_other_size="size" in substitute.relaxed,
            few_left=few_left(variant),
            likeness="" if substitute.rung == NAMES[MODEL] else substitute.likeness,
            reason=substitute.reason,
            swatches=tuple(swatch(other, place) for other, place in others),
            offer=offer,
        )

    @property
    def address(self) -> str:
        return reverse("product", args=[self.slug])

    @property
    def mark(self) -> str:
        """For its links and forms: what was offered, and instead of what."""
        return self.offer.mark(self.product) if self.offer else PLACES[0]

    @property
    def marks(self) -> Iterator[tuple[str, str]]:
        """Of the card and its swatches: where one stands in the drawing, and what it is."""
        if self.offer:
            yield PLACES[0], self.mark
            for other in self.swatches:
                yield other.mark, self.offer.mark(other.product)


def swatch(product: Product, place: str) -> Swatch:
    return Swatch(
        product=product.pk,
        slug=product.slug,
        title=product.title,
        colour=product.visible_colour,
        picture=picture_in(product),
        mark=place,
    )


def cards_of(
    substitutes: Sequence[Substitute], gone: Variant, mode: str
) -> tuple[SubstituteCard, ...]:
    titles = Counter([gone.product.title, *(each.product.title for each in substitutes)])
    return tuple(
        SubstituteCard.of(
            substitute,
            Offer(gone.pk, substitute.rung, place, mode),
            name_of(substitute.product) if titles[substitute.product.title] > 1 else "",
        )
        for place, substitute in enumerate(substitutes, start=1)
    )


def name_of(product: Product) -> str:
    return with_colour(product.title, product.visible_colour)


def drawn(card: SubstituteCard, csrf_token: str) -> SafeString:
    """With the token of a shopper, or with the place where another drawing puts it."""
    html = csrf_token.join(CARD.pieces(replace(card, offer=None)))
    for place, token in card.marks:
        html = html.replace(place, token)
    return SafeString(html)


def few_left(variant: Variant) -> int:
    """Pieces in stock where that is worth saying, otherwise 0."""
    return variant.available if variant.available < FEW else 0
