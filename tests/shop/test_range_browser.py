"""A merchandiser looks over the whole range: near-duplicates, the tree of clusters, the map."""

from __future__ import annotations

import re

import pytest
from axe_playwright_python.sync_playwright import Axe
from django.core.management import call_command
from playwright.sync_api import Page, expect

from catalog.models import Product
from recommender.models import DuplicatePair, Verdict
from tests.factories import give_photo, make_product

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

TREE = "/admin/recommender/rangemap/"
PAIRS = "/admin/recommender/duplicatepair/"
SERIOUS = ("serious", "critical")


@pytest.fixture
def a_range(encoder_version) -> list[Product]:
    dresses = [make_product(f"Dress {n}", stock={}, vector=[1, 0.02 * n, 0]) for n in range(8)]
    shirts = [
        make_product(f"Shirt {n}", "Shirt", colour="Blue", stock={}, vector=[0, 0.02 * n, 1])
        for n in range(8)
    ]
    for product in (dresses[0], shirts[0]):
        give_photo(product)
    call_command("cluster_catalogue")
    return [*dresses, *shirts]


@pytest.fixture
def pair(a_range) -> DuplicatePair:
    first, second = a_range[:2]
    return DuplicatePair.objects.create(first=first, second=second, structure=0.99, colour=0.4)


@pytest.mark.parametrize("desk", ["with JavaScript", "without JavaScript"], indirect=True)
def test_a_cluster_is_opened_by_keyboard_and_its_products_are_seen(desk, a_range, complaints):
    desk.goto(f"{TREE}?open=none")
    knots = desk.locator("a.knot")
    expect(knots).to_have_count(1)
    knots.first.focus()
    desk.keyboard.press("Enter")
    expect(knots).to_have_count(3)
    expect(desk).to_have_url(re.compile(r"open=30$"))
    desk.get_by_role("link", name=re.compile("8 products Dress 100%")).click()
    expect(desk.get_by_role("heading", name="Cluster of 8")).to_be_visible()
    expect(desk.locator(".range-products li")).to_have_count(8)
    assert complaints == []


def test_the_knot_that_was_pressed_keeps_the_focus(desk, a_range):
    desk.goto(f"{TREE}?open=none")
    desk.locator("#knot-30").focus()
    desk.keyboard.press("Enter")
    expect(desk.locator("a.knot")).to_have_count(3)
    expect(desk.locator("#knot-30")).to_be_focused()
    desk.keyboard.press("Enter")
    expect(desk.locator("a.knot")).to_have_count(1)


def test_the_map_leads_closer_and_back(desk, a_range, complaints):
    desk.goto(f"{TREE}map/")
    several = desk.locator("a.cell[hx-get]")
    several.first.click()
    expect(desk.get_by_role("link", name="Wider")).to_be_visible()
    desk.get_by_role("link", name="All", exact=True).click()
    expect(desk.get_by_role("link", name="Wider")).to_have_count(0)
    assert complaints == []


def test_a_pair_is_looked_at_and_decided(desk, pair, complaints):
    desk.goto(PAIRS)
    desk.locator(".field-one a").click()
    desk.get_by_role("button", name="Not a duplicate").click()
    expect(desk.get_by_text("Dress 0 and Dress 1: not a duplicate.")).to_be_visible()
    pair.refresh_from_db()
    assert pair.verdict == Verdict.NOT_DUPLICATE
    assert complaints == []


@pytest.mark.parametrize("width", [1280, 390])
def test_no_page_of_the_range_has_a_serious_fault(desk, pair, width):
    desk.set_viewport_size({"width": width, "height": 900})
    pages = [TREE, f"{TREE}map/", f"{TREE}cluster/30/", PAIRS, f"{PAIRS}{pair.pk}/change/"]
    faults = {}
    for page in pages:
        desk.goto(page)
        faults[page] = faults_of(desk)
    assert faults == {page: [] for page in pages}


def test_two_products_of_one_name_are_told_apart_on_their_page(desk, pair):
    Product.objects.filter(pk=pair.second_id).update(title=pair.first.title)
    desk.goto(f"{PAIRS}{pair.pk}/change/")
    for product in (pair.first, pair.second):
        name = f"{pair.first.title} ({product.external_id})"
        expect(desk.get_by_role("region", name=name)).to_have_count(1)
    found = Axe().run(desk).response["violations"]
    assert "landmark-unique" not in {each["id"] for each in found}


def faults_of(page: Page) -> list[str]:
    found = Axe().run(page).response["violations"]
    return [
        f"{each['id']}: {each['nodes'][0]['html'][:200]}"
        for each in found
        if each["impact"] in SERIOUS
    ]
