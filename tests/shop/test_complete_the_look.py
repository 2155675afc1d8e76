"""Complete the look: from a product, a bag or a look, all of it into the bag at once."""

from __future__ import annotations

import re

import pytest
from django.test import Client

from catalog.models import Look, LookItem, MovementReason, Product, Status, Variant
from shop.bag.models import Bag, BagLine, OrderLine
from shop.insight.marks import mark
from shop.insight.models import Event
from tests.factories import give_vector, make_product
from tests.shop.shopping import check_out, in_size, put_in_bag, text_of, words_of

pytestmark = pytest.mark.django_db

TOGETHER = "/bag/add-outfit/"


@pytest.fixture
def shirt(db) -> Product:
    """With jeans, boots in two sizes and a bag to wear it with: €320 in all."""
    make_product("Jeans", "Jeans", colour="Blue", stock={"30": 3}, price="70.00")
    make_product("Boots", "Ankle boots", stock={"38": 2, "39": 1}, price="120.00")
    make_product("Tote", "Tote bag", stock={"One size": 4}, price="80.00")
    return make_product("Oxford shirt", "Shirt", colour="White", price="50.00")


@pytest.fixture
def evening(shirt) -> Look:
    look = Look.objects.create(title="Opening night", slug="opening-night")
    pieces = [shirt, Product.objects.get(title="Boots"), Product.objects.get(title="Tote")]
    for position, product in enumerate(pieces):
        LookItem.objects.create(look=look, product=product, position=position)
        give_vector(product, [1, position, 0])
    return look


@pytest.fixture
def ada() -> Client:
    """At a browser, so that what she does is counted."""
    return Client(headers={"User-Agent": "Mozilla/5.0 Firefox/140.0"})


def all_of_it(*labels: str) -> list[Variant]:
    """The smallest size of the shirt and each other, or the one named."""
    wanted = {"Oxford shirt": "M", "Jeans": "30", "Boots": "38", "Tote": "One size"}
    return [in_size(Product.objects.get(title=title), size) for title, size in wanted.items()]


def add_all(client, variants, **fields):
    return client.post(TOGETHER, {"variant": [getattr(v, "pk", v) for v in variants], **fields})


def in_bag() -> dict[str, int]:
    return {line.variant.product.title: line.quantity for line in BagLine.objects.all()}


def test_a_product_shows_a_whole_look_with_its_total_and_one_button(client, shirt):
    page = client.get(f"{shirt.get_absolute_url()}?size=M")
    assert "Complete the look" in words_of(page)
    assert "4 pieces, €320.00" in words_of(page)
    assert "Add all 4 to bag" in words_of(page)
    assert f'name="variant" value="{in_size(shirt, "M").pk}"' in text_of(page)
    assert "Size of Boots" in words_of(page)  # she has not said which she wears
    assert "Size of Tote" not in words_of(page)  # there is only one


def test_what_she_wears_is_read_from_her_bag(client, shirt):
    other_boots = make_product("Other boots", "Ankle boots", stock={"39": 1}, gender="Men")
    put_in_bag(client, in_size(other_boots, "39"))
    assert "Size of Boots" in words_of(client.get(shirt.get_absolute_url()))  # her husband's
    other_boots.gender = "Women"
    other_boots.save()
    page = client.get(shirt.get_absolute_url())
    assert "Size of Boots" not in words_of(page)
    assert f'value="{in_size(Product.objects.get(title="Boots"), "39").pk}"' in text_of(page)


def test_what_she_has_ordered_is_still_her_size(client, shirt):
    put_in_bag(client, in_size(make_product("Heels", "Heels", stock={"39": 1}), "39"))
    client.post("/bag/checkout/start/")
    assert "Size of Boots" not in words_of(client.get(shirt.get_absolute_url()))
    check_out(client)
    assert in_bag() == {}
    assert "Size of Boots" not in words_of(client.get(shirt.get_absolute_url()))


def test_one_tap_puts_all_of_it_in_the_bag(client, shirt):
    page = add_all(client, all_of_it())
    assert page.status_code == 302
    assert "4 pieces are in your bag." in words_of(client.get("/bag/"))
    assert in_bag() == {"Oxford shirt": 1, "Jeans": 1, "Boots": 1, "Tote": 1}
    add_all(client, all_of_it())  # a second tap is the same outfit
    assert in_bag() == {"Oxford shirt": 1, "Jeans": 1, "Boots": 1, "Tote": 1}


