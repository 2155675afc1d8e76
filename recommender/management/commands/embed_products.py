"""Embed every product that waits for a vector, in this process."""

from __future__ import annotations

import json
import time
from argparse import ArgumentParser
from collections.abc import Iterator
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from tqdm import tqdm

from catalog.models import Product
from recommender.embedding.indexing import Outcome, embed_batch, register_encoder, request_again
from recommender.embedding.registry import setting_ignored
from recommender.encoder_identity import EncoderNotFound
from recommender.models import EmbeddingState, EncoderVersion, ProductEmbedding


class Command(BaseCommand):
    help = "Embed the products that wait for a vector, here and now, without a worker."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--all", action="store_true", help="embed every product again")
        parser.add_argument("--json", action="store_true", help="print one JSON object last")

    def handle(self, *args: Any, **options: Any) -> None:
        encoder = self.encoder()
        if options["all"]:
            request_again(Product.objects.all())
        started = time.monotonic()
        embedded, failed = self.embed_all(ProductEmbedding.objects.due().count())
        seconds = time.monotonic() - started
        facts = {
            "embedded": embedded,
            "failed": encoder.embeddings.filter(state=EmbeddingState.FAILED).count(),
            "waiting": encoder.embeddings.waiting().count(),
            "images_per_second": round(embedded / seconds, 1) if embedded else 0.0,
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

    def embed_all(self, due: int) -> tuple[int, int]:
        """Batch after batch until nothing is due; returns how many were embedded and failed."""
        embedded = failed = 0
        with tqdm(total=due, desc="Embedding", unit="photo", disable=not due) as progress:
            while (outcome := self.batch()).claimed:
                embedded += outcome.embedded
                failed += outcome.failed
                progress.update(outcome.claimed)
        return embedded, failed

    def batch(self) -> Outcome:
        from recommender.encoder import EncoderUnavailable

        try:
            return embed_batch()
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
    text = f"{facts['embedded']} embedded ({facts['images_per_second']} photos a second)"
    if facts["failed"] or failed_now:
        text += f", {facts['failed']} failed: the admin's product list says why"
    if facts["waiting"]:
        text += f", {facts['waiting']} waiting (a later try is planned)"
    return text
