"""Why this is shown and that is not, in words a merchandiser can act on."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.utils.timezone import now

from catalog.models.reservation import Reservation
from recommender.substitutes import substitutes_for
from recommender.why import why
from tests.factories import make_product

pytestmark = pytest.mark.django_db


def test_what_is_shown_says_where_and_on_which_rung(sold_out_dress, its_lookalike):
    answer = why(sold_out_dress, its_lookalike)
    assert answer.is_shown
    assert answer.text == "Shown in place 1, on the rung “closest”: Same colour, €5.00 less."
    assert answer.similarity == pytest.approx(0.9535, abs=1e-3)


@pytest.mark.parametrize(
    ("facts", "decided_by", "text"),
    [
        ({"status": "draft"}, "inactive", "It is not for sale: draft."),
        ({"style_code": "LINNEA"}, "same_model", "It is the same model in the same colour"),
        ({"gender": "Men"}, "gender", "It is for Men, the garment for Women."),
        ({"stock": {"XXL": 1}}, "size", "It does not come in M."),
        ({"stock": {"M": 0}}, "stock", "It is sold out in M."),
    ],
)
def test_the_first_broken_promise_decides(sold_out_dress, facts, decided_by, text):
    other = make_product("Other", **{"stock": {"M": 1}, **facts}, vector=[1, 0, 0])
    answer = why(sold_out_dress, other)
    assert (answer.is_shown, answer.decided_by) == (False, decided_by)
    assert answer.text.startswith(text)
    assert substitutes_for(sold_out_dress) == ()


def test_the_garment_itself_is_none(sold_out_dress):
    assert why(sold_out_dress, sold_out_dress.product).decided_by == "self"


def test_what_is_held_at_the_till_is_said_to_be(sold_out_dress, its_lookalike):
    shelf = its_lookalike.variants.get(size__label="M")
    assert Reservation.objects.hold(shelf, 3, "another bag", now() + timedelta(minutes=5))
    assert why(sold_out_dress, its_lookalike).text == "What is left of it in M is held at the till."


def test_without_a_vector_nothing_can_be_said(sold_out_dress):
    new = make_product("Just in", stock={"M": 1})
    assert why(sold_out_dress, new).decided_by == "vector"


def test_what_others_come_before_says_its_rung(sold_out_dress, its_lookalike):
    red = make_product("Red", colour="Red", stock={"M": 1}, vector=[1, 0, 0])
    stranger = make_product("Tent", stock={"M": 1}, vector=[0, 1, 0])
    shirt = make_product("Shirt", "Shirt", stock={"M": 1}, vector=[1, 0, 0])
    assert (
        "“any colour” with a similarity of 1.00, and the 1 shown"
        in why(sold_out_dress, red, k=1).text
    )
    assert why(sold_out_dress, stranger, k=1).text.startswith("It hardly looks like it (0.00")
    assert why(sold_out_dress, shirt, k=1).decided_by == "family"


def test_another_type_waits_until_fewer_than_four_are_found(encoder_version):
    shirt = make_product("Gone", "Shirt", stock={"M": 0}, vector=[1, 0, 0]).variants.get()
    tee = make_product("Tee", "T-shirt", vector=[1, 0, 0])
    assert why(shirt, tee).is_shown
    for number in range(4):
        make_product(f"Shirt {number}", "Shirt", vector=[1, 0, number])
    assert why(shirt, tee).text.startswith("Another type is offered only while fewer than 4")
