"""What is sold out in every size, discontinued or removed still leads to what is like it."""

from __future__ import annotations

import re

import pytest
from django.test import Client

from catalog.models import MovementReason, Product, Status
from shop.bag.models import BagLine
from shop.insight.marks import read_mark
from shop.storefront import drawing
from tests.factories import make_product
from tests.recommender.rules.rulebook import make_rule
from tests.recommender.test_words import Listener
from tests.shop.insight.conftest import BROWSER
from tests.shop.shopping import in_size, put_in_bag, text_of, words_of

pytestmark = pytest.mark.django_db

HTMX = {"HX-Request": "true"}


@pytest.fixture
def gone_dress(encoder_version) -> Product:
    """Sold out in each of its sizes."""
    return make_product("Linnea dress", stock={"S": 0, "M": 0}, vector=[1, 0, 0])


@pytest.fixture
def discontinued_dress(gone_dress) -> Product:
    """Some are left of it in S, and nobody sells them."""
    in_size(gone_dress, "S").move(2, MovementReason.RETURNED)
    gone_dress.status = Status.DISCONTINUED
    gone_dress.save()
    return gone_dress


def test_sold_out_in_every_size_asks_for_hers_and_shows_what_is_like_it(
    client, gone_dress, its_lookalike
):
    page = client.get(gone_dress.get_absolute_url())
    words = words_of(page)
    assert "Sold out in every size. Choose yours" in words
    assert words.index("In stock and like it") < words.index("Alva dress")
    assert "Same colour, €5.00 less" in words
    # Being told when it is back needs her size; what it costs is not what she is here for.
    assert "Tell me when it costs less" not in words
    hers = words_of(client.get(f"{gone_dress.get_absolute_url()}?size=M"))
    assert "Similar in stock in your size, M" in hers
    assert "In stock and like it" not in hers
    # What is like it comes first, being told when it is back last.
    assert hers.index("Alva dress") < hers.index("Tell me when M is back")


def test_a_discontinued_product_says_so_and_sells_nothing(
    client, discontinued_dress, its_lookalike
):
    page = client.get(f"{discontinued_dress.get_absolute_url()}?size=S")
    words = words_of(page)
    assert page.status_code == 200
    assert "Discontinued." in words
    assert "left in S" not in words
    assert "Add to bag" not in words
    assert "Tell me when S" not in words
    assert "Tell me when something like it arrives in S" in words
    assert put_in_bag(client, in_size(discontinued_dress, "S")).status_code == 404
    hers = client.get(f"{discontinued_dress.get_absolute_url()}?size=M", headers=HTMX)
    assert "Size M is discontinued. 1 similar piece in stock in M below." in words_of(hers)
    assert "Alva dress" in words_of(hers)


def test_who_was_told_it_is_back_and_comes_too_late_reads_why(client, gone_dress, its_lookalike):
    address = f"{gone_dress.get_absolute_url()}?size=M"
    assert "It was back, and M is gone again." in words_of(client.get(f"{address}&back"))
    assert "It was back" not in words_of(client.get(address))
    in_size(gone_dress, "M").move(1, MovementReason.RETURNED)
    assert "It was back" not in words_of(client.get(f"{address}&back"))


def test_a_removed_product_is_remembered(client, gone_dress, its_lookalike):
    red = make_product("Rut dress", colour="Red", price="61.00", stock={"M": 1})
    shirt = make_product("Oxford shirt", "Shirt", stock={"M": 1})
    trunks = make_product("Dag dress", gender="Men", stock={"M": 1})
    address = gone_dress.get_absolute_url()
    gone_dress.delete()
    page = client.get(address)
    words = words_of(page)
    assert page.status_code == 410
    assert "Linnea dress has left the shop" in words
    # The same colour before another one, whatever the price; not another type, not another's.
    assert words.index("Alva dress") < words.index("Rut dress")
    assert "Same colour, €5.00 less" in words
    assert "Like it, in red, €1.00 more" in words
    assert shirt.title not in words
    assert trunks.title not in words
    in_size(red, "M").move(-1, MovementReason.SOLD)
    assert "Rut dress" not in words_of(client.get(address))


