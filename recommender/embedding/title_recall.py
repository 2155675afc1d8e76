"""How often a product is found by its own title, by an encoder, on a sample of the shop's products.

The sample is the same for two encoders that are compared: products, titles, pictures.
"""

from __future__ import annotations

import random
import time
from collections.abc import Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
import structlog
from django.conf import settings
from django.db.models import QuerySet
from PIL import Image

from catalog.models import Product
from recommender.embedding.indexing import open_cover
from recommender.embedding.registry import load, searchable
from recommender.encoder_identity import EncoderUnavailable
from recommender.models import EncoderVersion

if TYPE_CHECKING:
    from recommender.encoder import Encoder

log = structlog.get_logger(__name__)

#: Among fewer products, ten answers hold the right one by chance too often to tell anything.
FEWEST_JUDGED = 30
SEED = 7


@dataclass(frozen=True)
class Recall:
    """Share of titles with their own picture among the ten nearest."""

    products: int
    newer: float
    active: float | None  # None: the encoder that answers now could not be loaded

    @property
    def is_telling(self) -> bool:
        return self.products >= FEWEST_JUDGED


def compare(active: EncoderVersion, newer: EncoderVersion, size: int) -> Recall:
    """Both encoders on up to `size` products that have a vector by both.

    Raises EncoderUnavailable where the newer one cannot be loaded.
    """
    in_both = searchable(active).filter(product__in=searchable(newer).values("product"))
    ids = drawn(in_both.values_list("product", flat=True), size)
    old, new = stored(active, ids), stored(newer, ids)
    common = [pk for pk in ids if pk in old and pk in new]  # the shop is open: some may be gone
    return Recall(
        products=len(common),
        newer=recall_at_10(load(newer), titles(common), [new[pk] for pk in common]),
        active=recall_of_active(active, common, old),
    )


def recall_of_active(
    active: EncoderVersion, ids: list[int], vectors: dict[int, np.ndarray]
) -> float | None:
    try:
        return recall_at_10(load(active), titles(ids), [vectors[pk] for pk in ids])
    except EncoderUnavailable as error:
        log.warning("encoder_away", encoder=active.name, error=str(error))
        return None


def recall_at_10(model: Encoder, titles: list[str], pictures: list[np.ndarray]) -> float:
    """Of n titles and the n pictures (d,) that they belong to; ties count against the encoder."""
    if not titles:
        return 0.0
    # Loads torch.
    from recommender.training.floors import unit_rows
    from recommender.training.measures import text_to_image

    words = unit_rows(list(model.encode_texts(titles)))
    return text_to_image(words, unit_rows(pictures))["t2i_r10"]


def drawn(ids: QuerySet, size: int) -> list[int]:
    """Up to `size` of the ids, always the same ones of the same products."""
    all_ids = sorted(ids)
    return random.Random(SEED).sample(all_ids, min(size, len(all_ids)))  # noqa: S311 - no secret


def titles(ids: list[int]) -> list[str]:
    of = dict(Product.objects.filter(pk__in=ids).values_list("pk", "title"))
    return [of.get(pk, "") for pk in ids]


def stored(encoder: EncoderVersion, ids: list[int]) -> dict[int, np.ndarray]:
    rows = searchable(encoder).filter(product__in=ids).values_list("product", "vector")
    return {product: np.asarray(vector, dtype=np.float32) for product, vector in rows}


@dataclass(frozen=True)
class Rehearsal:
    """What a new encoder did with some pictures, in memory alone."""

    recall: Recall
    pictures_per_second: float


def rehearse(model: Encoder, active: EncoderVersion, size: int) -> Rehearsal:
    """Embed up to `size` covers that the active encoder has a vector of, and store nothing."""
    old = stored(active, drawn(searchable(active).values_list("product", flat=True), size))
    began = time.perf_counter()
    new = dict(embedded(model, list(old)))
    seconds = time.perf_counter() - began
    ids = list(new)
    newer = recall_at_10(model, titles(ids), [new[pk] for pk in ids])
    recall = Recall(len(ids), newer, recall_of_active(active, ids, old))
    return Rehearsal(recall, len(ids) / seconds)


def embedded(model: Encoder, ids: list[int]) -> Iterator[tuple[int, np.ndarray]]:
    """Products and the vectors of their covers, without those that cannot be read."""
    for start in range(0, len(ids), settings.EMBEDDING_BATCH_SIZE):
        covers = dict(readable_covers(ids[start : start + settings.EMBEDDING_BATCH_SIZE]))
        yield from zip(covers, model.encode_images(list(covers.values())), strict=True)


def readable_covers(ids: list[int]) -> Iterator[tuple[int, Image.Image]]:
    for product in Product.objects.filter(pk__in=ids).prefetch_related("images"):
        try:
            if product.cover:
                yield product.pk, open_cover(product.cover.image.name)
        except Exception:  # noqa: S112 - Pillow raises many kinds; embedding it says which
            continue
