"""Stock that moves in a shop with graphs: found at once, and let into the graph by the sweep."""

from __future__ import annotations

import numpy as np
import psycopg
import pytest
from django.db import connection

from catalog.models import Product, ProductType, Variant
from recommender.models import EncoderVersion, ProductSearch
from recommender.search import (
    QueryVector,
    Step,
    Where,
    effort,
    estimate,
    graph_note,
    indexes,
    nearest,
    nearest_in_turn,
    statements,
)
from recommender.search.upkeep import keep_up
from tests.factories import make_product

pytestmark = pytest.mark.django_db(transaction=True)

SHOP = 12


@pytest.fixture(autouse=True)
def small_is_large(monkeypatch):
    """Graphs from six products on, and taken whenever there is one."""
    monkeypatch.setattr(indexes, "WORTH_A_GRAPH", 6)
    monkeypatch.setattr(estimate, "EXACT_START", 1_000.0)
    estimate.forget_samples()
    yield
    estimate.forget_samples()
    for name in indexes.names("true"):
        indexes.Index(name, "").drop(concurrently=True)


@pytest.fixture
def shop(encoder_version) -> EncoderVersion:
    """Dresses on a quarter circle, all in stock, in a graph."""
    for number in range(SHOP):
        angle = number / SHOP * np.pi / 2
        vector = [float(np.cos(angle)), float(np.sin(angle)), 0]
        make_product(f"Dress {number}", stock={"M": 1}, vector=vector)
    encoder_version.refresh_from_db()
    keep_up()
    return encoder_version


def found(shop: EncoderVersion, k: int = SHOP) -> list[str]:
    query = QueryVector(np.array([1, 0, 0], dtype=np.float32), shop.pk, shop.version)
    answer = nearest(query, Where(), k)
    assert answer.route == "graph"
    titles = Product.objects.in_bulk([neighbour.product_id for neighbour in answer])
    return [titles[neighbour.product_id].title for neighbour in answer]


def stock(title: str, count: int) -> None:
    Variant.objects.filter(product__title=title).update(on_hand=count)


def fresh() -> int:
    return ProductSearch.objects.filter(fresh=True).count()


def test_what_sells_out_and_comes_back_is_right_at_once(shop):
    everything = found(shop)
    assert len(everything) == SHOP
    stock("Dress 3", 0)
    assert found(shop, SHOP - 1) == [title for title in everything if title != "Dress 3"]
    stock("Dress 3", 5)
    assert found(shop) == everything
    assert fresh() == 1
    keep_up()
    assert fresh() == 0
    assert found(shop) == everything


def test_a_new_product_is_found_before_and_after_it_is_in_the_graph(shop):
    make_product("The very same", stock={"M": 1}, vector=[1, 0, 0])
    assert found(shop, 2) == ["Dress 0", "The very same"]
    assert fresh() == 1
    keep_up()
    assert fresh() == 0
    assert found(shop, 2) == ["Dress 0", "The very same"]


def test_of_more_twins_than_are_wanted_the_first_are_found(shop):
    """The graph alone would give any of them, others once it was built anew."""
    twins = [make_product(stock={"M": 1}, vector=[0, 0, 1]).pk for _ in range(20)]
    keep_up()
    query = QueryVector(np.array([0, 0, 1], dtype=np.float32), shop.pk, shop.version)
    found = nearest(query, Where(), 3)
    (on_a_step,) = nearest_in_turn(query, [Step(Where())], 3)
    assert [each.product_id for each in found] == twins[:3]
    assert found.route == "graph+exact"
    assert on_a_step == found


def test_a_sale_enters_no_graph(shop):
    """What makes it quick: the graph is as large as before, and the row is not in it."""
    before = graph_size(shop)
    for number in range(SHOP):
        Product.objects.filter(title=f"Dress {number}").update(price=99)
    assert fresh() == SHOP
    assert graph_size(shop) == before


def graph_size(shop: EncoderVersion) -> int:
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_relation_size(%s::regclass)", [f"product_search_graph_{shop.pk}"])
        return cursor.fetchone()[0]


