"""The encoders a shop keeps: how one comes in, becomes the active one, and is forgotten.

ENCODER names the encoder that a new shop begins with. From then on the database says which one
answers: another comes in by `switch_encoder`, or as new weights under the active one's own name.
"""

from __future__ import annotations

from contextlib import suppress
from typing import TYPE_CHECKING

import structlog
from django.conf import settings
from django.db import connection, transaction
from django.utils.timezone import now

from catalog.models import Status
from recommender.encoder_identity import (
    SHIPPED,
    EncoderNotFound,
    EncoderUnavailable,
    encoder_version,
    full_name,
    photo_encoder,
)
from recommender.models import EmbeddingQuerySet, EncoderVersion, ProductEmbedding

if TYPE_CHECKING:
    from recommender.encoder import Encoder

log = structlog.get_logger(__name__)

#: New weights under the same name answer by themselves unless more than this share of the products
#: found today would be lost.
MOST_LOST = 0.01


def register_encoder() -> EncoderVersion:
    """The row of the encoder that is wanted: the active one, or the one that follows it by itself.

    In a new shop it is made from ENCODER, with all products waiting, and answers at once. Raises
    EncoderNotFound where ENCODER then names nothing.
    """
    active = EncoderVersion.objects.active() or begin()
    with suppress(EncoderNotFound):  # a check says so
        forget_for_photos(but=enrol_for_photos(active))
    return successor(active) or active


@transaction.atomic
def begin() -> EncoderVersion:
    encoder = enrol(settings.ENCODER)
    if EncoderVersion.objects.active() is None:
        activate(encoder)
    return encoder


def enrol(name: str, *, for_photos: bool = False) -> EncoderVersion:
    """The row of the encoder of that name, made, with all products waiting, if it is new.

    for_photos: it is wanted for nothing else, unless it is here already. Raises EncoderNotFound.
    """
    version, dimension = encoder_version(name)
    facts = {"name": full_name(name), "dimension": dimension, "enrolled_for_photos": for_photos}
    encoder, is_new = EncoderVersion.objects.get_or_create(version=version, defaults=facts)
    if not is_new and not is_in_place(encoder):  # the same weights, moved
        encoder.name = full_name(name)
        encoder.save(update_fields=["name"])
    if encoder.enrolled_for_photos and not for_photos:
        encoder.enrolled_for_photos = False
        encoder.save(update_fields=["enrolled_for_photos"])
    return encoder


def enrol_for_photos(active: EncoderVersion) -> EncoderVersion | None:
    """The row of the encoder that is to answer photos; None where the active one is.

    Raises EncoderNotFound.
    """
    name = photo_encoder(active.name, settings.PHOTO_ENCODER)
    return enrol(name, for_photos=True) if name else None


def setting_ignored() -> str:
    """A sentence where ENCODER names an encoder that this open shop has never had, else empty."""
    active = EncoderVersion.objects.active()
    if active is None or settings.ENCODER == SHIPPED:  # what is set where nobody set anything
        return ""
    try:
        named = full_name(settings.ENCODER)
    except EncoderNotFound as error:
        return f"{error} This shop goes on with {active.version}."
    if EncoderVersion.objects.filter(name=named).exists():
        return ""
    return (
        f"This shop answers by {active.version}; ENCODER names what a new shop begins with. "
        f"To move this one: manage.py switch_encoder {named}"
    )


def is_in_place(encoder: EncoderVersion) -> bool:
    """Whether its name still stands for it. A hub model's weights are not looked at."""
    try:
        return encoder_version(encoder.name)[0] == encoder.version
    except EncoderNotFound:
        return False


def successor(active: EncoderVersion) -> EncoderVersion | None:
    """The row of the weights that lie under the active encoder's name by now, if they are others.

    None also where the shop went back from them: then it does not move on by itself.
    """
    try:
        version, _ = encoder_version(active.name)
    except EncoderNotFound:  # whoever tries to load it says so
        return None
    newer = enrol(active.name) if version != active.version else None
    return newer if newer and not newer.retired_at else None


def move_on() -> None:
    """Let the active encoder's successor answer if its last vector is made."""
    active = EncoderVersion.objects.active()
    newer = active and successor(active)
    if not active or not newer:
        return
    request_missing(newer)
    if newer.embeddings.waiting().exists():
        return
    lost, found = would_lose(active, newer).count(), searchable(active).count()
    if lost > found * MOST_LOST:
        log.warning("encoder_not_ready", version=newer.version, without_vector=lost, of=found)
        return
    activate(newer)


def move_photos_on() -> None:
    """Let the encoder that is wanted for photos answer them if its last vector is made."""
    active = EncoderVersion.objects.active()
    if active is None:
        return
    held = EncoderVersion.objects.filter(answers_photos=True).first()
    try:
        wanted = enrol_for_photos(active)
    except EncoderNotFound:  # its folder may be back soon, and the vectors took hours
        return
    if wanted == held:
        return
    if wanted:
        request_missing(wanted)
        if wanted.embeddings.waiting().exists():
            return
    let_answer_photos(wanted)
    forget_for_photos(but=wanted)


