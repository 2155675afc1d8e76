"""Which products still need a vector: claiming them, embedding them, storing the result.

A batch is claimed with FOR UPDATE SKIP LOCKED and stays locked until its vectors are committed.
So any number of workers share the work, and one that is killed leaves nothing behind: the
database drops its locks and the rows wait again at once. The price: whoever changes the cover of
a product that is being embedded at that moment waits for the batch (a fraction of a second).
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import timedelta
from typing import TYPE_CHECKING

import numpy as np
import structlog
from django.conf import settings
from django.core.files.storage import default_storage
from django.db import transaction
from django.db.models import OuterRef, QuerySet, Subquery
from django.utils.timezone import now
from PIL import Image

from catalog.models import Product, ProductImage
from recommender.encoder_identity import encoder_version
from recommender.models import EmbeddingState, EncoderVersion, ProductEmbedding
from recommender.wakeups import wake_embedders

if TYPE_CHECKING:
    from recommender.encoder import Encoder

__all__ = [
    "Outcome",
    "embed_batch",
    "register_encoder",
    "request_again",
    "wake_embedders",
]

log = structlog.get_logger(__name__)

#: Width and height in pixels that suffice for any encoder's input.
SMALLEST_DECODED = (448, 448)
#: How long a product waits after its first, second… failure. One failure more and it is failed.
WAITS = (timedelta(seconds=10), timedelta(minutes=1), timedelta(minutes=5))


@dataclass(frozen=True)
class Outcome:
    """What became of one batch."""

    claimed: int = 0
    embedded: int = 0
    failed: int = 0


def register_encoder() -> EncoderVersion:
    """The row of the encoder that ENCODER names; made, with all products waiting, if it is new.

    The first encoder of a shop answers at once. A later one answers when its last vector is made
    (`activate_when_complete`), so that the shop never stands without substitutes.
    """
    version, dimension = encoder_version(settings.ENCODER)
    encoder, is_new = EncoderVersion.objects.get_or_create(
        version=version, defaults={"name": settings.ENCODER, "dimension": dimension}
    )
    if is_new and not EncoderVersion.objects.filter(is_active=True).exists():
        activate(encoder)
    return encoder


@transaction.atomic
def activate(encoder: EncoderVersion) -> None:
    """Let the encoder's vectors answer every query from the commit on."""
    EncoderVersion.objects.filter(is_active=True).update(is_active=False)
    EncoderVersion.objects.filter(pk=encoder.pk).update(is_active=True)
    encoder.is_active = True
    log.info("encoder_active", version=encoder.version)


def activate_when_complete(encoder: EncoderVersion) -> None:
    if not encoder.is_active and not encoder.embeddings.waiting().exists():
        activate(encoder)


def embed_batch(size: int | None = None, model: Encoder | None = None) -> Outcome:
    """Claim up to `size` due products, embed their covers, store the vectors. One transaction.

    `model` is the encoder to use; the one that ENCODER names if not given.
    Raises EncoderUnavailable; the rows then wait on, for it is no fault of theirs.
    """
    encoder = register_encoder()
    with transaction.atomic():
        rows = claim(encoder, size or settings.EMBEDDING_BATCH_SIZE)
        outcome = embed(rows, model) if rows else Outcome()
    if not rows:
        activate_when_complete(encoder)
    return outcome


def claim(encoder: EncoderVersion, size: int) -> list[ProductEmbedding]:
    """Lock up to `size` due rows that no other worker holds, the longest waiting first."""
    cover = ProductImage.objects.filter(
        product=OuterRef("product_id"), digest=OuterRef("wanted_digest")
    )
    due = encoder.embeddings.due().order_by("next_attempt_at", "pk")
    due = due.annotate(cover=Subquery(cover.values("image")[:1]))
    return list(due.select_for_update(skip_locked=True, of=("self",))[:size])


def embed(rows: Sequence[ProductEmbedding], model: Encoder | None) -> Outcome:
    pictures, failed = open_covers(rows)
    if pictures:
        failed += store(pictures, model or load_model())
    return Outcome(claimed=len(rows), embedded=len(rows) - failed, failed=failed)


def load_model() -> Encoder:
    from recommender.encoder import load_encoder

    return load_encoder(settings.ENCODER)


Picture = tuple[ProductEmbedding, Image.Image]


def open_covers(rows: Iterable[ProductEmbedding]) -> tuple[list[Picture], int]:
    """The rows' covers, decoded, and how many could not be opened."""
    pictures, failed = [], 0
    for row in rows:
        try:
            pictures.append((row, open_cover(row.cover)))  # type: ignore[attr-defined]
        except Exception as error:  # a decoder may raise anything on a damaged file
            put_off(row, error)
            failed += 1
    return pictures, failed


def open_cover(name: str) -> Image.Image:
    # The file came through the one door, so it is safe to decode here.
    with default_storage.open(name) as file, Image.open(file) as image:
        image.draft("RGB", SMALLEST_DECODED)  # a JPEG is decoded no larger than it needs to be
        return image.convert("RGB")


def store(pictures: Sequence[Picture], model: Encoder) -> int:
    """Embed and store; returns how many failed. One bad picture does not fail its batch."""
    try:
        vectors = model.encode_images([image for _, image in pictures])
    except Exception as error:  # torch raises all kinds; find the culprit one by one
        if len(pictures) == 1:
            put_off(pictures[0][0], error)
            return 1
        return sum(store([picture], model) for picture in pictures)
    note_dimension(pictures[0][0].encoder_id, model.dimension)
    save([row for row, _ in pictures], vectors)
    return 0


def save(rows: Sequence[ProductEmbedding], vectors: np.ndarray) -> None:
    """Write unit rows `vectors` (n, d) to the n embedding rows."""
    for row, vector in zip(rows, vectors, strict=True):
        row.vector = vector
        row.photo_digest = row.wanted_digest
        row.state = EmbeddingState.EMBEDDED
        row.attempts, row.error, row.embedded_at = 0, "", now()
    fields = ["vector", "photo_digest", "state", "attempts", "error", "embedded_at"]
    ProductEmbedding.objects.bulk_update(rows, fields)


def note_dimension(encoder_id: int, dimension: int) -> None:
    EncoderVersion.objects.filter(pk=encoder_id, dimension=None).update(dimension=dimension)


def put_off(row: ProductEmbedding, error: Exception) -> None:
    """Try again later, each time after a longer wait; after the last wait, give up and say why."""
    row.attempts += 1
    row.error = f"{type(error).__name__}: {error}"[:500]
    if row.attempts > len(WAITS):
        row.state = EmbeddingState.FAILED
    else:
        row.next_attempt_at = now() + WAITS[row.attempts - 1]
    row.save(update_fields=["attempts", "error", "state", "next_attempt_at"])
    log.warning("embedding_failed", product=row.product_id, attempt=row.attempts, error=row.error)


def request_again(products: QuerySet[Product]) -> int:
    """Ask for new vectors of these products' covers; returns how many wait now.

    The old vector answers until the new one is there.
    """
    rows = ProductEmbedding.objects.filter(product__in=products).exclude(wanted_digest="")
    waiting = rows.update(state=EmbeddingState.WAITING, attempts=0, error="", next_attempt_at=now())
    transaction.on_commit(wake_embedders)
    return waiting
