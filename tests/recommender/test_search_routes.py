"""Searches in a shop of 50,000 products: which way each takes, and that none breaks a promise."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal

import numpy as np
import psycopg
import pytest
from django.db import connection, transaction

from bench.search.databases import Understudy
from bench.search.scenarios import Filter
from bench.search.scratch import bring_in, create_read_model, execute, scratch_schema
from bench.search.shop import SECTIONS, Shop, make_shop
from recommender.search import QueryVector, Step, Where, nearest, nearest_in_turn, statements
from recommender.search.nearest import routes_taken

ROWS, K = 50_000, 10
LEVEL = 30  # percent in stock

pytestmark = pytest.mark.slow


@pytest.fixture(scope="module")
def shop(django_db_setup, django_db_blocker) -> Iterator[Shop]:
    """In a schema of its own, committed, so that its indexes and statistics are real."""
    with django_db_blocker.unblock(), scratch_schema():
        shop = make_shop(ROWS, dim=16, queries=50, seed=3)
        create_read_model()
        bring_in(shop)
        Understudy(shop).stock_up(LEVEL, sold_out_too=True)
        yield shop
        transaction.set_autocommit(True)


@pytest.fixture(autouse=True)
def unblocked(shop, django_db_blocker) -> Iterator[None]:
    with django_db_blocker.unblock():
        yield


def query(shop: Shop, number: int = 0) -> QueryVector:
    return QueryVector(shop.queries[number], 1, "bench")


def smallest_type(shop: Shop) -> int:
    return int(np.bincount(shop.types).argmin())


def largest_type(shop: Shop) -> int:
    return int(np.bincount(shop.types).argmax())


def plan_of(monkeypatch, vector: QueryVector, where: Where) -> tuple[str, str]:
    """The route of a search and the plan of its last statement."""
    asked = []
    fetch = statements.fetch

    def seen(query, sql, values, by=None):
        asked.append((sql, values))
        return fetch(query, sql, values, by)

    monkeypatch.setattr(statements, "fetch", seen)
    route = nearest(vector, where, K).route
    sql, values = asked[-1]
    with psycopg.RawCursor(connection.connection) as cursor:
        rows = cursor.execute(f"EXPLAIN {sql}", values).fetchall()
    return route, "\n".join(line for (line,) in rows)


def test_a_small_type_is_compared_from_the_index_alone(shop, monkeypatch):
    where = Where(types=(smallest_type(shop),))
    route, plan = plan_of(monkeypatch, query(shop), where)
    assert route == "exact"
    assert "Index Only Scan using product_search_exact_1" in plan


def test_everything_at_once_is_compared_from_the_index_alone(shop, monkeypatch):
    wanted = Filter(type=smallest_type(shop), size=3, cents=(2_000, 6_000))
    route, plan = plan_of(monkeypatch, query(shop), wanted.where())
    assert route == "exact"
    assert "Index Only Scan using product_search_exact_1" in plan
    assert "price_cents" in plan.split("Index Cond")[1].splitlines()[0]


def test_all_that_is_in_stock_is_found_by_the_graph(shop, monkeypatch):
    route, plan = plan_of(monkeypatch, query(shop), Where())
    assert route == "graph"
    assert "Index Scan using product_search_graph_1 " in plan
    assert "Seq Scan" not in plan


def test_a_condition_on_many_rows_is_filtered_behind_the_graph(shop, monkeypatch):
    its_section = SECTIONS[shop.query_types[0] % len(SECTIONS)]
    route, plan = plan_of(monkeypatch, query(shop), Where(sections=(its_section,)))
    assert route == "graph"
    assert "Index Scan using product_search_graph_1 " in plan
    assert "product_search_exact_1" not in plan


def test_sold_out_products_are_found_by_a_graph_of_their_own(shop, monkeypatch):
    route, plan = plan_of(monkeypatch, query(shop), Where(in_stock=False))
    assert route == "graph"
    assert "product_search_graph_1 " in plan
    assert "product_search_graph_out_1 " in plan


def some_filter(number: int) -> Filter:
    chance = np.random.default_rng(number)
    low = int(chance.integers(500, 9_000))
    return Filter(
        type=int(chance.integers(40)) if chance.random() < 0.6 else None,
        section=int(chance.integers(4)) if chance.random() < 0.5 else None,
        size=int(chance.integers(8)) if chance.random() < 0.5 else None,
        cents=(low, low * 2) if chance.random() < 0.5 else None,
    )


def test_no_filter_is_broken_and_no_answer_is_short(shop):
    right = total = 0
    routes = set()
    for number in range(100):
        wanted = some_filter(number)
        if wanted.size is not None and wanted.section is None:
            wanted = Filter(wanted.type, wanted.size, wanted.cents, section=number % 4)
        vector = query(shop, number % 50)
        matching = np.flatnonzero(wanted.mask(shop, shop.in_stock(LEVEL)))
        found = nearest(vector, wanted.where(), K)
        ids = [neighbour.product_id for neighbour in found]
        assert len(set(ids)) == min(K, len(matching))
        assert set(ids) <= set(matching.tolist())
        distances = -(shop.vectors[matching] @ vector.numbers)
        best = {int(row) for row in matching[np.argsort(distances, kind="stable")[:K]]}
        routes.add(found.route)
        right += len(best & set(ids))
        total += len(best)
    assert right / total >= 0.98
    assert {"exact", "graph"} <= routes


def test_a_graph_that_gives_up_early_is_made_up_for(shop):
    nearest(query(shop), Where(), K)  # the connection has its settings now
    execute("SET hnsw.iterative_scan = off; SET hnsw.ef_search = 10")
    try:
        with routes_taken() as routes:
            found = nearest(query(shop), Where(sections=("shoes",)), K)
    finally:
        connection.close()
        execute("SET search_path TO bench_search, public")
    assert routes == [found.route] == ["graph+exact"]
    assert len(found) == K


def test_equal_distances_come_in_the_order_of_their_keys(shop):
    twins = np.flatnonzero(shop.in_stock(LEVEL))[:30].tolist()
    with transaction.atomic():
        with connection.cursor() as cursor:
            cursor.execute(
                "UPDATE product_search SET e = (SELECT e FROM product_search WHERE product_id = %s)"
                " WHERE product_id = ANY(%s)",
                [twins[0], twins],
            )
        vector = QueryVector(shop.vectors[twins[0]], 1, "bench")
        found = statements.near(vector, Where(), 30, ())
        same = statements.exact(vector, Where(), 30, ())
        transaction.set_rollback(True)
    assert [pk for pk, _ in found] == [pk for pk, _ in same] == sorted(twins)


def test_an_excluded_product_is_no_answer(shop):
    first = nearest(query(shop), Where(), K)[0].product_id
    again = nearest(query(shop), Where(), K, exclude=[first])
    assert len(again) == K
    assert first not in {neighbour.product_id for neighbour in again}


def test_a_ladder_in_one_statement_is_the_rungs_one_by_one(shop):
    small, large = smallest_type(shop), largest_type(shop)
    some_way_off = nearest(query(shop), Where(types=(small,)), K)[K // 2].similarity
    steps = [
        Step(Where(types=(small,)), least=some_way_off),
        Step(Where(types=(small,), price_to=Decimal(12))),
        Step(Where(types=(small, large)), while_fewer=9),
    ]
    lengths = set()
    for number in range(20):
        with routes_taken() as routes:
            found = nearest_in_turn(query(shop, number), steps, K, exclude=[5])
        assert found == one_by_one(query(shop, number), steps, exclude=[5])
        assert len(routes) == (3 if len(found[0] + found[1]) < 9 else 2 if len(found[0]) < K else 1)
        lengths.add(tuple(len(some) for some in found))
    assert len(lengths) > 1  # queries that climbed down a different way


def one_by_one(vector: QueryVector, steps: list[Step], exclude: list[int]) -> list[list]:
    found: list[list] = []
    for step in steps:
        seen = [neighbour.product_id for some in found for neighbour in some]
        if len(seen) >= min(step.while_fewer, K):
            found.append([])
            continue
        near = nearest(vector, step.where, K - len(seen), exclude=[*exclude, *seen])
        found.append([n for n in near if n.similarity >= step.least])
    return found


def test_a_rung_whose_graph_gives_up_is_made_up_for(shop):
    steps = [Step(Where(sections=("shoes",)), least=2.0), Step(Where(sections=("shoes",)))]
    nearest_in_turn(query(shop), steps, K)  # the connection has its settings now
    execute("SET hnsw.iterative_scan = off; SET hnsw.ef_search = 10")
    try:
        with routes_taken() as routes:
            none, found = nearest_in_turn(query(shop), steps, K)
    finally:
        connection.close()
        execute("SET search_path TO bench_search, public")
    assert routes == ["graph+exact", "graph+exact"]
    assert (len(none), len(found)) == (0, K)
