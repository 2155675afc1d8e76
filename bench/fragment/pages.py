"""What clicking through the storefront takes, page by page, in this process."""

from __future__ import annotations

import statistics
import time
from collections.abc import Iterator

from django.contrib.auth import get_user_model
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from catalog.models import Product

PAGES = {
    "home": "/",
    "everything": "/shop/",
    "section": "/shop/clothing/",
    "in stock in M": "/shop/?size=M&in_stock=1",
    "type and colour": "/shop/?type={type}&colour=Black&order=price",
    "page 40": "/shop/?page=40",
    "a page far beyond": "/shop/?page=8000",
    "words": "/search/?q=black+linen+dress",
    "a word nobody has": "/search/?q=umbrella",
    "words, narrowed": "/search/?q=black+shirt&gender=Men&in_stock=1&size=M",
    "product": "{product}",
    "product, sold out size": "{sold_out}",
    "API list": "/api/v1/products/",
    "admin list": "/admin/catalog/product/",
    "admin search": "/admin/catalog/product/?q=linen",
    "admin, in stock with gaps": "/admin/catalog/product/?stock=gaps",
}


def page_times(sold_out: str, rounds: int = 5) -> dict[str, dict[str, float]]:
    """Milliseconds (median of warm rounds) and SQL statements of each page."""
    return {name: measured(client, url, rounds) for name, url, client in visits(sold_out)}


def visits(sold_out: str) -> Iterator[tuple[str, str, Client]]:
    shopper, merchandiser = Client(), Client()
    user, _ = get_user_model().objects.get_or_create(
        username="bench", is_staff=True, is_superuser=True
    )
    merchandiser.force_login(user)
    product = Product.objects.active().select_related("product_type").latest("pk")
    names = {
        "type": product.product_type.slug,
        "product": product.get_absolute_url(),
        "sold_out": sold_out,
    }
    for name, url in PAGES.items():
        yield name, url.format(**names), merchandiser if "admin" in name else shopper


def measured(client: Client, url: str, rounds: int) -> dict[str, float]:
    took = []
    for _ in range(rounds + 1):
        with CaptureQueriesContext(connection) as queries:
            begun = time.perf_counter()
            status = client.get(url).status_code
            took.append((time.perf_counter() - begun) * 1000)
        if status != 200:
            raise OSError(f"{url}: {status}")
    median = round(statistics.median(took[1:]), 1)
    return {"ms": median, "statements": len(queries)}
