"""`product_search` made anew from the catalogue and the vectors, the shop open or closed."""

from __future__ import annotations

from collections.abc import Callable

from django.db import connection, transaction

from recommender.product_search import COLUMNS
from recommender.search import estimate, indexes, upkeep

#: Products refreshed in one transaction; stock changes of the same ones wait for so many.
BATCH = 100
Report = Callable[[int, int], None]  # how many products are done, of how many


def rebuild(report: Report | None = None) -> list[str]:
    """All at once: quicker, and whoever reads or sells waits. Returns the indexes' names."""
    with upkeep.when_alone():
        with transaction.atomic():
            for name in indexes.names("true"):
                indexes.Index(name, "").drop(concurrently=False)
            indexes.execute("TRUNCATE product_search")
            indexes.execute(f"INSERT INTO product_search ({COLUMNS}) TABLE product_search_truth")
            built = upkeep.keep_up_alone()
        tidy()
    return built


def rebuild_concurrently(report: Report | None = None) -> list[str]:
    """Batch by batch, indexes beside the old ones: nobody waits for more than a batch."""
    products = everything()
    for start in range(0, len(products), BATCH):
        indexes.execute(
            "SELECT product_search_refresh(%s::bigint[])", [products[start : start + BATCH]]
        )
        if report:
            report(min(start + BATCH, len(products)), len(products))
    with upkeep.when_alone():
        rebuilt = indexes.rebuild_all(concurrently=True)
        built = upkeep.keep_up_alone()
        tidy()
    return [*rebuilt, *built]


def everything() -> list[int]:
    """Products that have a row, or should."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT product_id FROM product_search UNION"
            " SELECT product_id FROM recommender_productembedding WHERE vector IS NOT NULL"
            " ORDER BY 1"
        )
        return [pk for (pk,) in cursor.fetchall()]


def tidy() -> None:
    """The exact route reads the index alone only where vacuum has been."""
    if not connection.in_atomic_block:
        indexes.execute("VACUUM (ANALYZE) product_search")
    estimate.forget_samples()
