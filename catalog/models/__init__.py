from catalog.models.ledger import MovementReason, StockMovement
from catalog.models.look import Look, LookItem
from catalog.models.photo import ProductImage
from catalog.models.product import Brand, Gender, Product, ProductType, Season, Section, Status
from catalog.models.reservation import Reservation
from catalog.models.size import Size, SizeScale
from catalog.models.size_equivalent import SizeEquivalent
from catalog.models.stock import InsufficientStock, Variant
from catalog.models.stock_event import StockEvent
from catalog.models.words import ProductWords

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
    "ProductWords",
    "Reservation",
    "Season",
    "Section",
    "Size",
    "SizeEquivalent",
    "SizeScale",
    "Status",
    "StockEvent",
    "StockMovement",
    "Variant",
]
