"""From "this product needs a vector" to "vector stored": one batch at a time.

Any number of workers share the work: each claims a batch (`claims`), makes its vectors and stores
them in one transaction, where the claim still stands. A cover that changed meanwhile has left the
claim, so what was made of the old one is thrown away.
"""

from __future__ import annotations

import io
import sys
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING

import numpy as np
import structlog
from django.conf import settings
from django.core.files.storage import default_storage
from django.db import transaction
from django.db.models import F, QuerySet
from django.utils.timezone import now
from PIL import Image

from catalog.models import Product
from recommender.embedding.claims import FREE, Claim, bury_the_dead, claimed, put_off
from recommender.embedding.registry import load, move_on, move_photos_on, register_encoder
from recommender.embedding.wakeups import wake_embedders
from recommender.encoder_identity import EncoderUnavailable
from recommender.models import EmbeddingState, EncoderVersion, ProductEmbedding

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
#: What is written into a row when its vector is stored.
STORED = (
    "vector", "photo_digest", "state", "attempts", "error", "embedded_at",
    "holder", "claimed_at", "alone",
)  # fmt: skip


@dataclass(frozen=True)
class Outcome:
    """What became of one batch, of the encoder with this key."""

    claimed: int = 0
    embedded: int = 0
    failed: int = 0
    encoder_id: int | None = field(default=None, compare=False)


def embed_batch(
    size: int | None = None,
    model: Encoder | None = None,
    on_claim: Callable[[], None] = lambda: None,
) -> Outcome:
    """Claim up to `size` due products, embed their covers, store the vectors.

    The batch is one encoder's: the active one's, and when nothing of it is due that of another
    which the shop keeps. `model` is used instead of loading the encoder; `on_claim` is called
    before the work on a batch begins. Raises EncoderUnavailable for the active one when nothing
    else is left to do; its rows wait on, for it is no fault of theirs.
    """
    register_encoder()
    away = None
    for encoder in EncoderVersion.objects.by_need():
        try:
            outcome = embed_for(encoder, size, model, on_claim)
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
    encoder: EncoderVersion,
    size: int | None = None,
    model: Encoder | None = None,
    on_claim: Callable[[], None] = lambda: None,
) -> Outcome:
    """One batch of this encoder's. Raises EncoderUnavailable."""
    bury_the_dead(encoder)
    if not encoder.embeddings.free().exists():
        return Outcome()
    model = model or load(encoder)  # before the claim: what dies of this dies of no picture
    with claimed(encoder, size or settings.EMBEDDING_BATCH_SIZE) as (claim, rows):
        if rows:
            on_claim()
        outcome = embed(claim, rows, model)
    if outcome.embedded:
        count(encoder, outcome.embedded)
    if outcome.embedded and (encoder.trouble or not encoder.dimension):
        learn_about(encoder)
    return replace(outcome, encoder_id=encoder.pk)


def count(encoder: EncoderVersion, embedded: int) -> None:
    """For the metrics. After the commit, or one worker would wait for another's batch; a worker
    that is killed between the two leaves its last batch uncounted.
    """
    row = EncoderVersion.objects.filter(pk=encoder.pk)
    row.update(embedded_total=F("embedded_total") + embedded)


def when_nothing_is_due() -> None:
    move_on()
    move_photos_on()
    if "recommender.encoder" in sys.modules:  # a process that embeds nothing loads no torch
        from recommender.encoder import drop_encoders, loaded_versions

        in_use = EncoderVersion.objects.in_use()
        drop_encoders(loaded_versions() - set(in_use.values_list("version", flat=True)))


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


def embed(claim: Claim, rows: Sequence[ProductEmbedding], model: Encoder) -> Outcome:
    pictures, failed = open_covers(claim, rows)
    embedded, refused = store(claim, pictures, model) if pictures else (0, 0)
    return Outcome(claimed=len(rows), embedded=embedded, failed=failed + refused)


Picture = tuple[ProductEmbedding, Image.Image]


def open_covers(claim: Claim, rows: Iterable[ProductEmbedding]) -> tuple[list[Picture], int]:
    """The rows' covers, not yet decoded, and how many could not be opened.

    The encoder decodes them, while its model is at work on others.
    """
    pictures, failed = [], 0
    for row in rows:
        try:
            pictures.append((row, undecoded(row.cover)))  # type: ignore[attr-defined]
        except Exception as error:  # a decoder may raise anything on a damaged file
            put_off(claim, row, error)
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


def store(claim: Claim, pictures: Sequence[Picture], model: Encoder) -> tuple[int, int]:
    """Embed and store; how many were stored and how many failed.

    One bad picture does not fail its batch. One whose cover changed meanwhile is neither.
    """
    try:
        vectors = of_unit_length(model.encode_images([image for _, image in pictures]))
    except Exception as error:  # torch raises all kinds; find the culprit one by one
        if len(pictures) == 1:
            put_off(claim, pictures[0][0], error)
            return 0, 1
        each = [store(claim, [picture], model) for picture in pictures]
        return sum(stored for stored, _ in each), sum(failed for _, failed in each)
    return save(claim, [row for row, _ in pictures], vectors), 0


def of_unit_length(vectors: np.ndarray) -> np.ndarray:
    """`vectors` (n, d). Raises ValueError where one is none: of NaN or zeros, like nothing else."""
    if not np.allclose(np.linalg.norm(vectors, axis=1), 1, atol=0.01):
        raise ValueError("What the encoder made of it is no unit vector.")
    return vectors


def save(claim: Claim, rows: Sequence[ProductEmbedding], vectors: np.ndarray) -> int:
    """Write unit rows `vectors` (n, d) to those of the n rows that are still claimed; how many."""
    for row, vector in zip(rows, vectors, strict=True):
        row.vector, row.photo_digest, row.state = vector, row.wanted_digest, EmbeddingState.EMBEDDED
        row.attempts, row.error, row.embedded_at, row.alone = 0, "", now(), False
        row.holder = row.claimed_at = None
    with transaction.atomic():
        unlocked = claim.rows.select_for_update(skip_locked=True, no_key=True)
        at_hand = set(unlocked.values_list("pk", flat=True))
        stored = claim.rows.bulk_update([row for row in rows if row.pk in at_hand], STORED)
    # Who changes a product at this moment is waited for with no other row in hand, so that the
    # two never wait for each other.
    later = [row for row in rows if row.pk not in at_hand]
    return stored + sum(claim.rows.bulk_update([row], STORED) for row in later)


def request_again(products: QuerySet[Product]) -> int:
    """Ask for new vectors of these products' covers; returns how many wait now.

    The old vector answers until the new one is there.
    """
    rows = ProductEmbedding.objects.filter(product__in=products).exclude(wanted_digest="")
    anew = {**FREE, "attempts": 0, "error": "", "alone": False, "next_attempt_at": now()}
    waiting = rows.update(state=EmbeddingState.WAITING, **anew)
    transaction.on_commit(wake_embedders)
    return waiting
