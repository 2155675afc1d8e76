"""One run: the assortment, the web server, the pages in turn."""

from __future__ import annotations

import statistics
import sys
from pathlib import Path
from typing import Any

import django

django.setup()

from django.core.management import call_command  # noqa: E402
from django.db import connection  # noqa: E402

from bench.fragment.assortment import Assortment  # noqa: E402
from bench.fragment.pages import page_times  # noqa: E402
from bench.fragment.statements import plans_of, statements_of  # noqa: E402
from bench.fragment.web import BARE, SHOP, milliseconds, server  # noqa: E402
from catalog.models import Product, Variant  # noqa: E402
from recommender.embedding.registry import register_encoder  # noqa: E402
from recommender.search import rebuilding, upkeep  # noqa: E402

SOLD_OUT = 200  # different garments asked about
#: The bare page, of Django's own settings; the same within the shop's; and in the shop's frame.
COMPARED = {"bare": "/bench/bare/", "within": "/bench/within/", "framed": "/bench/framed/"}


def bench_pages(rows: int) -> dict[str, Any]:
    stock_up(rows)
    return {"products": Product.objects.count(), "pages": page_times(sold_out_urls()[0])}


def bench_fragment(rows: int, requests: int, plans: Path | None) -> dict[str, Any]:
    stock_up(rows)
    urls = sold_out_urls()
    asked = [statements_of(url) for url in urls[:20]]
    longest = max(asked, key=len)
    if plans:
        plans.write_text("\n\n".join(plans_of(longest)))
    products = Product.objects.count()
    connection.close()
    return {"products": products, "statements": len(longest), **timed(urls, requests)}


def stock_up(rows: int) -> None:
    call_command("migrate", verbosity=0)
    encoder = register_encoder()
    if Product.objects.filter(external_id__startswith="bench-").count() >= rows:
        upkeep.keep_up()  # a migration may have dropped indexes
        return
    Assortment(encoder).write(rows, lambda done: say(f"{done} of {rows} products"))
    say("building the indexes")
    rebuilding.rebuild()
    with connection.cursor() as cursor:
        cursor.execute("VACUUM (ANALYZE)")


def sold_out_urls() -> list[str]:
    """Fragments of garments gone in a size, each of another product, spread over the shop."""
    gone = Variant.objects.sold_out().filter(product__external_id__startswith="bench-")
    few = gone.order_by("sku").select_related("product", "size")[: 50 * SOLD_OUT]
    products = {variant.product_id: variant for variant in few}
    some = list(products.values())[:: max(1, len(products) // SOLD_OUT)][:SOLD_OUT]
    return [f"{v.product.get_absolute_url()}?size={v.size.label}".replace(" ", "+") for v in some]


def timed(urls: list[str], requests: int) -> dict[str, Any]:
    """All pages in turn, one request of each, so that a busy machine is busy for all."""
    took: dict[str, list[float]] = {name: [] for name in ("fragment", *COMPARED)}
    with server("bench-shop", SHOP) as shop, server("bench-bare", BARE) as bare:
        for number in range(-len(urls), requests):  # the first round warms up
            took["fragment"].append(milliseconds(shop, urls[number % len(urls)]))
            for name, address in COMPARED.items():
                took[name].append(milliseconds(bare if name == "bare" else shop, address))
    warm = {name: figures(some[len(urls) :]) for name, some in took.items()}
    # Of the first round only the median: its first requests wait for plans and connections.
    first = statistics.median(took["fragment"][: len(urls)])
    ratios = {f"ratio_to_{name}": ratio(warm, name) for name in COMPARED}
    return {**warm, "fragment_first_p50_ms": round(first, 2), **ratios}


def ratio(found: dict[str, dict[str, float]], name: str) -> dict[str, float]:
    return {part: round(found["fragment"][part] / found[name][part], 2) for part in PARTS}


PARTS = ("p50_ms", "p95_ms")


def figures(took: list[float]) -> dict[str, float]:
    parts = (statistics.median(took), statistics.quantiles(took, n=20)[-1])
    return {name: round(value, 2) for name, value in zip(PARTS, parts, strict=True)}


def say(line: str) -> None:
    print(line, file=sys.stderr)
