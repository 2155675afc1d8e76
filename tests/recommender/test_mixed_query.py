"""Several views of one thing asked together: in two numbers, so that each can be drawn on paper."""

from __future__ import annotations

import numpy as np
import pytest

from recommender.mixed_query import Mixture, nearest_to
from recommender.search import QueryVector, Where
from tests.factories import make_product

pytestmark = pytest.mark.django_db


@pytest.fixture
def seen(encoder_version):
    def at(degrees: float) -> QueryVector:
        angle = np.radians(degrees)
        numbers = np.array([np.cos(angle), np.sin(angle), 0], np.float32)
        return QueryVector(numbers, encoder_version.pk, encoder_version.version)

    return at


@pytest.fixture
def shop(seen) -> dict[int, str]:
    """Dresses at so many degrees, by their keys."""
    made = {
        make_product(
            f"{degrees}", stock={"M": 1}, vector=seen(degrees).numbers.tolist()
        ).pk: degrees
        for degrees in (0, 40, 80)
    }
    return {pk: f"{degrees}" for pk, degrees in made.items()}


def order(shop, mixture: Mixture, k: int = 3) -> list[str]:
    return [shop[near.product_id] for near in nearest_to(mixture, Where(), k)]


def test_what_any_view_shows_is_found(shop, seen):
    both = Mixture((seen(0), seen(80)), (0.0, 0.0))
    assert set(order(shop, both, k=2)) == {"0", "80"}


def test_a_view_that_is_doubted_counts_for_less(shop, seen):
    assert order(shop, Mixture((seen(2), seen(80)), (0.0, 0.0)))[0] == "80"
    assert order(shop, Mixture((seen(2), seen(80)), (0.0, 0.1)))[0] == "0"


def test_what_two_views_show_nearly_comes_before_what_one_shows(shop, seen):
    """Each for itself they are nearer to the ends."""
    between = Mixture((seen(18), seen(62)), (0.0, 0.0))
    assert order(shop, Mixture.alone(seen(18)))[0] == "0"
    assert order(shop, between)[0] == "40"


def test_a_similarity_is_the_cosine_to_the_view_that_shows_it_best(shop, seen):
    mixture = Mixture((seen(0), seen(50)), (0.0, 0.1))
    told = {shop[near.product_id]: near.similarity for near in nearest_to(mixture, Where(), 3)}
    assert told["0"] == pytest.approx(1, abs=1e-3)
    assert told["40"] == pytest.approx(np.cos(np.radians(10)) - 0.1, abs=1e-3)
    assert nearest_to(mixture, Where(brands=(0,)), 3) == []
