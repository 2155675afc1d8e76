"""The demo catalogue into an empty shop: all of it, or nothing."""

from __future__ import annotations

from collections.abc import Callable
from hashlib import sha256

from django.db import transaction

from catalog.demo import DemoLook, DemoProduct
from catalog.importing.drawing import drawn_rows
from catalog.importing.run import one_at_a_time
from catalog.importing.writer import Writer, Written
from catalog.models import Look, LookItem, Product


def fill_shop(
    products: list[DemoProduct],
    looks: list[DemoLook],
    on_drawing: Callable[[int], object],
    on_photo: Callable[[int], object],
) -> Written:
    """Draw and write products and looks in one transaction, so that a shop whose start was cut
    off is still empty, and the next start fills it."""
    rows = list(drawn_rows(as_delivered(products), on_drawing))
    with (
        one_at_a_time(),
        Writer("Demo catalogue", on_photo=on_photo) as writer,
        transaction.atomic(),
    ):
        written = writer.write(rows)
        hang_looks(looks)
    return written


def as_delivered(products: list[DemoProduct]) -> list[DemoProduct]:
    """Mixed, always in the same way: "newest first" should not begin with every scarf there is."""
    return sorted(products, key=lambda product: sha256(product.external_id.encode()).digest())


def hang_looks(looks: list[DemoLook]) -> None:
    """Write the looks, each of those of its products that the shop has."""
    wanted = {external_id for look in looks for external_id in look.products}
    products = Product.objects.in_bulk(wanted, field_name="external_id")
    for look in looks:
        row, _ = Look.objects.update_or_create(
            slug=look.slug, defaults={"title": look.title, "description": look.description}
        )
        chosen = [products[external_id] for external_id in look.products if external_id in products]
        LookItem.objects.bulk_create(
            LookItem(look=row, product=product, position=position)
            for position, product in enumerate(chosen)
        )
