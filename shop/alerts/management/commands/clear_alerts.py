"""`manage.py clear_alerts`: for the same nightly hour as Django's own `clearsessions`."""

from __future__ import annotations

from typing import Any

from django.core.management.base import BaseCommand

from shop.alerts.personal_data import forget_the_old


class Command(BaseCommand):
    help = "Delete alerts that are over, letters whose link is old, and addresses with neither."

    def handle(self, *args: Any, **options: Any) -> None:
        self.stdout.write(f"{forget_the_old()} rows deleted.")
