"""What a shopper can do with substitutes: other colours, a further look, a thumb, another size."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import Locator, Page, expect

from catalog.models import Product, Status, Variant
from shop.insight.marks import read_mark
from shop.insight.models import Event, EventKind
from shop.storefront.substitute_card import CARD
from tests.factories import give_photo, make_product
from tests.shop.shopping import in_size, text_of, words_of

HTMX = {"HX-Request": "true"}
FIREFOX = {"User-Agent": "Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0"}

with_javascript = pytest.mark.parametrize("shopper", ["with JavaScript"], indirect=True)
in_a_browser = pytest.mark.browser
both = pytest.mark.parametrize("shopper", ["with JavaScript", "without JavaScript"], indirect=True)


def address(variant: Variant, more: str = "") -> str:
    return f"{variant.product.get_absolute_url()}?size={variant.size.label}{more}"


@pytest.fixture
def nine_closest(its_lookalike) -> list[str]:
    """Titles of black dresses that all are as close as can be: one more than a page shows."""
    more = [
        make_product(f"Brita {n}", stock={"M": 1}, vector=[0.95, 0.3, n / 50], brand=f"Brand {n}")
        for n in range(8)
    ]
    return [product.title for product in (its_lookalike, *more)]


@pytest.fixture
def alva_in_two_colours(its_lookalike):
    its_lookalike.style_code = "ALVA"
    its_lookalike.save()
    return make_product(
        "Alva dress in navy",
        colour="Navy Blue",
        stock={"M": 2},
        vector=[0.94, 0.31, 0],
        style_code="ALVA",
    )


@pytest.mark.django_db
def test_a_model_is_one_card_with_its_colours_in_her_size(
    client, sold_out_dress, its_lookalike, alva_in_two_colours
):
    for number in range(4):  # fewer than four, and each is shown by itself
        make_product(f"Other {number}", stock={"M": 1}, vector=[0.5, number, 1], brand=f"B{number}")
    piece = text_of(client.get(address(sold_out_dress), headers=HTMX))
    assert "Add M to bag: Alva dress in navy" not in piece
    swatch = re.search(r'class="swatches".*?<a href="([^"?]+)\?size=M&amp;u=([^"]+)"', piece)
    assert swatch
    assert swatch[1] == alva_in_two_colours.get_absolute_url()
    assert read_mark(swatch[2]).offered == alva_in_two_colours.pk
    in_size(alva_in_two_colours, "M").move(-2, "sold")
    assert 'class="swatches"' not in text_of(client.get(address(sold_out_dress), headers=HTMX))


@pytest.mark.django_db
def test_links_forms_and_cards_say_what_is_offered_instead_of_what(
    client, sold_out_dress, its_lookalike
):
    piece = text_of(client.get(address(sold_out_dress), headers=HTMX))
    marks = {
        re.search(pattern, piece)[1]
        for pattern in (r'data-seen="([^"]+)"', r"&amp;u=([^\"]+)", r'name="u" value="([^"]+)"')
    }
    assert len(marks) == 1
    offer = read_mark(marks.pop())
    assert (offer.wanted, offer.offered, offer.place) == (sold_out_dress.pk, its_lookalike.pk, 1)


@pytest.mark.django_db
def test_a_card_is_drawn_once_for_whatever_it_stands_in(client, sold_out_dress, its_lookalike):
    other = make_product("Linnea gown", stock={"S": 1, "M": 0}, vector=[1, 0, 0])
    client.get(address(sold_out_dress), headers=HTMX)
    known = CARD.drawn_once.cache_info().hits
    piece = text_of(client.get(address(in_size(other, "M")), headers=HTMX))
    assert "Alva dress" in piece
    assert CARD.drawn_once.cache_info().hits == known + 1
    assert read_mark(re.search(r'data-seen="([^"]+)"', piece)[1]).wanted != sold_out_dress.pk


@pytest.mark.django_db
def test_its_own_model_is_told_by_its_colour_and_not_by_how_alike_it_looks(
    client, sold_out_dress, same_dress_in_red
):
    Product.objects.filter(pk=same_dress_in_red.pk).update(title="Linnea dress")
    piece = client.get(address(sold_out_dress), headers=HTMX)
    assert "€60.00 The same model in red, same price" in words_of(piece)
    assert 'aria-label="Add M to bag: Linnea dress in red"' in text_of(piece)
    Product.objects.filter(pk=same_dress_in_red.pk).update(style_code="")
    assert "€60.00 Similar. Like it, in red" in words_of(client.get(address(sold_out_dress)))


@pytest.mark.django_db
def test_another_size_is_never_passed_off_as_hers(client, sold_out_dress):
    make_product("Tora dress", stock={"L": 2}, vector=[1, 0, 0])
    piece = client.get(address(sold_out_dress), headers=HTMX)
    words = words_of(piece)
    assert words.index("Not in M, but a size beside it") < words.index("Tora dress")
    assert "In L, one size larger" in words
    assert 'aria-label="Add L to bag (In L, one size larger): Tora dress"' in text_of(piece)
    assert "0 similar pieces in stock in M below. 1 in a size beside it." in words


def looks_down(client, variant: Variant) -> list[tuple[list[str], str]]:
    """Titles and words of each answer, from the closest on as long as a further look is offered."""
    looks, query = [], f"?size={variant.size.label}"
    while query:
        piece = client.get(variant.product.get_absolute_url() + query, headers=HTMX)
        titles = re.findall(r'class="card__title"><a [^>]+>([^<]+)', text_of(piece))
        looks.append((titles, words_of(piece)))
        link = re.search(r'id="further" href="([^"]+)#similar"[^>]+>Look further', text_of(piece))
        query = link[1].replace("&amp;", "&") if link else ""
        assert len(query) < 40
    return looks


@pytest.mark.django_db
def test_a_further_look_shows_nothing_twice_and_is_offered_where_something_is_new(
    client, sold_out_dress, nine_closest
):
    dearer = make_product("Dyra", price="160", stock={"M": 1}, vector=[0.9, 0.4, 0], brand="B")
    red = [
        make_product(f"Rut {n}", colour="Red", stock={"M": 2}, vector=[0.9, n, 4], brand=f"B{n}")
        for n in range(10)
    ]
    looks = looks_down(client, sold_out_dress)
    first, second, *_ = (titles for titles, _ in looks)
    assert set(first) < set(nine_closest)
    assert dearer.title in second
    assert {each.title for each in red} & set(second)
    assert not set(nine_closest) & set(second)
    shown = [title for titles, _ in looks for title in titles]
    assert len(shown) == len(set(shown))
    assert all(titles for titles, _ in looks)
    assert "further from it, in stock in M below" in looks[1][1]
    assert (
        "Nothing further than these is in stock in M just now. Back to the closest" in looks[-1][1]
    )


@pytest.mark.django_db
def test_where_all_there_is_was_shown_no_further_look_is_offered(
    client, sold_out_dress, its_lookalike
):
    make_product("Rut dress", colour="Red", stock={"M": 2}, vector=[0.9, 0, 0.4])
    [(titles, words)] = looks_down(client, sold_out_dress)
    assert titles == ["Alva dress", "Rut dress"]
    assert "further" not in words.lower()
    nothing = words_of(client.get(address(sold_out_dress, "&further=90")))
    assert "Nothing further is in stock in M just now. Back to the closest" in nothing
    for nonsense in ("-1", "x", "²", "9" * 50):
        assert client.get(address(sold_out_dress, f"&further={nonsense}")).status_code == 200


@pytest.mark.django_db
def test_a_thumb_needs_no_javascript(client, sold_out_dress, its_lookalike):
    page = address(sold_out_dress)
    token = re.search(r'name="u" value="([^"]+)"', text_of(client.get(page)))[1]
    there = {**FIREFOX, "Referer": f"http://testserver{page}"}
    answer = client.post("/thumbs/", {"u": token, "thumb": "down"}, headers=there, follow=True)
    assert "Thank you." in words_of(answer)
    assert "Alva dress" in words_of(answer)
    assert Event.objects.filter(kind=EventKind.THUMB_DOWN).count() == 1


@in_a_browser
@pytest.mark.django_db(transaction=True)
@both
def test_she_looks_further_and_gives_a_thumb(shopper, sold_out_dress, nine_closest, complaints):
    make_product("Rut dress", colour="Red", stock={"M": 2}, vector=[0.9, 0, 0.4])
    shopper.goto(address(sold_out_dress))
    card = shopper.locator(".card--substitute").first
    card.get_by_role("button", name="No, not like it").click()
    expect(shopper.get_by_text("Thank you.").first).to_be_in_viewport()
    shopper.get_by_role("link", name="Look further").click()
    expect(shopper.get_by_role("heading", name="Further from it")).to_be_visible()
    expect(shopper.locator(".card--substitute")).to_have_count(1)
    expect(shopper.locator(".card--substitute")).to_contain_text("Rut dress")
    assert complaints == []


@in_a_browser
@pytest.mark.django_db(transaction=True)
@with_javascript
def test_a_further_look_by_keyboard_keeps_the_place_and_says_what_came(
    shopper, sold_out_dress, nine_closest
):
    make_product("Rut dress", colour="Red", stock={"M": 2}, vector=[0.9, 0, 0.4])
    shopper.goto(address(sold_out_dress))
    further = shopper.get_by_role("link", name="Look further")
    further.focus()
    shopper.keyboard.press("Enter")
    expect(shopper.locator("#announcement")).to_contain_text("further from it, in stock in M")
    expect(shopper.locator("#further")).to_be_focused()
    up = shopper.get_by_role("button", name="Yes, like it").first
    up.focus()
    shopper.keyboard.press("Enter")
    expect(shopper.locator(".thumbs__said").first).to_contain_text("Thank you")
    expect(up).to_be_focused()
    box = up.bounding_box()
    assert min(box["width"], box["height"]) >= 44


@pytest.fixture
def gone_dress(encoder_version) -> Product:
    """Sold out in every size."""
    return make_product("Linnea dress", stock={"S": 0, "M": 0, "L": 0}, vector=[1, 0, 0])


@pytest.fixture
def discontinued_dress(encoder_version) -> Product:
    facts = {"status": Status.DISCONTINUED, "vector": [1, 0, 0.1]}
    return make_product("Old dress", stock={"S": 1, "M": 0, "L": 0}, **facts)


def reason_is_in_sight(page: Page, card: Locator) -> bool:
    box, height = card.locator(".card__reason").bounding_box(), page.viewport_size["height"]
    return box["y"] >= 0 and box["y"] + box["height"] <= height


@in_a_browser
@pytest.mark.django_db(transaction=True)
@with_javascript
@pytest.mark.parametrize(("width", "height"), [(390, 844), (1280, 800)])
def test_the_first_that_can_stand_in_and_why_is_seen_without_scrolling(
    shopper, sold_out_dress, gone_dress, discontinued_dress, its_lookalike, width, height
):
    for dress in (sold_out_dress.product, gone_dress, discontinued_dress, its_lookalike):
        give_photo(dress)
    shopper.set_viewport_size({"width": width, "height": height})
    hers = [in_size(dress, "M") for dress in (gone_dress, discontinued_dress)]
    pages = [*map(address, [sold_out_dress, *hers])]
    pages += [dress.get_absolute_url() for dress in (gone_dress, discontinued_dress)]
    for page in pages:
        shopper.goto(page)
        card = shopper.locator(".answers .card").first
        expect(card).to_be_visible()
        assert reason_is_in_sight(shopper, card), page


@in_a_browser
@pytest.mark.django_db(transaction=True)
@with_javascript
def test_a_size_is_chosen_its_answer_is_awaited_and_comes_into_sight(
    shopper, sold_out_dress, its_lookalike, complaints
):
    give_photo(sold_out_dress.product)
    shopper.goto(sold_out_dress.product.get_absolute_url())
    coming, asked = shopper.locator("#coming"), []
    expect(coming).to_be_hidden()
    shopper.route("**/product/**", lambda route: asked.append(route))  # the answer waits
    shopper.locator(".size--gone").click(no_wait_after=True)
    expect(coming).to_be_visible()
    asked[0].continue_()
    card = shopper.locator(".card--substitute")
    expect(card).to_be_in_viewport(ratio=1)
    expect(shopper.locator(".sizes")).to_be_in_viewport(ratio=1)
    assert reason_is_in_sight(shopper, card)
    shopper.unroute("**/product/**")
    shopper.get_by_role("link", name="L 1 left").click()
    expect(shopper.get_by_role("button", name="Add to bag")).to_be_in_viewport(ratio=1)
    assert complaints == []


@in_a_browser
@pytest.mark.django_db(transaction=True)
@with_javascript
def test_a_thumb_given_stays_to_be_seen_and_moves_nothing(shopper, sold_out_dress, its_lookalike):
    make_product("Rut dress", colour="Red", stock={"M": 2}, vector=[0.9, 0, 0.4])
    shopper.goto(address(sold_out_dress))
    below = shopper.locator(".card--substitute").nth(1)
    place = below.bounding_box()
    up = shopper.get_by_role("button", name="Yes, like it").first
    down = shopper.get_by_role("button", name="No, not like it").first
    up.click()
    expect(up).to_have_attribute("aria-pressed", "true")
    expect(shopper.locator(".thumbs__said").first).to_contain_text("Thank you")
    assert below.bounding_box() == place
    down.click()
    expect(down).to_have_attribute("aria-pressed", "true")
    expect(up).to_have_attribute("aria-pressed", "false")
