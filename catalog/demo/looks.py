"""Outfits a stylist put together from the range."""

from dataclasses import dataclass

from catalog.demo.assortment import demo_products
from catalog.demo.product import DemoLook

Piece = tuple[str, int]  # title of a model, number of its colourway


@dataclass(frozen=True)
class _Outfit:
    slug: str
    title: str
    description: str
    pieces: tuple[Piece, ...]


OUTFITS: tuple[_Outfit, ...] = ()


def demo_looks() -> list[DemoLook]:
    """Every look, its products by external id. Raises KeyError for a piece not in the range."""
    ids = {(p.title, int(p.external_id[-2:])): p.external_id for p in demo_products()}
    return [
        DemoLook(o.slug, o.title, o.description, tuple(ids[piece] for piece in o.pieces))
        for o in OUTFITS
    ]
