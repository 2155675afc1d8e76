"""Draws the street scenes that a shopper may try a search with photos on."""

from __future__ import annotations

from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand
from PIL import Image

from catalog.demo.scenes import demo_scenes

SIZE = (600, 800)


class Command(BaseCommand):
    help = "Draw the street scenes of the photo search (static/storefront/scenes in this project)."
    requires_system_checks = []

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--out", required=True, type=Path, metavar="DIR")

    def handle(self, *args: Any, out: Path, **options: Any) -> None:
        out.mkdir(parents=True, exist_ok=True)
        for scene in demo_scenes():
            picture = scene.draw().resize(SIZE, Image.Resampling.LANCZOS)
            picture.save(out / f"{scene.name}.jpg", quality=82, optimize=True)
            self.stdout.write(f"{scene.name}.jpg")
