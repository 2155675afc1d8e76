"""A shopper's few words, read: what of them filters, and what is left for the encoder.

One reading for the page of a search in words, for words beside a photo, and for the API.
"""

from recommender.wishes.reading import Names, wish_in
from recommender.wishes.shelf import Shelf
from recommender.wishes.wish import Part, Wish

__all__ = ["Names", "Part", "Shelf", "Wish", "wish_in"]
