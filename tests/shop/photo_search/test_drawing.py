"""Describe it, and it is drawn, then searched with; by a model that the shop's owner names."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.conf import settings as shop_settings
from django.contrib.auth import get_user_model
from django.db import connection
from django.utils.timezone import now

from recommender.photos import drawing as drawing_models
from shop.photo_search import drawing
from shop.photo_search.models import Drawing, SearchPhoto
from shop.photo_search.tasks import draw_waiting, let_go_of_photos
from tests.shop.photo_search import drawers
from tests.shop.shopping import words_of

pytestmark = pytest.mark.django_db

HTMX = {"HX-Request": "true"}


@pytest.fixture(autouse=True)
def drawer(settings, monkeypatch):
    """Names the one that draws in this shop; what is loaded for a test is forgotten after it."""
    monkeypatch.setattr(drawing_models, "_loaded", {})

    def name(model: str) -> None:
        settings.DRAWING_MODEL = f"{drawers.__name__}.{model}"

    name("paints")
    return name


@pytest.fixture
def hints(monkeypatch) -> list:
    """Those that were sent to workers."""
    sent: list = []
    monkeypatch.setattr(drawing, "send_hint", sent.append)
    return sent


@pytest.fixture
def asked(client, hints):
    def ask(words: str = "red wall"):
        return client.post("/search/photo/draw/", {"words": words})

    return ask


def titles(page) -> list[str]:
    return [match.product.title for match in page.context["found"].matches]


def test_what_she_describes_is_drawn_and_finds_what_is_like_it(
    client, asked, hints, red_dress, blue_dress, django_capture_on_commit_callbacks
):
    with django_capture_on_commit_callbacks(execute=True):
        address = asked("red wall").url
    assert hints == [draw_waiting]
    waiting = client.get(address)
    assert "It is next" in words_of(waiting)
    assert f'hx-get="{address}"' in waiting.content.decode()
    draw_waiting()
    found = client.get(address, follow=True)
    assert titles(found) == ["Rubia dress", "Marina dress"]
    assert client.get(address, headers=HTMX)["HX-Redirect"] == found.redirect_chain[-1][0]


def test_while_it_is_drawn_the_page_shows_how_far_it_is(client, asked, painter, monkeypatch):
    address = asked().url
    seen: list[str] = []
    note = drawing.note

    def look(wanted: Drawing, **facts: object) -> None:
        note(wanted, **facts)
        seen.append(client.get(address, headers=HTMX).content.decode())

    monkeypatch.setattr(drawing, "note", look)
    assert drawing.draw_next()
    assert ["It is being drawn" in page for page in seen] == [True, True, False]
    assert 'value="50"' in seen[1]
    assert seen[2] == ""  # drawn: she is sent to what was found


@pytest.mark.parametrize(
    ("model", "said"),
    [
        ("refuses", drawing.NOT_DRAWN),
        ("breaks", drawing.AWAY),
        ("is_not_there", drawing.AWAY),
    ],
)
def test_what_cannot_be_drawn_is_said_once_and_the_next_is_drawn(
    client, asked, painter, drawer, model, said, capsys
):
    address = asked("crimson secret").url
    drawer(model)
    draw_waiting()
    page = client.get(address)
    assert said in words_of(page)
    assert "hx-trigger" not in page.content.decode().split('id="drawing"')[1].split("</div>")[0]
    assert "secret" not in capsys.readouterr().out
    drawer("paints")
    asked("blue wall")
    draw_waiting()
    assert SearchPhoto.objects.count() == 1


def test_words_that_kill_whoever_draws_them_are_given_up(asked, client, painter):
    address = asked().url
    Drawing.objects.update(tries=drawing.TRIES)  # as two killed workers leave it
    draw_waiting()
    assert drawing.NOT_DRAWN in words_of(client.get(address))
    assert not drawing.draw_next()


def test_those_behind_wait_their_turn_and_one_too_many_is_told(client, asked, painter):
    pages = [client.get(asked(f"red {n}").url) for n in range(drawing.MOST_WAITING)]
    assert "It is next" in words_of(pages[0])
    assert "2 to be drawn before it" in words_of(pages[2])
    turned_away = asked("one more")
    assert (turned_away.status_code, turned_away["Retry-After"]) == (503, "60")
    assert "Try again in a minute" in words_of(turned_away)
    draw_waiting()
    assert asked("one more").status_code == 302


def test_nobody_is_asked_to_draw_nothing(asked):
    assert asked(" ").status_code == 400
    assert not Drawing.objects.exists()


def test_words_are_let_go_of_with_the_photo(client, asked, painter):
    address = asked().url
    draw_waiting()
    Drawing.objects.update(kept_until=now() - timedelta(seconds=1))
    assert client.get(address).status_code == 404
    let_go_of_photos()
    assert not Drawing.objects.exists()


def test_her_words_are_in_no_log_of_the_database(asked):
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT relpersistence FROM pg_class WHERE relname = %s", [Drawing._meta.db_table]
        )
        assert cursor.fetchone() == ("u",)


@pytest.mark.parametrize("model", ["", "hf-hub:somebody/a-model"])
def test_without_a_model_nobody_is_offered_it_and_staff_are_told_how(
    client, settings, monkeypatch, db, model
):
    settings.DRAWING_MODEL = model
    monkeypatch.setattr(drawing_models, "find_spec", lambda name: None)  # not installed
    plain = words_of(client.get("/search/photo/"))
    assert "draw it" not in plain
    assert "diffusers" not in plain
    assert client.post("/search/photo/draw/", {"words": "red"}).status_code == 404
    client.force_login(get_user_model().objects.create(username="maya", is_staff=True))
    assert "pip install diffusers" in words_of(client.get("/search/photo/"))


def test_with_one_the_page_offers_it(client, db):
    assert "let us draw it" in words_of(client.get("/search/photo/"))


def test_a_lost_hint_is_found_by_a_sweep():
    swept = {each["task"] for each in shop_settings.CELERY_BEAT_SCHEDULE.values()}
    assert draw_waiting.name in swept
