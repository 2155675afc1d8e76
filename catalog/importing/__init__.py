"""Getting products in: one reader per layout of source, one writer.

A reader yields `Row`s and `Refusal`s in the order of its source; `run.import_products` hands
them on to the writer a chunk at a time and counts.
"""

from __future__ import annotations

from catalog.importing.row import Kind, Refusal, Row, SourceRefused
from catalog.importing.run import Summary, import_products

__all__ = ["Kind", "Refusal", "Row", "SourceRefused", "Summary", "import_products"]
