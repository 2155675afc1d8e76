"""Embed every product that waits for a vector, in this process."""

from __future__ import annotations

import json
import time
from argparse import ArgumentParser
from collections import Counter
from collections.abc import Iterator
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from tqdm import tqdm

from catalog.models import Product
from recommender.embedding.indexing import (
    Outcome,
    embed_batch,
    embed_for,
    register_encoder,
    request_again,
)
from recommender.embedding.registry import setting_ignored
from recommender.encoder_identity import EncoderNotFound
from recommender.models import EmbeddingState, EncoderVersion, ProductEmbedding


class Command(BaseCommand):
    help = "Embed the products that wait for a vector, here and now, without a worker."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--all", action="store_true", help="embed every product again")
        parser.add_argument(
            "--active", action="store_true",
            help="by the encoder that answers; leave those for photos and those kept to workers",
        )  # fmt: skip
        parser.add_argument("--json", action="store_true", help="print one JSON object last")

    def handle(self, *args: Any, **options: Any) -> None:
        encoder = self.encoder()
        if options["all"]:
            request_again(Product.objects.all())
        started = time.monotonic()
        due = ProductEmbedding.objects.due()
        mine = encoder if options["active"] else None
        embedded, failed = self.embed_all((due.filter(encoder=mine) if mine else due).count(), mine)
        seconds = time.monotonic() - started
        facts = {
            "embedded": embedded[encoder.pk],
            "embedded_by_others": embedded.total() - embedded[encoder.pk],
            "failed": encoder.embeddings.filter(state=EmbeddingState.FAILED).count(),
            "waiting": encoder.embeddings.waiting().count(),
            "images_per_second": round(embedded.total() / seconds, 1),
        }
        self.say_what_is_odd()
        self.stdout.write(json.dumps(facts) if options["json"] else sentence(facts, failed))

    def say_what_is_odd(self) -> None:
        for line in (setting_ignored(), *troubles()):
            if line:
                self.stderr.write(line)

    def encoder(self) -> EncoderVersion:
        try:
            return register_encoder()
        except EncoderNotFound as error:
            raise CommandError(str(error)) from error

    def embed_all(self, due: int, mine: EncoderVersion | None) -> tuple[Counter, int]:
        """Batch after batch until nothing is due, of one encoder's or of all; returns how many were
        embedded by which encoder, and how many failed."""
        embedded, failed = Counter[int | None](), 0
        with tqdm(total=due, desc="Embedding", unit="photo", disable=not due) as progress:
            while (outcome := self.batch(mine)).claimed:
                embedded[outcome.encoder_id] += outcome.embedded
                failed += outcome.failed
                progress.update(outcome.claimed)
        return embedded, failed

    def batch(self, mine: EncoderVersion | None) -> Outcome:
        from recommender.encoder import EncoderUnavailable

        try:
            return embed_for(mine) if mine else embed_batch()
        except EncoderUnavailable as error:
            raise CommandError(str(error)) from error


def troubles() -> Iterator[str]:
    """Of each kept encoder that could not be loaded, why, and how many products wait for it."""
    for encoder in EncoderVersion.objects.exclude(trouble="").by_need():
        waiting = encoder.embeddings.waiting().count()
        yield (
            f"{encoder.version} is kept and cannot be loaded, {waiting} products wait for it: "
            f"{encoder.trouble} If it is not wanted: switch_encoder --forget {encoder.version}"
        )


def sentence(facts: dict[str, Any], failed_now: int) -> str:
    text = f"{facts['embedded']} embedded"
    if facts["embedded_by_others"]:
        text += f", {facts['embedded_by_others']} for photos or encoders that are kept"
    text += f" ({facts['images_per_second']} photos a second)"
    if facts["failed"] or failed_now:
        text += f", {facts['failed']} failed: the admin's product list says why"
    if facts["waiting"]:
        text += f", {facts['waiting']} waiting (a later try is planned)"
    return text
