"""The product types of the demo range: where they hang, how they are measured and sized up."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Kind:
    section: str
    family: str
    size_scale: str
    zoom: float = 1.0  # how much larger than drawn the type fills its picture


KINDS: dict[str, Kind] = {
    "T-shirts": Kind("clothing", "Topwear", "alpha", 1.2),
    "Shirts": Kind("clothing", "Topwear", "alpha", 1.14),
    "Blouses": Kind("clothing", "Topwear", "alpha", 1.26),
    "Jumpers": Kind("clothing", "Topwear", "alpha", 1.14),
    "Cardigans": Kind("clothing", "Topwear", "alpha", 1.14),
    "Hoodies": Kind("clothing", "Topwear", "alpha", 1.12),
    "Dresses": Kind("clothing", "Dress", "alpha", 1.1),
    "Skirts": Kind("clothing", "Bottomwear", "alpha", 1.18),
    "Jeans": Kind("clothing", "Bottomwear", "waist", 1.08),
    "Trousers": Kind("clothing", "Bottomwear", "waist", 1.08),
    "Joggers": Kind("clothing", "Bottomwear", "alpha", 1.08),
    "Shorts": Kind("clothing", "Bottomwear", "alpha", 1.3),
    "Blazers": Kind("clothing", "Outerwear", "alpha", 1.17),
    "Jackets": Kind("clothing", "Outerwear", "alpha", 1.12),
    "Coats": Kind("clothing", "Outerwear", "alpha", 1.08),
    "Sneakers": Kind("shoes", "Shoes", "eu-shoes", 1.06),
    "Ankle boots": Kind("shoes", "Shoes", "eu-shoes", 1.06),
    "Loafers": Kind("shoes", "Shoes", "eu-shoes", 1.08),
    "Heels": Kind("shoes", "Shoes", "eu-shoes", 1.08),
    "Flats": Kind("shoes", "Shoes", "eu-shoes", 1.08),
    "Tote bags": Kind("accessories", "Bags", "one-size", 1.08),
    "Shoulder bags": Kind("accessories", "Bags", "one-size", 1.25),
    "Backpacks": Kind("accessories", "Bags", "one-size", 1.15),
    "Hats": Kind("accessories", "Headwear", "one-size", 1.15),
    "Scarves": Kind("accessories", "Scarves", "one-size", 1.05),
}

SIZES: dict[tuple[str, str], tuple[str, ...]] = {
    ("alpha", "Women"): ("XS", "S", "M", "L", "XL"),
    ("alpha", "Men"): ("S", "M", "L", "XL", "XXL"),
    ("alpha", "Unisex"): ("XS", "S", "M", "L", "XL", "XXL"),
    ("eu-shoes", "Women"): ("36", "37", "38", "39", "40", "41"),
    ("eu-shoes", "Men"): ("40", "41", "42", "43", "44", "45", "46"),
    ("eu-shoes", "Unisex"): ("36", "37", "38", "39", "40", "41", "42", "43", "44", "45"),
    ("waist", "Women"): ("25", "26", "27", "28", "29", "30", "31", "32"),
    ("waist", "Men"): ("28", "30", "31", "32", "33", "34", "36", "38"),
    ("waist", "Unisex"): ("26", "28", "30", "32", "34", "36"),
}
ONE_SIZE = ("One size",)
CORE_SIZES = {"S", "M", "L", "27", "28", "29", "32", "33", "38", "39", "42", "43"}


def sizes_of(scale: str, gender: str) -> tuple[str, ...]:
    return ONE_SIZE if scale == "one-size" else SIZES[scale, gender]
