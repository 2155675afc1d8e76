"""The database router: a page that may be stale reads the replica, else the primary."""

from __future__ import annotations

from typing import Any

from django.db import DEFAULT_DB_ALIAS, connections
from django.db.models import Model

from shop.replica import REPLICA
from shop.replica.pages import note_write, reads_replica

#: The rooms whose rows may be stale. Bags, orders, sessions and accounts never are.
ROOMS = frozenset({"catalog", "recommender"})


class ReplicaRouter:
    """Always names a database: an object that was read from the replica is never written there."""

    def db_for_read(self, model: type[Model], **hints: Any) -> str:
        if model._meta.app_label in ROOMS and reads_replica() and not in_transaction():
            return REPLICA
        return DEFAULT_DB_ALIAS

    def db_for_write(self, model: type[Model], **hints: Any) -> str:
        note_write()
        return DEFAULT_DB_ALIAS

    def allow_relation(self, one: Model, other: Model, **hints: Any) -> bool:
        return True  # two connections to one shop

    def allow_migrate(self, db: str, app_label: str, **hints: Any) -> bool | None:
        return False if db == REPLICA else None


def in_transaction() -> bool:
    return connections[DEFAULT_DB_ALIAS].in_atomic_block
