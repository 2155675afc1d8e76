"""`manage.py api_key NAME --scope alerts`: a key for an integrator, shown once."""

from __future__ import annotations

from typing import Any

from django.core.management.base import BaseCommand, CommandParser

from shop.api.models import ApiKey, Scope


class Command(BaseCommand):
    help = "Make a key for the API and write it out, this once."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("name", help="Whose it is, or what uses it.")
        parser.add_argument("--scope", action="append", choices=Scope.values, required=True)

    def handle(self, *args: Any, **options: Any) -> None:
        _, text = ApiKey.objects.issue(options["name"], options["scope"])
        self.stdout.write(text)
