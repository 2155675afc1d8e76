"""What the catalogue tells whoever listens. It does not know who does."""

from django.dispatch import Signal

#: Sent after a chunk of an import is committed (the importer writes in bulk, which sends no
#: signal of its own). Arguments: `products`, how many rows were written.
products_imported = Signal()
