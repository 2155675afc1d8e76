"""`manage.py check`: do settings name encoders; with `--database default`, is search quick?"""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.core.checks import CheckMessage, Error, Tags, Warning, register
from django.db import DatabaseError, connections

from recommender.encoder_identity import EncoderNotFound, local_folder, photo_encoder

#: Below so many pages a table is read in no time, whatever vacuum has seen of it.
SMALL = 1_000
LEAST_VISIBLE = 0.7
PAGES = """
    SELECT c.relpages, c.relallvisible,
           (SELECT count(*) FROM pg_index i WHERE i.indrelid = c.oid AND NOT i.indisvalid)
    FROM pg_class c WHERE c.oid = to_regclass('product_search')
"""


@register()
def photo_encoder_is_one(**kwargs: Any) -> list[CheckMessage]:
    try:
        if name := photo_encoder(settings.ENCODER, settings.PHOTO_ENCODER):
            local_folder(name)
    except EncoderNotFound as error:
        return [Error(str(error).replace("ENCODER=", "PHOTO_ENCODER=", 1), id="recommender.E001")]
    return []


@register(Tags.database)
def searches_are_quick(databases: Any = None, **kwargs: Any) -> list[CheckMessage]:
    return [warning for alias in databases or [] for warning in looked_at(alias)]


def looked_at(alias: str) -> list[CheckMessage]:
    try:
        with connections[alias].cursor() as cursor:
            cursor.execute(PAGES)
            row = cursor.fetchone()
    except DatabaseError:
        return []  # Django's own checks say so better
    return warnings(*row) if row else []  # no row: not migrated yet


def warnings(pages: int, visible: int, broken: int) -> list[CheckMessage]:
    found: list[CheckMessage] = []
    if pages >= SMALL and visible < LEAST_VISIBLE * pages:
        found.append(
            Warning(
                f"vacuum has seen {visible} of {pages} pages of product_search since they changed:"
                " exact searches read the table instead of the index alone.",
                hint="Run VACUUM product_search, and see why autovacuum does not keep up.",
                id="recommender.W001",
            )
        )
    if broken:
        found.append(
            Warning(
                f"{broken} index(es) of product_search were never finished.",
                hint="The worker drops and builds them within a minute; is it running?",
                id="recommender.W002",
            )
        )
    return found
