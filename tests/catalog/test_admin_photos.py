"""Photos on a product's page: in through the one door, or refused with a reason."""

from __future__ import annotations

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from catalog.models import Product
from recommender.models import EmbeddingState
from tests.catalog.admin_pages import change_page, give_photo, jpeg, product_form
from tests.factories import make_product

pytestmark = pytest.mark.django_db


# -- photos -----------------------------------------------------------------------------------


def with_photo(product: Product, data: bytes, name: str = "dress.jpg") -> dict:
    number = product.images.count()
    return product_form(product) | {
        "images-TOTAL_FORMS": number + 1,
        f"images-{number}-photo": SimpleUploadedFile(name, data),
        f"images-{number}-alt_text": "A navy dress",
        f"images-{number}-position": number,
    }


def test_an_uploaded_photo_comes_in_through_the_door(admin_client, encoder_version):
    dress = make_product()
    admin_client.post(change_page(dress), with_photo(dress, jpeg(size=(800, 1000))))
    photo = dress.images.get()
    assert (photo.width, photo.height, photo.alt_text) == (800, 1000, "A navy dress")
    assert photo.image.storage.exists(photo.image.name)
    assert photo.rendition(320).endswith("-320.webp")
    assert dress.embeddings.get().state == EmbeddingState.WAITING


@pytest.mark.parametrize(
    ("data", "name"), [(b"GIF89a nothing", "cat.jpg"), (jpeg()[:600], "cut.jpg"), (b"", "no.jpg")]
)
def test_a_refused_photo_is_a_form_error_with_its_reason(admin_client, data, name):
    dress = make_product()
    response = admin_client.post(change_page(dress), with_photo(dress, data, name))
    assert response.status_code == 200
    photos = response.context["inline_admin_formsets"][1].formset
    assert photos.forms[0].errors["photo"]
    if data:
        assert f"{name} was refused: " in photos.forms[0].errors["photo"][0]
    assert dress.images.count() == 0


def test_the_same_picture_twice_is_refused(admin_client):
    dress = make_product()
    give_photo(dress, "navy")
    response = admin_client.post(change_page(dress), with_photo(dress, jpeg("navy")))
    assert "already among the product" in response.content.decode()
    assert dress.images.count() == 1


def test_a_photo_can_be_replaced_and_removed(admin_client):
    dress = make_product()
    first = give_photo(dress, "navy").digest
    replaced = product_form(dress) | {"images-0-photo": SimpleUploadedFile("r.jpg", jpeg("red"))}
    admin_client.post(change_page(dress), replaced)
    assert dress.images.get().digest != first
    admin_client.post(change_page(dress), product_form(dress) | {"images-0-DELETE": "on"})
    assert dress.images.count() == 0
