""" "All of it": the outfit in a photo, rebuilt from what is in stock."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from catalog.models import Gender, Product, Size
from recommender.mixed_query import nearest_to
from recommender.outfits.complement import Complement
from recommender.outfits.garment import Garment
from recommender.outfits.pairing import pair_scores
from recommender.outfits.sizes import Sizes
from recommender.wishes import Shelf, Wish
from shop.photo_search.asking import Asked, Piece
from shop.photo_search.finding import sizes, wanted
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


@dataclass(frozen=True)
class Rebuilt:
    """What was found for each garment; None where nothing was."""

    pieces: tuple[tuple[SearchGarment, Candidate | None], ...]

    @property
    def found(self) -> list[tuple[SearchGarment, Candidate]]:
        return [(garment, each) for garment, each in self.pieces if each]

    @property
    def worth(self) -> tuple[int, float]:
        return len(self.found), sum(each.similarity for _, each in self.found)


def outfit_in(garments: Sequence[SearchGarment], asked: Asked) -> OutfitShown | None:
    """One piece for each garment, for one person, of one currency. None where nothing is there."""
    shelf = Shelf.read()
    mine = one_of_each(pieces_of(garments))
    best = max(
        (rebuilt(mine, for_one(asked, person), shelf) for person in people(mine, asked, shelf)),
        key=lambda each: each.worth,
    )
    if not best.found:
        return None
    hers = Sizes(tuple(Size.objects.filter(pk__in=sizes(asked.filters, shelf, ()))))
    pieces = tuple(
        Complement(each.product, f"like the {garment.words}", variant=hers.chosen(each.product))
        for garment, each in best.found
    )
    missing = [garment.words for garment, each in best.pieces if each is None]
    return OutfitShown("All of it, from what is in stock", pieces, told(missing), False)


def pieces_of(garments: Sequence[SearchGarment]) -> list[SearchGarment]:
    """Without a photo as a whole, where pieces of it are known."""
    apart = {each.photo_id for each in garments if not each.is_whole}
    return [each for each in garments if not (each.is_whole and each.photo_id in apart)]


def people(garments: Sequence[SearchGarment], asked: Asked, shelf: Shelf) -> list[str]:
    """Whom the outfit may be for: those whom the nearest of each garment is for. A coat like his
    would else leave no dress for her."""
    nearest_ones = [found[0] for each in garments if (found := candidates(each, asked, shelf))]
    of = dict.fromkeys(each.product.gender for each in nearest_ones)
    return [gender for gender in of if gender != Gender.UNISEX] or [""]


def for_one(asked: Asked, person: str) -> Asked:
    """And of what anybody may wear, unless she looks for none of that."""
    if not person:
        return asked
    anybody = [each for each in (Gender.UNISEX, "") if each in (asked.filters.gender or (each,))]
    return replace(asked, filters=replace(asked.filters, gender=(person, *anybody)))


def rebuilt(garments: Sequence[SearchGarment], asked: Asked, shelf: Shelf) -> Rebuilt:
    pieces: list[tuple[SearchGarment, Candidate | None]] = []
    for garment in garments:
        chosen = [each.product for _, each in pieces if each]
        pieces.append((garment, goes_best(candidates(garment, asked, shelf), chosen)))
    return Rebuilt(tuple(pieces))


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


def candidates(garment: SearchGarment, asked: Asked, shelf: Shelf) -> list[Candidate]:
    """Her filters have a say, but for the colour; her words, which are of one garment, have not."""
    where = wanted(asked, Wish(""), [Piece(garment)], shelf)
    near = nearest_to(garment.mixture, replace(where, colours=()), LOOKED_AT)
    cosines = {each.product_id: each.similarity for each in near}
    return [Candidate(product, cosines[product.pk]) for product in in_order(list(cosines))]


def goes_best(found: Sequence[Candidate], chosen: Sequence[Product]) -> Candidate | None:
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
        return near[0]
    agreeing = pair_scores(worn, [Garment.of(each.product) for each in near]).mean(0)
    return near[int(agreeing.argmax())]


def told(missing: Sequence[str]) -> tuple[str, ...]:
    return (f"Nothing in stock like the {' or the '.join(missing)}",) if missing else ()
