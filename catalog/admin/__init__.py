"""What a merchandiser sees. One file per subject; importing them registers them."""

from catalog.admin import looks, products, reservations, stock, types

__all__ = ["looks", "products", "reservations", "stock", "types"]
