"""The demo catalogue, drawn by our own code: products that paint themselves, and looks of them.

Knows nothing of the database; the importer writes what it yields.
"""

from catalog.demo.assortment import demo_products
from catalog.demo.looks import demo_looks
from catalog.demo.product import DemoLook, DemoProduct

__all__ = ["DemoLook", "DemoProduct", "demo_looks", "demo_products"]
