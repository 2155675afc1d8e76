"""A stylist puts a look together."""

from __future__ import annotations

import pytest
from django.urls import reverse

from catalog.models import Look, LookItem
from tests.catalog.admin_pages import formset, give_photo, queries_of
from tests.factories import make_product

pytestmark = pytest.mark.django_db

LOOKS = reverse("admin:catalog_look_changelist")
PICKER = reverse("admin:catalog_product_picker")


def picked(client, term: str) -> list[str]:
    query = {"app_label": "catalog", "model_name": "lookitem", "field_name": "product"}
    return [each["text"] for each in client.get(PICKER, query | {"term": term}).json()["results"]]


def test_the_picker_tells_colourways_of_one_model_apart(admin_client):
    for colour, number in (("Black", "L-1"), ("Red", "L-2")):
        make_product("Linnea dress", colour=colour, external_id=number)
    make_product("Alva shirt")
    assert set(picked(admin_client, "linnea")) == {
        "Linnea dress (Fjellro · Black · L-1)",
        "Linnea dress (Fjellro · Red · L-2)",
    }


def test_the_picker_answers_staff_only(client):
    response = client.get(PICKER, {"term": "x"})
    assert response.status_code == 302


def test_a_look_is_made_of_picked_products_in_their_order(admin_client):
    dress, boots = make_product("Linnea dress"), make_product("Ronja boots", "Ankle boots")
    rows = [{"product": boots.pk, "position": 1}, {"product": dress.pk, "position": 0}]
    data = {"title": "Harbour walk", "slug": "harbour-walk", "is_published": "on"}
    data |= formset("items", rows) | {"items-INITIAL_FORMS": 0}
    admin_client.post(reverse("admin:catalog_look_add"), data)
    look = Look.objects.get()
    assert [item.product for item in look.items.all()] == [dress, boots]


def test_a_look_shows_the_photos_of_its_products(admin_client):
    dress = make_product()
    photo = give_photo(dress)
    look = Look.objects.create(title="Harbour walk", slug="harbour-walk")
    LookItem.objects.create(look=look, product=dress)
    for url in (LOOKS, reverse("admin:catalog_look_change", args=[look.pk])):
        assert photo.rendition(96) in admin_client.get(url).content.decode()


def test_the_list_of_looks_asks_as_often_for_many_as_for_few(admin_client):
    def fill(number: int) -> None:
        for _ in range(number):
            dress = make_product()
            give_photo(dress)
            look = Look.objects.create(title="Walk", slug=f"walk-{dress.pk}")
            LookItem.objects.create(look=look, product=dress)

    fill(2)
    few = queries_of(admin_client, LOOKS)
    fill(10)
    assert queries_of(admin_client, LOOKS) == few
