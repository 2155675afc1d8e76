"""Photos and sizes of a product on a card: there without a query, and never older than they are."""

from __future__ import annotations

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from catalog.models import Product
from catalog.models.card_rows import picture_in, variant_in
from catalog.models.cards import cards
from tests.factories import give_photo, make_product, make_variant

pytestmark = pytest.mark.django_db


@pytest.fixture(params=["the statement", "a query"])
def on_a_card(request):
    """Gives a product as a card has it, by either way."""

    def read(product: Product) -> Product:
        if request.param == "a query":
            return Product.objects.for_card().get(pk=product.pk)
        return next(cards("p.id = %b::bigint", [product.pk]))

    return read


@pytest.fixture
def dress() -> Product:
    made = make_product(stock={"L": 0, "S": 2, "M": 1})
    give_photo(made, "red", position=1)
    give_photo(made, "green", position=0)
    return made


def test_what_it_shows_costs_no_query(on_a_card, dress):
    card = on_a_card(dress)
    with CaptureQueriesContext(connection) as queries:
        assert [str(variant.size) for variant in card.variants.all()] == ["S", "M", "L"]
        assert [variant.is_in_stock for variant in card.variants.all()] == [True, True, False]
        assert [image.alt_text for image in card.images.all()] == ["green garment", "red garment"]
        assert card.images.all()[0].product is card
        assert card.brand.name == "Fjellro"
    assert not queries.captured_queries


def test_one_size_and_the_cover_are_had_without_the_rest(on_a_card, dress):
    card, size = on_a_card(dress), dress.variants.get(size__label="M").size
    assert variant_in(card, size.pk) == dress.variants.get(size=size)
    assert variant_in(card, size.pk).product is card
    assert variant_in(card, 0) is None
    assert picture_in(card) == dress.picture
    assert picture_in(on_a_card(make_product())) is None


def test_what_is_asked_further_is_asked_of_the_database(on_a_card, dress):
    card = on_a_card(dress)
    assert card.variants.filter(on_hand=0).get().size.label == "L"
    assert card.images.count() == 2


def test_what_is_added_or_read_again_is_there(on_a_card, dress):
    card = on_a_card(dress)
    card.variants.create(size=dress.product_type.size_scale.size("XL"), sku="new", on_hand=1)
    assert len(card.variants.all()) == 4
    make_variant(dress, "XS", 1)
    card.refresh_from_db()
    assert len(card.variants.all()) == 5


def test_a_product_without_photos_and_sizes_has_none(on_a_card):
    card = on_a_card(make_product(stock={}))
    assert list(card.images.all()) == list(card.variants.all()) == []
    assert card.picture is None
