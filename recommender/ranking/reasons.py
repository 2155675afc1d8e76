"""Why something is offered, in the shopper's words; what it does not meet is said as well."""

from __future__ import annotations

from catalog.colours import colour_distance
from catalog.models import Product, Season
from catalog.money import format_price
from recommender.ladder.settings import LIKENESS
from recommender.ranking.candidates import Candidate
from recommender.ranking.same_model import is_same_model
from recommender.ranking.wanted import Wanted

#: More is not read on a card.
MOST_FACTS = 3
#: CIEDE2000 between two garments' colours that a shopper takes for one colour in another light.
NEARLY_ONE_COLOUR = 6.0
#: What a garment of that use is for, where it is not the word itself.
OCCASIONS = {
    "Casual": "every day",
    "Ethnic": "ethnic wear",
    "Formal": "formal wear",
    "Party": "parties",
    "Smart Casual": "smart casual wear",
}
SEASONS = dict(Season.choices)


def reason(wanted: Wanted, chosen: Candidate, offered: Product, size_note: str = "") -> str:
    """Why this one, in a few words: "Same colour, €5.00 less"; "Like it, in navy blue, for sports".

    Another size than the asked one is said first.
    """
    facts = [
        size_note,
        kinship(wanted.facts, chosen, offered.product_type.name),
        occasion(wanted.facts, chosen),
        price_difference(wanted.product, offered),
    ]
    said = [fact for fact in facts if fact][:MOST_FACTS]
    words = ", ".join([*said[:1], *(fact[:1].lower() + fact[1:] for fact in said[1:])])
    return words[:1].upper() + words[1:]


def kinship(wanted: Candidate, offered: Candidate, type_name: str) -> str:
    """type_name: of what is offered."""
    colour = offered.colour.lower()
    if is_same_model(wanted, offered):
        return f"The same model in {colour}" if colour else "The same model"
    if wanted.product_type_id != offered.product_type_id:
        return " in ".join(filter(None, [type_name, colour]))
    is_same = bool(colour) and wanted.colour.lower() == colour
    if LIKENESS in offered.missed:
        return "Another look" + (", same colour" if is_same else f", in {colour}" if colour else "")
    if is_same or not colour:
        return "Same colour" if is_same else ""
    return f"Nearly the same, {colour}" if nearly_one(wanted, offered) else f"Like it, in {colour}"


def nearly_one(wanted: Candidate, offered: Candidate) -> bool:
    """Whether two garments sold under different colour names look the same colour."""
    if not (wanted.palette and offered.palette):
        return False
    return colour_distance(wanted.palette, offered.palette) < NEARLY_ONE_COLOUR


def occasion(wanted: Candidate, offered: Candidate) -> str:
    """What it is for, where that is another thing: "for parties", "for winter"."""
    use = offered.usage if wanted.usage not in ("", offered.usage) else ""
    season = offered.season if wanted.season not in ("", offered.season) else ""
    said = [OCCASIONS.get(use, use.lower()), SEASONS.get(season, season).lower()]
    words = " and ".join(filter(None, said))
    return f"for {words}" if words else ""


def price_difference(wanted: Product, offered: Product) -> str:
    """Never empty: prices of two currencies are not compared."""
    if wanted.currency != offered.currency:
        return f"priced in {offered.currency}"
    difference = offered.price - wanted.price
    if difference == 0:
        return "same price"
    amount = format_price(abs(difference), wanted.currency)
    return f"{amount} {'more' if difference > 0 else 'less'}"
