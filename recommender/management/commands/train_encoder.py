"""Train an encoder on product pictures and names."""

from __future__ import annotations

from argparse import ArgumentParser, Namespace
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from recommender.training.options import add_arguments, train_from


class Command(BaseCommand):
    help = (
        "Train an encoder on product pictures and names and export it as a folder that "
        "ENCODER can name. Killed, it goes on with --resume."
    )
    requires_system_checks = []

    def add_arguments(self, parser: ArgumentParser) -> None:
        add_arguments(parser)

    def handle(self, *args: Any, **options: Any) -> None:
        try:
            folder = train_from(Namespace(**options), report=self.say)
        except KeyboardInterrupt as interrupt:
            raise CommandError(
                "Interrupted. The same command with --resume goes on."
            ) from interrupt
        except (ValueError, OSError) as error:
            raise CommandError(str(error)) from error
        self.stdout.write(f"Exported to {folder}. To use it: ENCODER={folder.resolve()}")

    def say(self, line: str) -> None:
        self.stdout.write(line)
        self.stdout.flush()
