"""Stock changed by hand: for a reason, by somebody, never below zero."""

from __future__ import annotations

import pytest
from django.contrib.auth.models import Permission
from django.urls import reverse

from catalog.models import MovementReason, Product, StockEvent, StockMovement
from tests.catalog.admin_pages import queries_of
from tests.factories import make_product

pytestmark = pytest.mark.django_db


@pytest.fixture
def dress() -> Product:
    return make_product("Linnea dress", external_id="L-1", stock={"S": 2, "M": 0})


def stock_page(product: Product) -> str:
    return reverse("admin:catalog_product_stock", args=[product.pk])


def adjustment(product: Product, reason: str = "received", note: str = "", **changes: int) -> dict:
    """What the stock page posts: `changes` are pieces by size."""
    fields = {
        f"change_{variant.pk}": changes[variant.size.label]
        for variant in product.variants.select_related("size")
        if variant.size.label in changes
    }
    return {"reason": reason, "note": note, **fields}


def on_hand(product: Product) -> dict[str, int]:
    return {each.size.label: each.on_hand for each in product.variants.select_related("size")}


def test_a_delivery_is_written_to_the_ledger_with_who_and_why(admin_client, admin_user, dress):
    page = stock_page(dress)
    response = admin_client.post(page, adjustment(dress, "received", "Delivery 7", S=3, M=4))
    assert response.url == page
    assert on_hand(dress) == {"S": 5, "M": 4}
    movement = StockMovement.objects.get(variant__size__label="M", reason="received")
    assert (movement.change, movement.note, movement.who) == (4, "Delivery 7", admin_user)
    assert StockEvent.objects.get(variant=movement.variant).kind == "back_in_stock"


def test_a_reason_is_asked_for(admin_client, dress):
    response = admin_client.post(stock_page(dress), adjustment(dress, reason="", S=1))
    assert response.context["form"].errors["reason"]
    assert on_hand(dress) == {"S": 2, "M": 0}


def test_stock_never_goes_below_zero_and_then_nothing_moves(admin_client, dress):
    """S alone could be taken; M cannot, so neither is."""
    data = adjustment(dress, "counted", S=-1, M=-1)
    page = admin_client.post(stock_page(dress), data).content.decode()
    assert "Only 0 on hand: stock cannot go below zero." in page
    assert on_hand(dress) == {"S": 2, "M": 0}
    assert not StockMovement.objects.filter(reason=MovementReason.COUNTED).exists()


@pytest.mark.parametrize(
    ("reason", "change", "is_taken"),
    [
        ("received", 1, True),
        ("received", -1, False),
        ("returned", -1, False),
        ("damaged", -1, True),
        ("damaged", 1, False),
        ("counted", 1, True),
        ("counted", -1, True),
        ("sold", -1, False),
        ("opening", 1, False),
        ("direct", 1, False),
    ],
)
def test_each_reason_moves_stock_its_own_way(admin_client, dress, reason, change, is_taken):
    admin_client.post(stock_page(dress), adjustment(dress, reason, S=change))
    assert on_hand(dress)["S"] == (2 + change if is_taken else 2)


@pytest.mark.parametrize("change", ["0", "", "1.5", "many", "100001", "-100001", "9" * 30])
def test_a_change_that_is_none_is_refused(admin_client, dress, change):
    response = admin_client.post(stock_page(dress), adjustment(dress, S=change))
    assert response.status_code == 200
    assert response.context["form"].errors
    assert on_hand(dress)["S"] == 2


def test_the_ledger_of_one_size_runs_from_newest_to_oldest_with_its_balance(admin_client, dress):
    small = dress.variants.get(size__label="S")
    small.move(5, MovementReason.RECEIVED)
    small.move(-3, MovementReason.DAMAGED, note="Torn hem")
    dress.variants.get(size__label="M").move(9, MovementReason.RECEIVED)
    context = admin_client.get(f"{stock_page(dress)}?variant={small.pk}").context
    lines = [(line.change, line.balance, line.reason) for line in context["ledger"]]
    assert lines == [(-3, 4, "damaged"), (5, 7, "received"), (2, 2, "opening")]


def test_a_size_of_another_product_shows_nothing_of_it(admin_client, dress):
    other = make_product(stock={"S": 77}).variants.get()
    page = admin_client.get(f"{stock_page(dress)}?variant={other.pk}")
    assert page.context["chosen"] is None
    assert all(line.variant.product_id == dress.pk for line in page.context["ledger"])


def test_the_page_of_a_product_without_sizes_says_so(admin_client):
    page = admin_client.get(stock_page(make_product(stock={}))).content.decode()
    assert "has no sizes yet" in page


def test_there_is_no_stock_page_of_no_product(admin_client):
    assert admin_client.get("/admin/catalog/product/4711/stock/").status_code == 404


def test_who_may_only_look_cannot_move_stock(client, django_user_model, dress):
    viewer = django_user_model.objects.create_user("viewer", password="x", is_staff=True)
    viewer.user_permissions.add(Permission.objects.get(codename="view_product"))
    client.force_login(viewer)
    assert "Change stock" not in client.get(stock_page(dress)).content.decode()
    assert client.post(stock_page(dress), adjustment(dress, S=1)).status_code == 403
    assert on_hand(dress)["S"] == 2


@pytest.mark.parametrize("model", ["stockmovement", "stockevent"])
def test_the_ledger_and_the_events_can_be_read_and_not_written(admin_client, dress, model):
    dress.variants.get(size__label="S").move(-2, MovementReason.DAMAGED)
    url = reverse(f"admin:catalog_{model}_changelist")
    page = admin_client.get(f"{url}?q=L-1").content.decode()
    assert "Linnea dress" in page
    assert "L-1-S" in page
    assert admin_client.get(reverse(f"admin:catalog_{model}_add")).status_code == 403
    row = {"stockmovement": StockMovement, "stockevent": StockEvent}[model].objects.first()
    for action in ("change", "delete"):
        address = reverse(f"admin:catalog_{model}_{action}", args=[row.pk])
        assert admin_client.post(address, {"change": 5, "post": "yes"}).status_code == 403


def test_the_list_of_movements_asks_as_often_for_many_as_for_few(admin_client, admin_user, dress):
    url = reverse("admin:catalog_stockmovement_changelist")
    small = dress.variants.get(size__label="S")
    small.move(1, MovementReason.RECEIVED, who=admin_user)
    few = queries_of(admin_client, url)
    for _ in range(20):
        product = make_product(stock={"S": 1})
        product.variants.get().move(1, MovementReason.RECEIVED, who=admin_user)
    assert queries_of(admin_client, url) == few
