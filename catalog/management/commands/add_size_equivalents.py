"""Equivalents of sizes on other scales, as shops' charts have them."""

from __future__ import annotations

from typing import Any

from django.core.management.base import BaseCommand

from catalog.usual_equivalents import add_usual_equivalents


class Command(BaseCommand):
    help = (
        "Note which sizes of the shop's scales fit the same person (EU 39 is UK 6), as shops' "
        "charts have them. Rows that are there already stay as they are; edit them in the admin."
    )

    def handle(self, *args: Any, **options: Any) -> None:
        self.stdout.write(f"{add_usual_equivalents()} equivalents added.")
