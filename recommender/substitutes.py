"""What can stand in for a garment whose size is gone.

Never relaxed: in stock in the asked size, same gender or unisex, active, not the product itself nor
another listing of the same thing. Below that stands the ladder (`ladder`); the answers of a rung
come before those of the next, and each says which of the wishes it does not meet.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import TypeAlias

from catalog.models import Product, Variant
from catalog.models.card_rows import variant_in
from catalog.models.cards import cards
from recommender.ladder.rungs import NAMES, Mode
from recommender.ladder.settings import MODEL, SIMILAR
from recommender.ranking.candidates import Candidate
from recommender.ranking.grouping import Group
from recommender.ranking.pool import is_colour_certain
from recommender.ranking.reasons import reason
from recommender.ranking.same_model import is_another_colour
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
    looks_other: bool = False  # of another colour or type, asked for or not

    @property
    def likeness(self) -> str:
        """The similarity in plain words; another colour is never called almost identical."""
        if self.rung == NAMES[MODEL]:
            return "The same model"
        most = MOST_ALIKE_IF_OTHER if self.looks_other else 1.0
        return likeness(min(self.similarity, most))


Answer: TypeAlias = tuple[Substitute, ...]  # best first

#: Similarity in plain words: from this cosine on, this much alike. Read off the shipped encoder on
#: products it had not seen; see docs/architecture.md.
MOST_ALIKE_IF_OTHER = 0.94
LIKENESSES = ((0.95, "Almost identical"), (0.86, "Very similar"), (SIMILAR, "Similar"))


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
    `one_per_model` makes the colourways of a model one card. `rules` stand in for those in force,
    and have a say about the same garments.
    Empty when the product has no vector yet. Raises ValueError for a mode that there is not.
    """
    garment = wanted(variant, rules)
    if garment is None:
        return ()
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
    offered = on_the_shelf(product, best) if product else None
    if product is None or offered is None:
        return None
    note = ranking.fit_of(best).note
    return Substitute(
        product=product,
        variant=offered,
        similarity=best.similarity,
        rung=ranking.rungs[best.rung].name,
        relaxed=best.missed,
        reason=reason(garment, best, product, note),
        encoder=garment.query.version,
        swatches=tuple(swatches(group, products)),
        score=best.score,
        size_note=note,
        place=best.rung,
        ruled_by=best.ruled_by,
        looks_other=looks_other(garment.facts, best),
    )


def looks_other(wanted: Candidate, offered: Candidate) -> bool:
    """Also where another colour was asked for, and none was given up."""
    gave_up = {"shade", "colour", "type"}.intersection(offered.missed)
    is_certain = is_colour_certain(wanted, offered)
    return bool(gave_up) or (is_certain and is_another_colour(wanted, offered))


def on_the_shelf(product: Product, candidate: Candidate) -> Variant | None:
    """In the size that it is offered in."""
    variant = variant_in(product, candidate.size_id) if candidate.size_id else None
    return variant if variant and variant.is_in_stock else None


def swatches(group: Group, products: Mapping[int, Product]) -> Iterator[Product]:
    """All of them in the card's own size, for that is what a swatch leads to."""
    for each in group.on_card[1:]:
        product = products.get(each.product_id)
        if product and on_the_shelf(product, each):
            yield product
