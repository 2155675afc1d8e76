"""In stock and like it, where nobody has said which size she wears."""

from __future__ import annotations

import pytest

from recommender import alike
from tests.factories import make_product
from tests.recommender.rules.rulebook import make_rule

pytestmark = pytest.mark.django_db


def in_stock_like(*asked, **wishes) -> tuple[int, ...]:
    return tuple(each.product_id for each in alike.in_stock_like(*asked, **wishes))


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


@pytest.fixture
def rack(gone):
    """By their likeness to what is gone; the last of another type."""
    names = ("Alva", "Rut", "Saga")
    dresses = [
        make_product(name, stock={"M": 1}, vector=[1, n / 5, 0], tags=[name.lower()])
        for n, name in enumerate(names)
    ]
    return [*dresses, make_product("Shirt", "Shirt", stock={"M": 1}, vector=[1, 0, 0])]


@pytest.mark.parametrize(
    ("action", "facts", "order"),
    [
        ("exclude", {"offered_tags": ["alva"]}, "Rut Saga Shirt"),
        ("bury", {"offered_tags": ["alva"]}, "Rut Saga Alva Shirt"),
        ("boost", {"offered_tags": ["saga"], "strength": 9}, "Saga Alva Rut Shirt"),
        ("exclude", {"offered_tags": ["alva"], "wanted_genders": ["Men"]}, "Alva Rut Saga Shirt"),
    ],
)
def test_rules_steer_within_a_rung(gone, rack, action, facts, order):
    make_rule(action, **facts)
    names = {each.pk: each.title for each in rack}
    assert " ".join(names[pk] for pk in in_stock_like([gone])) == order


def test_a_pin_comes_first_while_it_keeps_every_promise(gone, rack):
    boots = make_product("Boots", "Ankle boots", stock={"39": 1}, vector=[0, 0, 1])
    his = make_product("His", gender="Men", stock={"M": 1}, vector=[1, 0, 0])
    sold = make_product("Sold", stock={"M": 0}, vector=[1, 0, 0])
    make_rule("pin", offered_products=[his.pk, sold.pk, boots.pk, rack[3].pk])
    in_order = (boots, rack[3], *rack[:3])
    assert in_stock_like([gone]) == tuple(each.pk for each in in_order)


def test_behind_all_that_is_excluded_another_is_found(gone, rack):
    for number in range(30):
        make_product(f"Havn {number}", stock={"M": 1}, vector=[1, number / 900, 0], tags=["havn"])
    make_rule("exclude", offered_tags=["havn"])
    assert in_stock_like([gone], k=3) == tuple(each.pk for each in rack[:3])
