"""The piece that answers a sold-out size: few statements, and never what was in stock before."""

from __future__ import annotations

import re
from decimal import Decimal

import psycopg
import pytest
from django.contrib.auth import get_user_model
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from catalog.models import Brand, MovementReason, Product, Variant
from shop.storefront import drawing
from shop.storefront.substitute_card import CARD
from tests.factories import give_photo, give_vector, make_product
from tests.shop.shopping import in_size, text_of, words_of

pytestmark = pytest.mark.django_db

HTMX = {"HX-Request": "true"}
TOKEN_FIELD = r'name="csrfmiddlewaretoken" value="([^"]+)"'


def fragment(client, variant: Variant):
    return client.get(f"{variant.product.get_absolute_url()}?size=M", headers=HTMX)


def statements_for(client, variant: Variant) -> list[str]:
    fragment(client, variant)  # takes the sample that searches are routed by
    with CaptureQueriesContext(connection) as queries:
        assert words_of(fragment(client, variant)).count("left in M") >= 6
    asked = [query["sql"] for query in queries]
    return [sql for sql in asked if not sql.startswith("SET CONSTRAINTS")]  # a test's own


def test_it_asks_the_database_three_times(client, sold_out_dress):
    for number in range(24):
        facts = {"vector": [0.5, number % 5, 1 + number], "brand": f"Brand {number}"}
        dress = make_product(f"More {number}", stock={"M": 1}, **facts)
        if number < 8:
            give_photo(dress)
    assert len(statements_for(client, sold_out_dress)) == 3


def test_in_a_small_shop_it_asks_thrice_more_what_lies_further(client, sold_out_dress):
    for number in range(8):
        facts = {"vector": [0.5, number, 1], "brand": f"Brand {number}"}
        make_product(f"More {number}", stock={"M": 1}, **facts)
    assert len(statements_for(client, sold_out_dress)) == 6


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


def sell_all_but_two(dress: Product) -> None:
    in_size(dress, "M").move(-1, MovementReason.SOLD)


def photograph_it_again(dress: Product) -> None:
    take_its_photo_away(dress)
    give_photo(dress, "green")
    give_vector(dress, [0.8, 0.6, 0])


def take_its_photo_away(dress: Product) -> None:
    dress.images.all().delete()
    give_vector(dress, [0.8, 0.6, 0])  # which went with the photo


def change(**fields):
    return lambda dress: Product.objects.filter(pk=dress.pk).update(**fields)


@pytest.mark.parametrize(
    ("happens", "then_it_says"),
    [
        (sell_all_but_two, "Only 2 left in M"),
        (photograph_it_again, 'alt="green garment"'),
        (change(price=Decimal("49.50")), "€49.50"),
        (change(price=Decimal("49.50")), "€10.50 less"),
        (change(title="Alva gown"), "Add M to bag: Alva gown"),
        (change(slug="alva-gown"), 'href="/product/alva-gown/?size=M&amp;u='),
        (change(colour="Navy Blue"), "in navy blue"),
        (lambda dress: Brand.objects.update(name="Nordhem"), "Nordhem"),
        (lambda dress: dress.images.update(alt_text="Seen from behind"), "Seen from behind"),
        (lambda dress: give_vector(dress, [1, 0, 0]), "Almost identical"),
        (take_its_photo_away, "no picture yet"),
    ],
)  # fmt: skip
def test_a_card_that_changes_is_drawn_anew_at_once(
    client, sold_out_dress, its_lookalike, happens, then_it_says
):
    give_vector(its_lookalike, [0.8, 0.6, 0])
    give_photo(its_lookalike)
    fragment(client, sold_out_dress)
    drawings = CARD.drawn_once.cache_info().misses
    assert then_it_says not in text_of(fragment(client, sold_out_dress))
    assert CARD.drawn_once.cache_info().misses == drawings  # it was not drawn a second time
    happens(its_lookalike)
    assert then_it_says in text_of(fragment(client, sold_out_dress))


def test_a_size_that_changes_is_drawn_anew_at_once(client, sold_out_dress, its_lookalike):
    large = in_size(sold_out_dress.product, "L")
    for _ in range(2):
        assert "L 1 left" in words_of(fragment(client, sold_out_dress))
    large.move(-1, MovementReason.SOLD)
    assert "L sold out" in words_of(fragment(client, sold_out_dress))
    large.move(5, MovementReason.RECEIVED)
    assert "L sold out" not in words_of(fragment(client, sold_out_dress))
    sold_out_dress.move(1, MovementReason.RETURNED)
    assert "Only 1 left in M" in words_of(fragment(client, sold_out_dress))


