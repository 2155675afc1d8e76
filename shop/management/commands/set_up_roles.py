"""`manage.py set_up_roles`: the groups of staff, as docs/running.md has them."""

from __future__ import annotations

from typing import Any

from django.core.management.base import BaseCommand, CommandParser

from shop.roles import set_up_roles


class Command(BaseCommand):
    help = "Make the groups Merchandiser, Support and Owner where they are missing."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument(
            "--again", action="store_true", help="Give all three the rights they began with."
        )

    def handle(self, *args: Any, **options: Any) -> None:
        made = set_up_roles(options["again"])
        self.stdout.write(", ".join(made) if made else "All are there.")
