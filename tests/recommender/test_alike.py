"""In stock and like it, where nobody has said which size she wears."""

from __future__ import annotations

import pytest

from recommender.alike import in_stock_like
from tests.factories import make_product

pytestmark = pytest.mark.django_db


@pytest.fixture
def gone(encoder_version):
    return make_product("Linnea dress", stock={"M": 0}, vector=[1, 0, 0])


def test_only_what_is_in_stock_and_for_her(gone):
    near = make_product("Alva dress", stock={"M": 1}, vector=[0.9, 0.3, 0])
    far = make_product("Rut dress", stock={"L": 1}, vector=[0.3, 0.9, 0])
    make_product("Sold out too", stock={"M": 0}, vector=[1, 0, 0])
    make_product("His", gender="Men", stock={"M": 1}, vector=[1, 0, 0])
    assert in_stock_like([gone]) == (near.pk, far.pk)
    assert in_stock_like([gone], k=1) == (near.pk,)
    medium = gone.variants.get().size_id
    assert in_stock_like([gone], sizes=[medium]) == (near.pk,)


def test_its_own_type_first_then_its_section(gone):
    shirt = make_product("Oxford shirt", "Shirt", stock={"M": 1}, vector=[1, 0, 0])
    boots = make_product("Boots", "Ankle boots", stock={"39": 1}, vector=[1, 0, 0])
    dress = make_product("Rut dress", stock={"M": 1}, vector=[0, 1, 0])
    assert in_stock_like([gone]) == (dress.pk, shirt.pk)
    assert boots.pk not in in_stock_like([gone])


def test_several_are_answered_by_turns(gone):
    tote = make_product("Sanna tote", "Tote bag", stock={"One size": 0}, vector=[0, 1, 0])
    bag = make_product("Runa tote", "Tote bag", stock={"One size": 1}, vector=[0, 1, 0])
    dresses = [make_product(f"Dress {n}", stock={"M": 1}, vector=[1, n / 10, 0]) for n in range(3)]
    assert in_stock_like([gone, tote], k=3) == (dresses[0].pk, bag.pk, dresses[1].pk)


def test_without_a_vector_nothing_is_like_it(encoder_version):
    assert in_stock_like([make_product(stock={"M": 0})]) == ()
