"""Learns what goes with what, from outfits that people put together."""

from __future__ import annotations

from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from tqdm import tqdm

from recommender.outfits.looks import looks_as_outfits
from recommender.outfits.scorer import SHIPPED


class Command(BaseCommand):
    help = "Learn which garments go together, from named outfits and the shop's own looks."
    requires_system_checks = []

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--outfits", required=True, type=Path, metavar="FILE.json")
        parser.add_argument("--looks", action="store_true", help="the shop's published looks too")
        parser.add_argument(
            "--out", type=Path, default=SHIPPED.parent, metavar="DIR",
            help="where outfits.npz goes; the shop reads the one in %(default)s",
        )  # fmt: skip
        parser.add_argument("--seed", type=int, default=7)

    def handle(self, *args: Any, **options: Any) -> None:
        from recommender.training.outfit_data import Outfit, read_outfits
        from recommender.training.outfit_training import Recipe, train

        try:
            outfits = read_outfits(options["outfits"])
            if options["looks"]:
                outfits += [Outfit(f"look {pk}", worn) for pk, worn in looks_as_outfits()]
            recipe = Recipe()
            with tqdm(total=recipe.members * recipe.epochs, desc="learning", unit="epoch") as bar:
                scorer = train(outfits, recipe, options["seed"], bar.update)
            options["out"].mkdir(parents=True, exist_ok=True)
            scorer.save(options["out"] / SHIPPED.name)
        except (ValueError, OSError) as error:
            raise CommandError(str(error)) from error
        self.stdout.write(f"Learned from {len(outfits):,} outfits: {options['out'] / SHIPPED.name}")
