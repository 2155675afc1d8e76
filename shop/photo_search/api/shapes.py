"""Shapes of what is sent and answered."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from rest_framework import serializers
from rest_framework.exceptions import ValidationError

from catalog.models import Gender, Season, Section
from recommender.words import LONGEST_QUERY
from shop.api.serializers import ProductSerializer
from shop.photo_search.asking import MOST_PHOTOS
from shop.storefront.filters import MOST_CHOICES, Filters
from shop.storefront.in_words import MOST_COUNTED

IMAGE_ID = r"^[A-Za-z0-9_-]{1,32}(\.[0-9]{1,4})?$"
MOST_ANSWERS = 24


class Text(serializers.CharField):
    """Half a character (a lone surrogate) cannot be searched for."""

    def to_internal_value(self, data: Any) -> str:
        text = super().to_internal_value(data)
        if not text.isascii() and any("\ud800" <= letter <= "\udfff" for letter in text):
            raise ValidationError("Half a character is no text.")
        return text


def several(child: serializers.Field, **more: Any) -> serializers.ListField:
    return serializers.ListField(child=child, required=False, max_length=MOST_CHOICES, **more)


def amount() -> serializers.DecimalField:
    return serializers.DecimalField(max_digits=10, decimal_places=2, min_value=0, required=False)


class FiltersSerializer(serializers.Serializer):
    section = several(serializers.ChoiceField(choices=Section.choices))
    type = several(Text(max_length=120), help_text="Slugs of product types: `t-shirt`.")
    gender = several(serializers.ChoiceField(choices=Gender.choices))
    season = several(serializers.ChoiceField(choices=Season.choices))
    colour = several(Text(max_length=80))
    size = several(
        Text(max_length=20), help_text="What she wears: each counts for what comes in it."
    )
    price_min = amount()
    price_max = amount()

    def to_internal_value(self, data: Any) -> dict[str, Any]:
        """A filter that is misspelt would else narrow nothing, and nobody would see it."""
        if isinstance(data, Mapping) and (unknown := data.keys() - self.fields.keys()):
            raise ValidationError({str(name): ["There is no such filter."] for name in unknown})
        return super().to_internal_value(data)


def filters_in(asked: dict[str, Any]) -> Filters:
    values: dict[str, Any] = {
        key: tuple(v) if isinstance(v, list) else v for key, v in asked.items()
    }
    return Filters(**values, in_stock=True)


class ToSearchSerializer(serializers.Serializer):
    text = Text(max_length=LONGEST_QUERY, required=False, allow_blank=True, default="")
    images = serializers.ListField(
        child=serializers.RegexField(IMAGE_ID, max_length=40),
        required=False, max_length=MOST_PHOTOS,
        help_text="Ids of garments as `search/photo/` gave them, or of a photo for its main one; "
        "one of each photo.",
    )  # fmt: skip
    weights = serializers.ListField(
        child=serializers.FloatField(min_value=0, max_value=3), required=False,
        max_length=MOST_PHOTOS, help_text="Of the images, in their order. Default: 1 each.",
    )  # fmt: skip
    filters = FiltersSerializer(required=False)
    ignore = several(
        Text(max_length=LONGEST_QUERY),
        help_text="Parts of the text that are not to filter, as `offers` names them. "
        "For words alone.",
    )
    limit = serializers.IntegerField(min_value=1, max_value=MOST_ANSWERS, default=12)

    def validate(self, sent: dict[str, Any]) -> dict[str, Any]:
        if not (sent["text"].strip() or sent.get("images")):
            raise ValidationError("Give a text, or images, or both.")
        if "weights" in sent and len(sent["weights"]) != len(sent.get("images", [])):
            raise ValidationError({"weights": ["As many as there are images, please."]})
        if sent.get("images") and sent.get("ignore"):
            raise ValidationError({"ignore": ["Beside images, leave the words out of the text."]})
        return sent


class PhotoToSearchSerializer(serializers.Serializer):
    photo = serializers.FileField(
        required=False, allow_empty_file=True, use_url=False,
        help_text="JPEG, PNG, WebP, AVIF or HEIF; 10 MB at most.",
    )  # fmt: skip
    url = Text(required=False, max_length=500, help_text="Or where one lies: https, public.")
    size = several(Text(max_length=20), help_text="What she wears, once for each.")
    limit = serializers.IntegerField(min_value=1, max_value=MOST_ANSWERS, default=6)

    def validate(self, sent: dict[str, Any]) -> dict[str, Any]:
        if ("photo" in sent) == ("url" in sent):
            raise ValidationError("Give a photo, or the url of one.")
        return sent


class LikeSerializer(serializers.Serializer):
    product = ProductSerializer()
    similarity = serializers.FloatField(
        allow_null=True, help_text="Cosine with what was searched, -1 to 1; null for words alone."
    )
    image = serializers.CharField(
        allow_null=True, help_text="Id of the image that it is most like; null for words alone."
    )


class GarmentSerializer(serializers.Serializer):
    id = serializers.CharField(source="garment.key")
    number = serializers.IntegerField(source="garment.number")
    kind = serializers.CharField(
        source="garment.kind",
        help_text="top, layer, dress, bottom, shoes, bag, accessory; empty where not known.",
    )
    types = serializers.ListField(source="garment.types", child=serializers.CharField())
    colours = serializers.ListField(source="garment.colours", child=serializers.CharField())
    confidence = serializers.FloatField(source="garment.confidence", help_text="0 to 1.")
    box = serializers.ListField(
        source="garment.box", child=serializers.FloatField(), min_length=4, max_length=4,
        help_text="Left, top, right, bottom as shares of the upright photo.",
    )  # fmt: skip
    outline = serializers.ListField(
        source="garment.outline",
        child=serializers.ListField(
            child=serializers.ListField(child=serializers.FloatField(), min_length=2, max_length=2)
        ),
        help_text="Polygons of x, y as shares.",
    )
    results = LikeSerializer(many=True)


class PhotoFoundSerializer(serializers.Serializer):
    id = serializers.CharField(source="photo.pk")
    kept_until = serializers.DateTimeField(source="photo.kept_until")
    width = serializers.IntegerField(source="photo.width")
    height = serializers.IntegerField(source="photo.height")
    garments = GarmentSerializer(many=True)


class UnderstoodSerializer(serializers.Serializer):
    colours = serializers.ListField(child=serializers.CharField(), help_text="Filtered by.")
    types = serializers.ListField(child=serializers.CharField(), help_text="Filtered by.")
    sections = serializers.ListField(child=serializers.CharField(), help_text="Filtered by.")
    genders = serializers.ListField(child=serializers.CharField(), help_text="Filtered by.")
    brands = serializers.ListField(child=serializers.CharField(), help_text="Filtered by.")
    sizes = serializers.ListField(child=serializers.CharField(), help_text="Filtered by.")
    not_colours = serializers.ListField(child=serializers.CharField(), help_text="Left out.")
    not_types = serializers.ListField(child=serializers.CharField(), help_text="Left out.")
    not_brands = serializers.ListField(child=serializers.CharField(), help_text="Left out.")
    price_from = serializers.DecimalField(max_digits=10, decimal_places=2, allow_null=True)
    price_to = serializers.DecimalField(max_digits=10, decimal_places=2, allow_null=True)
    rest = serializers.CharField(help_text="What only the pictures' meaning can answer.")


class OfferSerializer(serializers.Serializer):
    ignore = serializers.ListField(
        child=serializers.CharField(), help_text="To be sent as `ignore` with the same text."
    )
    count = serializers.IntegerField(
        help_text=f"Products in stock then; {MOST_COUNTED + 1} stands for more as well."
    )


class SearchedSerializer(serializers.Serializer):
    understood = UnderstoodSerializer()
    note = serializers.CharField(help_text="What was given up to find anything; usually empty.")
    results = LikeSerializer(many=True)
    offers = OfferSerializer(
        many=True,
        help_text="What can be let go where nothing in stock is all that words alone say, what "
        "keeps most away first; usually empty.",
    )