def test_what_has_sold_out_meanwhile_is_told_and_the_rest_put_in(client, shirt):
    jeans = in_size(Product.objects.get(title="Jeans"), "30")
    jeans.move(-3, MovementReason.SOLD)
    said = words_of(client.post(TOGETHER, {"variant": [v.pk for v in all_of_it()]}, follow=True))
    assert "3 pieces are in your bag. Jeans in 30 has just sold out." in said
    assert set(in_bag()) == {"Oxford shirt", "Boots", "Tote"}
    by_htmx = client.post(
        TOGETHER, {"variant": [v.pk for v in all_of_it()]}, headers={"HX-Request": "true"}
    )
    assert "What can stand in for Jeans" in words_of(by_htmx)


def test_without_a_size_nothing_is_put_in(client, shirt):
    back = f"{shirt.get_absolute_url()}?size=M"
    page = add_all(client, [*all_of_it()[:3], ""], back=back)
    assert (page.status_code, page.url) == (302, back)
    assert "Choose a size for every piece" in words_of(client.get(back))
    assert in_bag() == {}


def test_another_currency_leaves_the_bag_as_it_was(client, shirt):
    Product.objects.filter(title="Tote").update(currency="GBP")
    said = words_of(client.post(TOGETHER, {"variant": [v.pk for v in all_of_it()]}, follow=True))
    assert "another currency" in said
    assert in_bag() == {}


@pytest.mark.parametrize("nonsense", ["x", "-1", "9" * 30, "٣", "999999999"])
def test_nonsense_is_not_found(client, shirt, nonsense):
    assert add_all(client, [*all_of_it(), nonsense]).status_code == 404
    assert not Bag.objects.exists() or in_bag() == {}


def test_nobody_is_sent_to_a_strangers_site(client, shirt):
    assert add_all(client, [""], back="https://evil.example/").url == "/bag/"


def test_the_bag_says_what_goes_with_all_of_it(client, shirt):
    put_in_bag(client, in_size(shirt, "M"))
    put_in_bag(client, in_size(Product.objects.get(title="Jeans"), "30"))
    page = words_of(client.get("/bag/"))
    assert "Goes with your bag" in page
    assert "2 pieces, €200.00" in page
    add_all(client, all_of_it())
    assert "Goes with your bag" not in words_of(client.get("/bag/"))


# -- a stylist's look ----------------------------------------------------------------------------


def test_a_look_is_one_tap_too(client, evening):
    page = words_of(client.get(evening.get_absolute_url()))
    assert "3 pieces, €250.00" in page
    assert "Add all 3 to bag" in page


def test_two_currencies_are_not_added_up(client, evening):
    Product.objects.filter(title="Tote").update(currency="GBP")
    page = words_of(client.get(evening.get_absolute_url()))
    assert "€170.00 + £80.00" in page
    assert "Add all" not in page


def test_what_is_gone_from_a_look_is_played_by_its_understudy(client, evening):
    boots = Product.objects.get(title="Boots")
    make_product(
        "Understudy boots", "Ankle boots", stock={"39": 1}, price="110.00", vector=[1, 1, 0.1]
    )
    boots.variants.update(on_hand=0)
    page = words_of(client.get(evening.get_absolute_url()))
    assert "In place of Boots: Same colour, €10.00 less" in page
    assert "3 pieces, €240.00" in page
    for address in ("/looks/", "/"):
        page = words_of(client.get(address))
        assert "In place of Boots: Understudy boots" in page
        assert "3 pieces, €240.00" in page


def test_gone_in_her_size_is_gone_for_her(client, evening):
    """Boots are left in 38; she wears 39."""
    make_product("Understudy boots", "Ankle boots", stock={"39": 1}, vector=[1, 1, 0.1])
    boots = Product.objects.get(title="Boots")
    put_in_bag(client, in_size(boots, "39"))
    in_size(boots, "39").move(-1, MovementReason.SOLD)
    assert "In place of Boots" in words_of(client.get(evening.get_absolute_url()))
    assert "In place of Boots" not in words_of(client.get("/looks/"))


