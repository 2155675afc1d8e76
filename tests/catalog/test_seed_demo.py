"""The demo catalogue in an empty shop: whole, once, and never over somebody's products."""

from __future__ import annotations

import io
import os
import signal
import subprocess
import sys
import time
from dataclasses import replace
from pathlib import Path

import pytest
from django.core.management import call_command
from django.db import DataError, connection

from catalog.demo import demo_looks, demo_products
from catalog.importing.demo_shop import fill_shop
from catalog.models import Look, Product, ProductImage, StockMovement, Variant
from tests.catalog.imports import whole_shop
from tests.factories import make_product

REPOSITORY = Path(__file__).resolve().parent.parent.parent


def seed(*arguments: str) -> str:
    out = io.StringIO()
    call_command("seed_demo", *arguments, stdout=out)
    return out.getvalue()


@pytest.mark.django_db
def test_an_empty_shop_is_filled_as_drawn():
    assert "12 products" in seed("--limit", "12")
    drawn = demo_products()[0]
    product = Product.objects.get(external_id=drawn.external_id)
    assert (product.title, product.price, product.status) == (drawn.title, drawn.price, "active")
    assert (product.style_code, product.brand.name) == (drawn.style_code, drawn.brand)
    stock = product.variants.values_list("size__label", "on_hand")
    assert dict(stock) == drawn.stock
    assert list(dict(stock)) == list(drawn.stock), "sizes out of order"
    assert (product.cover.width, product.cover.height) == (900, 1200)
    assert product.cover.alt_text == drawn.alt_text
    assert ProductImage.objects.count() == 12
    assert set(StockMovement.objects.values_list("reason", flat=True)) == {"opening"}


@pytest.mark.django_db
def test_looks_hang_in_their_order():
    look = demo_looks()[0]
    first = max(
        number for number, p in enumerate(demo_products()) if p.external_id in look.products
    )
    seed("--limit", str(min(first + 1, 60)))
    assert Look.objects.count() == len(demo_looks())
    hung = Look.objects.get(slug=look.slug)
    assert (hung.title, hung.description) == (look.title, look.description)
    present = set(Product.objects.values_list("external_id", flat=True))
    items = hung.items.values_list("product__external_id", flat=True)
    assert list(items) == [name for name in look.products if name in present]


@pytest.mark.django_db
def test_a_look_that_cannot_be_hung_leaves_the_shop_empty():
    too_long = replace(demo_looks()[0], title="x" * 500)
    with pytest.raises(DataError):
        fill_shop(demo_products()[:2], [too_long], lambda n: None, lambda n: None)
    assert not Product.objects.exists()


@pytest.mark.django_db
def test_seeding_again_changes_nothing():
    seed("--limit", "4")
    before = whole_shop()
    assert "nothing was drawn" in seed("--limit", "4")
    assert whole_shop() == before


@pytest.mark.django_db
def test_a_shop_with_products_of_its_own_is_left_alone():
    make_product("Our only dress")
    assert "nothing was drawn" in seed()
    assert Product.objects.count() == 1


@pytest.mark.crash
@pytest.mark.django_db(transaction=True)
def test_killed_while_it_draws_it_leaves_no_artist_and_an_empty_shop(tmp_path):
    url = f"{os.environ['DATABASE_URL'].rsplit('/', 1)[0]}/{connection.settings_dict['NAME']}"
    log = (tmp_path / "log").open("wb")
    process = subprocess.Popen(
        [sys.executable, "manage.py", "seed_demo"],
        env={**os.environ, "DATABASE_URL": url},
        cwd=REPOSITORY,
        stdout=log,
        stderr=log,
        start_new_session=True,
    )
    wait_until(lambda: b"8/" in (tmp_path / "log").read_bytes())
    process.send_signal(signal.SIGKILL)
    process.wait()
    wait_until(lambda: not group_is_alive(process.pid))
    assert (Product.objects.count(), Variant.objects.count()) == (0, 0)


def group_is_alive(group: int) -> bool:
    try:
        os.killpg(group, 0)
    except ProcessLookupError:
        return False
    return True


def wait_until(condition, seconds: float = 60) -> None:
    end = time.monotonic() + seconds
    while not condition():
        assert time.monotonic() < end, "waited in vain"
        time.sleep(0.05)
