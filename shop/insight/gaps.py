"""Looking for what the range has nothing to offer instead of: by type, gender and size.

What is sold out is counted anew in each round. Then cell after cell is looked into, the longest
unseen first, on the garments that shoppers look at most, until the time is up; the next round goes
on from there.
"""

from __future__ import annotations

import time
from collections.abc import Mapping

from django.db import transaction
from django.db.models import Count, Exists, F, OuterRef
from django.utils.timezone import now

from catalog.models import Status, Variant
from catalog.models.stock import VariantQuerySet
from recommender.ladder.rungs import FEWEST
from recommender.models import EmbeddingState, ProductEmbedding
from recommender.substitutes import Substitute, substitutes_for
from shop.insight.models import Gap
from shop.insight.visits import looks_by_variant

#: Garments looked into for each cell.
SAMPLE = 5
#: What a good substitute is not: in another colour, of another look or type, in a size beside hers.
FAR = {"colour", "likeness", "type", "size"}


def find_gaps(seconds: float) -> int:
    """Look into cells for so long; how many."""
    count_sold_out()
    looks, until, examined = looks_by_variant(), time.monotonic() + seconds, 0
    for gap in Gap.objects.due().iterator():
        if time.monotonic() >= until:
            break
        examine(gap, looks)
        examined += 1
    return examined


@transaction.atomic
def count_sold_out() -> None:
    """A row for each cell of which anything is sold out now, and no other."""
    facts = {"product_type_id": F("product__product_type"), "gender": F("product__gender")}
    cells = sold_out().order_by().values("size_id", **facts).annotate(sold_out=Count("pk"))
    Gap.objects.update(sold_out=0)
    Gap.objects.bulk_create(
        [Gap(**cell) for cell in cells],
        update_conflicts=True,
        unique_fields=["product_type", "gender", "size"],
        update_fields=["sold_out"],
        batch_size=2_000,
    )
    Gap.objects.filter(sold_out=0).delete()


def examine(gap: Gap, looks: Mapping[int, int]) -> None:
    answers = [substitutes_for(variant) for variant in sample(gap, looks)]
    none = [not found for found in answers]
    few = [0 < len(found) < FEWEST for found in answers]
    none_close = [bool(found) and not any(map(is_close, found)) for found in answers]
    gap.examined = len(answers)
    gap.none, gap.few, gap.none_close = sum(none), sum(few), sum(none_close)
    gap.badly_served = sum(map(max, none, few, none_close))
    gap.examined_at = now()
    gap.save()


def sample(gap: Gap, looks: Mapping[int, int]) -> VariantQuerySet:
    """The most looked at of its garments that have a vector: without one nothing is found."""
    known = ProductEmbedding.objects.filter(
        product=OuterRef("product"), encoder__is_active=True, state=EmbeddingState.EMBEDDED
    )
    of_cell = sold_out().filter(
        Exists(known),
        product__product_type=gap.product_type_id,
        product__gender=gap.gender,
        size=gap.size_id,
    )
    keys = sorted(of_cell.values_list("pk", flat=True), key=lambda pk: (-looks.get(pk, 0), -pk))
    goods = Variant.objects.select_related("product__product_type", "product__brand", "size")
    return goods.filter(pk__in=keys[:SAMPLE])


def sold_out() -> VariantQuerySet:
    return Variant.objects.sold_out().filter(product__status=Status.ACTIVE)


def is_close(substitute: Substitute) -> bool:
    return FAR.isdisjoint(substitute.relaxed)
