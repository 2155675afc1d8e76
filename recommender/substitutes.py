"""What can stand in for a garment whose size is gone.

Never relaxed: in stock in the asked size, same gender, active, not the product itself. Below that
stands a ladder, from the same thing to the closest thing; each rung down gives up one wish by name.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace

from django.db.models import Prefetch, prefetch_related_objects

from catalog.colours import colour_distance
from catalog.models import Product, Variant
from catalog.money import format_price
from recommender.search import Neighbour, QueryVector, Where, nearest, vector_of

FEWEST = 4


@dataclass(frozen=True)
class Substitute:
    product: Product
    variant: Variant  # the product in the asked size, in stock
    similarity: float  # cosine to the sold-out product, -1 to 1
    rung: str
    relaxed: tuple[str, ...]  # the wishes given up on the way down
    reason: str  # in the shopper's words
    encoder: str  # the version of the encoder whose vectors were compared

    @property
    def likeness(self) -> str:
        """The similarity in plain words; another colour is never called almost identical."""
        most = MOST_ALIKE_IF_RELAXED if self.relaxed else 1.0
        return likeness(min(self.similarity, most))


@dataclass(frozen=True)
class Rung:
    name: str
    relaxed: tuple[str, ...]
    where: Where
    least: float = -1.0  # the cosine below which a product is left to the next rung
    is_last_resort: bool = False  # taken only while fewer than four are found


#: Similarity in plain words: from this cosine on, this much alike. Read off the shipped encoder on
#: products it had not seen; see docs/architecture.md.
SIMILAR = 0.67
MOST_ALIKE_IF_RELAXED = 0.92
LIKENESSES = ((0.93, "Almost identical"), (0.83, "Very similar"), (SIMILAR, "Similar"))
#: CIEDE2000 between two garments' colours that a shopper takes for one colour in another light.
NEARLY_ONE_COLOUR = 6.0


def likeness(similarity: float) -> str:
    words = (words for least, words in LIKENESSES if similarity >= least)
    return next(words, "In the same spirit")


def substitutes_for(variant: Variant, k: int = 8, strict: bool = False) -> tuple[Substitute, ...]:
    """Up to `k` products that can stand in for `variant`, the closest rung first.

    Another type is offered only while fewer than four of its own are found; `strict` stays on the
    first rung. Empty when the product has no vector yet.
    """
    query = vector_of(variant.product)
    if query is None:
        return ()
    prefetch_related_objects([variant.product], "images")  # its colours are looked at again below
    found = list(climb_down(variant, query, k, strict))
    products = load([neighbour for _, neighbour in found], variant)
    return tuple(
        describe(rung, neighbour, variant, products[neighbour.product_id])
        for rung, neighbour in found
        if neighbour.product_id in products
    )


def climb_down(
    variant: Variant, query: QueryVector, k: int, strict: bool
) -> Iterator[tuple[Rung, Neighbour]]:
    seen = [variant.product_id]
    for rung in ladder(variant)[: 1 if strict else None]:
        found = len(seen) - 1
        if found >= k or (rung.is_last_resort and found >= FEWEST):
            return
        for neighbour in nearest(query, rung.where, k - found, exclude=seen.copy()):
            if neighbour.similarity >= rung.least:
                seen.append(neighbour.product_id)
                yield rung, neighbour


def ladder(variant: Variant) -> tuple[Rung, ...]:
    """The rungs for this garment, each wider than the one before."""
    product, colour = variant.product, variant.product.visible_colour
    promised = Where(genders=(product.gender,), sizes=(variant.size_id,))
    same_type = replace(promised, types=(product.product_type_id,))
    rungs = [
        Rung("same type and colour", (), replace(same_type, colours=(colour,)), SIMILAR),
        Rung("same type", ("colour",), same_type),
    ]
    if family := product.product_type.family:
        neighbours = replace(promised, families=(family,))
        rungs.append(Rung("neighbouring type", ("colour", "type"), neighbours, is_last_resort=True))
    return tuple(rungs if colour else rungs[1:])


def load(neighbours: list[Neighbour], variant: Variant) -> dict[int, Product]:
    """The products with what a card shows; `asked` is the variant in the asked size."""
    asked = Variant.objects.in_stock().filter(size=variant.size_id).select_related("size")
    ids = [neighbour.product_id for neighbour in neighbours]
    products = Product.objects.for_card().prefetch_related(
        Prefetch("variants", asked, to_attr="asked")
    )
    # Bought by another since the search ran: no longer an answer.
    return {product.pk: product for product in products.filter(pk__in=ids) if product.asked}


def describe(rung: Rung, neighbour: Neighbour, variant: Variant, product: Product) -> Substitute:
    return Substitute(
        product=product,
        variant=product.asked[0],  # type: ignore[attr-defined]  # by load()
        similarity=neighbour.similarity,
        rung=rung.name,
        relaxed=given_up(rung, variant.product, product),
        reason=reason(variant.product, product),
        encoder=neighbour.encoder,
    )


def given_up(rung: Rung, wanted: Product, offered: Product) -> tuple[str, ...]:
    """Of the wishes the rung may give up, those that this product did not meet."""
    unmet = {
        "colour": wanted.visible_colour != offered.visible_colour,
        "type": wanted.product_type_id != offered.product_type_id,
    }
    return tuple(wish for wish in rung.relaxed if unmet[wish])


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
