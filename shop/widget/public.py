"""Views for pages of other origins: those that a public key names, and no other.

The key is in the address, so that a browser may ask without asking first (no preflight), and there
are no cookies: neither sent by the widget nor looked at here.
"""

from __future__ import annotations

from typing import Any

from django.contrib.auth.models import AnonymousUser
from django.utils.cache import patch_vary_headers
from drf_spectacular.extensions import OpenApiAuthenticationExtension
from rest_framework.authentication import BaseAuthentication
from rest_framework.exceptions import AuthenticationFailed, PermissionDenied
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from shop.api.keys import may
from shop.api.models import ApiKey, Scope
from shop.api.origins import own_origin

UNKNOWN = "This key opens nothing. It may have been revoked."
ELSEWHERE = "This key is not for pages of {origin}."
#: Seconds for which a browser remembers what it may send.
REMEMBERED = "7200"


class PublicKeyAuthentication(BaseAuthentication):
    """`?key=up_…`, from a page of one of the key's origins, or from none."""

    def authenticate(self, request: Request) -> tuple[AnonymousUser, ApiKey] | None:
        text = request.query_params.get("key", "").replace("\0", "")
        if not text:
            return None
        key = ApiKey.objects.public(text)
        if key is None:
            raise AuthenticationFailed(UNKNOWN)
        key.note_use()
        return AnonymousUser(), key

    def authenticate_header(self, request: Request) -> str:
        return "Key"


class PublicKeyScheme(OpenApiAuthenticationExtension):
    target_class = PublicKeyAuthentication
    name = "public_key"

    def get_security_definition(self, auto_schema: Any) -> dict[str, str]:
        described = "A public key: it may stand in pages of the origins that it names."
        return {"type": "apiKey", "in": "query", "name": "key", "description": described}


class ForOtherPages(APIView):
    authentication_classes = [PublicKeyAuthentication]
    permission_classes = [may(Scope.READ)]

    def initial(self, request: Request, *args: Any, **kwargs: Any) -> None:
        super().initial(request, *args, **kwargs)
        if not self.is_welcome(request):
            raise PermissionDenied(ELSEWHERE.format(origin=request.headers["Origin"]))

    def is_welcome(self, request: Request) -> bool:
        """A browser names the page's origin whenever that is not ours; others need not."""
        origin = request.headers.get("Origin")
        return origin is None or origin in [own_origin(request), *origins_of(request)]

    def check_throttles(self, request: Request) -> None:
        if request.method != "OPTIONS":  # which does nothing
            super().check_throttles(request)

    def options(  # type: ignore[override]  # as all of DRF's
        self, request: Request, *args: Any, **kwargs: Any
    ) -> Response:
        """What a browser asks before it sends JSON."""
        allowed = {"Access-Control-Allow-Methods": ", ".join(self.allowed_methods)}
        allowed |= {"Access-Control-Allow-Headers": "Content-Type"}
        return Response(status=204, headers=allowed | {"Access-Control-Max-Age": REMEMBERED})

    def finalize_response(
        self, request: Request, response: Response, *args: Any, **kwargs: Any
    ) -> Response:
        """Only pages of the key's origins may read what is answered, refusals too."""
        response = super().finalize_response(request, response, *args, **kwargs)
        origin = request.headers.get("Origin")
        if origin in origins_of(request):
            response["Access-Control-Allow-Origin"] = origin
            response["Access-Control-Expose-Headers"] = "Retry-After"
        patch_vary_headers(response, ["Origin"])
        return response


def origins_of(request: Request) -> list[str]:
    """Of the key it came with, if that has been found good."""
    key = getattr(request, "_auth", None)  # `auth` would look for a key again
    return key.origins if isinstance(key, ApiKey) else []
