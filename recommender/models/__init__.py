from recommender.models.duplicate import DuplicatePair, Verdict
from recommender.models.embedding import (
    EmbeddedPhoto,
    EmbeddedProduct,
    EmbeddingQuerySet,
    EmbeddingState,
    EncoderQuerySet,
    EncoderRole,
    EncoderVersion,
    ProductEmbedding,
)
from recommender.models.ladder import NeighbouringType, TypeLadder
from recommender.models.range_map import RangeMap
from recommender.models.rule import RuleAction, SubstitutionRule
from recommender.product_search import ProductSearch

__all__ = [
    "DuplicatePair",
    "EmbeddedPhoto",
    "EmbeddedProduct",
    "EmbeddingQuerySet",
    "EmbeddingState",
    "EncoderQuerySet",
    "EncoderRole",
    "EncoderVersion",
    "NeighbouringType",
    "ProductEmbedding",
    "ProductSearch",
    "RangeMap",
    "RuleAction",
    "SubstitutionRule",
    "TypeLadder",
    "Verdict",
]
