"""What another threshold of a type's ladder would change, seen on sold-out garments of it."""

from __future__ import annotations

from dataclasses import dataclass, replace

from catalog.models import Product, ProductType, Status, Variant
from catalog.models.cards import cards
from recommender.ranking.stages import Asked, rank
from recommender.ranking.wanted import Wanted, wanted
from recommender.scoring import scorer_for

#: Garments that are tried, and answers to each.
TRIED_ON, SHOWN = 24, 8


@dataclass(frozen=True)
class Stop:
    """A threshold, and what it was measured to do for pairs of one type and colour."""

    least: float  # cosine
    precision: float  # the share of those from it on that are similar, 0 to 1
    kept: float  # the share of all that are from it on, 0 to 1


@dataclass(frozen=True)
class Change:
    """One sold-out garment's answer, as it would become."""

    variant: Variant
    entering: tuple[Product, ...]
    leaving: tuple[Product, ...]
    staying: int

    @property
    def is_any(self) -> bool:
        return bool(self.entering or self.leaving)


def stops_of(type_name: str, encoder: str) -> tuple[Stop, ...]:
    """Lowest first; those of all types where the type's own were not measured, none where nothing
    was learned of the encoder."""
    stops = scorer_for(encoder).stops
    return tuple(Stop(*row) for row in stops.get(type_name, stops.get("", ())))


def changes(product_type: ProductType, least: float) -> list[Change]:
    """For some sold-out garments of the type that have a vector."""
    garments = (wanted(variant) for variant in sold_out_of(product_type))
    return [change(garment, least) for garment in garments if garment]


def sold_out_of(product_type: ProductType) -> list[Variant]:
    """Of the newest products, one size each."""
    gone = Variant.objects.sold_out().filter(
        product__product_type=product_type, product__status=Status.ACTIVE
    )
    one_each = gone.order_by("-product_id", "size__rank").distinct("product_id")[:TRIED_ON]
    return list(one_each.select_related("size", "product__product_type", "product__brand"))


def change(garment: Wanted, least: float) -> Change:
    before, after = shown(garment), shown(at(garment, least))
    moved = [*set(before).symmetric_difference(after)]
    found = {each.pk: each for each in cards("p.id = ANY(%b::bigint[])", [moved])} if moved else {}
    return Change(
        garment.variant,
        tuple(found[pk] for pk in after if pk in found),
        tuple(found[pk] for pk in before if pk in found),
        len(set(before).intersection(after)),
    )


def shown(garment: Wanted) -> list[int]:
    """Keys of the products, best first."""
    return [each.best.product_id for each in rank(garment, Asked(SHOWN)).shown]


def at(garment: Wanted, least: float) -> Wanted:
    settings = replace(garment.settings, least=least, least_encoder=garment.query.version)
    return replace(garment, settings=settings)
