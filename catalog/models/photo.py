"""A product's photos, as they came through the one door (`catalog.photos`)."""

from __future__ import annotations

from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.db import models
from django.db.models.functions import Now
from django.utils.timezone import now

from catalog.colours import Palette, stated_colours
from catalog.photos import Photo
from catalog.picture import Picture, rendition_name


class PhotoQuerySet(models.QuerySet["ProductImage"]):
    def colours_due(self) -> PhotoQuerySet:
        """Whose colours are to be read, and not later: the fresh first, then what failed."""
        due = self.filter(colours_due_at__lte=Now())
        return due.order_by("colours_tries", "colours_due_at")

    def read_colours_again(self) -> int:
        """Ask for the colours of these photos; how many. The old ones stay until then."""
        return self.update(colours_tries=0, colours_due_at=now())


class ProductImage(models.Model):
    """The upright, metadata-free picture; smaller renditions lie beside it, named by width."""

    product = models.ForeignKey("catalog.Product", models.CASCADE, related_name="images")
    image = models.ImageField(
        upload_to="products/", width_field="width", height_field="height", max_length=200
    )
    width = models.PositiveIntegerField(editable=False)
    height = models.PositiveIntegerField(editable=False)
    digest = models.CharField(
        max_length=64, editable=False, help_text="SHA-256 of the file that came in."
    )
    colours = models.JSONField(
        null=True,
        editable=False,
        help_text="The garment's own colours (`catalog.colours.Stated`); null: not read yet.",
    )
    colours_due_at = models.DateTimeField(
        null=True,
        default=now,
        db_default=Now(),
        editable=False,
        help_text="When to read them; null: they are read, or cannot be.",
    )
    colours_tries = models.PositiveSmallIntegerField(default=0, db_default=0, editable=False)
    alt_text = models.CharField(max_length=300, blank=True)
    position = models.PositiveSmallIntegerField(default=0)

    objects = PhotoQuerySet.as_manager()

    class Meta:
        ordering = ["position", "pk"]
        indexes = [
            models.Index(
                fields=["colours_tries", "colours_due_at"],
                name="photo_colours_due",
                condition=models.Q(colours_due_at__isnull=False),
            )
        ]
        constraints = [
            models.UniqueConstraint(fields=["product", "digest"], name="photo_once_per_product")
        ]

    def __str__(self) -> str:
        return self.alt_text or f"Photo {self.position + 1} of {self.product}"

    @property
    def picture(self) -> Picture:
        return Picture(str(self.image.name), self.width, self.height, self.alt_text)

    def rendition(self, width: int) -> str:
        """URL of the picture at that width in pixels, or of the picture itself if it is smaller."""
        return self.picture.rendition(width)

    def keep(self, photo: Photo) -> None:
        """Store the photo's files and take its facts over. Does not save the row."""
        self.image.name = store_photo(photo)
        self.digest = photo.source_digest
        self.width, self.height = photo.width, photo.height
        self.know_colours(photo.palette)

    def know_colours(self, palette: Palette) -> None:
        """Take over the colours of a new file; none: they are to be read. Does not save the row."""
        self.colours = stated_colours(palette) or None
        self.colours_due_at = None if palette else now()
        self.colours_tries = 0


def store_photo(photo: Photo) -> str:
    """Write the picture and its renditions; returns the picture's name in the storage.

    The name is the digest of what came in, so that writing again is harmless and a file written
    by an import that was cut off is used by the next one.
    """
    folder = f"products/{photo.source_digest[:2]}"
    name = f"{folder}/{photo.source_digest}.{photo.extension}"
    for width, data in photo.renditions.items():
        _write(rendition_name(name, width), data)
    _write(name, photo.data)
    return name


def _write(name: str, data: bytes) -> None:
    if not default_storage.exists(name):
        default_storage.save(name, ContentFile(data))
