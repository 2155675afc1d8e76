"""`POST /api/v1/search/photo/` and `/api/v1/search/`: photos, words, both."""

from __future__ import annotations

from typing import Any

from drf_spectacular.utils import extend_schema
from rest_framework.exceptions import APIException, ValidationError
from rest_framework.parsers import MultiPartParser
from rest_framework.permissions import AllowAny
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from catalog.photos import DarkroomBroken, PhotoRefused
from shop.api.documentation import MAY_FAIL
from shop.photo_search.api import examples
from shop.photo_search.api.shapes import (
    PhotoFoundSerializer,
    PhotoToSearchSerializer,
    SearchedSerializer,
    ToSearchSerializer,
    filters_in,
)
from shop.photo_search.asking import USUAL_WEIGHT, Asked, Piece, garments_called
from shop.photo_search.fetching import fetched
from shop.photo_search.finding import Match, find
from shop.photo_search.line import Busy
from shop.photo_search.models import SearchGarment, SearchPhoto
from shop.photo_search.taking_in import EncoderAway, take_in
from shop.photo_search.throttling import PhotosThrottle
from shop.photo_search.words_alone import find_in_words
from shop.storefront.filters import Filters


class LineIsFull(APIException):
    status_code = 503
    default_code = "busy"

    def __init__(self, seconds: int) -> None:
        super().__init__(f"Several photos are being looked at. Try again in {seconds} seconds.")
        self.wait = seconds


class EyesAway(APIException):
    status_code = 503
    default_code = "away"
    default_detail = "Photos cannot be looked at just now. Words alone can be searched."
    wait = 60


class SearchPhotoView(APIView):
    permission_classes = [AllowAny]
    parser_classes = [MultiPartParser]
    throttle_classes = [PhotosThrottle]

    @extend_schema(
        operation_id="search_photo",
        summary="The garments in a photo, and what is like each in stock",
        description=(
            "The photo is kept for less than an hour, without its metadata; until then its ids "
            "can be searched with again. 503 with `busy` and Retry-After while too many photos "
            "are being looked at."
        ),
        request={"multipart/form-data": PhotoToSearchSerializer},
        responses={200: PhotoFoundSerializer, **MAY_FAIL},
        examples=[examples.PHOTO_FOUND],
    )
    def post(self, request: Request) -> Response:
        sent = PhotoToSearchSerializer(data=request.data)
        sent.is_valid(raise_exception=True)
        asked = sent.validated_data
        photo = photo_in(asked)
        filters = filters_in({"size": asked.get("size", [])})
        found = [
            {"garment": garment, "results": results(find(alone(garment, filters), asked["limit"]))}
            for garment in photo.garments.select_related("encoder", "photo")
        ]
        return answer(PhotoFoundSerializer, {"photo": photo, "garments": found}, request, self)


class SearchView(APIView):
    permission_classes = [AllowAny]

    @extend_schema(
        operation_id="search",
        summary="What is in stock like images, changed by words; or words alone",
        description=(
            "Images together are searched by the mean of their vectors; words turn it. Colours, "
            "types, brands, sizes, whom it is for and a price in the words filter as well, where "
            "`filters` says nothing of them, and are told as `understood`. Where nothing in stock "
            "is all that words alone say, `offers` tells how much there is without a part of "
            "them; the results are those of the first, and `note` says so."
        ),
        request=ToSearchSerializer,
        responses={200: SearchedSerializer, **MAY_FAIL},
        examples=[examples.TO_SEARCH, examples.SEARCHED],
    )
    def post(self, request: Request) -> Response:
        sent = ToSearchSerializer(data=request.data)
        sent.is_valid(raise_exception=True)
        asked = sent.validated_data
        filters = filters_in(asked.get("filters", {}))
        if not asked.get("images"):
            ignore, k = asked.get("ignore", []), asked["limit"]
            said = find_in_words(asked["text"], filters, ignore, k)
            content = {"understood": said.wish, "note": said.note, "results": said.rows}
            content["offers"] = said.offered
        else:
            pieces = pieces_named(asked["images"], asked.get("weights"))
            found = find(Asked(pieces, asked["text"].strip(), filters, kept=()), asked["limit"])
            content = {"understood": found.wish, "note": found.note, "results": results(found)}
            content["offers"] = []
        return answer(SearchedSerializer, content, request, self)


def photo_in(asked: dict[str, Any]) -> SearchPhoto:
    try:
        return take_in(fetched(asked["url"]) if "url" in asked else asked["photo"].file)
    except PhotoRefused as refusal:
        field = "url" if "url" in asked else "photo"
        raise ValidationError({field: [f"Refused: {refusal.reason}."]}) from None
    except Busy as busy:
        raise LineIsFull(busy.seconds) from None
    except (DarkroomBroken, EncoderAway):
        raise EyesAway from None


def alone(garment: SearchGarment, filters: Filters) -> Asked:
    return Asked((Piece(garment),), "", filters, kept=())


def pieces_named(ids: list[str], weights: list[float] | None) -> tuple[Piece, ...]:
    """Raises ValidationError that names the photos that are there no more."""
    keys = [each if "." in each else f"{each}.1" for each in ids]
    found = garments_called(keys)
    if missing := [each for each, key in zip(ids, keys, strict=True) if key not in found]:
        said = [f"There is no image {each} any more." for each in missing]
        raise ValidationError({"images": said})
    if len({found[key].photo_id for key in keys}) < len(keys):
        raise ValidationError({"images": ["One garment of each photo, please."]})
    shares = weights or [1.0] * len(keys)
    return tuple(
        Piece(found[key], share * USUAL_WEIGHT) for key, share in zip(keys, shares, strict=True)
    )


def results(found: Any) -> list[dict[str, Any]]:
    return [as_row(match) for match in found.matches]


def as_row(match: Match) -> dict[str, Any]:
    similarity, image = match.similarity, match.like.key
    return {"product": match.product, "similarity": similarity, "image": image}


def answer(shape: type, content: Any, request: Request, view: APIView) -> Response:
    return Response(shape(content, context={"request": request, "view": view}).data)
