"""Which products have a vector, by which encoder, and which still need one.

The embedding row is the job. Triggers on the catalogue mark it as waiting in the transaction that
changed the product or its photos, whichever path changed them, and a worker that claims it marks
it as held (see `claims`) until the vector is stored. Nothing else remembers it.
"""

from __future__ import annotations

import pgtrigger
from django.db import models
from django.db.models import F, OuterRef, Q, Subquery
from django.db.models.functions import Now
from pgvector.django import VectorField

from catalog.models import Product, ProductImage


class EncoderRole(models.TextChoices):
    """What an encoder is to the shop. Told from its row, stored nowhere."""

    ACTIVE = "active", "Answers every query"
    PHOTOS = "photos", "Answers shoppers' photos"
    PREPARING = "preparing", "Being prepared"
    RETIRED = "retired", "Kept, to go back to"


class EncoderQuerySet(models.QuerySet["EncoderVersion"]):
    def active(self) -> EncoderVersion | None:
        return self.filter(is_active=True).first()

    def in_use(self) -> EncoderQuerySet:
        """The active one, and the one that answers shoppers' photos if that is another."""
        return self.filter(Q(is_active=True) | Q(answers_photos=True))

    def retired(self) -> EncoderQuerySet:
        """Those that answered once, the last one first."""
        return self.filter(is_active=False, retired_at__isnull=False).order_by("-retired_at")

    def by_need(self) -> EncoderQuerySet:
        """The active one, those being prepared, those kept: in this order they are worked for."""
        return self.order_by("-is_active", F("retired_at").desc(nulls_first=True), "pk")


class EncoderVersion(models.Model):
    """An encoder whose vectors this shop keeps. The active one answers every query, but photos
    where another was trained for them.

    Every row is worked for: a new product gets a vector by each, so that the shop can go back to
    one at any time. A row that nobody wants any more is deleted, its vectors with it.
    """

    version = models.CharField(max_length=200, unique=True)
    name = models.CharField(max_length=300, help_text="What loads it: as in ENCODER.")
    dimension = models.PositiveIntegerField(null=True, blank=True)
    is_active = models.BooleanField(default=False)
    answers_photos = models.BooleanField(
        default=False, db_default=False, help_text="Shoppers' photos are compared with its vectors."
    )
    enrolled_for_photos = models.BooleanField(
        default=False, db_default=False, help_text="Came in as PHOTO_ENCODER, and for nothing else."
    )
    created_at = models.DateTimeField(auto_now_add=True)
    retired_at = models.DateTimeField(null=True, blank=True, help_text="When it last gave way.")
    trouble = models.CharField(
        max_length=500, blank=True, help_text="Why a worker could not load it, the last time."
    )
    embedded_total = models.PositiveBigIntegerField(
        default=0, db_default=0, editable=False, help_text="Vectors made since it came in."
    )

    objects = EncoderQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["is_active"], condition=Q(is_active=True), name="one_active_encoder"
            ),
            models.UniqueConstraint(
                fields=["answers_photos"],
                condition=Q(answers_photos=True),
                name="one_encoder_for_photos",
            ),
        ]
        triggers = [
            pgtrigger.Trigger(
                name="request_all",
                when=pgtrigger.After,
                operation=pgtrigger.Insert,
                func="""
                    INSERT INTO recommender_productembedding
                        (product_id, encoder_id, state, wanted_digest, photo_digest,
                         attempts, next_attempt_at, error)
                    SELECT p.id, NEW.id,
                           CASE WHEN c.digest = '' THEN 'no_photo' ELSE 'waiting' END, c.digest, '',
                           0, clock_timestamp(), ''
                    FROM catalog_product p,
                         LATERAL (SELECT recommender_cover_digest(p.id) AS digest) c;
                    RETURN NULL;
                """,
            )
        ]

    def __str__(self) -> str:
        return self.version

    @property
    def role(self) -> EncoderRole:
        if self.is_active:
            return EncoderRole.ACTIVE
        if self.answers_photos:
            return EncoderRole.PHOTOS
        return EncoderRole.RETIRED if self.retired_at else EncoderRole.PREPARING


class EmbeddingState(models.TextChoices):
    NO_PHOTO = "no_photo", "No photo"
    WAITING = "waiting", "Waiting"
    EMBEDDED = "embedded", "Embedded"
    FAILED = "failed", "Failed"


