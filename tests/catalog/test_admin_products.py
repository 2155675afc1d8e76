"""A merchandiser at the product list and on a product's page."""

from __future__ import annotations

import pytest
from django.urls import reverse

from catalog.models import Product, SizeScale, Status
from tests.catalog.admin_pages import (
    PRODUCTS,
    change_page,
    formset,
    give_photo,
    product_form,
    queries_of,
    titles,
)
from tests.factories import make_product, make_type

pytestmark = pytest.mark.django_db


# -- the list ---------------------------------------------------------------------------------


def test_the_list_shows_photo_type_price_and_stock_by_size(admin_client, encoder_version):
    give_photo(make_product("Linnea dress", price="89.90", stock={"S": 3, "M": 0}))
    page = admin_client.get(PRODUCTS).content.decode()
    assert '<img class="thumb" src="/media/products/' in page
    assert "€89.90" in page
    assert '<li class="size">S <b>3</b></li>' in page
    sold_out = '<li class="size sold-out"><s>M</s><span class="for-readers"> sold out</span></li>'
    assert sold_out in page


def test_sizes_are_listed_in_the_order_people_put_them(admin_client):
    make_product("Linnea dress", stock={"XL": 1, "S": 1, "M": 1})
    page = admin_client.get(PRODUCTS).content.decode()
    assert page.index("XL <b>") > page.index("M <b>") > page.index("S <b>")


def test_the_list_asks_the_database_as_often_for_forty_products_as_for_two(
    admin_client, encoder_version
):
    def fill(number: int) -> None:
        for each in range(number):
            give_photo(make_product(vector=[1, 0, 0], brand=f"Brand {number} {each}"))

    fill(2)
    few = queries_of(admin_client, PRODUCTS)
    fill(38)
    assert queries_of(admin_client, PRODUCTS) == few <= 16


def test_fifty_products_stand_on_a_page(admin_client):
    for _ in range(51):
        make_product(stock={})
    assert len(admin_client.get(PRODUCTS).context["cl"].result_list) == 50


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ("q=Ronja", {"Ronja boots"}),
        ("q=EXT-7", {"Linnea dress"}),
        ("q=EXT-7-M", {"Linnea dress"}),
        ("q=Hav", {"Ronja boots"}),
        ("status__exact=draft", {"Ronja boots"}),
        ("product_type__section__exact=shoes", {"Ronja boots"}),
        ("gender__exact=Men", {"Ronja boots"}),
        ("colour=Red", {"Linnea dress"}),
        ("season__exact=Winter", {"Ronja boots"}),
        ("stock=in", {"Linnea dress"}),
        ("stock=gaps", {"Linnea dress"}),
        ("stock=out", {"Ronja boots"}),
    ],
)
def test_search_and_filters_find(admin_client, encoder_version, query, found):
    make_product(
        "Linnea dress",
        external_id="EXT-7",
        colour="Red",
        stock={"S": 1, "M": 0},
        vector=[1, 0, 0],
        season="Summer",
    )
    make_product(
        "Ronja boots",
        product_type="Ankle boots",
        brand="Hav",
        gender="Men",
        stock={"42": 0},
        status=Status.DRAFT,
        season="Winter",
    )
    assert titles(admin_client.get(f"{PRODUCTS}?{query}")) == found


def test_a_filter_by_type_offers_the_types_that_are_used(admin_client):
    dress = make_product()
    make_type("Jeans")
    page = admin_client.get(f"{PRODUCTS}?product_type__id__exact={dress.product_type_id}")
    assert titles(page) == {dress.title}
    assert "Jeans" not in page.content.decode()


# -- actions and history ----------------------------------------------------------------------


def test_discontinuing_in_the_list_leaves_history_with_the_name_of_who_did(
    admin_client, admin_user
):
    active, draft = make_product(), make_product(status=Status.DRAFT)
    data = {"action": "discontinue", "_selected_action": [active.pk, draft.pk]}
    admin_client.post(PRODUCTS, data)
    for product in (active, draft):
        product.refresh_from_db()
        newest = product.history.first()
        assert product.status == newest.status == Status.DISCONTINUED
        assert newest.history_user == admin_user
        assert newest.history_change_reason == "Made discontinued in the list"


def test_activating_what_is_active_writes_no_history(admin_client):
    product = make_product()
    before = product.history.count()
    admin_client.post(PRODUCTS, {"action": "activate", "_selected_action": [product.pk]})
    assert product.history.count() == before


def test_the_history_page_shows_what_changed(admin_client):
    product = make_product(price="60.00")
    product.price = "49.00"
    product.save()
    url = reverse("admin:catalog_product_history", args=[product.pk])
    page = admin_client.get(url).content.decode()
    assert "60.00" in page
    assert "49.00" in page


