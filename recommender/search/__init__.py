"""Nearest products to a vector, the filter inside the query: exact or HNSW, as the filter wants.

`nearest` is the whole of it; `read_model` is what it reads, kept by triggers; `indexes` builds what
makes it fast; `estimate` tells it how much a filter leaves.
"""

from recommender.search.nearest import Neighbour, Neighbours, nearest
from recommender.search.query_vector import QueryVector, vector_of
from recommender.search.where import Where

__all__ = ["Neighbour", "Neighbours", "QueryVector", "Where", "nearest", "vector_of"]
