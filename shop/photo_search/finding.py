"""From what is asked to what the shop has like it, in stock, and in words what was understood."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace

from catalog.models import Product, Size
from recommender.composed_query import mean_of, turned
from recommender.mixed_query import Mixture, nearest_to
from recommender.outfits.slots import PLACES
from recommender.query_encoder import encode
from recommender.search import Neighbour, Where, nearest
from recommender.wishes import Shelf, Wish
from shop.photo_search.asking import Asked, Piece
from shop.storefront.cards import in_order
from shop.storefront.filters import Filters
from shop.storefront.narrowed import Narrowed, heeded

SHOWN, OWN_SHOWN = 24, 4
#: The families that a kind of garment is looked for in where its types are not this shop's.
FAMILIES = {
    "top": PLACES["top"],
    "layer": PLACES["layer"],
    "dress": ("Dress",),
    "bottom": ("Bottomwear",),
    "shoes": PLACES["shoes"],
    "bag": PLACES["bag"],
    "accessory": PLACES["accessory"],
}


@dataclass(frozen=True)
class Match:
    product: Product
    similarity: float  # cosine with the query
    like: Piece  # the picture that it is most like


@dataclass(frozen=True)
class Found:
    matches: tuple[Match, ...]
    wish: Wish  # what acts: no filter of hers goes before it
    note: str = ""  # what was given up, so that there is anything to show
    sizes: tuple[str, ...] = ()  # of those she told, the ones that had a say
    words_heard: bool = True  # False: the encoder was away, the words acted on the filter alone
    own: tuple[tuple[Piece, tuple[Product, ...]], ...] = ()  # each picture's own best


def find(asked: Asked, k: int = SHOWN) -> Found:
    """Wants a piece at least."""
    shelf = Shelf.read()
    wish = shelf.wish(asked.words)
    pieces = of_one_encoder(asked.pieces)
    sight = seen_in(pieces)
    query = steered(sight, wish, pieces)
    tries = attempts(asked, wish, pieces, shelf)
    matches, where, note = first_that_finds(query or sight, tries, k)
    products = in_order([each.product_id for each in matches])
    liked = most_like(pieces, [product.pk for product in products])
    cosines = {each.product_id: each.similarity for each in matches}
    return Found(
        tuple(Match(each, cosines[each.pk], liked[each.pk]) for each in products),
        heeded(wish, asked.filters),
        note,
        words_heard=query is not None,
        sizes=tuple(Size.objects.filter(pk__in=where.sizes).values_list("label", flat=True)),
        own=tuple(own_best(asked, wish, pieces, shelf)) if len(pieces) > 1 else (),
    )


def seen_in(pieces: Sequence[Piece]) -> Mixture:
    """One photo by all its views; several as the mean of what each shows."""
    if len(pieces) == 1:
        return pieces[0].garment.mixture
    return Mixture.alone(mean_of([each.garment.query for each in pieces], weights_of(pieces)))


def weights_of(pieces: Sequence[Piece]) -> list[float]:
    """Where all are set to nothing, all count alike."""
    weights = [piece.weight for piece in pieces]
    return weights if any(weights) else [1] * len(weights)


def of_one_encoder(pieces: Sequence[Piece]) -> list[Piece]:
    """Those that the last photo's encoder has seen; the shop may have switched in between."""
    last = pieces[-1].garment.encoder_id
    return [piece for piece in pieces if piece.garment.encoder_id == last]


def steered(sight: Mixture, wish: Wish, pieces: Sequence[Piece]) -> Mixture | None:
    """Turned by her words; as it is where they say nothing; None where they cannot be heard."""
    if not wish.for_encoder:
        return sight
    garment = pieces[0].garment
    noun = garment.noun or "garment"
    # A new colour is reached by leaving the old one: see STRENGTH.
    old = garment.colours[0].lower() if wish.colours and garment.colours else ""
    mine = sight.views[0].encoder_id
    towards = encode(f"{wish.for_encoder} {noun}", mine)
    away = encode(f"{old} {noun}".strip(), mine)
    if not (towards and away):
        return None
    return sight.each(lambda view: turned(view, towards, away))


