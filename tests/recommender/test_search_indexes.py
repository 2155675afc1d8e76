"""Indexes that are built when a shop has grown, beside everything else that goes on."""

from __future__ import annotations

import threading

import numpy as np
import psycopg
import pytest
from django.core.management import call_command
from django.db import connection, transaction

from catalog.models import Variant
from recommender.checks import warnings
from recommender.embedding import switching
from recommender.models import EncoderVersion, ProductSearch
from recommender.search import QueryVector, Where, estimate, indexes, nearest, upkeep
from recommender.tasks import keep_search_fast
from tests.factories import make_product

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture(autouse=True)
def small_is_large(monkeypatch):
    """Graphs from six products on."""
    monkeypatch.setattr(indexes, "WORTH_A_GRAPH", 6)
    estimate.forget_samples()
    yield
    estimate.forget_samples()
    for name in indexes.names("true"):
        indexes.Index(name, "").drop(concurrently=True)


def stock_up(count: int, first: int = 0) -> None:
    for number in range(first, first + count):
        make_product(f"Dress {number}", stock={"M": 1}, vector=[1, number / 10, 0])


def built(encoder: EncoderVersion) -> set[str]:
    return {
        name.removeprefix("product_search_").removesuffix(f"_{encoder.pk}")
        for name in indexes.names()
    }


def test_a_shop_that_grows_gets_a_graph(encoder_version):
    stock_up(5)
    keep_search_fast()
    assert built(encoder_version) == {"exact", "fresh"}
    stock_up(1, first=5)
    keep_search_fast()
    assert built(encoder_version) == {"exact", "fresh", "graph"}
    Variant.objects.update(on_hand=0)
    keep_search_fast()
    assert built(encoder_version) == {"exact", "fresh", "graph", "graph_out"}


def test_what_a_killed_build_left_is_built_again(encoder_version):
    stock_up(6)
    keep_search_fast()
    with connection.cursor() as cursor:
        cursor.execute(
            "UPDATE pg_index SET indisvalid = false WHERE indexrelid = %s::regclass",
            [f"product_search_graph_{encoder_version.pk}"],
        )
    assert built(encoder_version) == {"exact", "fresh"}
    keep_search_fast()
    assert built(encoder_version) == {"exact", "fresh", "graph"}


def test_a_forgotten_encoder_leaves_no_index(encoder_version):
    stock_up(6)
    keep_search_fast()
    encoder_version.delete()
    keep_search_fast()
    assert indexes.names("true") == []


def test_two_encoders_of_different_lengths_have_indexes_of_their_own(encoder_version):
    stock_up(6)
    other = EncoderVersion.objects.create(version="two@1", name="two", dimension=2)
    other.embeddings.update(vector=[0.6, 0.8], state="embedded")
    keep_search_fast()
    assert len(indexes.names()) == 6
    query = QueryVector(np.array([1, 0], dtype=np.float32), other.pk, other.version)
    assert len(nearest(query, Where(), 6)) == 6


def test_nobody_waits_while_indexes_are_rebuilt(encoder_version):
    """Stock moves and searches go on during --concurrently, beside an open transaction."""
    stock_up(8)
    keep_search_fast()
    sold = Variant.objects.order_by("pk").first()
    errors: list[Exception] = []

    def rebuild() -> None:
        try:
            call_command("rebuild_search", "--concurrently")
        except Exception as error:
            errors.append(error)
        finally:
            connection.close()

    with transaction.atomic():
        ProductSearch.objects.count()  # holds what a reader holds, for as long as this block lasts
        rebuilding = threading.Thread(target=rebuild)
        rebuilding.start()
        rebuilding.join(1.0)  # it waits for us, not we for it
        assert sold.take(1)
        query = QueryVector(np.array([1, 0, 0], dtype=np.float32), encoder_version.pk, "three")
        assert len(nearest(query, Where(), 8)) == 7
    rebuilding.join(60)
    assert errors == []
    assert built(encoder_version) == {"exact", "fresh", "graph"}


@pytest.mark.parametrize("build", ["rebuild", "rebuild --concurrently", "switch"])
def test_who_builds_waits_for_a_builder_and_keeps_it_waiting_for_nothing(encoder_version, build):
    """Two that make or drop indexes CONCURRENTLY would wait for each other in a circle."""
    stock_up(6)
    keep_search_fast()
    errors: list[Exception] = []

    def come_second() -> None:
        try:
            if build == "switch":
                switching.index(encoder_version)
            else:
                call_command("rebuild_search", *build.split()[1:])
        except Exception as error:
            errors.append(error)
        finally:
            connection.close()

    second = threading.Thread(target=come_second)
    with psycopg.connect(**connection.get_connection_params(), autocommit=True) as first:
        first.execute("SELECT pg_advisory_lock(%s)", [upkeep.BUILDING])
        second.start()
        second.join(0.5)
        assert second.is_alive()
        first.execute("SET statement_timeout = '10s'")
        first.execute(f"REINDEX INDEX CONCURRENTLY product_search_graph_{encoder_version.pk}")
    second.join(60)
    assert errors == []
    assert built(encoder_version) == {"exact", "fresh", "graph"}


def test_a_table_that_vacuum_has_not_seen_is_warned_of():
    assert warnings(5_000, 4_900, 0) == []
    assert [w.id for w in warnings(5_000, 100, 0)] == ["recommender.W001"]
    assert [w.id for w in warnings(5_000, 5_000, 1)] == ["recommender.W002"]
    call_command("check", databases=["default"])
