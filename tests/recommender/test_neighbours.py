"""Types that stand beside a type: learned by looks and by whom they are for, edited by people."""

from __future__ import annotations

import pytest

from recommender.ladder.neighbours import learn_neighbours
from recommender.models import NeighbouringType
from recommender.tasks import learn_neighbouring_types
from tests.factories import make_product, make_type

pytestmark = pytest.mark.django_db


def hang(name: str, look: list[float], gender: str = "Women", pieces: int = 6) -> None:
    for _ in range(pieces):
        make_product(name, name, gender=gender, vector=look)


def beside(name: str) -> list[str]:
    rows = NeighbouringType.objects.filter(from_type=make_type(name))
    return [row.to_type.name for row in rows]


@pytest.fixture
def rails(encoder_version) -> None:
    hang("Shirt", [1, 0.2, 0])
    hang("T-shirt", [1, 0.3, 0])
    hang("Dress", [1, 0.25, 0.1])
    hang("Jeans", [0, 1, 0])
    hang("Ankle boots", [0, 0.2, 1])
    hang("Tote bag", [1, 0.2, 0], pieces=2)


def test_what_looks_alike_in_the_mean_stands_side_by_side(rails):
    assert learn_neighbours() > 0
    assert "T-shirt" in beside("Shirt")
    assert "Dress" in beside("Shirt")  # of another family, and nearly the same
    assert "Jeans" not in beside("Shirt")
    assert beside("Ankle boots") == beside("Tote bag") == []


def test_what_is_for_others_stands_nowhere_near(rails):
    hang("T-shirt", [1, 0.3, 0], gender="Men", pieces=600)
    learn_neighbours()
    assert "T-shirt" not in beside("Shirt")


def test_learning_again_leaves_what_a_person_set(rails):
    own = NeighbouringType.objects.create(
        from_type=make_type("Jeans"), to_type=make_type("Dress"), is_learned=False
    )
    once = learn_neighbours()
    assert learn_neighbours() == once
    own.refresh_from_db()
    assert (beside("Jeans"), own.is_learned) == (["Dress"], False)


def test_a_shop_without_vectors_learns_nothing(encoder_version):
    make_product("Bare", "Shirt")
    assert learn_neighbours() == 0


def test_the_worker_learns_of_new_types_alone(rails):
    learn_neighbouring_types()
    assert {"T-shirt", "Dress"} <= set(beside("Shirt"))
    NeighbouringType.objects.filter(
        from_type=make_type("Shirt"), to_type=make_type("Dress")
    ).delete()
    hang("Jacket", [1, 0.2, 0])
    learn_neighbouring_types()
    assert "Dress" not in beside("Shirt")  # somebody took it out
    assert {"Shirt", "T-shirt"} <= set(beside("Jacket"))
