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
from recommender.product_search import ProductSearch

__all__ = [
    "EmbeddedPhoto",
    "EmbeddedProduct",
    "EmbeddingQuerySet",
    "EmbeddingState",
    "EncoderQuerySet",
    "EncoderRole",
    "EncoderVersion",
    "ProductEmbedding",
    "ProductSearch",
]
