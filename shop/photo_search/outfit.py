""" "All of it": the outfit in a photo, rebuilt from what is in stock."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from catalog.models import Product, Size
from recommender.mixed_query import nearest_to
from recommender.outfits.complement import Complement
from recommender.outfits.garment import Garment
from recommender.outfits.pairing import pair_scores
from recommender.outfits.sizes import Sizes
from shop.photo_search.asking import Asked, Piece
from shop.photo_search.finding import Shelf, sizes, wanted
from shop.photo_search.models import SearchGarment
from shop.storefront.cards import in_order
from shop.storefront.outfits import OutfitShown

LOOKED_AT, MOST_PIECES = 8, 6
#: Cosine within which two are equally like the photo, so that what goes together decides.
AS_LIKE = 0.04


@dataclass(frozen=True)
class Candidate:
    product: Product
    similarity: float


def outfit_in(garments: Sequence[SearchGarment], asked: Asked) -> OutfitShown | None:
    """One piece for each garment, for one person, of one currency. None where nothing is there."""
    shelf, wish = Shelf.read(), Shelf.read().wish("")
    chosen: list[tuple[SearchGarment, Product]] = []
    missing: list[str] = []
    for garment in one_of_each(pieces_of(garments)):
        piece = Piece(garment)
        found = candidates(piece, replace(asked, pieces=(piece,), words=""), shelf, wish)
        best = goes_best(found, [product for _, product in chosen])
        if best is None:
            missing.append(garment.words)
        else:
            chosen.append((garment, best))
    if not chosen:
        return None
    hers = Sizes(tuple(Size.objects.filter(pk__in=sizes(asked, shelf, ()))))
    pieces = tuple(
        Complement(product, f"like the {garment.words}", variant=hers.chosen(product))
        for garment, product in chosen
    )
    return OutfitShown("All of it, from what is in stock", pieces, told(missing), False)


def pieces_of(garments: Sequence[SearchGarment]) -> list[SearchGarment]:
    """Without a photo as a whole, where pieces of it are known."""
    apart = {each.photo_id for each in garments if not each.is_whole}
    return [each for each in garments if not (each.is_whole and each.photo_id in apart)]


def one_of_each(garments: Sequence[SearchGarment]) -> list[SearchGarment]:
    """The surest of each kind; a dress leaves no room for a top or trousers."""
    first: dict[str, SearchGarment] = {}
    for garment in garments:
        first.setdefault(garment.kind or garment.key, garment)
    if "dress" in first and first["dress"].number < min(
        (first[kind].number for kind in ("top", "bottom") if kind in first), default=99
    ):
        first = {kind: each for kind, each in first.items() if kind not in ("top", "bottom")}
    elif "top" in first or "bottom" in first:
        first.pop("dress", None)
    return list(first.values())[:MOST_PIECES]


def candidates(piece: Piece, asked: Asked, shelf: Shelf, wish) -> list[Candidate]:
    where = wanted(asked, wish, [piece], shelf)
    near = nearest_to(piece.garment.mixture, replace(where, colours=()), LOOKED_AT)
    cosines = {each.product_id: each.similarity for each in near}
    return [Candidate(product, cosines[product.pk]) for product in in_order(list(cosines))]


def goes_best(found: Sequence[Candidate], chosen: Sequence[Product]) -> Product | None:
    """Of those nearly as like the photo as the nearest, what goes best with what is chosen."""
    worn = [Garment.of(product) for product in chosen]
    fitting = [
        each
        for each in found
        if all(Garment.of(each.product).suits(one.gender) for one in worn)
        and all(each.product.currency == product.currency for product in chosen)
        and each.product not in chosen
    ]
    if not fitting:
        return None
    near = [each for each in fitting if each.similarity >= fitting[0].similarity - AS_LIKE]
    if not worn:
        return near[0].product
    agreeing = pair_scores(worn, [Garment.of(each.product) for each in near]).mean(0)
    return near[int(agreeing.argmax())].product


def told(missing: Sequence[str]) -> tuple[str, ...]:
    return (f"Nothing in stock like the {' or the '.join(missing)}",) if missing else ()