def test_each_shopper_has_her_own_token_on_cards_drawn_for_another(sold_out_dress, its_lookalike):
    ada, grace = Client(enforce_csrf_checks=True), Client(enforce_csrf_checks=True)
    tokens = []
    for shopper in (ada, grace):
        found = set(re.findall(TOKEN_FIELD, text_of(fragment(shopper, sold_out_dress))))
        assert len(found) == 1
        tokens += found
    assert tokens[0] != tokens[1]
    assert drawing.TOKEN not in tokens
    offered = in_size(its_lookalike, "M")
    mine = {"variant": offered.pk, "csrfmiddlewaretoken": tokens[1]}
    assert grace.post("/bag/add/", mine).status_code == 302
    assert grace.post("/bag/add/", {"variant": offered.pk}).status_code == 403


def test_no_more_cards_are_kept_than_were_allowed():
    mark = drawing.Drawing("_mark.html", most_kept=2)
    for number in range(5):
        mark.pieces(number)
    assert mark.drawn_once.cache_info().currsize == 2


def test_who_writes_templates_sees_each_page_as_it_is_now(settings):
    settings.DEBUG = True
    mark = drawing.Drawing("_mark.html", most_kept=2)
    mark.pieces(1)
    assert mark.drawn_once.cache_info().currsize == 0


def test_its_pictures_are_lazy_and_say_how_large_they_are_shown(
    client, sold_out_dress, its_lookalike
):
    give_photo(its_lookalike)
    similar = text_of(fragment(client, sold_out_dress)).split('<section class="similar"')[1]
    picture = similar.split("<img")[1].split(">")[0]
    for said in ('loading="lazy"', "srcset=", 'sizes="6.5rem"', 'width="60"', 'height="80"'):
        assert said in picture


def test_staff_alone_are_told_the_route(client, sold_out_dress, its_lookalike):
    assert "X-Search-Route" not in fragment(client, sold_out_dress)
    shopper = get_user_model().objects.create_user("ada")
    client.force_login(shopper)
    assert "X-Search-Route" not in fragment(client, sold_out_dress)
    shopper.is_staff = True
    shopper.save()
    # Six searches, that of sizes beside hers among them: fewer than four are of its own type.
    # Then the six below the closest, once more.
    assert fragment(client, sold_out_dress)["X-Search-Route"].split(", ") == ["exact"] * (6 + 6)
    assert "X-Search-Route" not in client.get("/looks/")


@pytest.mark.django_db(transaction=True)
def test_a_connection_that_died_since_the_last_page_costs_no_page(
    client, sold_out_dress, its_lookalike
):
    assert "Alva dress" in words_of(fragment(client, sold_out_dress))
    mine = connection.connection.info.backend_pid
    with psycopg.connect(connection.connection.info.dsn) as another:
        another.execute("SELECT pg_terminate_backend(%s)", [mine])
    assert "Alva dress" in words_of(fragment(client, sold_out_dress))
    assert connection.connection.info.backend_pid != mine


def test_she_may_rather_have_something_cheaper(
    client, sold_out_dress, its_lookalike, same_dress_in_red
):
    address = f"{sold_out_dress.product.get_absolute_url()}?size=M"
    closest = client.get(address)
    chips = re.findall(
        r'class="mode" href="([^"]+)"[^>]*?(aria-current="true")?>([^<]+)<', text_of(closest)
    )
    assert [(words, bool(current)) for _, current, words in chips] == [
        ("Closest", True), ("Cheaper", False), ("Same brand", False), ("Other colour", False),
    ]  # fmt: skip
    cheaper = client.get(address + "&mode=cheaper", headers=HTMX)
    assert "Alva dress" in words_of(cheaper)
    assert "Linnea dress in red" not in words_of(cheaper)
    other = client.get(address + "&mode=other_colour")  # without JavaScript: the whole page
    assert "Linnea dress in red" in words_of(other).split("Similar in stock")[1]
    assert client.get(address + "&mode=nonsense").status_code == 200


def test_a_wish_that_nothing_meets_says_so(client, sold_out_dress, same_dress_in_red):
    address = f"{sold_out_dress.product.get_absolute_url()}?size=M&mode=cheaper"
    assert "Nothing of that wish is in stock in M just now" in words_of(client.get(address))
