"""`manage.py clear_bags`: for the same nightly hour as Django's own `clearsessions`."""

from __future__ import annotations

from typing import Any

from django.core.management.base import BaseCommand

from shop.bag.models import Bag


class Command(BaseCommand):
    help = "Delete the bags whose shoppers' sessions have ended."

    def handle(self, *args: Any, **options: Any) -> None:
        _, rows = Bag.objects.forgotten().delete()
        self.stdout.write(f"{rows.get('bag.Bag', 0)} forgotten bags deleted.")