def test_nothing_is_chosen_for_her_that_is_not_her_size(client, evening):
    """The boots come in 39 only; she wears 40, and there are others."""
    boots = Product.objects.get(title="Boots")
    in_size(boots, "38").delete()
    page = words_of(client.get(evening.get_absolute_url()))
    assert "39 only" in page
    heels = make_product("Heels", "Heels", stock={"40": 1})
    put_in_bag(client, in_size(heels, "40"))
    page = client.get(evening.get_absolute_url())
    assert f'value="{in_size(boots, "39").pk}"' not in text_of(page)
    assert "2 pieces, €130.00" in words_of(page)
    sizes = {"39": 1, "40": 1}
    other = make_product("Understudy", "Ankle boots", stock=sizes, vector=[1, 1, 0.1])
    page = client.get(evening.get_absolute_url())
    assert "In place of Boots" in words_of(page)
    assert f'<input type="hidden" name="variant" value="{in_size(other, "40").pk}"' in text_of(page)


def test_what_nothing_can_stand_in_for_is_sold_out(client, evening):
    Product.objects.filter(title="Boots").update(status=Status.DISCONTINUED)
    page = words_of(client.get(evening.get_absolute_url()))
    assert "Sold out" in page
    assert "2 pieces, €130.00" in page


def test_an_understudy_that_she_takes_with_the_look_is_counted(ada, evening):
    boots = in_size(Product.objects.get(title="Boots"), "39")
    Product.objects.filter(title="Boots").update(status=Status.DISCONTINUED)
    other = make_product("Understudy", "Ankle boots", stock={"39": 1}, vector=[1, 1, 0.1])
    page = text_of(ada.get(evening.get_absolute_url()))
    [offer] = re.findall(r'name="u" value="([^"]+)"', page)
    assert f'data-seen="{offer}"' in page
    add_all(ada, [*other.variants.all()], u=offer)
    assert BagLine.objects.get().stands_in_for == boots
    ada.post("/bag/checkout/start/")
    assert check_out(ada).status_code == 302
    assert OrderLine.objects.get().stands_in_for == boots
    assert "bagged" in Event.objects.values_list("kind", flat=True)


def test_two_understudies_are_counted_each(ada, evening):
    Product.objects.filter(title__in=["Boots", "Tote"]).update(status=Status.DISCONTINUED)
    boots = make_product("Other", "Ankle boots", stock={"39": 1}, vector=[1, 1, 0.1])
    bag = make_product("Bag", "Tote bag", stock={"One size": 1}, vector=[1, 2, 0.1])
    offers = re.findall(r'name="u" value="([^"]+)"', text_of(ada.get(evening.get_absolute_url())))
    add_all(ada, [boots.variants.get(), bag.variants.get()], u=offers)
    lines = BagLine.objects.exclude(stands_in_for=None)
    assert {line.stands_in_for.product.title for line in lines} == {"Boots", "Tote"}


def test_all_of_it_from_the_page_of_an_offer_counts_the_piece_offered(ada, shirt):
    gone = in_size(make_product("Gone", "Shirt", stock={"M": 0}), "M")
    offer = mark(gone.pk, shirt.pk, "closest", 1, "closest")
    page = f"http://testserver{shirt.get_absolute_url()}?size=M&u={offer}"
    ada.post(TOGETHER, {"variant": [v.pk for v in all_of_it()]}, headers={"Referer": page})
    [line] = BagLine.objects.filter(stands_in_for__isnull=False)
    assert (line.variant.product, line.stands_in_for) == (shirt, gone)


def test_many_looks_with_pieces_gone_cost_as_many_statements_as_few(
    client, evening, django_assert_max_num_queries
):
    Product.objects.get(title="Boots").variants.update(on_hand=0)
    for number in range(10):
        look = Look.objects.create(title=f"Night {number}", slug=f"night-{number}")
        for product in Product.objects.filter(title__in=["Boots", "Tote"]):
            LookItem.objects.create(look=look, product=product)
    with django_assert_max_num_queries(36):
        client.get("/looks/")
