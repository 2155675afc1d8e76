"""A shopper's words and pictures as vectors, by an encoder that this process has in memory.

When the shop switches, a process goes on with the encoder it has, whose vectors are kept, until the
new one is loaded beside it: no search waits for a model, and none compares two encoders' vectors.
"""

from __future__ import annotations

import threading
import time
from collections.abc import Sequence
from typing import TYPE_CHECKING

import structlog
from PIL import Image

from recommender.embedding.registry import load
from recommender.models import EncoderVersion
from recommender.search import QueryVector

if TYPE_CHECKING:
    from recommender.encoder import Encoder

log = structlog.get_logger(__name__)

#: How long a process waits before it tries again to load an encoder that was away, in seconds.
PAUSE = 60.0

_being_loaded: set[str] = set()
_tried_at: dict[str, float] = {}
_guard = threading.Lock()


def encode(text: str, encoder_id: int | None = None) -> QueryVector | None:
    """The text's vector by an encoder whose vectors can answer, or None when none can be asked.

    encoder_id: by this one and no other, if it is in use.
    """
    everyone = list(EncoderVersion.objects.by_need())
    rows = able_to_answer(everyone)
    if encoder_id is not None:
        in_use = [row for row in everyone if row.is_active or row.answers_photos]
        rows = [row for row in in_use if row.pk == encoder_id]
    if not rows:
        return None
    try:
        row, encoder = at_hand(rows)
        return QueryVector(encoder.encode_texts([text])[0], row.pk, row.version)
    except Exception as error:  # whatever keeps a model from loading must not close the search
        log.error("encoder_away", encoder=rows[0].name, error=str(error))
        return None


def encode_pictures(pictures: Sequence[Image.Image]) -> list[QueryVector] | None:
    """The vectors of a shopper's pictures, all by one encoder; None when none can be asked.

    By the encoder that answers photos, and where that one is away by another that can answer.
    """
    everyone = list(EncoderVersion.objects.by_need())
    for rows in ([row for row in everyone if row.answers_photos], able_to_answer(everyone)):
        if not rows:
            continue
        try:
            row, encoder = at_hand(rows)
            seen = encoder.encode_images(pictures)
            return [QueryVector(each, row.pk, row.version) for each in seen]
        except Exception as error:  # as above
            log.error("encoder_away", encoder=rows[0].name, error=str(error))
    return None


def able_to_answer(rows: list[EncoderVersion]) -> list[EncoderVersion]:
    """Words, and what products look like: the active one and those that were."""
    return [row for row in rows if row.is_active or row.retired_at]


def at_hand(rows: list[EncoderVersion]) -> tuple[EncoderVersion, Encoder]:
    """The first of the rows whose encoder is in memory; if there is none, the first, loaded now.

    While another than the first answers, the first is loaded in the background.
    """
    # torch is loaded here, by the first query in words, and by no page that shows products.
    from recommender.encoder import loaded_encoder

    for row in rows:
        if encoder := loaded_encoder(row.version):
            if row is not rows[0]:
                load_in_background(rows[0], instead_of=rows[1:])
            return row, encoder
    return rows[0], load(rows[0])


def load_in_background(row: EncoderVersion, instead_of: Sequence[EncoderVersion]) -> None:
    """Start loading, unless that is under way or has failed a moment ago."""
    with _guard:
        waited = time.monotonic() - _tried_at.get(row.version, -PAUSE)
        if row.version in _being_loaded or waited < PAUSE:
            return
        _being_loaded.add(row.version)
        _tried_at[row.version] = time.monotonic()
    thread = threading.Thread(target=take_over, args=[row, instead_of], name="load-encoder")
    thread.daemon = True
    thread.start()


def take_over(row: EncoderVersion, instead_of: Sequence[EncoderVersion]) -> None:
    """Load the encoder and let go of those that answered in its place.

    Opens no connection: a thread has its own.
    """
    from recommender.encoder import drop_encoders

    try:
        load(row)
        drop_encoders({each.version for each in instead_of})
        _tried_at.pop(row.version, None)
        log.info("encoder_taken_over", version=row.version)
    except Exception as error:  # the search goes on with the encoder it has
        log.error("encoder_away", encoder=row.name, error=str(error))
    finally:
        _being_loaded.discard(row.version)
