"""Requests that come with a key: whose it is, what it may do, how often."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.contrib.auth.models import AnonymousUser
from drf_spectacular.extensions import OpenApiAuthenticationExtension
from rest_framework.authentication import BaseAuthentication
from rest_framework.exceptions import AuthenticationFailed
from rest_framework.permissions import BasePermission
from rest_framework.request import Request
from rest_framework.throttling import AnonRateThrottle, SimpleRateThrottle
from rest_framework.views import APIView

from shop.api.models import ApiKey, Scope


class KeyAuthentication(BaseAuthentication):
    """`Authorization: Bearer us_…`"""

    def authenticate(self, request: Request) -> tuple[AnonymousUser, ApiKey] | None:
        kind, _, text = request.headers.get("Authorization", "").partition(" ")
        if kind.lower() != "bearer":
            return None
        key = ApiKey.objects.opened_by(text.strip())
        if key is None:
            raise AuthenticationFailed("This key opens nothing. It may have been replaced.")
        key.note_use()
        return AnonymousUser(), key

    def authenticate_header(self, request: Request) -> str:
        return "Bearer"


class KeyScheme(OpenApiAuthenticationExtension):
    target_class = KeyAuthentication
    name = "key"

    def get_security_definition(self, auto_schema: Any) -> dict[str, str]:
        return {"type": "http", "scheme": "bearer", "description": "A key the shop has given you."}


def key_of(request: Request) -> ApiKey:
    """Of a request that a permission has let in."""
    assert isinstance(request.auth, ApiKey)  # noqa: S101 - `may` lets nobody else in
    return request.auth


def may(scope: Scope) -> type[BasePermission]:
    """The permission of keys with this scope."""

    class HasScope(BasePermission):
        message = f"This needs a key with the scope “{scope}”."

        def has_permission(self, request: Request, view: Any) -> bool:
            return isinstance(request.auth, ApiKey) and scope in request.auth.scopes

    return HasScope


class KeyThrottle(SimpleRateThrottle):
    """By key; counted per web process, like all rates."""

    scope = "key"

    def get_rate(self) -> str:
        return settings.API_RATE_KEY

    def get_cache_key(self, request: Request, view: Any) -> str | None:
        if not isinstance(request.auth, ApiKey):
            return None
        return self.cache_format % {"scope": self.scope, "ident": request.auth.pk}


class StrangerThrottle(AnonRateThrottle):
    """By address, for who comes without a key."""

    def get_cache_key(self, request: Request, view: Any) -> str | None:
        return None if isinstance(request.auth, ApiKey) else super().get_cache_key(request, view)


class WithKey(APIView):  # a docstring would be each address's description
    authentication_classes = [KeyAuthentication]
    throttle_classes = [KeyThrottle, StrangerThrottle]