@transaction.atomic
def let_answer_photos(encoder: EncoderVersion | None) -> None:
    """From the commit on; None: the active one does."""
    hold_encoders()
    EncoderVersion.objects.filter(answers_photos=True).update(answers_photos=False)
    if encoder:
        EncoderVersion.objects.filter(pk=encoder.pk).update(answers_photos=True)
        log.info("encoder_answers_photos", version=encoder.version)


@transaction.atomic
def activate(encoder: EncoderVersion) -> None:
    """Let the encoder's vectors answer every query from the commit on.

    Raises ValueError where it has been forgotten meanwhile.
    """
    if encoder not in hold_encoders():
        raise ValueError(f"{encoder.version} has been forgotten meanwhile.")
    others = EncoderVersion.objects.filter(is_active=True).exclude(pk=encoder.pk)
    others.update(is_active=False, retired_at=now())
    EncoderVersion.objects.filter(pk=encoder.pk).update(is_active=True, retired_at=None)
    encoder.is_active, encoder.retired_at = True, None
    log.info("encoder_active", version=encoder.version)


def hold_encoders() -> list[EncoderVersion]:
    """All encoders, locked to the end of the transaction: one switch after the other."""
    return list(EncoderVersion.objects.order_by("pk").select_for_update(no_key=True))


@transaction.atomic
def forget(encoder: EncoderVersion) -> int:
    """Delete the encoder's row and its vectors; returns how many.

    Raises ValueError where it is active, or has been forgotten meanwhile.
    """
    # The row's lock comes first: a product that is being saved has its row by then, or gets none.
    held = EncoderVersion.objects.select_for_update().filter(pk=encoder.pk).first()
    if held is None:
        raise ValueError(f"{encoder.version} has been forgotten meanwhile.")
    if held.is_active:
        raise ValueError(f"{held.version} answers every query; it cannot be forgotten.")
    vectors = held.embeddings.with_vector().count()
    held.delete()
    return vectors


@transaction.atomic
def forget_for_photos(but: EncoderVersion | None) -> None:
    """Delete what came in for photos and neither answers anything, nor did, nor is `but`."""
    idle = EncoderVersion.objects.filter(is_active=False, answers_photos=False, retired_at=None)
    unwanted = idle.filter(enrolled_for_photos=True).exclude(pk__in=[but.pk] if but else [])
    for encoder in unwanted.select_for_update():
        encoder.delete()
        log.info("encoder_forgotten", version=encoder.version)


def load(encoder: EncoderVersion) -> Encoder:
    """The encoder in memory. Raises EncoderUnavailable, also where its name has other weights."""
    from recommender.encoder import load_encoder

    loaded = load_encoder(encoder.name)
    if loaded.version != encoder.version:
        raise EncoderUnavailable(
            f"{encoder.name!r} has other weights now: {loaded.version}, not {encoder.version}."
        )
    return loaded


def searchable(encoder: EncoderVersion) -> EmbeddingQuerySet:
    """The encoder's rows that answer for an active product."""
    rows = ProductEmbedding.objects.with_vector()
    return rows.filter(encoder=encoder, product__status=Status.ACTIVE)


def would_lose(active: EncoderVersion, newer: EncoderVersion) -> EmbeddingQuerySet:
    """The newer encoder's rows without a vector, of active products that the active one finds."""
    rows = ProductEmbedding.objects.filter(encoder=newer, vector=None)
    return rows.filter(product__in=searchable(active).values("product"))


def request_missing(encoder: EncoderVersion) -> None:
    """Give the encoder the rows that it lacks, and those of an older cover the newer one.

    A product or photo that was being saved while the encoder was enrolled saw nothing of it.
    """
    with connection.cursor() as cursor:
        cursor.execute(MISSING_ROWS, {"encoder": encoder.pk})
        cursor.execute(OUTDATED_ROWS, {"encoder": encoder.pk})


MISSING_ROWS = """
    INSERT INTO recommender_productembedding
        (product_id, encoder_id, state, wanted_digest, photo_digest,
         attempts, next_attempt_at, error)
    SELECT p.id, v.id, CASE WHEN c.digest = '' THEN 'no_photo' ELSE 'waiting' END,
           c.digest, '', 0, clock_timestamp(), ''
    FROM catalog_product p, LATERAL (SELECT recommender_cover_digest(p.id) AS digest) c,
         recommender_encoderversion v
    WHERE v.id = %(encoder)s
      AND NOT EXISTS (SELECT FROM recommender_productembedding e
                      WHERE e.product_id = p.id AND e.encoder_id = v.id)
    FOR KEY SHARE OF p, v
    ON CONFLICT DO NOTHING
"""
OUTDATED_ROWS = """
    UPDATE recommender_productembedding e
    SET wanted_digest = c.digest, attempts = 0, next_attempt_at = clock_timestamp(), error = '',
        state = CASE WHEN c.digest = '' THEN 'no_photo'
                     WHEN c.digest = e.photo_digest THEN 'embedded' ELSE 'waiting' END,
        vector = CASE WHEN c.digest = '' THEN NULL ELSE e.vector END,
        holder = NULL, claimed_at = NULL, alone = false
    FROM catalog_product p, LATERAL (SELECT recommender_cover_digest(p.id) AS digest) c
    WHERE p.id = e.product_id AND e.encoder_id = %(encoder)s AND e.wanted_digest <> c.digest
"""
