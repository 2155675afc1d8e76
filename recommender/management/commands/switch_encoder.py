"""Move an open shop to another encoder, and back."""

from __future__ import annotations

from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from tqdm import tqdm

from recommender.embedding import switching
from recommender.embedding.registry import forget, request_missing
from recommender.embedding.title_recall import Recall, compare, rehearse
from recommender.encoder_identity import EncoderNotFound, EncoderUnavailable, encoder_version
from recommender.models import EncoderVersion, ProductEmbedding

#: Products that arrive while the last ones are looked at are embedded in another round.
ROUNDS = 5
REHEARSED, NAMED = 200, 20


class Command(BaseCommand):
    help = (
        "Make another encoder's vectors beside those that answer, check them, then let them "
        "answer. Killed, it goes on when it is run again."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        act = parser.add_mutually_exclusive_group(required=True)
        act.add_argument("name", nargs="?", metavar="NAME", help="the new encoder, as in ENCODER")
        act.add_argument("--back", action="store_true", help="to the encoder before, at once")
        act.add_argument("--forget", metavar="OLD", help="delete the vectors of a kept encoder")
        parser.add_argument("--dry-run", action="store_true", help="say what NAME would mean")
        parser.add_argument(
            "--floor", type=float, default=0.9, metavar="SHARE",
            help="the least recall@10 of titles, as a share of the active encoder's (0.9)",
        )  # fmt: skip
        parser.add_argument(
            "--least", type=float, metavar="RECALL", help="the least recall@10 itself, instead"
        )
        parser.add_argument("--sample", type=int, default=1000, help="products measured (1000)")
        parser.add_argument(
            "--may-lose", type=int, default=0, metavar="N",
            help="go on though N products that are found now get no vector",
        )  # fmt: skip

    def handle(self, *args: Any, **options: Any) -> None:
        if options["dry_run"] and not options["name"]:
            raise CommandError("--dry-run goes with the name of an encoder.")
        try:
            self.act(options)
        except (EncoderNotFound, EncoderUnavailable, switching.NotReady, ValueError) as error:
            raise CommandError(str(error)) from error
        except EncoderVersion.DoesNotExist as error:
            raise CommandError("The encoder has been forgotten meanwhile.") from error

    def act(self, options: dict[str, Any]) -> None:
        if options["back"]:
            self.back()
        elif options["forget"]:
            self.forget(options["forget"])
        elif options["dry_run"]:
            self.say_what_would_happen(options)
        else:
            self.switch(options)

    def switch(self, options: dict[str, Any]) -> None:
        newer = switching.prepare(options["name"])
        active = EncoderVersion.objects.active()
        self.embed(newer)
        self.name_those_without(newer)
        if active is None or active.pk == newer.pk:
            self.stdout.write(f"{newer.version} answers every query.")
            return
        self.judge(compare(active, newer, options["sample"]), options)
        switching.index(newer)
        self.flip(newer, active, options["may_lose"])
        self.stdout.write(
            f"{newer.version} answers now. {active.version} is kept: switch_encoder --back "
            f"returns to it, switch_encoder --forget {active.version} deletes its vectors."
        )

    def embed(self, newer: EncoderVersion) -> None:
        due = newer.embeddings.due().count()
        with tqdm(total=due, desc="Embedding", unit="photo", disable=not due) as progress:
            for left in switching.embed_beside_workers(newer):
                progress.total = max(progress.total, left)
                progress.update(progress.total - left - progress.n)

    def name_those_without(self, newer: EncoderVersion) -> None:
        rows = switching.without_vector(newer)
        for row in rows[:NAMED]:
            self.stderr.write(described(row))
        if (count := rows.count()) > NAMED:
            self.stderr.write(f"… and {count - NAMED} more without a vector.")

    def judge(self, recall: Recall, options: dict[str, Any]) -> None:
        self.stdout.write(sentence(recall))
        if refusal := floor(options).refusal(recall):
            raise switching.NotReady(f"Not switched: {refusal}")

    def flip(self, newer: EncoderVersion, older: EncoderVersion, may_lose: int) -> None:
        for _ in range(ROUNDS):
            request_missing(newer)
            if not switching.lost(newer) > may_lose or not newer.embeddings.due().exists():
                break
            self.embed(newer)
        switching.switch_to(newer, older, may_lose)

    def back(self) -> None:
        previous = switching.switch_back()
        waiting = previous.embeddings.waiting().count()
        more = f" {waiting} products wait for its vector." if waiting else ""
        self.stdout.write(f"{previous.version} answers again.{more}")

    def forget(self, named: str) -> None:
        encoder = switching.kept_encoder(named)
        self.stdout.write(f"{encoder.version} is forgotten, {forget(encoder)} vectors with it.")

    def say_what_would_happen(self, options: dict[str, Any]) -> None:
        version, _ = encoder_version(options["name"])
        active = EncoderVersion.objects.active()
        if active is None or active.version == version:
            now = (
                "would answer at once: the shop has no encoder" if active is None else "answers now"
            )
            self.stdout.write(f"{version} {now}. Nothing was changed.")
            return
        from recommender.encoder import load_encoder

        model = load_encoder(options["name"])
        rehearsal = rehearse(model, active, min(options["sample"], REHEARSED))
        missing = to_make(version, active)
        refusal = floor(options).refusal(rehearsal.recall)
        self.stdout.write(
            f"{active.version} answers now. For {version} ({model.dimension} numbers) "
            f"{missing} vectors are to be made{duration(missing, rehearsal.pictures_per_second)}.\n"
            f"{sentence(rehearsal.recall)}\n"
            + (f"It would not be switched to: {refusal}\n" if refusal else "")
            + "Nothing was changed."
        )


def floor(options: dict[str, Any]) -> switching.Floor:
    return switching.Floor(share=options["floor"], least=options["least"])


def to_make(version: str, active: EncoderVersion) -> int:
    known = EncoderVersion.objects.filter(version=version).first()
    if known:
        return known.embeddings.waiting().count()
    return active.embeddings.exclude(wanted_digest="").count()


def duration(pictures: int, per_second: float) -> str:
    """The time it takes here, without workers; empty when nothing could be measured."""
    if not per_second:
        return ""
    seconds = pictures / per_second
    time = f"{seconds:.0f} s" if seconds < 120 else f"{seconds / 60:.0f} min"
    return f", about {time} at {per_second:.0f} photos a second"


def sentence(recall: Recall) -> str:
    if not recall.is_telling:
        return f"Not measured by titles: {recall.products} products are too few to tell."
    active = "unknown" if recall.active is None else f"{recall.active:.3f}"
    return (
        f"Found among the first ten by its title, of {recall.products} products: "
        f"{recall.newer:.3f} (by the encoder that answers now: {active})."
    )


def described(row: ProductEmbedding) -> str:
    why = row.error or "waits for its turn"
    return f"No vector: {row.product.external_id} {row.product.title}: {why}"
