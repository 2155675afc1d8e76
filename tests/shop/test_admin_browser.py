"""The admin in a real browser: within the content security policy, and usable by everybody."""

from __future__ import annotations

import pytest
from axe_playwright_python.sync_playwright import Axe
from django.urls import reverse

from catalog.models import Look, LookItem, Product
from tests.catalog.admin_pages import give_photo
from tests.factories import make_product

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

#: What must not be found on a page; an empty column heading (Django's own) is a lesser matter.
SERIOUS = ("serious", "critical")


@pytest.fixture
def dress(transactional_db) -> Product:
    dress = make_product("Linnea dress", stock={"S": 3, "M": 0})
    give_photo(dress)
    look = Look.objects.create(title="Harbour walk", slug="harbour-walk")
    LookItem.objects.create(look=look, product=dress)
    return dress


def pages_of(dress: Product) -> dict[str, str]:
    look = Look.objects.get()
    return {
        "index": reverse("admin:index"),
        "list": reverse("admin:catalog_product_changelist"),
        "product": reverse("admin:catalog_product_change", args=[dress.pk]),
        "add": reverse("admin:catalog_product_add"),
        "stock": reverse("admin:catalog_product_stock", args=[dress.pk]),
        "import": reverse("admin:catalog_product_import"),
        "look": reverse("admin:catalog_look_change", args=[look.pk]),
        "movements": reverse("admin:catalog_stockmovement_changelist"),
    }


PAGES = ["index", "list", "product", "add", "stock", "import", "look", "movements"]


@pytest.mark.parametrize("width", [1280, 390])
def test_no_page_has_a_serious_fault_for_those_who_cannot_see_it(desk, dress, width):
    desk.set_viewport_size({"width": width, "height": 900})
    faults = {}
    for name, address in pages_of(dress).items():
        desk.goto(address)
        found = Axe().run(desk).response["violations"]
        faults[name] = [(each["id"], len(each["nodes"])) for each in found if is_serious(each)]
    assert faults == {name: [] for name in PAGES}


def is_serious(finding: dict) -> bool:
    return finding["impact"] in SERIOUS


def test_every_page_keeps_the_content_security_policy(desk, dress, complaints):
    for address in pages_of(dress).values():
        desk.goto(address)
    assert complaints == []


def test_a_stylist_picks_a_product_by_its_name(desk, dress):
    make_product("Solveig coat", colour="Olive", external_id="C-7")
    desk.goto(pages_of(dress)["look"])
    desk.get_by_text("Add another Product").click()
    desk.locator("#items-1 .select2-selection").click()
    desk.keyboard.type("solveig")
    desk.get_by_role("option", name="Solveig coat (Fjellro · Olive · C-7)").click()
    desk.get_by_text("Save and continue editing").click()
    desk.wait_for_url("**/change/")
    assert Look.objects.get().items.count() == 2


def test_the_documentation_of_the_api_opens(desk, complaints):
    desk.goto("/api/docs/")
    desk.get_by_text("/api/v1/products/{id}/substitutes/").first.click()
    desk.get_by_text("Answered whether or not the size itself is sold out.").wait_for()
    assert complaints == []
