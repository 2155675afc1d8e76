from __future__ import annotations

from dataclasses import dataclass

from catalog.models import Product


@dataclass(frozen=True)
class Complement:
    """Something to wear with what was asked about."""

    product: Product
    reason: str  # in the shopper's words
