"""Stock and prices for a catalogue that comes without: drawn by seed, plausible, and made up.

Each product is drawn by itself from the seed and its external id, so that neither the order of
the source nor `--limit` changes what a product gets.
"""

from __future__ import annotations

import random
from collections.abc import Iterable
from decimal import Decimal

SOLD_OUT_SHARE = 0.30
MOST_ON_HAND = 12

#: Lowest and highest price in whole units of the currency, by type, by family, by section.
PRICES: dict[str, tuple[int, int]] = {
    "Tshirts": (12, 35), "Shirts": (25, 60), "Tops": (15, 40), "Kurtas": (20, 50),
    "Kurtis": (18, 40), "Sweaters": (30, 75), "Sweatshirts": (28, 65), "Tunics": (20, 45),
    "Jeans": (35, 90), "Trousers": (30, 75), "Shorts": (15, 40), "Leggings": (10, 25),
    "Bra": (12, 35), "Formal Shoes": (55, 120), "Sports Shoes": (45, 110),
    "Casual Shoes": (35, 90), "Heels": (35, 85), "Flats": (20, 55), "Handbags": (30, 110),
    "Backpacks": (25, 70), "Clutches": (18, 55), "Perfume and Body Mist": (15, 60),
    "Deodorant": (4, 9),
    "Topwear": (18, 50), "Outerwear": (50, 140), "Bottomwear": (20, 55), "Dress": (30, 90),
    "Innerwear": (8, 22), "Nightwear": (18, 45), "Saree": (35, 120), "Shoes": (35, 95),
    "Sandal": (22, 60), "Flip Flops": (10, 28), "Bags": (25, 80), "Belts": (14, 40),
    "Eyewear": (30, 110), "Jewellery": (12, 50), "Headwear": (10, 28), "Scarves": (14, 40),
    "Socks": (5, 12), "Ties": (14, 35), "Wallets": (18, 50), "Watches": (45, 180),
    "clothing": (18, 55), "shoes": (30, 90), "accessories": (12, 45), "beauty": (6, 22),
    "other": (8, 30),
}  # fmt: skip
#: A brand is dearer or cheaper than the usual across its whole range.
BRAND_FACTORS = (0.8, 1.4)


def simulated_stock(seed: int, external_id: str, sizes: Iterable[str]) -> dict[str, int]:
    """Pieces on hand by size: none in about 30% of the sizes, otherwise 1 to 12."""
    draw = random.Random(f"stock {seed} {external_id}")  # noqa: S311 a simulation
    return {size: pieces(draw) for size in sizes}


def pieces(draw: random.Random) -> int:
    is_sold_out = draw.random() < SOLD_OUT_SHARE
    count = 1 + int(draw.random() * MOST_ON_HAND)
    return 0 if is_sold_out else count


def simulated_price(
    seed: int, external_id: str, kind_name: str, family: str, section: str, brand: str
) -> Decimal:
    """A price in the usual range of the type, shifted as its brand is."""
    ranges = (PRICES.get(name) for name in (kind_name, family, section))
    low, high = next(filter(None, ranges), PRICES["other"])
    of_brand = random.Random(f"brand {seed} {brand.casefold()}")  # noqa: S311 a simulation
    of_product = random.Random(f"price {seed} {external_id}")  # noqa: S311 a simulation
    return rounded(of_product.uniform(low, high) * of_brand.uniform(*BRAND_FACTORS))


def rounded(amount: float) -> Decimal:
    """As shops write prices: 24.90, and from 100 on to the next five: 135.00."""
    if amount >= 100:
        return Decimal(5 * round(amount / 5)).quantize(Decimal("0.01"))
    return max(Decimal(round(amount)), Decimal(2)) - Decimal("0.10")
