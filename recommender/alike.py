"""What is in stock and like some garments, where nobody has said which size she wears."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import chain, zip_longest

from catalog.models import Gender, Product
from recommender.ranking.candidates import Candidate
from recommender.ranking.facts import candidates_of, facts_beside
from recommender.rules import ActiveRule, pinned, rules_in_force, steered
from recommender.search import QueryVector, Step, Where, nearest, nearest_in_turn, vector_of

#: So many of the garments are looked at: a page shows no more than that many kinds.
MOST_ASKED = 3
#: Where such an offer stands beside the ladder's rungs: no size was asked for.
ALIKE = "alike"


@dataclass(frozen=True)
class Alike:
    product_id: int
    instead_of: Product  # the garment that it is like


def in_stock_like(
    products: Sequence[Product], k: int = 8, sizes: Sequence[int] = ()
) -> tuple[Alike, ...]:
    """Up to `k` products in stock, like the first few of `products` by turns, best first.

    Same type first, then its family, then its section; same gender or unisex. Merchandisers' rules
    steer each garment's own: those three count as rungs. sizes: keys of Sizes, one of which has to
    be in stock. Empty where no product has a vector yet.
    """
    asked = products[:MOST_ASKED]
    found = (nearest_to(product, k, tuple(sizes), asked) for product in asked)
    first: dict[int, Alike] = {}
    for each in filter(None, chain.from_iterable(zip_longest(*found))):
        first.setdefault(each.product_id, each)
    return tuple(first.values())[:k]


def nearest_to(
    product: Product, k: int, sizes: tuple[int, ...], beside: Sequence[Product]
) -> list[Alike]:
    query = vector_of(product)
    if query is None:
        return []
    rules = rules_in_force(product)
    steps = [Step(where) for where in wheres(product, sizes)]

    def look(size: int, out: Collection[int]) -> list[Candidate]:
        return near(query, rules, steps, size, {*out, *(each.pk for each in beside)})

    return [Alike(each.product_id, product) for each in steered(look, rules, k, k).left[:k]]


def near(
    query: QueryVector,
    rules: Sequence[ActiveRule],
    steps: Sequence[Step],
    k: int,
    exclude: Collection[int],
) -> list[Candidate]:
    """Each on the rung of the step that found it, and scored by its likeness."""
    by_step = nearest_in_turn(query, steps, k, exclude, facts_beside(query, ()))
    known = {*exclude, *(each.product_id for some in by_step for each in some)}
    if pins := tuple(product for product in pinned(rules) if product not in known):
        # From whichever section, and all else that is promised kept.
        where = replace(steps[-1].where, sections=(), products=pins)
        by_step.append(list(nearest(query, where, len(pins))))
    rungs = {each.product_id: rung for rung, some in enumerate(by_step) for each in some}
    candidates = candidates_of(query, [each for some in by_step for each in some])
    return [
        replace(each, rung=rungs[each.product_id], score=each.similarity) for each in candidates
    ]


def wheres(product: Product, sizes: tuple[int, ...]) -> Iterator[Where]:
    genders = tuple(dict.fromkeys((product.gender, Gender.UNISEX.value)))
    kind = product.product_type
    wanted = Where(genders=genders, sizes=sizes, in_stock=True)
    yield replace(wanted, types=(kind.pk,))
    if kind.family:
        yield replace(wanted, families=(kind.family,))
    yield replace(wanted, sections=(kind.section,))
