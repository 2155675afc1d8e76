"""A shopper walks through the shop."""

from __future__ import annotations

import os
import re
import subprocess
import sys

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from catalog.models import Look, LookItem, MovementReason, Status
from tests.factories import make_product
from tests.shop.shopping import in_size, text_of, words_of

pytestmark = pytest.mark.django_db


@pytest.fixture
def weekend_look(db) -> Look:
    look = Look.objects.create(title="Slow weekend", slug="slow-weekend")
    shirt = make_product("Oxford shirt", "Shirt", stock={"M": 1})
    for position, piece in enumerate([shirt, make_product("Ida jeans", "Jeans", stock={"28": 1})]):
        LookItem.objects.create(look=look, product=piece, position=position)
    return look


def test_home_shows_what_is_new_and_what_hangs_where(client, weekend_look):
    make_product("Never to be seen", status=Status.DRAFT)
    page = client.get("/")
    assert "Oxford shirt" in words_of(page)
    assert "Slow weekend" in words_of(page)
    assert "Never to be seen" not in words_of(page)
    assert 'href="/shop/clothing/"' in text_of(page)
    assert 'href="/shop/shoes/"' not in text_of(page)


def test_an_empty_shop_says_so(client):
    assert "rails are still empty" in words_of(client.get("/"))
    assert client.get("/shop/").status_code == 200
    assert client.get("/looks/").status_code == 200


def test_a_product_page_shows_every_size_also_the_sold_out(client, sold_out_dress):
    page = client.get(sold_out_dress.product.get_absolute_url())
    assert "M sold out" in words_of(page)
    assert 'href="?size=M"' in text_of(page)
    assert "Choose your size" in words_of(page)
    assert "Similar in stock" not in words_of(page)


def test_a_sold_out_size_shows_what_can_stand_in_for_it(
    client, sold_out_dress, its_lookalike, same_dress_in_red
):
    page = client.get(f"{sold_out_dress.product.get_absolute_url()}?size=M")
    words = words_of(page)
    assert "Similar in stock in your size, M" in words
    assert words.index("Linnea dress in red") < words.index("Alva dress")
    assert "Same colour, €5.00 less" in words
    assert "Almost identical" in words
    assert "In stock in M" in words
    assert f'href="{its_lookalike.get_absolute_url()}?size=M&amp;u=' in text_of(page)
    assert f'name="variant" value="{in_size(its_lookalike, "M").pk}"' in text_of(page)


def test_a_size_in_stock_is_sold_not_substituted(client, sold_out_dress, its_lookalike):
    page = client.get(f"{sold_out_dress.product.get_absolute_url()}?size=S")
    assert "Similar in stock" not in words_of(page)
    assert "Only 2 left in S" in words_of(page)
    small = in_size(sold_out_dress.product, "S")
    assert f'name="variant" value="{small.pk}"' in text_of(page)


def test_htmx_gets_the_piece_that_the_page_includes(client, sold_out_dress, its_lookalike):
    url = f"{sold_out_dress.product.get_absolute_url()}?size=M"
    page, piece = client.get(url), client.get(url, headers={"HX-Request": "true"})
    assert "<html" not in text_of(piece)
    assert "Size M is sold out. 1 similar piece in stock in M below." in words_of(piece)
    similar = text_of(piece).split('<section class="similar"')[1].split("</section>")[0]
    assert without_tokens(similar) in without_tokens(text_of(page))
    assert "HX-Request" in piece["Vary"]


def test_history_gets_the_whole_page_back(client, sold_out_dress):
    headers = {"HX-Request": "true", "HX-History-Restore-Request": "true"}
    page = client.get(f"{sold_out_dress.product.get_absolute_url()}?size=M", headers=headers)
    assert "<html" in text_of(page)


def without_tokens(html: str) -> str:
    """CSRF tokens are masked anew for each answer."""
    return re.sub(r'name="csrfmiddlewaretoken" value="\w+"', "", html)


def test_the_only_size_is_chosen_for_the_shopper(client, encoder_version):
    bag = make_product("Sanna tote", "Tote bag", stock={"One size": 0}, vector=[1, 0, 0])
    make_product("Runa tote", "Tote bag", stock={"One size": 4}, vector=[1, 0, 0])
    words = words_of(client.get(bag.get_absolute_url()))
    assert "Choose your size" not in words
    assert "Sold out. Tell me when it is back" in words
    assert words.index("Similar in stock in your size") < words.index("Runa tote")


def test_no_close_piece_still_leaves_a_way_on(client, sold_out_dress):
    page = client.get(f"{sold_out_dress.product.get_absolute_url()}?size=M")
    assert "/shop/?type=dress&amp;gender=Women&amp;size=M&amp;in_stock=1" in text_of(page)


