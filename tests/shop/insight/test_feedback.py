"""What training is told: how each offer did at its place."""

from __future__ import annotations

import pytest
from django.core.management import call_command

from recommender.scoring.feedback import Feedback, read_feedback
from shop.insight.models import Event
from tests.shop.insight.happenings import happened
from tests.shop.shopping import words_of

pytestmark = pytest.mark.django_db


def test_each_offer_has_a_row_for_each_place(
    sold_out_dress, its_lookalike, same_dress_in_red, tmp_path
):
    happened("shown", sold_out_dress, its_lookalike, 5)
    happened("clicked", sold_out_dress, its_lookalike, 2)
    happened("bagged", sold_out_dress, its_lookalike, 1)
    happened("shown", sold_out_dress, its_lookalike, 3, place=4)
    happened("shown", sold_out_dress, same_dress_in_red, 4, place=2, days_ago=5)
    happened("shown", sold_out_dress, same_dress_in_red, 9, days_ago=400)
    happened("thumb_up", sold_out_dress, its_lookalike)
    happened("looked", sold_out_dress)
    file = tmp_path / "feedback.csv"
    call_command("export_feedback", "--out", str(file))
    dress, alva, red = sold_out_dress.product_id, its_lookalike.pk, same_dress_in_red.pk
    assert read_feedback(file) == [
        Feedback(dress, alva, place=1, shown=5, clicked=2, bagged=1, thumbs_up=1),
        Feedback(dress, alva, place=4, shown=3, clicked=0, bagged=0),
        Feedback(dress, red, place=2, shown=4, clicked=0, bagged=0),
    ]


def test_whoever_clicked_has_seen_it(sold_out_dress, its_lookalike, tmp_path):
    happened("bagged", sold_out_dress, its_lookalike)
    call_command("export_feedback", "--out", str(tmp_path / "f.csv"))
    assert (tmp_path / "f.csv").read_text().splitlines()[1].endswith(",1,1,1,1,0,0")


def test_the_events_themselves_can_be_read(sold_out_dress, its_lookalike, admin_client):
    happened("shown", sold_out_dress, its_lookalike)
    happened("looked", sold_out_dress)
    Event.objects.filter(kind="looked").update(wanted=10**9)
    page = words_of(admin_client.get("/admin/insight/event/"))
    assert f"Shown {sold_out_dress.sku} Alva dress closest 1 closest" in page
    assert "Looked at, sold out – –" in page
