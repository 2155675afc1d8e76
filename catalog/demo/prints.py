"""Prints: what is printed or woven into a cloth.

Each is a small tile that repeats without a seam, and can say itself in words for the
alternative text of the picture.
"""

from catalog.demo.motifs import Dots, Floral, Strokes
from catalog.demo.weaves import Blocks, Gingham, Plaid, Stripes, Windowpane

Print = Stripes | Gingham | Plaid | Windowpane | Dots | Floral | Strokes | Blocks


__all__ = [
    "Blocks",
    "Dots",
    "Floral",
    "Gingham",
    "Plaid",
    "Print",
    "Stripes",
    "Strokes",
    "Windowpane",
]
