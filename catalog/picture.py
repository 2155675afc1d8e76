"""A photo as a page shows it: its address in each width, its size, what one sees on it."""

from __future__ import annotations

from dataclasses import dataclass

from django.core.files.storage import default_storage

from catalog.photos import RENDITION_WIDTHS


@dataclass(frozen=True)
class Picture:
    name: str  # in the storage; smaller renditions lie beside it
    width: int  # px
    height: int
    alt_text: str

    @property
    def url(self) -> str:
        return default_storage.url(self.name)

    def rendition(self, width: int) -> str:
        """URL of the picture at that width in pixels, or of the picture itself if it is smaller."""
        if width >= self.width:
            return self.url
        return default_storage.url(rendition_name(self.name, width))

    @property
    def srcset(self) -> str:
        widths = [width for width in RENDITION_WIDTHS if width < self.width]
        offers = [f"{self.rendition(width)} {width}w" for width in widths]
        return ", ".join([*offers, f"{self.url} {self.width}w"])


def rendition_name(name: str, width: int) -> str:
    return f"{name.rsplit('.', 1)[0]}-{width}.webp"