# -- a product's page -------------------------------------------------------------------------


def test_a_new_product_is_saved_and_then_asks_for_its_sizes(admin_client):
    kind = make_type("Dress")
    data = {
        "title": "Alva dress",
        "external_id": "A-1",
        "status": "draft",
        "gender": "Women",
        "product_type": kind.pk,
        "price": "59.90",
        "currency": "EUR",
        "slug": "alva-dress-a-1",
        **formset("images", []),
    }
    response = admin_client.post(reverse("admin:catalog_product_add"), data)
    product = Product.objects.get(external_id="A-1")
    assert response.url == change_page(product)
    assert "variants-TOTAL_FORMS" in admin_client.get(response.url).content.decode()


def test_only_sizes_of_the_types_scale_are_offered(admin_client):
    alpha, shoes = make_type("Dress").size_scale, make_type("Ankle boots").size_scale
    medium, forty = alpha.size("M"), shoes.size("40")
    dress = make_product(stock={"S": 1})
    form = admin_client.get(change_page(dress)).context["inline_admin_formsets"][0].formset
    offered = set(form.empty_form.fields["size"].queryset)
    assert medium in offered
    assert forty not in offered
    row = {"variants-TOTAL_FORMS": 2, "variants-1-size": forty.pk, "variants-1-sku": "X"}
    response = admin_client.post(change_page(dress), product_form(dress, **row))
    assert "Select a valid choice" in response.content.decode()


def test_a_new_size_gets_a_sku_and_starts_at_nothing(admin_client):
    dress = make_product(external_id="L-9", stock={"S": 1})
    medium = dress.product_type.size_scale.size("M")
    row = {"variants-TOTAL_FORMS": 2, "variants-1-size": medium.pk, "variants-1-sku": ""}
    admin_client.post(change_page(dress), product_form(dress, **row))
    variant = dress.variants.get(size=medium)
    assert (variant.sku, variant.on_hand) == ("L-9-M", 0)


def test_stock_on_hand_cannot_be_typed_over(admin_client):
    dress = make_product(stock={"S": 1})
    admin_client.post(change_page(dress), product_form(dress, **{"variants-0-on_hand": 99}))
    assert dress.variants.get().on_hand == 1
    assert 'name="variants-0-on_hand"' not in admin_client.get(change_page(dress)).content.decode()


def test_a_size_with_a_ledger_cannot_be_removed(admin_client):
    dress = make_product(stock={"S": 1})
    response = admin_client.post(
        change_page(dress), product_form(dress, **{"variants-0-DELETE": "on"})
    )
    assert "has stock movements and cannot be removed" in response.content.decode()
    assert dress.variants.count() == 1


def test_a_size_that_never_moved_can_be_removed(admin_client):
    dress = make_product(stock={"S": 0})
    admin_client.post(change_page(dress), product_form(dress, **{"variants-0-DELETE": "on"}))
    assert dress.variants.count() == 0


def test_a_type_of_another_scale_is_refused_while_there_are_sizes(admin_client):
    dress, boots = make_product(stock={"S": 1}), make_type("Ankle boots")
    response = admin_client.post(change_page(dress), product_form(dress, product_type=boots.pk))
    assert "sizes of another scale" in response.content.decode()


def test_a_product_with_a_ledger_is_discontinued_not_deleted(admin_client):
    dress = make_product(stock={"S": 1})
    url = reverse("admin:catalog_product_delete", args=[dress.pk])
    admin_client.post(url, {"post": "yes"})
    assert Product.objects.filter(pk=dress.pk).exists()


def test_the_page_asks_the_database_as_often_for_ten_sizes_as_for_two(admin_client):
    few = make_product(stock={"S": 1, "M": 1})
    many = make_product(stock={str(size): 1 for size in range(30, 40)})
    admin_client.get(change_page(few))
    assert queries_of(admin_client, change_page(many)) == queries_of(admin_client, change_page(few))


# -- who may ----------------------------------------------------------------------------------


def test_the_admin_is_shown_to_nobody_who_is_not_staff(client):
    assert client.get(PRODUCTS).status_code == 302


def test_the_admin_carries_the_shops_name_and_begins_with_the_catalogue(admin_client, settings):
    response = admin_client.get("/admin/")
    assert f"{settings.SHOP_NAME} · merchandising" in response.content.decode()
    assert response.context["app_list"][0]["app_label"] == "catalog"


def test_size_scales_show_their_sizes_in_order(admin_client):
    scale = SizeScale.objects.create(name="letters", title="Letters")
    for label in ("XL", "S", "M"):
        scale.size(label)
    page = admin_client.get(reverse("admin:catalog_sizescale_changelist")).content.decode()
    assert "S, M, XL" in page