class EmbeddingQuerySet(models.QuerySet["ProductEmbedding"]):
    def of_active_encoder(self) -> EmbeddingQuerySet:
        return self.filter(encoder__is_active=True)

    def waiting(self) -> EmbeddingQuerySet:
        return self.filter(state=EmbeddingState.WAITING)

    def due(self) -> EmbeddingQuerySet:
        """Waiting, and not put off after a failure. A worker may be at work on them."""
        return self.waiting().filter(next_attempt_at__lte=Now())

    def free(self) -> EmbeddingQuerySet:
        """Due, and nobody is at work on them."""
        return self.due().filter(holder=None)

    def with_cover(self) -> EmbeddingQuerySet:
        """Each row with the name of the wanted photo's file as `cover`."""
        wanted = ProductImage.objects.filter(
            product=OuterRef("product_id"), digest=OuterRef("wanted_digest")
        )
        return self.annotate(cover=Subquery(wanted.values("image")[:1]))

    def with_vector(self) -> EmbeddingQuerySet:
        """Rows whose vector can answer: also one whose newer photo still waits."""
        return self.filter(vector__isnull=False)


class ProductEmbedding(models.Model):
    product = models.ForeignKey("catalog.Product", models.CASCADE, related_name="embeddings")
    encoder = models.ForeignKey(EncoderVersion, models.CASCADE, related_name="embeddings")
    state = models.CharField(max_length=10, choices=EmbeddingState)
    #: No fixed length: vectors of several encoders live side by side.
    vector = VectorField(null=True, editable=False)
    wanted_digest = models.CharField(max_length=64, blank=True, editable=False)
    photo_digest = models.CharField(
        max_length=64, blank=True, editable=False, help_text="The photo the vector was made from."
    )
    attempts = models.PositiveSmallIntegerField(default=0)
    next_attempt_at = models.DateTimeField(auto_now_add=True)
    error = models.CharField(max_length=500, blank=True)
    embedded_at = models.DateTimeField(null=True, blank=True)
    holder = models.IntegerField(
        null=True,
        editable=False,
        help_text="The database connection whose worker is at work on it.",
    )
    claimed_at = models.DateTimeField(null=True, editable=False)
    alone = models.BooleanField(
        default=False,
        db_default=False,
        editable=False,
        help_text="To be tried by itself: a batch with it in it died with its worker.",
    )

    objects = EmbeddingQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["product", "encoder"], name="one_vector_per_encoder"),
            models.CheckConstraint(
                condition=~Q(state="embedded") | Q(vector__isnull=False),
                name="embedded_has_a_vector",
            ),
        ]
        indexes = [
            models.Index(
                fields=["encoder", "next_attempt_at"],
                name="embedding_waiting",
                condition=Q(state="waiting"),
            ),
            models.Index(fields=["encoder"], name="embedding_failed", condition=Q(state="failed")),
            models.Index(
                fields=["holder"], name="embedding_held", condition=Q(holder__isnull=False)
            ),
        ]

    def __str__(self) -> str:
        return f"{self.product_id}: {self.get_state_display()}"


REQUEST_VECTOR = """
    UPDATE recommender_productembedding e
    SET wanted_digest = c.digest,
        state = CASE WHEN c.digest = '' THEN 'no_photo'
                     WHEN c.digest = e.photo_digest THEN 'embedded' ELSE 'waiting' END,
        vector = CASE WHEN c.digest = '' THEN NULL ELSE e.vector END,
        photo_digest = CASE WHEN c.digest = '' THEN '' ELSE e.photo_digest END,
        attempts = 0, next_attempt_at = clock_timestamp(), error = '',
        holder = NULL, claimed_at = NULL, alone = false
    FROM (SELECT recommender_cover_digest({product}) AS digest) c
    WHERE e.product_id = {product} AND e.wanted_digest <> c.digest;
"""


class EmbeddedProduct(Product):
    """The catalogue's product, with the trigger that gives a new one its embedding rows."""

    class Meta:
        proxy = True
        triggers = [
            pgtrigger.Trigger(
                name="request_vectors",
                when=pgtrigger.After,
                operation=pgtrigger.Insert,
                func="""
                    INSERT INTO recommender_productembedding
                        (product_id, encoder_id, state, wanted_digest, photo_digest,
                         attempts, next_attempt_at, error)
                    SELECT NEW.id, id, 'no_photo', '', '', 0, clock_timestamp(), ''
                    FROM recommender_encoderversion
                    FOR KEY SHARE;  -- one that is being forgotten at this moment is left out
                    RETURN NULL;
                """,
            )
        ]


class EmbeddedPhoto(ProductImage):
    """The catalogue's photo, with the triggers that ask for a new vector when the cover changes.

    They only ever update: the rows came with the product, and a product that is being deleted
    must not get them back.
    """

    class Meta:
        proxy = True
        triggers = [
            pgtrigger.Trigger(
                name="request_vector",
                when=pgtrigger.After,
                operation=pgtrigger.Insert | pgtrigger.UpdateOf("digest", "position", "product_id"),
                func=REQUEST_VECTOR.format(product="NEW.product_id") + "RETURN NULL;",
            ),
            pgtrigger.Trigger(
                name="request_vector_anew",
                when=pgtrigger.After,
                operation=pgtrigger.Delete,
                func=REQUEST_VECTOR.format(product="OLD.product_id") + "RETURN NULL;",
            ),
        ]
