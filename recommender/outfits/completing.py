"""What completes an outfit where no stylist did: families, and the best candidate of each."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from math import log

import numpy as np

from catalog.models import Product
from catalog.models.cards import cards
from recommender.outfits.candidates import Candidate, candidates
from recommender.outfits.complement import Complement
from recommender.outfits.harmony import harmony, told
from recommender.outfits.scorer import shipped_scorer
from recommender.outfits.slots import (
    PLACES,
    SLOT_OF_FAMILY,
    name_of,
    place_of,
    places_filled,
    slot_of,
)

#: Worn with each family of types, the one that completes an outfit most first. A family that is
#: not named here (a shop's own) gets shoes and bags.
WORN_WITH: dict[str, tuple[str, ...]] = {
    "Topwear": ("Bottomwear", "Outerwear", "Shoes", "Bags"),
    "Bottomwear": ("Topwear", "Shoes", "Outerwear", "Bags", "Belts"),
    "Outerwear": ("Topwear", "Bottomwear", "Shoes", "Scarves"),
    "Dress": ("Shoes", "Outerwear", "Bags", "Sandal"),
    "Shoes": ("Bottomwear", "Dress", "Bags", "Topwear"),
    "Sandal": ("Dress", "Bottomwear", "Bags", "Topwear"),
    "Flip Flops": ("Bottomwear", "Topwear", "Bags"),
    "Bags": ("Dress", "Outerwear", "Shoes", "Topwear"),
    "Watches": ("Topwear", "Bottomwear", "Shoes"),
    "Belts": ("Bottomwear", "Topwear", "Shoes"),
    "Jewellery": ("Dress", "Topwear", "Bags"),
    "Saree": ("Jewellery", "Sandal", "Bags"),
}
OTHERWISE = ("Shoes", "Bags", "Topwear", "Bottomwear")
#: What harmonious colours and a price in band are worth beside the scorer's opinion.
COLOURS, PRICE = 1.0, 0.5
#: So many times dearer or cheaper is still the same kind of shopping.
BAND = 3.0


def completing(
    worn: Sequence[Product],
    k: int,
    seen: Collection[str],
    slots: Collection[str] | None,
    sizes: Collection[int],
) -> list[Complement]:
    """One product of each family that completes the outfit; `seen` families are taken already."""
    families = [family for family in wanted(worn, slots) if family not in seen]
    found = candidates(families, worn, sizes) if families and k > 0 else {}
    chosen = [best(found[family], worn) for family in families if family in found][:k]
    shown = {card.pk: card for card in cards("p.id = ANY(%b::bigint[])", [[c.pk for c in chosen]])}
    return [Complement(shown[c.pk], reason(worn, c)) for c in chosen if c.pk in shown]


def wanted(worn: Sequence[Product], slots: Collection[str] | None) -> list[str]:
    """The families that may fill a place nobody fills yet, in the order they complete most."""
    if slots is not None:
        return [family for slot in slots for family in PLACES[slot]]
    kinds = [WORN_WITH.get(product.product_type.family, OTHERWISE) for product in worn]
    every = dict.fromkeys(family for families in kinds for family in families)
    if len(worn) == 1:  # all are beside it; to a set only what it lacks is added
        return list(every)
    taken = places_filled(worn)
    return [family for family in every if place_of(family) not in taken]


def best(some: Sequence[Candidate], worn: Sequence[Product]) -> Candidate:
    """The one that goes best with what is worn; of equals, the first."""
    slot = SLOT_OF_FAMILY.get(some[0].family, "accessory")
    heard = [(slot_of(product), name_of(product)) for product in worn]
    scores = shipped_scorer().suiting(slot, [one.name for one in some], heard)
    agreed = np.array([agreement(one, worn) for one in some])
    return some[int((scores + agreed).argmax())]


def agreement(one: Candidate, worn: Sequence[Product]) -> float:
    """What colours and price add to the scorer's opinion."""
    colours = [harmony(product.visible_colour, one.colour) for product in worn]
    prices = [abs(log(one.price / product.price)) <= log(BAND) for product in worn]
    return COLOURS * float(np.mean(colours)) + PRICE * float(np.mean(prices))


def reason(worn: Sequence[Product], one: Candidate) -> str:
    """In the shopper's words: "Navy blue goes with tan"; "Completes a formal outfit"."""
    if colours := told(worn[0].visible_colour, one.colour):
        return colours
    if one.usage and one.usage == worn[0].usage:
        return f"Completes a {one.usage.lower()} outfit"
    return "Completes the outfit"
