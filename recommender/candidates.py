"""What is known of a product that may stand in for another, before anything of it is shown."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal

from catalog.colours import Palette


@dataclass(frozen=True)
class Candidate:
    """A product on one of the ladder's rungs, with the facts that rank and steer it."""

    product_id: int
    rung: int  # its place on the ladder, 0 the closest
    similarity: float  # cosine to the wanted product, -1 to 1
    product_type_id: int
    brand_id: int | None
    price: Decimal
    currency: str
    created_at: datetime
    style_code: str = ""
    colour: str = ""  # as a shopper sees it: stated, else read off the photo
    usage: str = ""
    season: str = ""
    palette: Palette = ()
    tags: tuple[str, ...] = ()
    margin: float | None = None  # (price - cost) / price; None where the cost is not known
    score: float = 0.0  # the probability that a person would call the two similar, 0 to 1
