"""Pictures in answers: always absolute addresses, so that a page elsewhere can show them."""

from __future__ import annotations

from typing import Any

from drf_spectacular.utils import extend_schema_field
from rest_framework import serializers

from catalog.models import ProductImage


@extend_schema_field(serializers.URLField())
class RenditionField(serializers.Field):
    """The address of a photo's copy of a given width in pixels."""

    def __init__(self, width: int, **kwargs: Any) -> None:
        super().__init__(source="*", read_only=True, **kwargs)
        self.width = width

    def to_representation(self, photo: ProductImage) -> str:
        return self.context["request"].build_absolute_uri(photo.rendition(self.width))


class PhotoSerializer(serializers.ModelSerializer):
    url = serializers.ImageField(source="image", read_only=True)
    small = RenditionField(320)

    class Meta:
        model = ProductImage
        fields = ["url", "small", "width", "height", "alt_text"]