def test_a_removed_product_is_replaced_in_her_size(client, gone_dress, its_lookalike):
    small = make_product("Smilla dress", stock={"S": 1})
    address = gone_dress.get_absolute_url()
    gone_dress.delete()
    page = client.get(f"{address}?size=S")
    words = words_of(page)
    assert f'href="{small.get_absolute_url()}?size=S"' in text_of(page)
    assert "Alva dress" not in words
    assert "in stock in S" in words
    assert client.get(address, {"size": "\0"}).status_code == 410


def test_few_of_its_type_are_joined_by_its_family(client, encoder_version):
    shirt = make_product("Oxford shirt", "Shirt", stock={"M": 1})
    make_product("Ribbed tee", "T-shirt", stock={"M": 1})
    shirt.delete()
    words = words_of(client.get(shirt.get_absolute_url()))
    assert "Ribbed tee" in words


def test_a_product_with_a_new_address_is_found_by_its_old_one(client, its_lookalike):
    old = its_lookalike.get_absolute_url()
    its_lookalike.slug = "alva-gown"
    its_lookalike.save()
    answer = client.get(old)
    assert answer.status_code == 301
    assert answer["Location"] == "/product/alva-gown/"


def test_what_was_only_ever_a_draft_is_not_told(client):
    draft = make_product("Secret dress", status=Status.DRAFT)
    draft.delete()
    page = client.get(draft.get_absolute_url())
    assert page.status_code == 404
    assert "Secret" not in words_of(page)


@pytest.mark.parametrize(
    "address", ["/search/?q=linnea+dress", "/search/?q=linnea+dress&in_stock=1&type=dress"]
)
def test_a_search_that_finds_only_what_is_sold_out_says_so(client, gone_dress, address):
    make_product("Alva shift", "Dress", stock={"M": 1}, vector=[0.9, 0.3, 0], colour="Red")
    words = words_of(client.get(address))
    if "in_stock" in address:
        assert "Alva shift" in words  # it is a dress as well
    else:
        assert "Linnea dress in black is sold out; in stock and like it:" in words
        assert "Like it, in red, same price" in words
        assert words.index("Alva shift") < words.index("1 closest match, sold out")


@pytest.fixture
def hears_dresses(gone_dress, its_lookalike, encoder_version, monkeypatch) -> None:
    """An encoder to which every text means what the sold-out dress looks like; a page of six."""
    monkeypatch.setattr(
        "recommender.encoder.load_encoder", lambda name: Listener(encoder_version.version)
    )
    monkeypatch.setattr("shop.storefront.views.search.SHOWN", 6)
    for number in range(8):
        facts = {"vector": [0.9, number / 9, 0.1], "brand": f"Brand {number}"}
        make_product(f"Alva shift {number}", stock={"M": 1}, **facts)


@pytest.mark.parametrize("narrowed", ["", "&in_stock=1", "&size=M", "&size=M&in_stock=1"])
def test_what_she_named_is_sold_out_however_much_else_is_like_it(client, hears_dresses, narrowed):
    page = client.get(f"/search/?q=linnea+dress{narrowed}")
    words = words_of(page)
    where = " in M" if "size" in narrowed else ""
    assert f"Linnea dress in black is sold out{where}; in stock and like it:" in words
    assert words.index("Same colour, €5.00 less") < words.index("6 closest matches")
    assert "6 closest matches, sold out" not in words
    offers = re.findall(r'data-seen="([^"]+)"', text_of(page))
    if where:
        gone = Product.objects.get(title="Linnea dress")
        assert len(offers) == 8
        assert {read_mark(offer).wanted for offer in offers} == {in_size(gone, "M").pk}
        assert 'aria-label="Add M to bag: Alva dress"' in text_of(page)
        form = re.search(r'name="csrfmiddlewaretoken" value="(\w+)"', text_of(page))
        assert form
        assert form[1] != drawing.TOKEN
        assert "\0" not in text_of(page)


