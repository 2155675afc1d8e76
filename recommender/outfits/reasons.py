"""Why something is worn with something, in the shopper's words."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal

from catalog.models import Season
from catalog.money import format_price
from recommender.outfits.formality import in_words
from recommender.outfits.garment import Garment
from recommender.outfits.harmony import told

#: Dressed up so much alike that it can be said.
ALIKE = 0.5


def reason(worn: Sequence[Garment], one: Garment) -> str:
    """ "Navy blue goes with tan"; "Completes a formal outfit"; "" where nothing can be said."""
    colours = (told(garment, one) for garment in worn)
    return next(filter(None, colours), "") or occasion(worn[0], one)


def occasion(worn: Garment, one: Garment) -> str:
    if one.usage and one.usage == worn.usage:
        usage = one.usage.lower()
        return f"Completes {'an' if usage[:1] in 'aeiou' else 'a'} {usage} outfit"
    if one.level is not None and worn.level is not None and abs(one.level - worn.level) < ALIKE:
        return f"Just as {in_words(one.level)}"
    return f"For {Season(one.season).label.lower()} too" if one.season == worn.season != "" else ""


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
