"""From the range's models to single products: one per colourway, with sizes and stock."""

from decimal import Decimal
from functools import lru_cache

from catalog.demo.kinds import sizes_of
from catalog.demo.model import Dye, Model
from catalog.demo.product import DemoProduct
from catalog.demo.range import RANGE
from catalog.demo.stock import stock_of


def demo_products() -> list[DemoProduct]:
    """Every product of the demo catalogue, in the order of the range; nothing is drawn yet."""
    return list(_products())


@lru_cache(maxsize=1)
def _products() -> tuple[DemoProduct, ...]:
    return tuple(
        _product(model, dye, number)
        for model in RANGE
        for number, dye in enumerate(model.colourways, start=1)
    )


def _product(model: Model, dye: Dye, number: int) -> DemoProduct:
    kind, external_id = model.kind_of_product, f"{model.style_code}-{number:02d}"
    return DemoProduct(
        external_id=external_id,
        title=model.title,
        description=model.description,
        brand=model.brand,
        gender=model.gender,
        product_type=model.type,
        section=kind.section,
        family=kind.family,
        size_scale=kind.size_scale,
        colour=dye.colour,
        season=model.season,
        year=model.year,
        usage=model.usage,
        price=Decimal(model.price),
        style_code=model.style_code,
        stock=stock_of(external_id, sizes_of(kind.size_scale, model.gender)),
        alt_text=model.alt_text(dye),
        model=model,
        dye=dye,
    )
