"""The API's description (OpenAPI 3) and its page to try it on."""

from __future__ import annotations

from csp.constants import SELF, UNSAFE_INLINE
from csp.decorators import csp_replace
from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import OpenApiExample, OpenApiParameter, OpenApiResponse
from drf_spectacular.views import SpectacularAPIView, SpectacularSwaggerSplitView

from shop.api.errors import ErrorSerializer
from shop.api.examples import AT_WORK, KEY_REUSED, NO_KEY, NOT_FOUND, THROTTLED, WRONG_SCOPE

schema = SpectacularAPIView.as_view()
# Swagger UI writes style attributes; the shop's own pages need none.
docs = csp_replace({"style-src": [SELF, UNSAFE_INLINE]})(
    SpectacularSwaggerSplitView.as_view(url_name="api-schema")
)


def refused(description: str, *examples: OpenApiExample) -> OpenApiResponse:
    return OpenApiResponse(ErrorSerializer, description, list(examples))


_BUSY = {429: refused("Too many requests; Retry-After says when again.", THROTTLED)}
MAY_FAIL = {400: refused("A parameter cannot be used."), **_BUSY}
MAY_MISS = {404: refused("There is no such product on sale.", NOT_FOUND), **_BUSY}
WITH_KEY = {
    **MAY_FAIL,
    401: refused("No key, or one that opens nothing.", NO_KEY),
    403: refused("The key has not the scope for this.", WRONG_SCOPE),
    409: refused("The same request is being worked on.", AT_WORK),
    422: refused("The Idempotency-Key came with another request before.", KEY_REUSED),
}

SIZE = OpenApiParameter(
    "size",
    str,
    required=True,
    description="A size the product comes in, as its list of sizes writes it.",
)
LIMIT = OpenApiParameter(
    "limit", OpenApiTypes.INT, description="How many answers at most, 1 to 24."
)
