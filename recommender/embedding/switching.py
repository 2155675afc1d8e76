"""Another encoder for a shop that stays open: its vectors made beside the others', looked at, then
made to answer in one transaction. Killed at any moment, it goes on where it was.
"""

from __future__ import annotations

import time
from collections.abc import Iterator
from dataclasses import dataclass

from django.db import transaction
from django.utils.timezone import now

from catalog.models import Status
from recommender.embedding.claims import WAITS, WorkerEnded
from recommender.embedding.indexing import embed_for
from recommender.embedding.registry import (
    activate,
    enrol,
    hold_encoders,
    request_missing,
    would_lose,
)
from recommender.embedding.title_recall import Recall
from recommender.embedding.wakeups import wake_embedders
from recommender.encoder_identity import encoder_version
from recommender.models import EmbeddingQuerySet, EmbeddingState, EncoderVersion
from recommender.search import indexes, upkeep

#: Seconds between two looks at rows that workers hold.
BREATH = 0.3


class NotReady(RuntimeError):
    """The shop cannot be switched, or not yet. The sentence says why and what to do."""


@dataclass(frozen=True)
class Floor:
    """What the new encoder must reach by recall@10 of titles."""

    share: float  # of the recall of the encoder that answers now
    least: float | None = None  # a recall; asked for instead of a share if it is given

    def refusal(self, recall: Recall) -> str:
        """Why the recall is too low; empty when it is not, or tells nothing."""
        if not recall.is_telling:
            return ""
        if self.least is None and recall.active is None:
            return (
                "The encoder that answers now cannot be loaded, so there is nothing to compare "
                f"{recall.newer:.3f} with: say with --least what is enough."
            )
        bound = self.share * (recall.active or 0) if self.least is None else self.least
        return f"{recall.newer:.3f} is below {bound:.3f}." if recall.newer < bound else ""


def prepare(name: str) -> EncoderVersion:
    """The encoder's row, its products waiting, the workers called.

    In a shop without any encoder it answers at once. Raises EncoderNotFound, or EncoderUnavailable
    where it cannot be loaded; no row is made then.
    """
    from recommender.encoder import load_encoder

    encoder_version(name)
    load_encoder(name)
    newer = enrol(name)
    request_missing(newer)
    try_again(newer)
    if EncoderVersion.objects.active() is None:
        activate(newer)
    wake_embedders()
    return newer


def try_again(newer: EncoderVersion) -> None:
    """What could not be read is due now: whoever runs this has put the photos in order.

    But for what killed its worker, which would be this process now.
    """
    unread = newer.embeddings.filter(vector=None, holder=None).exclude(error="")
    unread = unread.exclude(error__startswith=WorkerEnded.__name__)
    unread.update(state=EmbeddingState.WAITING, attempts=0, next_attempt_at=now())


def embed_beside_workers(newer: EncoderVersion) -> Iterator[int]:
    """Embed until nothing is due; after each batch, how many still are. Raises EncoderUnavailable.

    A second try is waited for, a third one not: killed with one picture in hand, this has counted
    against the picture, which is most likely a good one.
    """
    while True:
        claimed = embed_for(newer).claimed
        soon = now() + WAITS[0]
        due = newer.embeddings.waiting().filter(next_attempt_at__lte=soon).count()
        yield due
        if not due:
            return
        if not claimed:
            time.sleep(BREATH)


def index(newer: EncoderVersion) -> None:
    """What makes searches by this encoder fast, before the first one: nobody waits for it."""
    newer.refresh_from_db(fields=["dimension"])
    if newer.dimension:
        with upkeep.when_alone():
            indexes.build_missing(newer.pk, newer.dimension)


def without_vector(newer: EncoderVersion) -> EmbeddingQuerySet:
    """The rows of active products that have a photo and no vector by this encoder."""
    rows = newer.embeddings.filter(vector=None, product__status=Status.ACTIVE)
    return rows.exclude(wanted_digest="").select_related("product").order_by("product__external_id")


@transaction.atomic
def switch_to(newer: EncoderVersion, older: EncoderVersion, may_lose: int = 0) -> None:
    """Let the encoder answer from the commit on, in place of the older one, beside which it was
    looked at. Raises NotReady where another answers by then, or products would be lost.
    """
    hold_encoders()
    active = EncoderVersion.objects.active()
    if active not in (older, newer):
        raise NotReady(f"Not switched: {active} answers by now. Run this again to compare with it.")
    request_missing(newer)
    if (count := lost(newer)) > may_lose:
        raise NotReady(
            f"Not switched: {count} products that are found now have no vector by {newer.version}. "
            "Put their photos in order and run this again, or go on without them: "
            f"--may-lose {count}."
        )
    activate(newer)


def lost(newer: EncoderVersion) -> int:
    """How many products are found now and would not be found by this encoder."""
    active = EncoderVersion.objects.active()
    return would_lose(active, newer).count() if active else 0


def switch_back() -> EncoderVersion:
    """Let the encoder that answered before answer again. Raises NotReady where none is kept."""
    previous = EncoderVersion.objects.retired().first()
    if previous is None:
        raise NotReady("No encoder that answered before is kept.")
    activate(previous)
    wake_embedders()
    return previous


def kept_encoder(named: str) -> EncoderVersion:
    """The kept, not active encoder of that version or name. Raises NotReady naming those kept."""
    kept = EncoderVersion.objects.filter(is_active=False, answers_photos=False)
    found = kept.filter(version=named) or kept.filter(name=named)
    if len(found) == 1:
        return found[0]
    versions = ", ".join(kept.values_list("version", flat=True)) or "none"
    active = EncoderVersion.objects.active()
    if not found and active and named in (active.version, active.name):
        raise NotReady(f"{active.version} answers every query; it cannot be forgotten.")
    problem = f"{len(found)} encoders are called" if found else "No kept encoder is called"
    raise NotReady(f"{problem} {named!r}. Kept beside the active one: {versions}.")
