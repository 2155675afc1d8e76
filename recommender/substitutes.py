"""What can stand in for a garment whose size is gone.

Never relaxed: in stock in the asked size, same gender or unisex, active, not the product itself nor
another listing of the same thing. Below that stands the ladder (`ladder`); the answers of a rung
come before those of the next, and each says which of the wishes it does not meet.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import TypeAlias

from catalog.colours import colour_distance
from catalog.models import Product, Variant
from catalog.models.card_rows import variant_in
from catalog.models.cards import cards
from catalog.money import format_price
from recommender.ladder.rungs import Mode
from recommender.ladder.settings import SIMILAR
from recommender.ladder.sizes import Fit
from recommender.ranking.candidates import Candidate
from recommender.ranking.grouping import Group
from recommender.ranking.shopper import ANYBODY, Shopper
from recommender.ranking.stages import Asked, Ranking, rank
from recommender.ranking.wanted import Wanted, wanted
from recommender.rules import ActiveRule


@dataclass(frozen=True)
class Substitute:
    product: Product
    variant: Variant  # the product in the asked size, in stock
    similarity: float  # cosine to the sold-out product, -1 to 1
    rung: str
    relaxed: tuple[str, ...]  # the wishes given up on the way down
    reason: str  # in the shopper's words
    encoder: str  # the version of the encoder whose vectors were compared
    swatches: tuple[Product, ...] = ()  # its other colours, and what looks the same
    score: float = 0.0  # the probability that a person would call the two similar, 0 to 1
    size_note: str = ""  # "" in the asked size; else which it is: "In 40, one size larger"
    place: int = 0  # of its rung on the ladder, 0 the first
    ruled_by: str = ""  # the merchandiser's rule that placed it; for staff only

    @property
    def likeness(self) -> str:
        """The similarity in plain words; another colour is never called almost identical."""
        looks_other = {"shade", "colour", "type"} & set(self.relaxed)
        most = MOST_ALIKE_IF_RELAXED if looks_other else 1.0
        return likeness(min(self.similarity, most))


Answer: TypeAlias = tuple[Substitute, ...]  # best first

#: Similarity in plain words: from this cosine on, this much alike. Read off the shipped encoder on
#: products it had not seen; see docs/architecture.md.
MOST_ALIKE_IF_RELAXED = 0.94
LIKENESSES = ((0.95, "Almost identical"), (0.86, "Very similar"), (SIMILAR, "Similar"))
#: CIEDE2000 between two garments' colours that a shopper takes for one colour in another light.
NEARLY_ONE_COLOUR = 6.0


def likeness(similarity: float) -> str:
    words = (words for least, words in LIKENESSES if similarity >= least)
    return next(words, "In the same spirit")


def substitutes_for(
    variant: Variant,
    k: int = 8,
    mode: str = Mode.CLOSEST,
    strict: bool = False,
    shopper: Shopper | None = None,
    *,
    further: int = 0,
    one_per_model: bool = True,
    rules: Sequence[ActiveRule] | None = None,
) -> Answer:
    """Up to `k` products that can stand in for `variant`, the closest rung first.

    Another type, and after it another size, is offered only while fewer than four are found
    without; `strict` gives up no wish. `mode` asks for more than the closest: what is cheaper, of
    the same brand, in another colour, dressier or sportier, and nothing else is offered then.
    `further` leaves out the first so many rungs: she has seen these and meant something else.
    `one_per_model` makes the colourways of a model one card. `rules` stand in for those in force.
    Empty when the product has no vector yet. Raises ValueError for a mode that there is not.
    """
    garment = wanted(variant)
    if garment is None:
        return ()
    if rules is not None:
        garment = replace(garment, rules=tuple(rules))
    asked = Asked(k, strict, Mode(mode), shopper or ANYBODY, further, one_per_model)
    return present(garment, rank(garment, asked))


def present(garment: Wanted, ranking: Ranking) -> Answer:
    """The cards of what was chosen. What was bought by another since is no answer any more."""
    ids = [each.product_id for group in ranking.shown for each in group.on_card]
    products = {each.pk: each for each in cards("p.id = ANY(%b::bigint[])", [ids])} if ids else {}
    described = (describe(garment, ranking, group, products) for group in ranking.shown)
    return tuple(substitute for substitute in described if substitute)


def describe(
    garment: Wanted, ranking: Ranking, group: Group, products: Mapping[int, Product]
) -> Substitute | None:
    """None where it is gone from the shelf by now."""
    best = group.best
    product = products.get(best.product_id)
    offered, note = (product and in_size(product, ranking.fits_of(best))) or (None, "")
    if product is None or offered is None:
        return None
    return Substitute(
        product=product,
        variant=offered,
        similarity=best.similarity,
        rung=ranking.rungs[best.rung].name,
        relaxed=best.missed,
        reason=reason(garment, best, product, note),
        encoder=garment.query.version,
        swatches=tuple(swatches(ranking, group, products)),
        score=best.score,
        size_note=note,
        place=best.rung,
        ruled_by=best.ruled_by,
    )


def in_size(product: Product, fits: Sequence[Fit]) -> tuple[Variant, str] | None:
    """The first of these sizes that the product has in stock, and what is to be said of it."""
    for fit in fits:
        variant = variant_in(product, fit.size_id)
        if variant and variant.is_in_stock:
            return variant, fit.note
    return None


def swatches(ranking: Ranking, group: Group, products: Mapping[int, Product]) -> Iterator[Product]:
    for each in group.on_card[1:]:
        product = products.get(each.product_id)
        if product and in_size(product, ranking.fits_of(each)):
            yield product


def reason(wanted: Wanted, chosen: Candidate, offered: Product, size_note: str = "") -> str:
    """Why this one, in a few words: "Same colour, €5.00 less"; "Like it, in navy blue".

    Another size than the asked one is said first.
    """
    kin = kinship(wanted.facts, chosen, offered.product_type.name)
    facts = [size_note, kin, price_difference(wanted.product, offered)]
    said = [
        fact[:1].lower() + fact[1:] if at else fact for at, fact in enumerate(filter(None, facts))
    ]
    words = ", ".join(said)
    return words[:1].upper() + words[1:]


def kinship(wanted: Candidate, offered: Candidate, type_name: str) -> str:
    """type_name: of what is offered."""
    colour = offered.colour.lower()
    if wanted.style_code and wanted.style_code == offered.style_code:
        return f"The same model in {colour}" if colour else "The same model"
    if wanted.product_type_id != offered.product_type_id:
        return " in ".join(filter(None, [type_name, colour]))
    if not colour:
        return ""
    if wanted.colour == offered.colour:
        return "Same colour"
    return f"Nearly the same, {colour}" if nearly_one(wanted, offered) else f"Like it, in {colour}"


def nearly_one(wanted: Candidate, offered: Candidate) -> bool:
    """Whether two garments sold under different colour names look the same colour."""
    if not (wanted.palette and offered.palette):
        return False
    return colour_distance(wanted.palette, offered.palette) < NEARLY_ONE_COLOUR


def price_difference(wanted: Product, offered: Product) -> str:
    if wanted.currency != offered.currency:
        return ""
    difference = offered.price - wanted.price
    if difference == 0:
        return "same price"
    amount = format_price(abs(difference), wanted.currency)
    return f"{amount} {'more' if difference > 0 else 'less'}"
