from catalog.models.look import Look, LookItem
from catalog.models.photo import ProductImage
from catalog.models.product import Brand, Gender, Product, ProductType, Season, Section, Status
from catalog.models.size import Size, SizeScale
from catalog.models.stock import (
    InsufficientStock,
    MovementReason,
    StockEvent,
    StockMovement,
    Variant,
)

__all__ = [
    "Brand",
    "Gender",
    "InsufficientStock",
    "Look",
    "LookItem",
    "MovementReason",
    "Product",
    "ProductImage",
    "ProductType",
    "Season",
    "Section",
    "Size",
    "SizeScale",
    "Status",
    "StockEvent",
    "StockMovement",
    "Variant",
]
