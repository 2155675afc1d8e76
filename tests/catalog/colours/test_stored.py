"""A photo's colours are kept with it, shown, filtered by, and fill in what a product lacks."""

from __future__ import annotations

from io import StringIO

import pytest
from django.core.management import call_command
from django.urls import reverse
from django.utils.timezone import now

from catalog.models import Product, ProductImage
from tests.catalog.admin_pages import give_photo
from tests.factories import make_product

pytestmark = pytest.mark.django_db


@pytest.fixture
def black_dress_without_colour() -> Product:
    dress = make_product("Linnea dress", colour="")
    give_photo(dress, "#0e0e10")
    return dress


def listed(client, **query) -> set[str]:
    return {p.title for p in client.get("/shop/", query).context["page"].object_list}


def test_a_photo_that_comes_in_brings_its_colours(black_dress_without_colour):
    (colour,) = black_dress_without_colour.images.get().colours
    assert colour["base"] == "Black"
    assert colour["share"] == 1


def test_photos_of_before_are_read_once(black_dress_without_colour):
    photo = black_dress_without_colour.images.get()
    wanted = photo.colours
    ProductImage.objects.update(colours=None, colours_due_at=now())
    out = StringIO()
    call_command("read_colours", stdout=out)
    photo.refresh_from_db()
    assert photo.colours[0]["base"] == wanted[0]["base"]
    assert "1 photos" in out.getvalue()
    out = StringIO()
    call_command("read_colours", stdout=out)
    assert "0 photos" in out.getvalue()


def test_a_photo_whose_file_is_gone_is_said_and_left(black_dress_without_colour):
    ProductImage.objects.update(colours=None, colours_due_at=now(), image="products/no/such.jpg")
    out = StringIO()
    call_command("read_colours", stdout=out)
    assert "1 photos could not be read" in out.getvalue()
    assert ProductImage.objects.get().colours is None


def test_a_product_without_colour_is_found_by_what_its_photo_shows(
    client, black_dress_without_colour
):
    make_product("Alva dress", colour="Red")
    make_product("Dress nobody has seen", colour="")
    assert listed(client, colour="Black") == {"Linnea dress"}
    choices = client.get("/shop/").context["facets"].colour.choices
    assert [(choice.value, choice.count) for choice in choices] == [("Black", 1), ("Red", 1)]


def test_a_stated_colour_stands_above_what_the_photo_shows(client):
    dress = make_product("Linnea dress", colour="Midnight")
    give_photo(dress, "#0e0e10")
    assert listed(client, colour="Black") == set()
    assert listed(client, colour="Midnight", in_stock="1", size="M") == {"Linnea dress"}


def fill_in(admin_client, *products: Product):
    return admin_client.post(
        reverse("admin:catalog_product_changelist"),
        {"action": "fill_in_colours", "_selected_action": [product.pk for product in products]},
        follow=True,
    )


def test_missing_colours_are_filled_in_where_sure(admin_client, black_dress_without_colour):
    unseen, red = make_product("Unseen", colour=""), make_product("Alva dress", colour="Red")
    give_photo(red, "#0e0e10")
    page = fill_in(admin_client, black_dress_without_colour, unseen, red).content.decode()
    for product in (black_dress_without_colour, unseen, red):
        product.refresh_from_db()
    assert (black_dress_without_colour.colour, unseen.colour, red.colour) == ("Black", "", "Red")
    assert "Colour filled in: Linnea dress Black (" in page
    assert "Left empty, since their photos do not say surely enough: 1." in page
    assert (
        "suggested by its photo" in black_dress_without_colour.history.first().history_change_reason
    )


def test_nothing_is_written_by_looking(admin_client, black_dress_without_colour):
    page = admin_client.get(reverse("admin:catalog_product_changelist")).content.decode()
    assert "Black? " in page
    assert "% sure" in page
    assert 'class="swatch"' in page
    black_dress_without_colour.refresh_from_db()
    assert black_dress_without_colour.colour == ""
