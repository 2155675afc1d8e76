"""A merchandiser decides what stands in for what, from the rule to the shop's page."""

from __future__ import annotations

import re

import pytest
from axe_playwright_python.sync_playwright import Axe
from django.urls import reverse
from playwright.sync_api import Page, expect

from catalog.models import Product
from recommender.models import SubstitutionRule
from tests.catalog.admin_pages import give_photo
from tests.factories import make_product

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

ADD = reverse("admin:recommender_substitutionrule_add")
LIST = reverse("admin:recommender_substitutionrule_changelist")
SERIOUS = ("serious", "critical")


@pytest.fixture
def saga(sold_out_dress, its_lookalike) -> Product:
    """Less like the sold-out dress than Alva is, and the one to be sold this autumn."""
    saga = make_product(
        "Saga dress", stock={"M": 4}, vector=[0.9, 0.44, 0], brand="Havn", tags=["autumn-window"]
    )
    for product, colour in (
        (sold_out_dress.product, "black"),
        (its_lookalike, "navy"),
        (saga, "#222"),
    ):
        give_photo(product, colour)
    return saga


def in_the_shop(page: Page, product: Product) -> list[str]:
    page.goto(f"{product.get_absolute_url()}?size=M")
    similar = page.get_by_role("region", name=re.compile("Similar in stock"))
    expect(similar).to_be_visible()
    return [
        re.split(r"\n", name)[0]
        for name in similar.get_by_role("heading", level=3).all_inner_texts()
    ]


@pytest.mark.parametrize("desk", ["with JavaScript", "without JavaScript"], indirect=True)
def test_a_rule_is_written_tried_saved_seen_asked_about_and_looked_back_on(
    desk, sold_out_dress, its_lookalike, saga, complaints
):
    assert in_the_shop(desk, sold_out_dress.product) == ["Alva dress", "Saga dress"]

    desk.goto(ADD)
    desk.get_by_label("Name:").fill("Autumn window")
    desk.get_by_label("Action:").select_option("boost")
    desk.locator("#id_offered_tags").fill("Autumn window")
    desk.get_by_role("button", name="Try it").click()
    trial = desk.get_by_role("region", name="What it would change")
    expect(trial).to_contain_text("1 of 1 answers would change, 0 stay as they are.")
    before, after = trial.get_by_role("list").all()
    expect(before.get_by_role("listitem")).to_contain_text(["Alva dress", "Saga dress"])
    expect(after.get_by_role("listitem")).to_contain_text(["Saga dress", "Alva dress"])
    expect(trial.locator("img.thumb")).to_have_count(5)
    assert not SubstitutionRule.objects.exists()

    desk.get_by_role("button", name="Save", exact=True).click()
    expect(desk.get_by_text("was added successfully")).to_be_visible()
    expect(desk.locator(".field-does")).to_contain_text("tagged autumn-window")
    expect(desk.locator(".field-state")).to_have_text("In force")
    assert in_the_shop(desk, sold_out_dress.product) == ["Saga dress", "Alva dress"]

    desk.goto(reverse("admin:catalog_product_substitutes", args=[sold_out_dress.product_id]))
    desk.get_by_label("Another product").fill(saga.external_id)
    desk.get_by_role("button", name="Why?").click()
    expect(desk.get_by_role("status")).to_contain_text("The rule “Autumn window”")

    rule = SubstitutionRule.objects.get()
    desk.goto(reverse("admin:recommender_substitutionrule_history", args=[rule.pk]))
    expect(desk.locator("#change-history")).to_contain_text("Shows earlier (×2)")
    expect(desk.locator("#change-history")).to_contain_text("admin")
    assert complaints == []


def test_products_and_brands_are_picked_by_name(desk, saga):
    desk.goto(ADD)
    desk.get_by_label("Name:").fill("No Havn")
    desk.get_by_label("Action:").select_option("exclude")
    for field, typed, name in (
        ("offered_brands", "hav", "Havn"),
        ("wanted_types", "dre", "Dress"),
        ("wanted_products", "linnea", re.compile("^Linnea dress")),
    ):
        desk.locator(f".field-{field} .select2-search__field").click()
        desk.keyboard.type(typed)
        desk.get_by_role("option", name=name).click()
    desk.get_by_role("button", name="Save", exact=True).click()
    expect(desk.locator(".field-does")).to_contain_text(
        re.compile(r"Never shows: by Havn\. In place of: Linnea dress .*; Dress\.")
    )


def pages(desk: Page, rule: SubstitutionRule) -> dict[str, str]:
    return {
        "list": LIST,
        "rule": reverse("admin:recommender_substitutionrule_change", args=[rule.pk]),
        "its history": reverse("admin:recommender_substitutionrule_history", args=[rule.pk]),
        "all history": reverse("admin:recommender_historicalsubstitutionrule_changelist"),
    }


@pytest.mark.parametrize("width", [1280, 390])
def test_no_page_of_rules_has_a_serious_fault(desk, saga, sold_out_dress, complaints, width):
    rule = SubstitutionRule.objects.create(
        name="Autumn window",
        action="boost",
        offered_tags=["autumn-window"],
        offered_products=[saga.pk],
        wanted_types=[saga.product_type_id],
    )
    desk.set_viewport_size({"width": width, "height": 900})
    faults = {}
    for name, address in pages(desk, rule).items():
        desk.goto(address)
        assert complaints == []  # axe itself styles what it looks at
        faults[name] = faults_of(desk)
        complaints.clear()
    desk.goto(pages(desk, rule)["rule"])
    desk.locator("#id_action").select_option("exclude")
    desk.get_by_role("button", name="Try it").click()
    expect(desk.get_by_role("region", name="What it would change")).to_be_visible()
    assert complaints == []
    faults["trial"] = faults_of(desk)
    assert faults == {name: [] for name in faults}


def faults_of(page: Page) -> list[tuple[str, list[str]]]:
    """Looked for once the pickers have their names, which they get when all is loaded."""
    expect(page.locator(".select2-search__field:not([aria-label])")).to_have_count(0)
    found = Axe().run(page).response["violations"]
    return [
        (fault["id"], [node["html"][:150] for node in fault["nodes"]])
        for fault in found
        if fault["impact"] in SERIOUS
    ]
