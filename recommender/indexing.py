"""Which products still need a vector: claiming them, embedding them, storing the result.

A batch is claimed with FOR UPDATE SKIP LOCKED and stays locked until its vectors are committed.
So any number of workers share the work, and one that is killed leaves nothing behind: the
database drops its locks and the rows wait again at once. The price: whoever changes the cover of
a product that is being embedded at that moment waits for the batch (a fraction of a second).
"""

from __future__ import annotations

import io
import sys
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
from recommender.encoder_identity import EncoderUnavailable
from recommender.models import EmbeddingState, EncoderVersion, ProductEmbedding
from recommender.registry import load, move_on, register_encoder
from recommender.wakeups import wake_embedders

if TYPE_CHECKING:
    from recommender.encoder import Encoder

__all__ = [
    "Outcome",
    "embed_batch",
    "embed_for",
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


def embed_batch(size: int | None = None, model: Encoder | None = None) -> Outcome:
    """Claim up to `size` due products, embed their covers, store the vectors. One transaction.

    The batch is one encoder's: the active one's, and when nothing of it is due that of another
    which the shop keeps. `model` is used instead of loading the encoder. Raises EncoderUnavailable
    for the active one when nothing else is left to do; its rows wait on, for it is no fault of
    theirs.
    """
    register_encoder()
    away = None
    for encoder in EncoderVersion.objects.by_need():
        try:
            outcome = embed_for(encoder, size, model)
        except EncoderUnavailable as error:
            note_trouble(encoder, str(error))
            away = error if encoder.is_active else away
            continue
        if outcome.claimed:
            return outcome
    when_nothing_is_due()
    if away:
        raise away
    return Outcome()


def embed_for(
    encoder: EncoderVersion, size: int | None = None, model: Encoder | None = None
) -> Outcome:
    """One batch of this encoder's. Raises EncoderUnavailable."""
    with transaction.atomic():
        rows = claim(encoder, size or settings.EMBEDDING_BATCH_SIZE)
        outcome = embed(rows, model) if rows else Outcome()
    if outcome.embedded and (encoder.trouble or not encoder.dimension):
        # After the commit: who forgets an encoder locks its row first, then these.
        learn_about(encoder)
    return outcome


def when_nothing_is_due() -> None:
    move_on()
    if "recommender.encoder" in sys.modules:  # a process that embeds nothing loads no torch
        from recommender.encoder import drop_encoders

        active = EncoderVersion.objects.filter(is_active=True)
        drop_encoders(keep=set(active.values_list("version", flat=True)))


def note_trouble(encoder: EncoderVersion, why: str) -> None:
    """Keep why the encoder is away, and log it once."""
    if encoder.trouble != why[:500]:
        log.error("encoder_away", encoder=encoder.name, version=encoder.version, error=why)
        EncoderVersion.objects.filter(pk=encoder.pk).update(trouble=why[:500])


def learn_about(encoder: EncoderVersion) -> None:
    """It could be loaded, and its vectors have a length."""
    vector = encoder.embeddings.with_vector().values_list("vector", flat=True).first()
    dimension = None if vector is None else len(vector)
    EncoderVersion.objects.filter(pk=encoder.pk).update(trouble="", dimension=dimension)


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
        failed += store(pictures, model or load(rows[0].encoder))
    return Outcome(claimed=len(rows), embedded=len(rows) - failed, failed=failed)


Picture = tuple[ProductEmbedding, Image.Image]


def open_covers(rows: Iterable[ProductEmbedding]) -> tuple[list[Picture], int]:
    """The rows' covers, not yet decoded, and how many could not be opened.

    The encoder decodes them, while its model is at work on others.
    """
    pictures, failed = [], 0
    for row in rows:
        try:
            pictures.append((row, undecoded(row.cover)))  # type: ignore[attr-defined]
        except Exception as error:  # a decoder may raise anything on a damaged file
            put_off(row, error)
            failed += 1
    return pictures, failed


def open_cover(name: str) -> Image.Image:
    """The cover, decoded: a JPEG no larger than any encoder needs it."""
    image = undecoded(name)
    image.draft("RGB", SMALLEST_DECODED)
    return image.convert("RGB")


def undecoded(name: str) -> Image.Image:
    # The file came through the one door, so it is safe to decode here.
    with default_storage.open(name) as file:
        return Image.open(io.BytesIO(file.read()))


def store(pictures: Sequence[Picture], model: Encoder) -> int:
    """Embed and store; returns how many failed. One bad picture does not fail its batch."""
    try:
        vectors = model.encode_images([image for _, image in pictures])
    except Exception as error:  # torch raises all kinds; find the culprit one by one
        if len(pictures) == 1:
            put_off(pictures[0][0], error)
            return 1
        return sum(store([picture], model) for picture in pictures)
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
