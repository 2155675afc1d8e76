"""Who would take what has just arrived: the ladder asked from the other end.

Asking for the substitutes of everything that somebody waits for the like of would cost as much as
all that is waited for, each time. Here what arrived is compared with what is waited for, of its own
type and size alone, in one statement, whatever the size of the shop.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable
from dataclasses import dataclass

from django.db import connection
from django.db.models import QuerySet

from catalog.models import Product, Status, Variant
from catalog.models.cards import cards
from recommender.ladder.places import unmet
from recommender.ladder.settings import SETTINGS, read_settings
from recommender.models import EncoderVersion
from recommender.ranking.facts import as_candidate
from recommender.ranking.same_model import is_same_listing, is_same_model
from recommender.rules import RULES_IN_FORCE, ActiveRule, read_rules, steer

#: Wishes given up on rungs that are no longer "something like it".
TOO_FAR = {"colour", "type", "size"}
#: Cosine below which no type's threshold lies; what is less alike is not looked at further.
LEAST = 0.4

ALIKE = """
    WITH encoder AS (
        SELECT id FROM recommender_encoderversion WHERE is_active
    ), waited_for AS MATERIALIZED (
        SELECT v.id, v.size_id, p.id AS product_id, p.product_type_id, p.gender, p.style_code
        FROM catalog_variant v JOIN catalog_product p ON p.id = v.product_id
        WHERE v.id IN ({waiting}) AND v.on_hand <= v.reserved
    ), arrived AS MATERIALIZED (
        SELECT v.id, v.size_id, p.id AS product_id, p.product_type_id, p.gender, p.style_code,
            e.vector
        FROM catalog_variant v
        JOIN catalog_product p ON p.id = v.product_id
        JOIN recommender_productembedding e
            ON e.product_id = p.id AND e.encoder_id = (TABLE encoder) AND e.vector IS NOT NULL
        WHERE v.id = ANY(%s) AND v.on_hand > v.reserved AND p.status = 'active'
    ), compared AS (
        SELECT w.id AS wanted, a.id AS offered, w.product_id, a.product_id AS offered_product,
            1 - (e.vector <=> a.vector) AS similarity,
            a.style_code <> '' AND a.style_code = w.style_code AS is_of_its_model
        FROM arrived a
        JOIN waited_for w ON w.size_id = a.size_id AND w.product_type_id = a.product_type_id
            AND a.gender IN (w.gender, 'Unisex') AND w.product_id <> a.product_id
        JOIN recommender_productembedding e
            ON e.product_id = w.product_id AND e.encoder_id = (TABLE encoder)
            AND e.vector IS NOT NULL
    ), ranked AS (
        SELECT *, row_number() OVER (
            PARTITION BY offered ORDER BY is_of_its_model DESC, similarity DESC) AS place
        FROM compared WHERE similarity >= %s OR is_of_its_model
    )
    SELECT wanted, offered, product_id, offered_product, similarity, is_of_its_model
    FROM ranked WHERE place <= %s ORDER BY wanted, offered
"""


@dataclass(frozen=True)
class Opinions:
    """What merchandisers say about it."""

    least: dict[int, float]  # by type: from this cosine on, two of one colour look alike
    rules: tuple[ActiveRule, ...]


@dataclass(frozen=True)
class Pair:
    """Two sizes that a shopper would call alike, the second of which has arrived."""

    wanted: int  # variant
    offered: int  # variant
    wanted_product: int
    offered_product: int
    similarity: float  # cosine, -1 to 1
    is_of_its_model: bool


def with_takers(arrived: Collection[int], waiting: QuerySet[Variant]) -> set[int]:
    """Those of the arrived sizes of whose type and size anything is waited for at all."""
    kinds = waiting.order_by().values("size", "product__product_type").distinct()
    waited_for = {(row["size"], row["product__product_type"]) for row in kinds}
    there = Variant.objects.in_stock().filter(pk__in=arrived, product__status=Status.ACTIVE)
    rows = there.values_list("pk", "size", "product__product_type")
    return {pk for pk, size, product_type in rows if (size, product_type) in waited_for}


def would_take(arrived: Collection[int], waiting: QuerySet[Variant], most: int = 200) -> list[Pair]:
    """Which of the sizes waited for each arrived one can stand in for, on the ladder's upper rungs:
    of the same type and size, for the same gender, in its colour or a shade of it, or another
    colour of its model; nothing that a merchandiser excludes.

    arrived: keys of variants; those that are gone again, not for sale or without a vector yet are
    passed over, as are wanted ones that are back. most: pairs for each, the most alike.
    """
    found = alike(arrived, waiting, most)
    if not found:
        return []
    offered = facts_of({pair.offered_product for pair in found})
    wanted = facts_of({pair.wanted_product for pair in found})
    opinions = opinions_on(wanted.values())
    return [
        pair
        for pair in found
        if pair.wanted_product in wanted
        and pair.offered_product in offered
        and is_like_it(pair, wanted[pair.wanted_product], offered[pair.offered_product], opinions)
    ]


def facts_of(products: Collection[int]) -> dict[int, Product]:
    return {product.pk: product for product in cards(OF_THESE, [list(products)])}


def opinions_on(products: Iterable[Product]) -> Opinions:
    """Read once for each type, off one of its products."""
    one_of_each = {product.product_type_id: product.pk for product in products}
    brought = {"brought_ladder": SETTINGS, "brought_rules": RULES_IN_FORCE}
    version = EncoderVersion.objects.get(is_active=True).version
    least: dict[int, float] = {}
    rules: tuple[ActiveRule, ...] = ()
    for product in cards(OF_THESE, [list(one_of_each.values())], **brought):
        settings = read_settings(product.__dict__["brought_ladder"])
        kind = product.product_type
        least[kind.pk] = settings.least_under(version, kind.name)
        rules = tuple(read_rules(product.__dict__["brought_rules"]))
    return Opinions(least, rules)


OF_THESE = "p.id = ANY(%b::bigint[])"


def alike(arrived: Collection[int], waiting: QuerySet[Variant], most: int) -> list[Pair]:
    """Pairs as the database compares them, most alike kept."""
    ids, values = waiting.order_by().values("pk").query.sql_with_params()
    with connection.cursor() as cursor:
        cursor.execute(ALIKE.format(waiting=ids), [*values, list(arrived), LEAST, most])
        return [Pair(*row) for row in cursor.fetchall()]


def is_like_it(pair: Pair, wanted: Product, offered: Product, opinions: Opinions) -> bool:
    garment, candidate = as_candidate(wanted), as_candidate(offered, pair.similarity)
    if is_same_listing(garment, candidate):
        return False
    if not is_same_model(garment, candidate):
        is_alike = pair.similarity >= opinions.least[wanted.product_type_id]
        if not is_alike or TOO_FAR & set(unmet(garment, candidate)):
            return False
    return bool(steer([candidate], [rule for rule in opinions.rules if rule.is_for(wanted)]))
