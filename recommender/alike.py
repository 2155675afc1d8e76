"""What is in stock and like some garments, where nobody has said which size she wears."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from itertools import chain, zip_longest

from catalog.models import Gender, Product
from recommender.search import QueryVector, Step, Where, nearest_in_turn, vector_of

#: So many of the garments are looked at: a page shows no more than that many kinds.
MOST_ASKED = 3


def in_stock_like(
    products: Sequence[Product], k: int = 8, sizes: Sequence[int] = ()
) -> tuple[int, ...]:
    """Ids of up to `k` products in stock, like the first few of `products` by turns, best first.

    Same type first, then its family, then its section; same gender or unisex. sizes: keys of Sizes,
    one of which has to be in stock. Empty where no product has a vector yet.
    """
    asked = products[:MOST_ASKED]
    found = (nearest_to(product, k, tuple(sizes), asked) for product in asked)
    in_turn = chain.from_iterable(zip_longest(*found))
    return tuple(dict.fromkeys(pk for pk in in_turn if pk is not None))[:k]


def nearest_to(
    product: Product, k: int, sizes: tuple[int, ...], beside: Sequence[Product]
) -> list[int]:
    query = vector_of(product)
    if query is None:
        return []
    return list(near(query, [Step(where) for where in wheres(product, sizes)], k, beside))


def near(
    query: QueryVector, steps: Sequence[Step], k: int, beside: Sequence[Product]
) -> Iterator[int]:
    for some in nearest_in_turn(query, steps, k, exclude=[each.pk for each in beside]):
        for neighbour in some:
            yield neighbour.product_id


def wheres(product: Product, sizes: tuple[int, ...]) -> Iterator[Where]:
    genders = tuple(dict.fromkeys((product.gender, Gender.UNISEX.value)))
    kind = product.product_type
    wanted = Where(genders=genders, sizes=sizes, in_stock=True)
    yield replace(wanted, types=(kind.pk,))
    if kind.family:
        yield replace(wanted, families=(kind.family,))
    yield replace(wanted, sections=(kind.section,))
