"""From a row to a product of the database: the facts it states, and which of them are news."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

from catalog.importing.references import References, fingerprint
from catalog.importing.row import BadCell, Row
from catalog.importing.simulation import simulated_price
from catalog.models import Product, Status
from catalog.models.product import slug_for

#: Facts of a row that are fields of the product under the same name.
PLAIN_FIELDS = (
    "title", "gender", "description", "style_code", "colour", "season", "year", "usage", "price",
    "currency", "cost", "tags", "status",
)  # fmt: skip


def stated_facts(row: Row, references: References) -> dict[str, Any]:
    """The fields of the product that the row says something about."""
    facts = {name: getattr(row, name) for name in PLAIN_FIELDS}
    facts = {name: fact for name, fact in facts.items() if fact is not None}
    if row.brand is not None:
        facts["brand"] = references.brand(row.brand)
    facts["product_type"] = references.product_type(row.kind)
    return facts


def new_product(row: Row, facts: dict[str, Any], price_seed: int) -> Product:
    """Active, but a draft where its price is zero. Raises BadCell where it cannot be that."""
    kind = facts["product_type"]
    if "price" not in facts:
        facts["price"] = simulated_price(
            price_seed, row.external_id, kind.name, kind.family, kind.section, row.brand or ""
        )
    facts.setdefault("status", Status.ACTIVE if facts["price"] else Status.DRAFT)
    refuse_unpriced(facts["price"], facts["status"])
    return Product(external_id=row.external_id, slug=slug_for(row.title, row.external_id), **facts)


def take_over(product: Product, facts: dict[str, Any]) -> set[str]:
    """Set what differs; returns the names of those fields.

    Raises BadCell where the product would move to a type measured in other sizes, or be on sale
    for nothing.
    """
    news = {name: fact for name, fact in facts.items() if getattr(product, name) != fact}
    kind = news.get("product_type")
    if kind and kind.size_scale_id != product.product_type.size_scale_id:
        raise BadCell(
            "type", f"{kind} is measured in other sizes than {product.product_type}: no such change"
        )
    refuse_unpriced(news.get("price", product.price), news.get("status", product.status))
    for name, fact in news.items():
        setattr(product, name, fact)
    return set(news)


def refuse_unpriced(price: Decimal, status: str) -> None:
    if not price and status == Status.ACTIVE:
        raise BadCell("price", "is zero, and the product is on sale")


def free_slugs(products: list[Product]) -> None:
    """Two titles and ids can make one slug: tell the later ones apart."""
    slugs = [product.slug for product in products]
    taken = set(Product.objects.filter(slug__in=slugs).values_list("slug", flat=True))
    for product in products:
        if product.slug in taken:
            product.slug = f"{product.slug}-{fingerprint(product.external_id)}"
        taken.add(product.slug)
