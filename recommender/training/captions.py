"""What a shopper might call a product: its name, and phrases built from its attributes."""

from __future__ import annotations

import random
from dataclasses import dataclass

from recommender.training.products import ATTRIBUTES, TrainingProduct

_WEARER = {
    "Men": ("men's", "men", "for men"),
    "Women": ("women's", "women", "ladies"),
    "Boys": ("boys'", "boys", "boy's"),
    "Girls": ("girls'", "girls", "girl's"),
    "Unisex": ("unisex",),
}
_OTHER_NAMES = {
    "Tshirts": ("t-shirt", "t shirt", "tee", "tshirt"),
    "Handbags": ("handbag", "purse", "bag"),
    "Sweatshirts": ("sweatshirt", "hoodie"),
    "Sweaters": ("sweater", "jumper", "pullover"),
    "Trousers": ("trousers", "pants"),
    "Track Pants": ("track pants", "joggers"),
    "Casual Shoes": ("casual shoes", "sneakers", "shoes"),
    "Sports Shoes": ("sports shoes", "running shoes", "trainers"),
    "Formal Shoes": ("formal shoes", "dress shoes"),
    "Flip Flops": ("flip flops", "slippers"),
    "Innerwear Vests": ("vest", "undershirt"),
    "Backpacks": ("backpack", "rucksack"),
    "Jackets": ("jacket",),
    "Dresses": ("dress",),
    "Watches": ("watch",),
}
_PAIRS = {"Jeans", "Shorts", "Leggings", "Heels", "Flats", "Sandals", "Socks", "Tights", "Briefs"}
_OPENINGS = ("", "", "", "a photo of ", "product picture: ")


@dataclass(frozen=True)
class Caption:
    """A text, and which attributes (by place in ATTRIBUTES) it states."""

    text: str
    states: tuple[bool, ...]


def name_caption(product: TrainingProduct, rng: random.Random) -> Caption:
    """The product's name; half the time with some of its words left out."""
    words = product.name.split()
    if rng.random() < 0.5:
        words = [word for word in words if rng.random() > 0.2] or words
    return Caption(" ".join(words), (False,) * len(ATTRIBUTES))


def attribute_caption(product: TrainingProduct, rng: random.Random) -> Caption:
    """A phrase over a random part of the product's attributes, or one bare attribute value."""
    stated = _bare(product, rng) if rng.random() < 0.2 else _drawn(product, rng)
    if not stated:
        return name_caption(product, rng)
    values = {name: getattr(product, name) for name in stated}
    text = next(iter(values.values())) if len(values) == 1 else _phrase(values, rng)
    return Caption(text, tuple(name in stated for name in ATTRIBUTES))


def _bare(product: TrainingProduct, rng: random.Random) -> set[str]:
    known = [name for name in ATTRIBUTES if getattr(product, name)]
    return {rng.choice(known)} if known else set()


def _drawn(product: TrainingProduct, rng: random.Random) -> set[str]:
    kind = "articleType" if rng.random() < 0.9 else "subCategory"
    odds = {kind: 0.95, "baseColour": 0.75, "gender": 0.6, "usage": 0.25, "season": 0.2}
    return {name for name, odd in odds.items() if getattr(product, name) and rng.random() < odd}


def _phrase(values: dict[str, str], rng: random.Random) -> str:
    kind = values.get("articleType") or values.get("subCategory") or "clothing"
    thing = spoken_type(kind, rng)
    colour = values.get("baseColour", "")
    wearer = rng.choice(_WEARER.get(values.get("gender", ""), (values.get("gender", ""),)))
    order = [wearer, colour, thing] if rng.random() < 0.7 else [colour, thing, wearer]
    extras = [values[name] for name in ("usage", "season") if name in values]
    head = rng.choice(_OPENINGS) + " ".join(word for word in order if word)
    joint = rng.choice((", ", " "))
    return joint.join([head, *rng.sample(extras, len(extras))])


def spoken_type(kind: str, rng: random.Random) -> str:
    """A catalogue type as people say it: "Tshirts" -> "t-shirt", "Shirts" -> "shirt"."""
    if rng.random() < 0.4:
        return kind
    if kind in _OTHER_NAMES:
        return rng.choice(_OTHER_NAMES[kind])
    return kind if kind in _PAIRS or not kind.endswith("s") else kind[:-1]


def spoken_forms() -> list[str]:
    """Every word the phrases may add to the catalogue's own, for the vocabulary."""
    wearers = [form for forms in _WEARER.values() for form in forms]
    things = [form for forms in _OTHER_NAMES.values() for form in forms]
    return [*wearers, *things, *_OPENINGS, "clothing"] * 20
