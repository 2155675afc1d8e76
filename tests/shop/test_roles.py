"""What each of the staff may open and do in the admin, page by page."""

from __future__ import annotations

import pytest
from django.contrib import admin
from django.contrib.auth.models import Group, User
from django.core.management import call_command
from django.test import Client

from catalog.models import Product
from shop.alerts.models import Mailbox
from shop.roles import ROLES, set_up_roles
from tests.factories import make_product

pytestmark = pytest.mark.django_db

RANGE = {
    "catalog.brand", "catalog.look", "catalog.product", "catalog.producttype",
    "catalog.reservation", "catalog.sizeequivalent", "catalog.sizescale", "catalog.stockevent",
    "catalog.stockmovement",
}  # fmt: skip
OPINIONS = {
    "insight.dailytotal", "insight.demand", "insight.event", "insight.gap",
    "recommender.duplicatepair", "recommender.encoderversion",
    "recommender.historicalsubstitutionrule",
    "recommender.neighbouringtype", "recommender.rangemap", "recommender.substitutionrule",
    "recommender.typeladder",
}  # fmt: skip
PERSONS = {
    "alerts.attempt", "alerts.delivery", "alerts.endpoint", "alerts.letter", "alerts.mailbox",
    "alerts.message", "alerts.subscription", "bag.order",
}  # fmt: skip
FIGURES = {"alerts.earning", "alerts.occasion"}
KEYS_OF_THE_HOUSE = {
    "api.apikey", "auth.group", "auth.user", "axes.accessattempt", "axes.accessfailurelog",
    "axes.accesslog",
}  # fmt: skip
OPENS = {
    "Merchandiser": RANGE | OPINIONS | FIGURES,
    "Support": RANGE | PERSONS | FIGURES,
    "Owner": RANGE | OPINIONS | PERSONS | FIGURES | KEYS_OF_THE_HOUSE,
}


@pytest.fixture(autouse=True)
def roles() -> None:
    set_up_roles()


def signed_in(role: str) -> Client:
    staff = User.objects.create_user(f"of the role {role}", is_staff=True)
    staff.groups.add(Group.objects.get(name=role))
    client = Client()
    client.force_login(staff)
    return client


def pages() -> dict[str, str]:
    return {
        model._meta.label_lower: f"/admin/{model._meta.app_label}/{model._meta.model_name}/"
        for model in admin.site._registry
    }


@pytest.mark.parametrize("role", ROLES)
def test_each_role_opens_its_pages_and_no_other(role):
    """A page that is new to the admin has to be given to somebody here."""
    client = signed_in(role)
    answers = {name: client.get(path).status_code for name, path in pages().items()}
    assert {name for name, status in answers.items() if status == 200} == OPENS[role]
    assert set(answers.values()) <= {200, 403}


def test_a_merchandiser_changes_what_is_sold_and_support_does_not():
    dress = make_product("Alva dress")
    change = f"/admin/catalog/product/{dress.pk}/change/"
    chosen = {"action": "discontinue", "_selected_action": [dress.pk]}
    support, merchandiser = signed_in("Support"), signed_in("Merchandiser")
    assert support.get(change).status_code == 200  # to look at
    assert support.post(change, {"title": "Mine"}).status_code == 403
    support.post("/admin/catalog/product/", chosen)
    assert Product.objects.get().status == "active"
    merchandiser.post("/admin/catalog/product/", chosen)
    assert Product.objects.get().status == "discontinued"


def test_support_suppresses_an_address_and_a_merchandiser_sees_none():
    Mailbox.objects.create(address="ada@example.org", inbox="ada@example.org")
    chosen = {"action": "suppress", "_selected_action": [Mailbox.objects.get().pk]}
    assert signed_in("Merchandiser").post("/admin/alerts/mailbox/", chosen).status_code == 403
    assert not Mailbox.objects.get().is_suppressed
    signed_in("Support").post("/admin/alerts/mailbox/", chosen)
    assert Mailbox.objects.get().is_suppressed


@pytest.mark.parametrize("role", ["Merchandiser", "Support"])
def test_nobody_makes_herself_an_owner(role):
    client = signed_in(role)
    me = User.objects.get(pk=client.session["_auth_user_id"])
    for path in (f"/admin/auth/user/{me.pk}/change/", "/admin/auth/group/add/"):
        assert client.post(path, {"is_superuser": "on", "name": "x"}).status_code == 403
    me.refresh_from_db()
    assert not me.is_superuser


def test_without_a_role_the_admin_is_empty():
    client = Client()
    client.force_login(User.objects.create_user("new", is_staff=True))
    assert {client.get(path).status_code for path in pages().values()} == {403}


def test_what_a_shop_changed_about_a_role_stays_unless_it_asks():
    support = Group.objects.get(name="Support")
    support.permissions.clear()
    call_command("set_up_roles")
    assert not support.permissions.exists()
    call_command("set_up_roles", again=True)
    assert support.permissions.filter(codename="change_order").exists()
