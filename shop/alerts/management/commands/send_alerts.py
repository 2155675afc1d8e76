"""`manage.py send_alerts`: what workers do when beat calls them, by hand or for good."""

from __future__ import annotations

import time
from typing import Any

from django.core.management.base import BaseCommand, CommandParser

from shop.alerts.telling import call_for, tell_for

#: Seconds for letters, then for calls, then for letters again.
SPELL = 60.0


class Command(BaseCommand):
    help = "Tell those who wait for something that is back, and send what else is to be written."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument(
            "--every", type=float, metavar="SECONDS", help="Go on until stopped, so often."
        )

    def handle(self, *args: Any, **options: Any) -> None:
        while True:
            sent = tell_for(SPELL)
            called = call_for(SPELL)
            self.stdout.write(f"{sent} letters sent, {called} calls made.")
            if not options["every"]:
                return
            time.sleep(options["every"])
