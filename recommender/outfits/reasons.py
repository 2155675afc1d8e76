"""Why something is worn with something, in the shopper's words."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal

from catalog.models import Season
from catalog.money import format_price
from recommender.outfits.formality import in_words
from recommender.outfits.garment import Garment
from recommender.outfits.harmony import told
from recommender.outfits.slots import Place

#: Dressed up so much alike that it can be said.
ALIKE = 0.5
#: Sold for a season, and used in all of them.
CARRIED = (Place.BAG, Place.ACCESSORY)


def reason(worn: Sequence[Garment], one: Garment) -> str:
    """ "Navy blue goes with tan"; "Completes a formal outfit, though sold for winter"; "" where
    nothing can be said."""
    colours = (told(garment, one) for garment in worn)
    why = next(filter(None, colours), "") or occasion(worn[0], one)
    gave_way = concession(worn[0], one)
    return f"{why}, though {gave_way}" if why and gave_way else why or gave_way.capitalize()


def occasion(worn: Garment, one: Garment) -> str:
    if one.usage and one.usage == worn.usage:
        usage = one.usage.lower()
        return f"Completes {'an' if usage[:1] in 'aeiou' else 'a'} {usage} outfit"
    if as_dressed_up(worn, one) and one.level is not None:
        return f"Just as {in_words(one.level)}"
    return f"For {Season(one.season).label.lower()} too" if one.season == worn.season != "" else ""


def concession(worn: Garment, one: Garment) -> str:
    """What gave way so that it could be offered: "sold as formal wear and for winter"."""
    said = []
    if worn.usage and one.usage not in ("", worn.usage) and not as_dressed_up(worn, one):
        said.append(f"as {one.usage.lower()} wear")
    differs = worn.season and one.season in Season.values and one.season != worn.season
    if differs and one.place not in CARRIED:
        said.append(f"for {Season(one.season).label.lower()}")
    return f"sold {' and '.join(said)}" if said else ""


def as_dressed_up(worn: Garment, one: Garment) -> bool:
    known = one.level is not None and worn.level is not None
    return known and abs(one.level - worn.level) < ALIKE  # type: ignore[operator]


def reasons(
    outfit: Sequence[Garment], total: Decimal, currency: str, budget: Decimal | None
) -> tuple[str, ...]:
    """Of an outfit as a whole: the occasion, the season, what is left of the budget."""
    said = [alike(outfit), season(outfit)]
    if budget is not None:
        said.append(f"{format_price(budget - total, currency)} under your budget")
    return tuple(filter(None, said))


def alike(outfit: Sequence[Garment]) -> str:
    levels = [garment.level for garment in outfit if garment.level is not None]
    if len(levels) < 2 or max(levels) - min(levels) > 2 * ALIKE:
        return ""
    return f"All {in_words(sum(levels) / len(levels))}"


def season(outfit: Sequence[Garment]) -> str:
    seasons = {garment.season for garment in outfit}
    only = seasons.pop() if len(seasons) == 1 else ""
    return f"All for {Season(only).label.lower()}" if only in Season.values else ""
