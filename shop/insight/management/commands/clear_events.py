"""`manage.py clear_events`: what beat does each hour, by hand."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandParser

from shop.insight.totals import clear_events


class Command(BaseCommand):
    help = "Count the events of the days that are over, and delete those older than so many days."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument(
            "--older-than", type=int, default=settings.EVENT_DAYS, metavar="DAYS", dest="days"
        )

    def handle(self, *args: Any, **options: Any) -> None:
        self.stdout.write(f"{clear_events(options['days'])} events deleted.")
