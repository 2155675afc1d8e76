"""Pictures to try a search with: street scenes of the project's own, and garments of the shop."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from django.conf import settings
from django.db.models import Exists, OuterRef

from catalog.models import Product, ProductImage

FOLDER = Path(settings.BASE_DIR) / "static" / "storefront" / "scenes"
GARMENTS = 4


@dataclass(frozen=True)
class Scene:
    """Drawn by `manage.py draw_scenes`, with the code that draws the demo garments."""

    name: str
    words: str  # what one sees

    @property
    def file(self) -> str:
        return f"storefront/scenes/{self.name}.jpg"


SCENES = (
    Scene("harbour", "A woman in a striped top and a red skirt by the harbour"),
    Scene("avenue", "A woman in a camel coat, jeans and boots on an avenue"),
    Scene("square", "A man in a denim shirt and chinos on a square"),
    Scene("garden", "A woman in a flowered dress with a bag in a garden"),
)


def garments() -> list[Product]:
    """A few of the shop's newest that have a picture."""
    pictured = Exists(ProductImage.objects.filter(product=OuterRef("pk")))
    return list(Product.objects.active().in_stock().filter(pictured).for_card()[:GARMENTS])


def example(named: str) -> Callable[[], bytes] | None:
    """The picture of that name, to be read; None where there is none."""
    if any(scene.name == named for scene in SCENES):
        path = FOLDER / f"{named}.jpg"
        return path.read_bytes if path.exists() else None
    if not (named.isascii() and named.isdigit() and len(named) < 19):
        return None
    image = ProductImage.objects.filter(product=int(named), product__status="active").first()
    return image.image.read if image else None
