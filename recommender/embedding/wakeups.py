"""Telling a worker, after commit, that products may wait for a vector.

Only a hint. The embedding row is the job, and the sweep of Celery beat finds what a lost hint
missed.
"""

from __future__ import annotations

from typing import Any

from django.db import transaction
from django.db.models.signals import post_delete, post_save

from catalog.hints import send_hint


def wake_embedders() -> None:
    """Send one hint now."""
    from recommender.tasks import embed_waiting

    send_hint(embed_waiting)


def wake_after_commit(**kwargs: Any) -> None:
    transaction.on_commit(wake_embedders)


def wake_now(**kwargs: Any) -> None:
    wake_embedders()


def connect() -> None:
    from catalog.models import ProductImage
    from catalog.signals import products_imported

    post_save.connect(wake_after_commit, ProductImage, dispatch_uid="wake_on_photo_saved")
    post_delete.connect(wake_after_commit, ProductImage, dispatch_uid="wake_on_photo_deleted")
    products_imported.connect(wake_now, dispatch_uid="wake_on_import")
