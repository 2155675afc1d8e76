"""Learns what goes with what, from outfits that people put together."""

from __future__ import annotations

from argparse import ArgumentParser
from pathlib import Path
from typing import TYPE_CHECKING, Any

from django.core.management.base import BaseCommand, CommandError
from tqdm import tqdm

from recommender.outfits.co_purchases import pairs_bought
from recommender.outfits.looks import looks_as_outfits
from recommender.outfits.scorer import SHIPPED

if TYPE_CHECKING:
    from recommender.training.outfit_data import Outfit


class Command(BaseCommand):
    help = (
        "Learn which garments go together: from named outfits, the shop's own looks, and what was "
        "bought together. Name at least one of them."
    )
    requires_system_checks = []

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--outfits", type=Path, metavar="FILE.json")
        parser.add_argument("--looks", action="store_true", help="the shop's published looks")
        parser.add_argument(
            "--copurchases", type=Path, metavar="FILE.csv", help="as export_copurchases writes it"
        )
        parser.add_argument(
            "--out", type=Path, default=SHIPPED.parent, metavar="DIR",
            help="where outfits.npz goes; the shop reads the one in %(default)s",
        )  # fmt: skip
        parser.add_argument("--seed", type=int, default=7)

    def handle(self, *args: Any, **options: Any) -> None:
        from recommender.training.outfit_training import Recipe, train

        try:
            outfits = list(gathered(options))
            recipe = Recipe()
            with tqdm(total=recipe.members * recipe.epochs, desc="learning", unit="epoch") as bar:
                scorer = train(outfits, recipe, options["seed"], bar.update)
            options["out"].mkdir(parents=True, exist_ok=True)
            scorer.save(options["out"] / SHIPPED.name)
        except (ValueError, OSError) as error:
            raise CommandError(str(error)) from error
        self.stdout.write(f"Learned from {len(outfits):,} outfits: {options['out'] / SHIPPED.name}")


def gathered(options: dict[str, Any]) -> list[Outfit]:
    from recommender.training.outfit_data import Outfit, read_outfits

    outfits = read_outfits(options["outfits"]) if options["outfits"] else []
    if options["looks"]:
        outfits += [Outfit(f"look {pk}", worn) for pk, worn in looks_as_outfits()]
    if options["copurchases"]:
        pairs = pairs_bought(options["copurchases"])
        outfits += [Outfit(name, pair, is_whole=False) for name, pair in pairs]
    return outfits
