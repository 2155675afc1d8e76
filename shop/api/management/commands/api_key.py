"""`manage.py api_key NAME --scope alerts`: a key for an integrator, shown once.

With `--origin https://www.nordlys.example` a public one, for the widget in pages of that origin.
"""

from __future__ import annotations

from typing import Any

from django.core.exceptions import ValidationError
from django.core.management.base import BaseCommand, CommandError, CommandParser

from shop.api.models import ApiKey, Scope
from shop.api.origins import origin_of


class Command(BaseCommand):
    help = "Make a key for the API and write it out, this once."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("name", help="Whose it is, or what uses it.")
        secret = [scope.value for scope in Scope if scope is not Scope.READ]
        parser.add_argument("--scope", action="append", choices=secret, default=[])
        parser.add_argument(
            "--origin", action="append", default=[], help="A public key, for pages of this origin."
        )
        parser.add_argument("--contact", default="", help="Who is written to when calls fail.")

    def handle(self, *args: Any, **options: Any) -> None:
        if bool(options["scope"]) == bool(options["origin"]):
            raise CommandError("Give --scope for a secret key, or --origin for a public one.")
        if options["origin"]:
            self.stdout.write(self.published(options["name"], options["origin"]))
            return
        self.stdout.write(self.issued(options["name"], options["scope"], options["contact"]))

    def issued(self, name: str, scopes: list[str], contact: str) -> str:
        try:
            return ApiKey.objects.issue(name, scopes, contact)[1]
        except ValidationError as error:
            raise CommandError(error.messages[0]) from error

    def published(self, name: str, origins: list[str]) -> str:
        try:
            return ApiKey.objects.publish(name, [origin_of(each) for each in origins]).public_text
        except ValidationError as error:
            raise CommandError(error.messages[0]) from error
