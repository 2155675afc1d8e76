"""The API's description (OpenAPI 3.1) and its page to try it on."""

from __future__ import annotations

from typing import Any

from csp.constants import SELF, UNSAFE_INLINE
from csp.decorators import csp_replace
from drf_spectacular.utils import OpenApiExample, OpenApiParameter, OpenApiResponse
from drf_spectacular.views import SpectacularAPIView, SpectacularSwaggerSplitView

from shop.api.examples import AT_WORK, KEY_REUSED, NO_KEY, NOT_FOUND, THROTTLED, WRONG_SCOPE
from shop.api.problems import DETAILS, MEDIA_TYPE, ProblemSerializer

schema = SpectacularAPIView.as_view()
# Swagger UI writes style attributes; the shop's own pages need none.
docs = csp_replace({"style-src": [SELF, UNSAFE_INLINE]})(
    SpectacularSwaggerSplitView.as_view(url_name="api-schema")
)


def refused(description: str, *examples: OpenApiExample) -> OpenApiResponse:
    return OpenApiResponse(ProblemSerializer, description, list(examples))


_BUSY = {(429, MEDIA_TYPE): refused("Too many requests; Retry-After says when again.", THROTTLED)}
MAY_FAIL = {(400, MEDIA_TYPE): refused("A parameter cannot be used."), **_BUSY}
MAY_MISS = {(404, MEDIA_TYPE): refused("There is no such product on sale.", NOT_FOUND), **_BUSY}
WITH_KEY = {
    **MAY_FAIL,
    (401, MEDIA_TYPE): refused("No key, or one that opens nothing.", NO_KEY),
    (403, MEDIA_TYPE): refused("The key has not the scope for this.", WRONG_SCOPE),
    (409, MEDIA_TYPE): refused("The same request is being worked on.", AT_WORK),
    (422, MEDIA_TYPE): refused("The Idempotency-Key came with another request before.", KEY_REUSED),
}
WITH_PUBLIC_KEY = {
    (401, MEDIA_TYPE): refused("No public key, or one that opens nothing."),
    (403, MEDIA_TYPE): refused("The key is not for pages of this origin."),
}

SIZE = OpenApiParameter(
    "size",
    str,
    required=True,
    description="A size the product comes in, as its list of sizes writes it.",
)
LIMIT = OpenApiParameter(
    "limit", {"type": "integer", "minimum": 1}, description="How many answers at most, 1 to 24."
)

#: What any address may answer, whatever it is about; with a body, more.
_ANYWHERE = {
    "400": "The request cannot be read.",
    "403": DETAILS[403],
    "404": DETAILS[404],
    "406": "There is nothing in a format that Accept names.",
    "500": DETAILS[500],
    "503": DETAILS[503],
}
_WITH_BODY = {"413": DETAILS[413], "415": "Send JSON; a photo as multipart/form-data."}


def with_what_any_may_answer(result: dict[str, Any], **kwargs: Any) -> dict[str, Any]:
    """drf-spectacular's hook: the refusals that no view can say of itself, described once."""
    shared = result["components"]["responses"] = {}
    content = {MEDIA_TYPE: {"schema": {"$ref": "#/components/schemas/Problem"}}}
    for status, description in (_ANYWHERE | _WITH_BODY).items():
        shared[f"Problem{status}"] = {"description": description, "content": content}
    for path in result["paths"].values():
        for operation in path.values():
            statuses = [*_ANYWHERE, *(_WITH_BODY if "requestBody" in operation else {})]
            refs = {each: {"$ref": f"#/components/responses/Problem{each}"} for each in statuses}
            operation["responses"] = dict(sorted({**refs, **operation["responses"]}.items()))
    return result