def test_after_a_large_import_the_graph_is_built_anew(shop):
    oid = graph_oid(shop)
    for number in range(SHOP):
        make_product(f"Skirt {number}", stock={"M": 1}, vector=[0.6, 0, 0.8])
    assert fresh() == SHOP
    keep_up()
    assert fresh() == 0
    assert graph_oid(shop) != oid
    assert len(found(shop, 2 * SHOP)) == 2 * SHOP


def test_few_changes_leave_the_graph_as_it_is(shop):
    oid = graph_oid(shop)
    stock("Dress 3", 0)
    keep_up()
    assert graph_oid(shop) == oid


def graph_oid(shop: EncoderVersion) -> int:
    with connection.cursor() as cursor:
        cursor.execute("SELECT %s::regclass::oid::int", [f"product_search_graph_{shop.pk}"])
        return cursor.fetchone()[0]


def test_a_row_in_somebodys_hands_is_left_to_the_next_sweep(shop):
    Product.objects.filter(title__in=["Dress 3", "Dress 4"]).update(price=99)
    with psycopg.connect(**connection.get_connection_params()) as other:
        other.execute("SELECT FROM product_search WHERE fresh LIMIT 1 FOR UPDATE")
        keep_up()
        assert fresh() == 1
    keep_up()
    assert fresh() == 0


def test_the_effort_is_what_the_vectors_ask_for(shop, monkeypatch):
    assert estimate.sample_of(shop.pk).effort == 40  # measured, with twelve dresses
    walked = statements.walked

    def worse(query, where, k, exclude, effort=None):
        """A graph that finds all only when asked for 160 candidates."""
        rows = walked(query, where, k, exclude, effort)
        return rows if effort is None or effort >= 160 else rows[: k - 1]

    monkeypatch.setattr(statements, "walked", worse)
    assert effort.least(effort.questions(shop.pk)) == 160
    forget_note(shop)
    keep_up()
    assert estimate.sample_of(shop.pk).effort == 160
    found(shop)
    with connection.cursor() as cursor:
        cursor.execute("SHOW hnsw.ef_search")
        assert cursor.fetchone() == ("160",)


def test_how_much_of_what_is_near_is_of_its_type_is_measured_too(shop):
    assert estimate.sample_of(shop.pk).of_type == 1.0  # twelve dresses
    dresses = ProductType.objects.get()
    halves = ProductType.objects.create(name="Halves", size_scale=dresses.size_scale)
    Product.objects.filter(pk__in=Product.objects.order_by("pk")[: SHOP // 2]).update(
        product_type=halves
    )
    assert effort.of_own_type(effort.questions(shop.pk)) == pytest.approx(5 / 11, abs=0.01)


def test_a_note_of_before_is_made_again(shop):
    indexes.execute(f"COMMENT ON INDEX product_search_graph_{shop.pk} IS '80 12'")
    estimate.forget_samples()
    assert estimate.sample_of(shop.pk).effort == 80
    keep_up()
    assert estimate.sample_of(shop.pk).effort == 40
    assert estimate.sample_of(shop.pk).of_type == 1.0


def test_a_comment_of_somebody_elses_is_no_measure_and_closes_no_search(shop):
    indexes.execute(f"COMMENT ON INDEX product_search_graph_{shop.pk} IS 'ours, do not drop'")
    estimate.forget_samples()
    assert estimate.sample_of(shop.pk).effort == 40
    assert estimate.sample_of(shop.pk).of_type == graph_note.OF_TYPE
    keep_up()
    assert estimate.sample_of(shop.pk).of_type == 1.0


def forget_note(shop: EncoderVersion) -> None:
    indexes.execute(f"COMMENT ON INDEX product_search_graph_{shop.pk} IS NULL")


def test_a_twin_found_in_its_twins_place_is_no_miss():
    wanted = [(1, 0.1), (2, 0.2), (3, 0.2)]
    assert effort.as_near(wanted, [(1, 0.1), (4, 0.2), (3, 0.2)]) == 3
    assert effort.as_near(wanted, [(1, 0.1), (4, 0.2), (5, 0.3)]) == 2
