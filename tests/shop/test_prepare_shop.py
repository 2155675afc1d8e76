"""`manage.py prepare_shop`: what it finds undone it does, and nothing twice."""

from __future__ import annotations

import stat
from pathlib import Path

import pytest
from django.contrib.auth import authenticate, get_user_model
from django.core.management import call_command
from django.core.management.base import CommandError

from catalog.models import Product
from shop.management.commands import prepare_shop
from tests.factories import give_photo, make_product

pytestmark = pytest.mark.django_db


@pytest.fixture
def home(tmp_path: Path, settings) -> Path:
    settings.HOME = tmp_path
    settings.AUTHENTICATION_BACKENDS = ["django.contrib.auth.backends.ModelBackend"]
    return tmp_path


@pytest.fixture
def stocked(home: Path) -> Product:
    """A shop with one product, so that no demo is drawn."""
    return make_product("Linnea dress")


def test_the_first_account_enters_with_the_password_that_was_kept(
    home: Path, stocked: Product
) -> None:
    call_command("prepare_shop")
    kept = home / "admin_password"
    assert stat.S_IMODE(kept.stat().st_mode) == 0o600
    admin = authenticate(username="admin", password=kept.read_text().strip())
    assert admin is not None
    assert admin.is_superuser


def test_a_password_that_a_crash_left_is_taken_up(home: Path, stocked: Product) -> None:
    (home / "admin_password").write_text("left-by-a-crash\n")
    call_command("prepare_shop")
    assert authenticate(username="admin", password="left-by-a-crash") is not None


def test_a_shop_with_an_owner_gets_no_second_one(home: Path, stocked: Product) -> None:
    get_user_model().objects.create_superuser("olga", password="hers alone")
    call_command("prepare_shop")
    assert list(get_user_model().objects.values_list("username", flat=True)) == ["olga"]
    assert not (home / "admin_password").exists()


def test_run_again_it_finds_nothing_to_do(home: Path, stocked: Product, capfd) -> None:
    call_command("prepare_shop")
    capfd.readouterr()
    call_command("prepare_shop")
    assert capfd.readouterr().out == ""
    assert get_user_model().objects.count() == 1


def test_an_empty_shop_is_filled(home: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(prepare_shop, "draw_the_demo", lambda: call_command("seed_demo", limit=3))
    call_command("prepare_shop")
    assert Product.objects.count() == 3


def test_an_encoder_that_is_away_keeps_nobody_from_shopping(
    home: Path, stocked: Product, capsys: pytest.CaptureFixture[str]
) -> None:
    def away(name: str, active: bool) -> None:
        raise CommandError("no route to the hub")

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(prepare_shop, "call_command", away)
        prepare_shop.embed()
    assert "stay without vectors for now: no route to the hub" in capsys.readouterr().out


def test_an_encoder_that_does_not_exist_is_said_so(home: Path, stocked: Product, settings) -> None:
    settings.ENCODER = "no-such-encoder"
    with pytest.raises(CommandError, match="ENCODER='no-such-encoder' is neither"):
        call_command("prepare_shop")


def test_masses_are_left_to_the_worker(
    home: Path, photographed: Product, monkeypatch: pytest.MonkeyPatch, capsys
) -> None:
    monkeypatch.setattr(prepare_shop, "EMBED_BEFORE_OPENING", 0)
    call_command("prepare_shop")
    assert "Waiting for a vector: 1. The worker embeds them" in capsys.readouterr().out


@pytest.fixture
def photographed(home: Path, stocked: Product) -> Product:
    give_photo(stocked)
    return stocked
