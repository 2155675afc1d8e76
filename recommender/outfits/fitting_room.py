"""Where an outfit is put together: what is worn, what hangs there, how well each two agree."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from decimal import Decimal
from functools import cached_property

import numpy as np

from catalog.models import Gender, Product
from recommender.outfits.candidates import Wanted, candidates, suited
from recommender.outfits.garment import Garment
from recommender.outfits.pairing import HUB, VARIETY, chance, everybodys, pair_scores
from recommender.outfits.sizes import Sizes
from recommender.outfits.slots import PLACES, Place, places_filled

#: Of each place so many are tried on together.
TRIED = 12
#: What may be offered costs so much of the cheapest that is worn at least, and so many times the
#: dearest at most. Within the band what is nearer in price is preferred (`pairing.BAND`).
LEAST_PRICE, MOST_PRICE = Decimal("0.2"), Decimal(5)


@dataclass(frozen=True)
class FittingRoom:
    worn: tuple[Garment, ...]
    hanging: tuple[Garment, ...]  # what could be put on
    places: tuple[str, ...]  # that are to be filled

    @property
    def filled(self) -> frozenset[str]:
        """Where nothing more is worn."""
        return filled_by(self.worn, self.places)

    @cached_property
    def all(self) -> tuple[Garment, ...]:
        return self.worn + self.hanging

    @cached_property
    def alone(self) -> np.ndarray:
        """(n,): what is for or against each whatever else is worn; see HUB and VARIETY."""
        seed = self.worn[0].pk
        return VARIETY * chance(seed, self.all) - HUB * everybodys(self.all)

    @cached_property
    def suiting(self) -> np.ndarray:
        """(n,): how well each goes with what is worn, on the average."""
        return pair_scores(self.worn, self.all).mean(0) + self.alone

    @property
    def person(self) -> str:
        """The gender it is all for; "" where what is worn is for anybody."""
        return person_of(garment.gender for garment in self.worn)

    @cached_property
    def rails(self) -> dict[str, list[int]]:
        """By place, where in `all` what may fill it is, what suits best first."""
        rails: dict[str, list[int]] = {place: [] for place in self.places}
        for at in np.argsort(-self.suiting, kind="stable").tolist():
            if at >= len(self.worn):
                rails[self.all[at].place].append(at)
        return rails

    @cached_property
    def scores(self) -> np.ndarray:
        """(n, n) float64: how [worn, one] go together; NaN but for the TRIED first of each rail."""
        tried = [at for rail in self.rails.values() for at in rail[:TRIED]]
        at = [*range(len(self.worn)), *tried]
        some = [self.all[each] for each in at]
        scores = np.full((len(self.all), len(self.all)), np.nan)
        scores[np.ix_(at, at)] = pair_scores(some, some)
        return scores

    def cheapest(self, place: str) -> Decimal:
        """0 where nothing hangs there."""
        return min((self.all[at].price for at in self.rails[place]), default=Decimal(0))


def fitting_room(
    products: Sequence[Product],
    slots: Collection[str] | None,
    sizes: Sizes,
    but: Collection[int],
) -> FittingRoom:
    """Around garments whose images and types cost no query. Raises KeyError for an unknown slot.

    but: keys of products that are not to hang there.
    """
    worn = worn_together([Garment.of(product) for product in products])
    places = wanted_places(worn, slots)
    first, prices = worn[0], [garment.price for garment in worn]
    found = candidates(
        Wanted(
            places=places,
            genders=suited(person_of(garment.gender for garment in worn) or Gender.UNISEX),
            usage=first.usage,
            season=first.season,
            currency=products[0].currency,
            prices=(LEAST_PRICE * min(prices), MOST_PRICE * max(prices)),
            level=first.level,
            but=(*(product.pk for product in products), *but),
            filled=filled_by(worn, places),
            sizes=sizes,
        )
    )
    return FittingRoom(worn, tuple(one for some in found.values() for one in some), places)


def worn_together(worn: Sequence[Garment]) -> tuple[Garment, ...]:
    """Of a bag that is not all for one person, what is for the first of them."""
    person = person_of(garment.gender for garment in worn)
    return tuple(garment for garment in worn if garment.suits(person))


def filled_by(worn: Sequence[Garment], places: Collection[str]) -> frozenset[str]:
    """What is asked for by name may come on top of what is worn there."""
    return frozenset(places_filled(garment.family for garment in worn)).difference(places)


def person_of(genders: Iterable[str]) -> str:
    return next((gender for gender in genders if gender != Gender.UNISEX), "")


def wanted_places(worn: Sequence[Garment], slots: Collection[str] | None) -> tuple[str, ...]:
    """Those asked for; else those that nobody fills yet, in the order of `Place`."""
    if slots is not None:
        return tuple(dict.fromkeys(slot for slot in slots if PLACES[slot]))
    taken = places_filled(garment.family for garment in worn)
    return tuple(place.value for place in Place if place not in taken)
