"""The API's description (OpenAPI 3) and its page to try it on."""

from __future__ import annotations

from csp.constants import SELF, UNSAFE_INLINE
from csp.decorators import csp_replace
from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import OpenApiParameter, OpenApiResponse
from drf_spectacular.views import SpectacularAPIView, SpectacularSwaggerSplitView

from shop.api.errors import ErrorSerializer

schema = SpectacularAPIView.as_view()
# Swagger UI writes style attributes; the shop's own pages need none.
docs = csp_replace({"style-src": [SELF, UNSAFE_INLINE]})(
    SpectacularSwaggerSplitView.as_view(url_name="api-schema")
)

_BUSY = {429: OpenApiResponse(ErrorSerializer, "Too many requests; Retry-After says when again.")}
MAY_FAIL = {400: OpenApiResponse(ErrorSerializer, "A parameter cannot be used."), **_BUSY}
MAY_MISS = {404: OpenApiResponse(ErrorSerializer, "There is no such product on sale."), **_BUSY}

SIZE = OpenApiParameter(
    "size",
    str,
    required=True,
    description="A size the product comes in, as its list of sizes writes it.",
    examples=[],
)
LIMIT = OpenApiParameter(
    "limit", OpenApiTypes.INT, description="How many answers at most, 1 to 24."
)
