"""Where what is sold out has no good substitute."""

from __future__ import annotations

from io import StringIO

import pytest
from django.core.management import call_command
from django.urls import reverse

from catalog.models import SizeEquivalent, SizeScale, Variant
from shop.insight.gaps import find_gaps
from shop.insight.models import Gap
from tests.factories import make_product
from tests.shop.insight.happenings import happened
from tests.shop.shopping import in_size, words_of

pytestmark = pytest.mark.django_db


def gaps() -> dict[str, tuple[int, ...]]:
    return {
        str(gap): (gap.sold_out, gap.examined, gap.none, gap.few, gap.none_close, gap.badly_served)
        for gap in Gap.objects.all()
    }


def alike(count: int, colour: str = "Black", size: str = "M") -> None:
    for number in range(count):
        make_product(
            f"{colour} {number}", colour=colour, stock={size: 1}, vector=[1, 0.1 * number, 0.2]
        )


def test_a_garment_with_fewer_than_four_is_badly_served(sold_out_dress):
    alike(3)
    assert find_gaps(60) == 1
    assert gaps() == {"Dress, women, M": (1, 1, 0, 1, 0, 1)}


def test_one_with_four_like_it_is_served_well(sold_out_dress):
    alike(4)
    find_gaps(60)
    assert gaps() == {"Dress, women, M": (1, 1, 0, 0, 0, 0)}
    assert not Gap.objects.open().exists()


def test_many_in_other_colours_only_are_no_good_either(sold_out_dress):
    alike(5, "Green")
    find_gaps(60)
    assert gaps() == {"Dress, women, M": (1, 1, 0, 0, 1, 1)}


def test_a_garment_with_none_at_all_is_told_apart(sold_out_dress):
    find_gaps(60)
    assert gaps() == {"Dress, women, M": (1, 1, 1, 0, 0, 1)}


def test_the_same_size_by_another_name_is_no_gap(sold_out_dress):
    numbers, _ = SizeScale.objects.get_or_create(name="eu-women", defaults={"title": "EU"})
    fits = numbers.size("38")
    SizeEquivalent.objects.create(one=sold_out_dress.size, other=fits)
    for number in range(4):
        dress = make_product(f"Alva {number}", stock={}, vector=[1, 0.1 * number, 0.2])
        Variant.objects.create(product=dress, size=fits, sku=f"{dress.pk}-38", on_hand=1)
    find_gaps(60)
    assert gaps() == {"Dress, women, M": (1, 1, 0, 0, 0, 0)}


def test_what_is_back_leaves_the_list(sold_out_dress):
    find_gaps(60)
    Variant.objects.filter(pk=sold_out_dress.pk).update(on_hand=1)
    find_gaps(60)
    assert gaps() == {}


def test_a_garment_nobody_can_search_for_is_counted_but_not_looked_into(sold_out_dress):
    make_product("Not seen by the encoder yet", stock={"M": 0})
    find_gaps(60)
    assert gaps() == {"Dress, women, M": (2, 1, 1, 0, 0, 1)}


def test_the_most_looked_at_are_looked_into(sold_out_dress, monkeypatch):
    monkeypatch.setattr("shop.insight.gaps.SAMPLE", 1)
    lonely = make_product("Lonely", colour="Pink", gender="Women", stock={"M": 0}, vector=[0, 1, 0])
    alike(4)
    happened("looked", in_size(lonely, "M"))
    find_gaps(60)
    assert gaps()["Dress, women, M"] == (2, 1, 0, 0, 1, 1)


def test_a_round_that_is_cut_off_goes_on_where_it_stopped(sold_out_dress):
    make_product("Solveig coat", "Jeans", stock={"32": 0}, vector=[0, 1, 0])
    assert find_gaps(0) == 0
    assert Gap.objects.due().count() == 2
    assert find_gaps(60) == 2
    assert find_gaps(60) == 0
    said = StringIO()
    call_command("find_gaps", "--again", stdout=said)
    assert said.getvalue().startswith("2 looked into, 0 to go.\n")
    assert "Dress, women, M: 1 of 1 badly served, 1 sold out" in said.getvalue()


def test_the_page_lists_what_is_open(sold_out_dress, admin_client):
    find_gaps(60)
    page = admin_client.get(reverse("admin:insight_gap_changelist"))
    assert "Dress Women M 1 1 of 1 1 0 0" in words_of(page)
