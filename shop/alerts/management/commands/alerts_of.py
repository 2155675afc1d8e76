"""`manage.py alerts_of ada@example.org`: what is kept about somebody, and its end."""

from __future__ import annotations

import json
from typing import Any

from django.core.exceptions import ValidationError
from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.core.serializers.json import DjangoJSONEncoder

from shop.alerts.addresses import normalised
from shop.alerts.personal_data import erase, exported, suppress


class Command(BaseCommand):
    help = "Write out as JSON what is kept about an address; or erase it; or never write to it."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("address")
        what = parser.add_mutually_exclusive_group()
        what.add_argument("--erase", action="store_true", help="Delete all of it.")
        what.add_argument("--bounced", action="store_true", help="Its mail came back.")

    def handle(self, *args: Any, **options: Any) -> None:
        try:
            address = normalised(options["address"])
        except ValidationError as error:
            raise CommandError(error.messages[0]) from error
        if options["bounced"]:
            suppress(address)
        elif options["erase"]:
            self.stdout.write("Erased." if erase(address) else "There was nothing.")
        else:
            self.stdout.write(json.dumps(exported(address), cls=DjangoJSONEncoder, indent=2))
