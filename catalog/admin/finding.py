"""What a merchandiser finds by typing: by indexes alone, so that a large shop answers at once."""

from __future__ import annotations

import re
from typing import Any

from django.contrib.postgres.search import SearchQuery
from django.db.models import Q, QuerySet

from catalog.models import Product, ProductWords, Variant


def find(products: QuerySet[Product], text: str) -> QuerySet[Product]:
    """Those whose title, colour, type, use and brand have words that begin with all the typed ones;
    and those whose id, or a SKU of theirs, begins with what was typed."""
    by_id = Product.objects.order_by().filter(beginning("external_id", text)).values("pk")
    by_sku = Variant.objects.order_by().filter(beginning("sku", text)).values("product")
    found: Any = by_id.union(by_sku)
    if words := re.findall(r"[^\W_]+", text):
        query = " & ".join(f"'{word}':*" for word in words)
        saying = SearchQuery(query, config="simple", search_type="raw")
        said = ProductWords.objects.filter(document=saying).values("product")
        found = said.union(by_id, by_sku)
    return products.filter(pk__in=found)


def beginning(field: str, text: str) -> Q:
    """In the spellings that an index finds: as typed, in capitals, in small letters."""
    spellings = {text, text.upper(), text.lower()}
    return Q(
        *((f"{field}__startswith", spelling) for spelling in sorted(spellings)), _connector=Q.OR
    )