def test_wear_it_with_comes_from_the_look(client, weekend_look):
    shirt = weekend_look.items.first().product
    page = client.get(shirt.get_absolute_url())
    assert "Wear it with" in words_of(page)
    assert "From the look “Slow weekend”" in words_of(page)


def test_a_colourway_keeps_the_size(client, sold_out_dress, same_dress_in_red):
    page = client.get(f"{sold_out_dress.product.get_absolute_url()}?size=M")
    assert "Also in" in words_of(page)
    assert f'href="{same_dress_in_red.get_absolute_url()}?size=M"' in text_of(page)


@pytest.mark.parametrize("size", ["", "XXXXL", "🦄", "\x00", "M" * 5000, "<script>"])
def test_a_size_that_does_not_exist_chooses_none(client, sold_out_dress, size):
    page = client.get(sold_out_dress.product.get_absolute_url(), {"size": size})
    assert page.status_code == 200
    assert "Choose your size" in words_of(page)


def test_what_was_never_for_sale_has_no_page(client):
    draft = make_product(status=Status.DRAFT)
    assert client.get(draft.get_absolute_url()).status_code == 404
    draft.delete()
    assert client.get(draft.get_absolute_url()).status_code == 404


def test_a_look_shows_its_pieces_in_the_stylists_order(client, weekend_look):
    shirt, jeans = (item.product for item in weekend_look.items.all())
    other = Look.objects.create(title="Other", slug="other")
    LookItem.objects.create(look=other, product=shirt, position=9)
    words = words_of(client.get("/looks/slow-weekend/"))
    assert words.index(shirt.title) < words.index(jeans.title)
    assert words.count(shirt.title) == 1


def test_an_unpublished_look_has_no_page(client, weekend_look):
    Look.objects.update(is_published=False)
    assert client.get("/looks/slow-weekend/").status_code == 404
    assert "Slow weekend" not in words_of(client.get("/looks/"))


def queries_of(client: Client, url: str) -> int:
    with CaptureQueriesContext(
        connection,
    ) as queries:
        assert client.get(url).status_code == 200
    return len(queries)


@pytest.mark.parametrize("url", ["/", "/shop/", "/shop/clothing/?in_stock=1&size=M", "/looks/"])
def test_more_products_cost_no_more_queries(client, weekend_look, url):
    few = queries_of(client, url)
    for number in range(12):
        look = Look.objects.create(title=f"Look {number}", slug=f"look-{number}")
        LookItem.objects.create(look=look, product=make_product(f"Dress {number}"))
    assert queries_of(client, url) == few


def test_more_substitutes_cost_no_more_queries(client, sold_out_dress, its_lookalike):
    url = f"{sold_out_dress.product.get_absolute_url()}?size=M"
    few = queries_of(client, url)
    for number in range(7):
        facts = {"vector": [0.9, 0.1, 0.1], "brand": f"Brand {number}"}
        make_product(f"Alike {number}", stock={"M": 2}, **facts)
    # Once eight are found the ladder stops early, which asks less, never more.
    assert queries_of(client, url) <= few
    assert len(re.findall("(In stock|left) in M", words_of(client.get(url)))) == 8


def test_substitutes_show_while_redis_is_away(client, settings, sold_out_dress, its_lookalike):
    settings.CELERY_BROKER_URL = "redis://127.0.0.1:1/0"
    url = f"{sold_out_dress.product.get_absolute_url()}?size=M"
    assert "Alva dress" in words_of(client.get(url))
    its_lookalike.variants.get().move(-3, MovementReason.SOLD)
    assert "Alva dress" not in words_of(client.get(url))


PAGES_IN_A_FRESH_PROCESS = """
import django, sys
django.setup()
from django.conf import settings
from django.test import Client
settings.ALLOWED_HOSTS = ["*"]
for url in sys.argv[1:]:
    assert Client().get(url).status_code == 200, url
print("torch" in sys.modules)
"""


@pytest.mark.django_db(transaction=True)
def test_pages_that_show_products_load_no_torch(sold_out_dress, its_lookalike):
    urls = [
        "/",
        "/shop/",
        f"{sold_out_dress.product.get_absolute_url()}?size=M",
        "/looks/",
        "/bag/",
    ]
    database = connection.settings_dict
    url = f"postgres://{database['USER']}:{database['PASSWORD']}@/{database['NAME']}?host={database['HOST']}"
    environment = {**os.environ, "DATABASE_URL": url, "DJANGO_SETTINGS_MODULE": "shop.settings"}
    answer = subprocess.run(
        [sys.executable, "-c", PAGES_IN_A_FRESH_PROCESS, *urls],
        env=environment,
        capture_output=True,
        text=True,
        timeout=120,
        check=False,
    )
    assert answer.stdout.strip().endswith("False"), answer.stdout + answer.stderr
