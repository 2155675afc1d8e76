"""The database after a story that committed: empty again, but for what each story finds in it.

Django would empty the permissions as well and make those of all models anew each time, which takes
longer than most stories do.
"""

from __future__ import annotations

from django.db import connections, transaction
from django.test import TransactionTestCase

#: As migrations leave them; what refers to them is emptied.
KEPT = {"auth_permission", "django_content_type"}


def empty(test: TransactionTestCase) -> None:
    """Every table of the shop, as `flush` does."""
    for name in test._databases_names(include_mirrors=False):
        connection = connections[name]
        tables = {*connection.introspection.django_table_names(only_existing=True)} - KEPT
        quoted = ", ".join(map(connection.ops.quote_name, sorted(tables)))
        with transaction.atomic(using=name), connection.cursor() as cursor:
            cursor.execute(f"TRUNCATE {quoted}")


TransactionTestCase._fixture_teardown = empty
