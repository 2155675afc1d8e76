"""What can stand in for a garment whose size is gone.

Never relaxed: in stock in the asked size, same gender or unisex, active, not the product itself nor
another listing of the same thing. Below that stands the ladder (`ladder`); the answers of a rung
come before those of the next, and each says which of the wishes it does not meet.
"""

from __future__ import annotations

from dataclasses import dataclass

from catalog.colours import colour_distance
from catalog.models import Product, Variant
from catalog.models.card_rows import variant_in
from catalog.models.cards import cards
from catalog.money import format_price
from recommender.grouping import Group
from recommender.ladder import Mode
from recommender.ladder_settings import SIMILAR
from recommender.ranking import Ranking, rank
from recommender.shopper import Shopper
from recommender.wanted import Wanted, wanted


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
    strict: bool = False,
    mode: Mode = Mode.CLOSEST,
    shopper: Shopper | None = None,
    further: int = 0,
) -> tuple[Substitute, ...]:
    """Up to `k` products that can stand in for `variant`, the closest rung first.

    Another type is offered only while fewer than four of its own are found; `strict` gives up no
    wish. `mode` asks for more than the closest: what is cheaper, of the same brand, in another
    colour, dressier or sportier, and nothing else is offered then. `further` leaves out the first
    so many rungs: she has seen these and meant something else. Empty when the product has no
    vector yet.
    """
    garment = wanted(variant)
    return present(garment, rank(garment, k, strict, mode)) if garment else ()


def present(garment: Wanted, ranking: Ranking) -> tuple[Substitute, ...]:
    """The cards of what was chosen. What was bought by another since is no answer any more."""
    products = load(ranking, garment.variant)
    return tuple(
        describe(garment, ranking, group, products)
        for group in ranking.shown
        if group.best.product_id in products
    )


def load(ranking: Ranking, variant: Variant) -> dict[int, tuple[Product, Variant]]:
    """The products as a card shows them, swatches too, each with its variant in the asked size."""
    ids = [each.product_id for group in ranking.shown for each in group.on_card]
    return {
        product.pk: (product, offered)
        for product in cards("p.id = ANY(%b::bigint[])", [ids])
        if (offered := variant_in(product, variant.size_id)) and offered.is_in_stock
    }


def describe(
    garment: Wanted,
    ranking: Ranking,
    group: Group,
    products: dict[int, tuple[Product, Variant]],
) -> Substitute:
    best = group.best
    product, offered = products[best.product_id]
    swatches = (products.get(each.product_id) for each in group.on_card[1:])
    return Substitute(
        product=product,
        variant=offered,
        similarity=best.similarity,
        rung=ranking.rungs[best.rung].name,
        relaxed=best.missed,
        reason=reason(garment.product, product),
        encoder=garment.query.version,
        swatches=tuple(there[0] for there in swatches if there),
        score=best.score,
        place=best.rung,
        ruled_by=best.ruled_by,
    )


def reason(wanted: Product, offered: Product) -> str:
    """Why this one, in a few words: "Same colour, €5.00 less"; "Like it, in navy blue"."""
    facts = [kinship(wanted, offered), price_difference(wanted, offered)]
    words = ", ".join(fact for fact in facts if fact)
    return words[:1].upper() + words[1:]


def kinship(wanted: Product, offered: Product) -> str:
    colour = offered.visible_colour.lower()
    if wanted.style_code and wanted.style_code == offered.style_code:
        return f"The same model in {colour}" if colour else "The same model"
    if wanted.product_type_id != offered.product_type_id:
        return " in ".join(filter(None, [offered.product_type.name, colour]))
    if not colour:
        return ""
    if wanted.visible_colour == offered.visible_colour:
        return "Same colour"
    return f"Nearly the same, {colour}" if nearly_one(wanted, offered) else f"Like it, in {colour}"


def nearly_one(wanted: Product, offered: Product) -> bool:
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
