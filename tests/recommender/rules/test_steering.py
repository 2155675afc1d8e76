"""Rules applied to an answer, on bare candidates: the first of each rung is its best."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from recommender.rules import pinned, ruling, steer
from tests.recommender.rules.rulebook import NOON, active, candidate, order

#: Two on the closest rung, two on the next.
ANSWER = [
    candidate(1, 0.9, brand_id=1, tags=("new",)),
    candidate(2, 0.6, brand_id=2, margin=0.55, days=10),
    candidate(3, 0.8, rung=1, product_type_id=7, margin=0.2, days=400),
    candidate(4, 0.7, rung=1, brand_id=2),
]


def steered(*rules) -> list[int]:
    return order(steer(ANSWER, rules, NOON))


def test_no_rule_changes_nothing():
    assert steer(ANSWER, []) == ANSWER
    assert steer(ANSWER, [active("exclude", offered_brands=(99,))], NOON) == ANSWER


def test_what_is_excluded_is_gone():
    assert steered(active("exclude", offered_brands=(2,))) == [1, 3]


def test_a_boost_lifts_within_its_rung_and_never_above_it():
    assert steered(active("boost", offered_products=(2,))) == [2, 1, 3, 4]
    assert steered(active("boost", offered_products=(4,), strength=100.0)) == [1, 2, 4, 3]
    assert steered(active("boost", offered_products=(2,), strength=1.2)) == [1, 2, 3, 4]


def test_what_is_buried_goes_last_of_its_rung_and_divided_it_stays_if_still_the_best():
    assert steered(active("bury", offered_products=(1,))) == [2, 1, 3, 4]
    assert steered(active("bury", offered_products=(3,))) == [1, 2, 4, 3]
    assert steered(active("bury", offered_products=(1,), strength=1.2)) == [1, 2, 3, 4]
    assert steered(active("bury", offered_products=(1,), strength=2.0)) == [2, 1, 3, 4]


def test_pins_come_first_whatever_their_rung_in_the_order_they_were_named():
    assert steered(active("pin", offered_products=(4, 2))) == [4, 2, 1, 3]
    later = active("pin", offered_products=(1,), priority=40)
    assert steered(later, active("pin", offered_products=(4,))) == [4, 1, 2, 3]
    assert pinned([later, active("pin", offered_products=(4, 1))]) == (4, 1)


def test_a_pin_that_names_no_product_pins_none():
    assert steer(ANSWER, [active("pin", offered_brands=(2,))], NOON) == ANSWER


def test_a_pin_that_is_no_candidate_does_not_come_in():
    assert steered(active("pin", offered_products=(99,))) == [1, 2, 3, 4]


@pytest.mark.parametrize(
    ("facts", "gone"),
    [
        ({"offered_types": (7,)}, {3}),
        ({"offered_tags": ("new", "old")}, {1}),
        ({"margin_from": 40}, {2}),
        ({"margin_to": 20}, {3}),
        ({"margin_from": 20, "margin_to": 55}, {2, 3}),
        ({"age_to": 30}, {2}),
        ({"age_from": 400}, {3}),
        ({"offered_brands": (2,), "age_to": 30}, {2}),
        ({"offered_brands": (1,), "offered_tags": ("old",)}, set()),
    ],
)
def test_a_rule_is_about_what_meets_all_that_it_says(facts, gone):
    assert {1, 2, 3, 4} - set(steered(active("exclude", **facts))) == gone


def test_of_two_rules_the_higher_priority_decides_alone():
    low = active("exclude", offered_brands=(2,), priority=10)
    high = active("boost", offered_products=(2,), priority=20)
    assert steered(low, high) == [2, 1, 3]
    assert ruling(ANSWER[1], [low, high], NOON) == high
    assert ruling(ANSWER[3], [low, high], NOON) == low
    assert ruling(ANSWER[0], [low, high], NOON) is None


def test_of_equal_priorities_the_stricter_decides_and_then_the_older():
    rules = [active(action, offered_products=(2,)) for action in ("boost", "pin", "bury")]
    assert ruling(ANSWER[1], rules, NOON).action == "bury"
    first, second = (active("boost", offered_products=(2,), id=number) for number in (1, 2))
    assert ruling(ANSWER[1], [second, first], NOON) == first


def test_boosts_do_not_add_up():
    twice = [active("boost", offered_products=(2,), strength=1.4) for _ in range(2)]
    assert steered(*twice) == [1, 2, 3, 4]


def test_a_candidate_says_which_rule_moved_it():
    rule = active("boost", name="Autumn window", offered_products=(2,))
    found = {each.product_id: each.ruled_by for each in steer(ANSWER, [rule], NOON)}
    assert found == {1: "", 2: "Autumn window", 3: "", 4: ""}


candidates = st.lists(
    st.builds(
        candidate,
        st.integers(1, 30),
        st.floats(0, 1),
        st.integers(0, 4),
        brand_id=st.integers(1, 3),
        margin=st.none() | st.floats(-1, 1),
        days=st.integers(0, 400),
    ),
    unique_by=lambda each: each.product_id,
).map(lambda found: sorted(found, key=lambda each: (each.rung, -each.score, each.product_id)))
rules = st.lists(
    st.builds(
        active,
        st.sampled_from(["boost", "bury", "exclude", "pin"]),
        priority=st.integers(0, 3),
        strength=st.none() | st.floats(1.1, 100),
        offered_products=st.lists(st.integers(1, 40), unique=True).map(tuple),
        offered_brands=st.sampled_from([(), (1,), (1, 2)]),
        margin_from=st.none() | st.integers(-50, 50),
        age_to=st.none() | st.integers(0, 400),
    ),
    max_size=6,
)


@given(candidates, rules)
def test_rules_bring_nothing_in_and_move_nothing_over_a_rung_but_pins(answer, book):
    found = steer(answer, book, NOON)
    assert len(found) == len(set(order(found)))
    assert set(order(found)) <= set(order(answer))
    decided = {each.product_id: ruling(each, book, NOON) for each in answer}
    gone = {product for product, rule in decided.items() if rule and rule.action == "exclude"}
    assert set(order(answer)) - set(order(found)) == gone
    free = [each for each in found if not each.is_pinned]
    assert found == [each for each in found if each.is_pinned] + free
    assert [each.rung for each in free] == sorted(each.rung for each in free)
    untouched = [each for each in free if not each.ruled_by]
    assert untouched == [each for each in answer if each in untouched]
