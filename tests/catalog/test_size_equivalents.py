"""Sizes that fit the same person on two scales."""

from __future__ import annotations

import io

import pytest
from django.core.exceptions import ValidationError
from django.core.management import call_command

from catalog.models import SizeEquivalent, SizeScale
from catalog.usual_equivalents import CHARTS, add_usual_equivalents

pytestmark = pytest.mark.django_db


def scale(name: str, *labels: str) -> SizeScale:
    made, _ = SizeScale.objects.get_or_create(name=name, defaults={"title": name})
    for label in labels:
        made.size(label)
    return made


def test_the_usual_ones_are_added_where_the_shop_has_both_scales():
    scale("eu-shoes", "38", "39")
    assert add_usual_equivalents() == 0
    scale("uk-shoes", "6", "12")
    call_command("add_size_equivalents", stdout=(out := io.StringIO()))
    assert out.getvalue() == "1 equivalents added.\n"
    [row] = SizeEquivalent.objects.all()
    assert (str(row), row.gender) == ("EU 39 is UK 6", "Women")
    assert add_usual_equivalents() == 0


def test_no_size_equals_another_of_its_scale():
    shoes = scale("eu-shoes", "38", "39")
    with pytest.raises(ValidationError):
        SizeEquivalent(one=shoes.size("38"), other=shoes.size("39")).full_clean()


def test_a_merchandiser_notes_one_in_the_admin(admin_client):
    european, british = scale("eu-shoes", "39"), scale("uk-shoes", "6")
    page = admin_client.get("/admin/catalog/sizeequivalent/add/").content.decode()
    assert "eu-shoes: 39" in page
    facts = {"one": european.size("39").pk, "other": british.size("6").pk, "gender": "Women"}
    admin_client.post("/admin/catalog/sizeequivalent/add/", facts)
    assert SizeEquivalent.objects.get().gender == "Women"
    assert "Fits like" in admin_client.get("/admin/catalog/sizeequivalent/").content.decode()


def test_every_chart_reads_as_a_table():
    for chart in CHARTS:
        assert all(len(row.split()) == len(chart.scales) for row in chart.rows)
        assert list(chart.pairs())