def test_what_she_named_is_not_called_sold_out_while_some_of_it_is_there(client, hears_dresses):
    make_product("Linnea dress", colour="Red", stock={"L": 1}, vector=[0, 1, 0])
    for there in ("q=linnea+dress", "q=dress", "q=something+nice", "q=linnea+dress&size=L"):
        assert "sold out; in stock" not in words_of(client.get(f"/search/?{there}"))
    hers = words_of(client.get("/search/?q=linnea+dress&size=S"))
    assert "is sold out in S" in hers


def test_a_listing_of_what_is_sold_out_says_so(client, gone_dress, its_lookalike):
    for address in ("/shop/?size=S", "/shop/?size=S&in_stock=1"):
        words = words_of(client.get(address))
        assert "Linnea dress in black is sold out in S." in words
        assert "Linnea dress" in words
    make_product("Smilla dress", stock={"S": 1}, vector=[0.9, 0.3, 0], colour="Red")
    words = words_of(client.get("/shop/?size=S&colour=Black&in_stock=1"))
    assert "Linnea dress in black is sold out in S; in stock and like it:" in words
    assert words.index("Smilla dress") < words.index("1 product, sold out")
    assert "Alva dress" not in words  # nor is it made in S
    assert "sold out in S" not in words_of(client.get("/shop/?size=S"))


# -- rules and figures, where no size is chosen ---------------------------------------------------


@pytest.mark.parametrize("address", ["", "/shop/?colour=Black&in_stock=1"])
def test_what_is_never_to_be_shown_is_not_shown_before_a_size_is_chosen(
    client, gone_dress, address
):
    for number, title in enumerate(("Alva dress", "Rut dress")):
        make_product(title, colour="Red", stock={"S": 1}, vector=[1, number / 5, 0])
    rule = make_rule("exclude", offered_products=[Product.objects.get(title="Alva dress").pk])
    address = address or gone_dress.get_absolute_url()
    words = words_of(client.get(address))
    assert "Alva dress" not in words
    assert "Rut dress" in words
    rule.delete()
    assert "Alva dress" in words_of(client.get(address))


def test_nor_on_the_page_of_what_was_removed(client, gone_dress, its_lookalike):
    others = [make_product(f"Rut {number}", stock={"M": 1}, price="61") for number in range(9)]
    make_rule("exclude", offered_products=[its_lookalike.pk], wanted_brands=[gone_dress.brand_id])
    make_rule("bury", offered_products=[others[0].pk])
    make_rule("boost", offered_products=[others[8].pk], strength=99)
    shirt = make_product("Pinned boots", "Ankle boots", stock={"39": 1})
    make_rule("pin", offered_products=[shirt.pk])
    address = gone_dress.get_absolute_url()
    gone_dress.delete()
    page = client.get(address)
    titles = [each.product.title for each in page.context["alike"]]
    assert titles == ["Pinned boots", "Rut 8", *(f"Rut {number}" for number in range(1, 7))]


def test_what_is_shown_there_is_counted_like_any_other_offer(client, gone_dress, its_lookalike):
    page = text_of(client.get(gone_dress.get_absolute_url()))
    token = re.search(r'data-seen="([^"]+)"', page)[1]
    offer = read_mark(token)
    assert (offer.offered, offer.rung, offer.place) == (its_lookalike.pk, "alike", 1)
    assert f'href="{its_lookalike.get_absolute_url()}?u={token}"' in page
    shopper = Client(headers={"User-Agent": BROWSER})
    put_in_bag(shopper, in_size(its_lookalike, "M"), u=token)
    # Only now she says which size she missed.
    assert BagLine.objects.get().stands_in_for == in_size(gone_dress, "M")
