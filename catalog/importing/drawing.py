"""The demo catalogue as rows: its pictures drawn, its facts as they are."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass

from catalog.demo import DemoProduct
from catalog.demo.artists import drawn
from catalog.importing.row import Kind, Row


@dataclass(frozen=True)
class Drawing:
    """A picture that is drawn already."""

    name: str
    data: bytes

    def read(self) -> bytes:
        return self.data


def drawn_rows(products: list[DemoProduct], on_progress: Callable[[int], object]) -> Iterator[Row]:
    """The products as rows, each with its picture, in their order."""
    for product, data in zip(products, drawn(products), strict=True):
        on_progress(1)
        yield row(product, Drawing(f"{product.external_id}.jpg", data))


def row(product: DemoProduct, picture: Drawing) -> Row:
    return Row(
        line=0,
        external_id=product.external_id,
        title=product.title,
        kind=Kind(product.product_type, product.section, product.family, product.size_scale),
        gender=product.gender,
        description=product.description,
        brand=product.brand,
        style_code=product.style_code,
        colour=product.colour,
        season=product.season,
        year=product.year,
        usage=product.usage,
        price=product.price,
        currency=product.currency,
        alt_text=product.alt_text,
        stock=product.stock,
        photos=(picture,),
    )
