"""Nearest products to a vector, the filter inside the query: exact or HNSW, as the filter wants.

`nearest` is the whole of it, `nearest_in_turn` a ladder of such. They read `product_search`, which
triggers keep; `indexes` builds what makes that fast; `estimate` tells how much a filter leaves.
"""

from recommender.search.in_turn import Step, nearest_in_turn
from recommender.search.nearest import Neighbour, Neighbours, nearest
from recommender.search.query_vector import VECTOR, QueryVector, vector_of
from recommender.search.where import Where

__all__ = [
    "VECTOR",
    "Neighbour",
    "Neighbours",
    "QueryVector",
    "Step",
    "Where",
    "nearest",
    "nearest_in_turn",
    "vector_of",
]
