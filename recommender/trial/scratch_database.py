"""A database and a media folder of their own, dropped afterwards."""

from __future__ import annotations

import os
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager

from django.conf import settings
from django.db import connection
from django.test.utils import override_settings

from recommender.search import estimate


@contextmanager
def scratch_database(**overridden: object) -> Iterator[None]:
    """An empty shop beside the real one, on the same server, with the settings given.

    Raises DatabaseError where the account may not create databases.
    """
    shop = settings.DATABASES["default"]["NAME"]
    connection.settings_dict.setdefault("TEST", {})["NAME"] = f"understudy_trial_{os.getpid()}"
    connection.creation.create_test_db(verbosity=0, autoclobber=True, serialize=False)
    estimate.forget_samples()
    try:
        with (
            tempfile.TemporaryDirectory() as media,
            override_settings(MEDIA_ROOT=media, DEBUG=False, **overridden),
        ):
            yield
    finally:
        connection.creation.destroy_test_db(shop, verbosity=0)
        estimate.forget_samples()
