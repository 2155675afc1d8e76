"""Every address of the site, as the resolver has them, with something behind each."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from django.apps import apps
from django.contrib.admindocs.views import extract_views_from_urlpatterns, simplify_regex
from django.urls import get_resolver

PLACE = re.compile(r"<(?:\w+:)?(\w+)>")
OF_A_MODEL = re.compile(r"/admin/(?P<app>\w+)/(?P<model>\w+)/")
#: Stands where nothing better is known: most pages then say that there is no such thing.
NOBODY = "1"


@dataclass(frozen=True)
class Behind:
    """What fills the places of an address: by the address itself, or by the place's name."""

    by_address: Mapping[str, Mapping[str, str]]
    queries: Mapping[str, list[str]]  # by address: "?…" that lead to more than the bare page

    def addresses(self) -> list[str]:
        return sorted({each for route in routes() for each in self.of(route)})

    def of(self, route: str) -> Iterator[str]:
        known = self.by_address.get(route, {})
        path = PLACE.sub(lambda place: known.get(place[1]) or usual(route, place[1]), route)
        yield path
        for query in self.queries.get(route, []):
            yield path + query


def routes() -> list[str]:
    """As "/product/<slug:slug>/"."""
    found = extract_views_from_urlpatterns(get_resolver().url_patterns)
    return [simplify_regex(pattern) for _, pattern, _, _ in found]


def usual(route: str, place: str) -> str:
    """In the admin, the first of the model's rows."""
    if place == "app_label":
        return "catalog"
    match = OF_A_MODEL.match(route)
    if match is None:
        return NOBODY
    try:
        row = apps.get_model(match["app"], match["model"])._default_manager.first()
    except LookupError:
        return NOBODY
    return str(row.pk) if row else NOBODY
