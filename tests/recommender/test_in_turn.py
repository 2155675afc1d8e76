"""A ladder of searches in one statement: what it sends along, and what it brings along."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal

import numpy as np
import pytest

from recommender.ranking.facts import candidates_of, facts_beside
from recommender.search import QueryVector, Step, Where, nearest_in_turn, vector_of
from recommender.search.in_turn import question


def test_what_several_steps_ask_is_sent_once():
    vector = QueryVector(np.array([1, 0, 0], np.float32), 1, "test")
    where = Where(types=(1, 2), genders=("Women",))
    steps = [Step(replace(where, price_to=Decimal(9))), Step(where), Step(where, least=0.5)]
    _, (sent, *values) = question(vector, steps, ["exact", "graph", "exact"], 5, [7], None)
    assert sent.to_list() == [1, 0, 0]
    assert values == [[1, 2], ["Women"], 900, [7], -1.0, 0.5]


@pytest.mark.django_db
def test_the_facts_that_came_along_are_those_that_would_be_asked_for(
    sold_out_dress, its_lookalike, same_dress_in_red, django_assert_num_queries
):
    query = vector_of(sold_out_dress.product)
    steps = [Step(Where(), least=0.99), Step(Where())]  # who is too far for one step is of the next
    beside = facts_beside(query, (sold_out_dress.size_id,))
    near = [each for some in nearest_in_turn(query, steps, 9, (), beside) for each in some]
    with django_assert_num_queries(0):
        told = candidates_of(query, near, (sold_out_dress.size_id,))
    unasked = [replace(each, beside=()) for each in near]
    with django_assert_num_queries(1):
        assert candidates_of(query, unasked, (sold_out_dress.size_id,)) == told
    assert {each.product_id for each in told} == {its_lookalike.pk, same_dress_in_red.pk}