def attempts(
    asked: Asked, wish: Wish, pieces: Sequence[Piece], shelf: Shelf
) -> Iterator[tuple[Where, str]]:
    """What is looked for, then what instead where there is none of it, with what is said then."""
    where = wanted(asked, wish, pieces, shelf)
    yield where, ""
    if wish.colours and not asked.filters.colour:
        yield replace(where, colours=()), other_colours(wish)
    named = Narrowed.by(asked.filters, wish, shelf).filters
    if not (named.type or named.section) and (where.types or where.families):
        wider = replace(where, types=(), families=(), sizes=sizes(named, shelf, ()))
        asks_nothing = asked.filters.without("in_stock").is_empty and not wish.understood
        narrowed = "" if asks_nothing else " with what you asked for"
        yield wider, f"Nothing of that kind is in stock{narrowed}, so the nearest of any kind."


def other_colours(wish: Wish) -> str:
    colours = " or ".join(wish.colour_words)
    return f"Nothing like it is in stock in {colours}, so other colours."


def wanted(asked: Asked, wish: Wish, pieces: Sequence[Piece], shelf: Shelf) -> Where:
    """Her filters first, then her words, then what the photos show."""
    named = Narrowed.by(asked.filters, wish, shelf)
    where = named.where()
    types, families = where.types, where.families
    if not (types or where.sections):
        types, families = shown_by(pieces, shelf)
    hers = sizes(named.filters, shelf, types)
    return replace(where, types=types, families=families, sizes=hers)


def shown_by(pieces: Sequence[Piece], shelf: Shelf) -> tuple[tuple[int, ...], tuple[str, ...]]:
    """Types, or families, of what the photos show; neither where one of them may be anything."""
    types: list[int] = []
    families: list[str] = []
    for piece in pieces:
        own, kind = shelf.called(piece.garment.types), FAMILIES.get(piece.garment.kind, ())
        if not own and not kind:
            return (), ()
        types += own
        families += () if own else kind
    if types and families:
        types += [each.pk for each in shelf.types if each.family in families]
    return tuple(dict.fromkeys(types)), () if types else tuple(dict.fromkeys(families))


def sizes(filters: Filters, shelf: Shelf, types: Sequence[int]) -> tuple[int, ...]:
    """Of the sizes she told, those that garments of these types come in: her 38 is of shoes."""
    if not filters.size:
        return ()
    hers = [size for size in shelf.sizes if size.label in filters.size]
    if not hers:
        return (0,)  # a size that nobody has finds nothing
    scales = shelf.scales(types)
    return tuple(size.pk for size in hers if not scales or size.scale_id in scales)


def first_that_finds(
    query: Mixture, tries: Iterable[tuple[Where, str]], k: int
) -> tuple[list[Neighbour], Where, str]:
    """With what was looked for; nothing, by the last of them, where all find nothing."""
    for where, note in tries:
        if found := nearest_to(query, where, k):
            return found, where, note
    return [], where, ""


def most_like(pieces: Sequence[Piece], products: Sequence[int]) -> dict[int, Piece]:
    """By product, the picture that it is most like."""
    if len(pieces) == 1 or not products:
        return dict.fromkeys(products, pieces[0])
    where, k = Where(products=tuple(products), in_stock=False), len(products)
    best: dict[int, tuple[float, Piece]] = {}
    for piece in pieces:
        for near in nearest(piece.garment.query, where, k):
            if near.similarity > best.get(near.product_id, (-2.0, piece))[0]:
                best[near.product_id] = near.similarity, piece
    return {pk: best.get(pk, (0.0, pieces[0]))[1] for pk in products}


def own_best(
    asked: Asked, wish: Wish, pieces: Sequence[Piece], shelf: Shelf
) -> Iterator[tuple[Piece, tuple[Product, ...]]]:
    for piece in pieces:
        where = wanted(asked, wish, [piece], shelf)
        sight = piece.garment.mixture
        near = nearest_to(steered(sight, wish, [piece]) or sight, where, OWN_SHOWN)
        yield piece, tuple(in_order([each.product_id for each in near]))
