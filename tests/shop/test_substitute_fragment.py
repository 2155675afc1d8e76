"""The piece that answers a sold-out size: few statements, and never what was in stock before."""

from __future__ import annotations

import pytest
from django.contrib.auth import get_user_model
from django.db import connection
from django.test.utils import CaptureQueriesContext

from catalog.models import MovementReason, Variant
from tests.factories import give_photo, make_product
from tests.shop.shopping import in_size, text_of, words_of

pytestmark = pytest.mark.django_db

HTMX = {"HX-Request": "true"}


def fragment(client, variant: Variant):
    return client.get(f"{variant.product.get_absolute_url()}?size=M", headers=HTMX)


def test_it_asks_the_database_four_times_at_most(client, sold_out_dress, its_lookalike):
    for number in range(8):
        give_photo(make_product(f"More {number}", stock={"M": 1}, vector=[0.5, number, 1]))
    fragment(client, sold_out_dress)  # takes the sample that searches are routed by
    with CaptureQueriesContext(connection) as queries:
        assert words_of(fragment(client, sold_out_dress)).count("left in M") >= 6
    asked = [
        q["sql"] for q in queries if not q["sql"].startswith("SET CONSTRAINTS")
    ]  # a test's own
    assert len(asked) <= 4


def test_what_sells_out_is_gone_and_what_comes_back_is_there_at_once(
    client, sold_out_dress, its_lookalike
):
    offered = in_size(its_lookalike, "M")
    assert "Alva dress" in words_of(fragment(client, sold_out_dress))
    offered.move(-3, MovementReason.SOLD)
    assert "Alva dress" not in words_of(fragment(client, sold_out_dress))
    Variant.objects.filter(pk=offered.pk).update(on_hand=1)
    piece = fragment(client, sold_out_dress)
    assert "Alva dress" in words_of(piece)
    assert "Only 1 left in M" in words_of(piece)
    assert "no-cache" in piece["Cache-Control"]


def test_its_pictures_are_lazy_and_say_how_large_they_are_shown(
    client, sold_out_dress, its_lookalike
):
    give_photo(its_lookalike)
    similar = text_of(fragment(client, sold_out_dress)).split('<section class="similar"')[1]
    picture = similar.split("<img")[1].split(">")[0]
    for said in ('loading="lazy"', "srcset=", 'sizes="(min-width', 'width="60"', 'height="80"'):
        assert said in picture


def test_staff_alone_are_told_the_route(client, sold_out_dress, its_lookalike):
    assert "X-Search-Route" not in fragment(client, sold_out_dress)
    shopper = get_user_model().objects.create_user("ada")
    client.force_login(shopper)
    assert "X-Search-Route" not in fragment(client, sold_out_dress)
    shopper.is_staff = True
    shopper.save()
    # Three rungs, for there are fewer than four of the dress's own type.
    assert fragment(client, sold_out_dress)["X-Search-Route"] == "exact, exact, exact"
    assert "X-Search-Route" not in client.get("/looks/")
