"""One vector of several: in two numbers, so that each can be drawn on paper."""

from __future__ import annotations

import numpy as np
import pytest

from recommender.composed_query import mean_of, turned
from recommender.search import QueryVector


def seen(*numbers: float, encoder: int = 1) -> QueryVector:
    return QueryVector(np.array(numbers, np.float32), encoder, f"encoder@{encoder}")


def test_the_mean_lies_between_and_is_of_length_one():
    mean = mean_of([seen(1, 0), seen(0, 1)], [1, 1])
    assert mean.numbers == pytest.approx([2**-0.5, 2**-0.5])
    assert (mean.encoder_id, mean.version) == (1, "encoder@1")


def test_what_weighs_more_pulls_more_and_nothing_pulls_not_at_all():
    assert mean_of([seen(1, 0), seen(0, 1)], [3, 1]).numbers[0] > 0.9
    assert mean_of([seen(1, 0), seen(0, 1)], [0, 1]).numbers == pytest.approx([0, 1])


def test_opposites_cancel_without_a_number_that_is_none():
    assert mean_of([seen(1, 0), seen(-1, 0)], [1, 1]).numbers == pytest.approx([0, 0])


def test_vectors_of_two_encoders_are_never_mixed():
    with pytest.raises(ValueError, match="one encoder"):
        mean_of([seen(1, 0), seen(1, 0, encoder=2)], [1, 1])


def test_words_turn_a_picture_along_their_way():
    blue, red = seen(1, 0), seen(0, 1)
    query = turned(seen(1, 0), towards=red, away=blue, strength=2**0.5)
    assert query.numbers == pytest.approx([0, 1], abs=1e-6)


def test_the_same_words_turn_nothing():
    assert turned(seen(0.6, 0.8), seen(1, 0), seen(1, 0)).numbers == pytest.approx([0.6, 0.8])
