"""The figures that tell whether the embedding keeps up, and what searches cost."""

from __future__ import annotations

from datetime import timedelta

import psycopg
import pytest
from django.db import connection
from django.utils.timezone import now
from prometheus_client import REGISTRY

from recommender import metrics
from recommender.embedding.indexing import embed_batch
from recommender.metrics import EmbeddingFigures, observe_search
from recommender.models import EmbeddingState, EncoderVersion, ProductEmbedding
from tests.factories import give_photo, make_many_alike, make_product
from tests.fakes import AllergicEncoder, ColourEncoder

pytestmark = pytest.mark.django_db


def figures() -> dict[tuple[str, str], float]:
    """Each sample by its name and its encoder's version, without what led to it."""
    return {
        (sample.name.removeprefix("understudy_"), sample.labels.get("encoder", "")): sample.value
        for family in EmbeddingFigures().collect()
        for sample in family.samples
    }


def photographed(colour: str) -> ProductEmbedding:
    product = make_product(f"{colour} dress")
    give_photo(product, colour)
    return product.embeddings.get()


def test_what_waits_and_for_how_long_the_first_could_have_been_taken(encoder_version):
    photographed("red"), photographed("blue")
    make_product("A dress nobody photographed")
    first = ProductEmbedding.objects.waiting().order_by("pk").first()
    first.next_attempt_at = now() - timedelta(minutes=3)
    first.save()
    told = figures()
    assert told["embedding_waiting", "three-numbers@1"] == 2
    assert told["embedding_oldest_waiting_seconds", "three-numbers@1"] == pytest.approx(180, abs=60)
    assert told["embedding_failed", "three-numbers@1"] == 0
    assert told["embedding_figures_up", ""] == 1


def test_one_that_is_put_off_for_later_is_not_overdue(encoder_version):
    row = photographed("red")
    row.next_attempt_at = now() + timedelta(minutes=5)
    row.save()
    assert figures()["embedding_oldest_waiting_seconds", "three-numbers@1"] == 0


def test_each_vector_that_is_made_is_counted_also_one_made_anew(encoder_version):
    row = photographed("red")
    photographed("blue")
    assert embed_batch(model=ColourEncoder()).embedded == 2
    ProductEmbedding.objects.filter(pk=row.pk).update(state=EmbeddingState.WAITING)
    assert embed_batch(model=ColourEncoder()).embedded == 1
    told = figures()
    assert told["embedded_total", "three-numbers@1"] == 3
    assert told["embedding_waiting", "three-numbers@1"] == 0


def test_what_is_given_up_is_counted_as_failed(encoder_version):
    photographed("lime"), photographed("red")
    for _ in range(4):
        embed_batch(model=AllergicEncoder())
        ProductEmbedding.objects.update(next_attempt_at=now())
    told = figures()
    assert told["embedding_failed", "three-numbers@1"] == 1
    assert told["embedded_total", "three-numbers@1"] == 1


def test_an_encoder_being_prepared_has_figures_of_its_own(encoder_version):
    photographed("red")
    embed_batch(model=ColourEncoder())
    EncoderVersion.objects.create(version="next@2", name="next", dimension=3)
    told = figures()
    assert told["embedding_waiting", "three-numbers@1"] == 0
    assert told["embedding_waiting", "next@2"] == 1


def test_nothing_is_counted_without_end(encoder_version, monkeypatch):
    monkeypatch.setattr(metrics, "MOST_COUNTED", 2)
    for colour in ("red", "blue", "lime"):
        photographed(colour)
    assert figures()["embedding_waiting", "three-numbers@1"] == 2


def test_no_figure_is_read_off_the_millions_that_are_embedded(encoder_version):
    make_many_alike(4_000)
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE recommender_productembedding, recommender_encoderversion")
        cursor.execute(f"EXPLAIN {metrics.FIGURES}", {"most": metrics.MOST_COUNTED})
        plan = "\n".join(line for (line,) in cursor)
    assert plan.count("embedding_waiting") == 2
    assert plan.count("embedding_failed") == 1
    assert "Seq Scan on recommender_productembedding" not in plan
    assert "one_vector_per_encoder" not in plan


@pytest.mark.django_db(transaction=True)
def test_a_scrape_that_is_kept_waiting_gives_up_and_says_so(encoder_version, monkeypatch):
    monkeypatch.setattr(metrics, "PATIENCE", 100)
    with psycopg.connect(**connection.get_connection_params()) as somebody:
        somebody.execute("LOCK TABLE recommender_productembedding")
        assert figures() == {("embedding_figures_up", ""): 0}
    assert figures()["embedding_figures_up", ""] == 1


def test_searches_are_counted_by_route_and_timed():
    def told(name: str, **labels: str) -> float:
        return REGISTRY.get_sample_value(name, {"route": "told-in-a-test", **labels}) or 0

    observe_search("told-in-a-test", 0.004)
    observe_search("told-in-a-test", 4)
    assert told("understudy_search_total") == 2
    assert told("understudy_search_seconds_bucket", le="0.005") == 1
    assert told("understudy_search_seconds_bucket", le="+Inf") == 2
