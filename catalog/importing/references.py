"""Brands, types and sizes that rows name: found, or made, and remembered for the next rows.

What is remembered may have been made in a transaction that was rolled back: see `forget`.
"""

from __future__ import annotations

from hashlib import blake2s

from django.db.models import Model
from django.utils.text import slugify

from catalog.importing.row import Kind
from catalog.importing.sizes import SCALE_TITLES
from catalog.models import Brand, ProductType, Size, SizeScale


def fingerprint(text: str) -> str:
    """Eight characters that tell two texts apart whose slugs are the same."""
    return blake2s(text.encode("utf-8", "surrogatepass"), digest_size=4).hexdigest()


def free_slug(model: type[Model], name: str, longest: int) -> str:
    slug = slugify(name)[: longest - 10]
    if slug and not model._default_manager.filter(slug=slug).exists():
        return slug
    return f"{slug or 'x'}-{fingerprint(name)}"


class References:
    """What is kept grows with the brands, types and sizes of a shop, not with its products."""

    def __init__(self) -> None:
        self._brands: dict[str, Brand] = {}
        self._types: dict[str, ProductType] = {}
        self._scales: dict[str, SizeScale] = {}
        self._sizes: dict[tuple[int, str], Size] = {}

    def forget(self) -> None:
        """After a transaction was rolled back: what was made in it is not there."""
        for remembered in (self._brands, self._types, self._scales, self._sizes):
            remembered.clear()

    def brand(self, name: str | None) -> Brand | None:
        if not name:
            return None
        key = name.casefold()
        if key not in self._brands:
            found = Brand.objects.filter(name__iexact=name).first()
            self._brands[key] = found or Brand.objects.create(
                name=name, slug=free_slug(Brand, name, 140)
            )
        return self._brands[key]

    def product_type(self, kind: Kind) -> ProductType:
        key = kind.name.casefold()
        if key not in self._types:
            types = ProductType.objects.select_related("size_scale")
            found = types.filter(name__iexact=kind.name).first()
            self._types[key] = found or self._make_type(kind)
        return self._types[key]

    def _make_type(self, kind: Kind) -> ProductType:
        return ProductType.objects.create(
            name=kind.name,
            slug=free_slug(ProductType, kind.name, 90),
            section=kind.section,
            family=kind.family,
            size_scale=self.scale(kind.size_scale),
        )

    def scale(self, name: str) -> SizeScale:
        if name not in self._scales:
            title = SCALE_TITLES.get(name, name.replace("-", " ").capitalize())
            defaults = {"title": title}
            self._scales[name], _ = SizeScale.objects.get_or_create(name=name, defaults=defaults)
        return self._scales[name]

    def size(self, scale: SizeScale, label: str) -> Size:
        key = (scale.pk, label)
        if key not in self._sizes:
            self._sizes[key] = scale.size(label)
        return self._sizes[key]
