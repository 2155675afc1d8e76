"""Search by words: what the text means to the encoder, and what it says in the titles."""

from __future__ import annotations

from dataclasses import dataclass

from django.contrib.postgres.search import SearchQuery, SearchRank
from django.db.models import F, QuerySet

from catalog.models import Product, ProductWords
from recommender.query_encoder import encode
from recommender.search import Where, nearest

#: Reciprocal rank fusion's constant (Cormack, Clarke, Büttcher, SIGIR 2009).
FUSION = 60
LONGEST_QUERY = 200
ANYTHING = Where(in_stock=False)

#: So many that say the words are ranked; of a word that half the shop says, any.
MOST_RANKED = 2_000


@dataclass(frozen=True)
class Found:
    product_ids: list[int]  # best first
    by_meaning: bool  # False: the encoder was away, the words alone were searched
    named: tuple[int, ...] = ()  # those that say the words, in title, colour, use, type or brand


def one_line(text: str) -> str:
    """A shopper's words as they are searched for: no control characters, not too long."""
    visible = "".join(
        letter if letter.isprintable() else " " for letter in text[: 4 * LONGEST_QUERY]
    )
    return " ".join(visible.split())[:LONGEST_QUERY]


def search_words(
    text: str,
    products: QuerySet[Product],
    k: int = 60,
    where: Where = ANYTHING,
    saying: str | None = None,
) -> Found:
    """Up to `k` of `products` for a free text, the encoder's ranking fused with the words' own.

    where: what is known of `products` that a search by vector can use; all of it, at best.
    saying: the words that titles are to say, where `products` are narrowed by the others.
    """
    text, saying = one_line(text), one_line(text if saying is None else saying)
    if not text:
        return Found([], by_meaning=True)
    said = by_words(saying, products, k) if saying else []
    meant = by_meaning(text, products, k, where)
    if meant is None:
        return Found(said, by_meaning=False, named=tuple(said))
    return Found(fuse(said, meant)[:k], by_meaning=True, named=tuple(said))


def by_words(text: str, products: QuerySet[Product], k: int) -> list[int]:
    query = SearchQuery(text, config="simple", search_type="websearch")
    saying = products.filter(words__document=query).order_by().values("pk")[:MOST_RANKED]
    hits = ProductWords.objects.filter(product__in=saying)
    ranked = hits.annotate(rank=SearchRank(F("document"), query)).order_by("-rank", "product")
    return list(ranked.values_list("product", flat=True)[:k])


def by_meaning(
    text: str, products: QuerySet[Product], k: int, where: Where = ANYTHING
) -> list[int] | None:
    """None when no encoder can be asked."""
    query = encode(text)
    if query is None:
        return None
    wider = k
    while True:
        near = [neighbour.product_id for neighbour in nearest(query, where, wider)]
        among = set(products.filter(pk__in=near).order_by().values_list("pk", flat=True))
        found = [pk for pk in near if pk in among]
        if len(found) >= k or len(near) < wider:
            return found[:k]
        wider *= 4  # `products` are fewer than `where` tells


def fuse(*rankings: list[int]) -> list[int]:
    """Reciprocal rank fusion: a product scores 1 / (60 + rank) in each ranking that has it."""
    score: dict[int, float] = {}
    for ranking in rankings:
        for rank, product in enumerate(ranking):
            score[product] = score.get(product, 0.0) + 1 / (FUSION + rank)
    return sorted(score, key=lambda product: (-score[product], product))
