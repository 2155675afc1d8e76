"""The stages of an answer: same model, sizes beside hers, swatches, brands in turn."""

from __future__ import annotations

import pytest
from django.core.exceptions import ValidationError

from catalog.models import Product, Size, SizeEquivalent, SizeScale, Variant
from recommender.admin.ladder import threshold_in_words
from recommender.ladder.rungs import Mode
from recommender.ladder.settings import ORDER
from recommender.models import DuplicatePair, NeighbouringType, TypeLadder
from recommender.models.ladder import check_order
from recommender.ranking.shopper import Shopper
from recommender.substitutes import substitutes_for
from recommender.trial.promises import violations
from recommender.trial.run import has_three_of_a_brand
from recommender.why import why
from tests.factories import make_product, make_type, make_variant

pytestmark = pytest.mark.django_db


def titles(answers) -> list[str]:
    return [answer.product.title for answer in answers]


def set_ladder(name: str, *order: str, **facts) -> TypeLadder:
    return TypeLadder.objects.create(
        product_type=make_type(name), order=list(order or ORDER), **facts
    )


@pytest.fixture
def party_dresses(sold_out_dress) -> None:
    """One too dear, one in another colour; each by a brand of its own."""
    make_product("Dear", price="200.00", stock={"M": 1}, vector=[1, 0.1, 0], brand="Nordvind")
    make_product("Blue", colour="Blue", stock={"M": 1}, vector=[1, 0, 0], brand="Havgus")


def test_a_type_has_its_own_order(sold_out_dress, party_dresses):
    assert titles(substitutes_for(sold_out_dress)) == ["Dear", "Blue"]
    set_ladder("Dress", "model", "shade", "colour", "season", "use", "price", "type")
    assert titles(substitutes_for(sold_out_dress)) == ["Blue", "Dear"]


def test_the_same_model_stands_where_the_type_has_it(
    sold_out_dress, its_lookalike, same_dress_in_red
):
    assert substitutes_for(sold_out_dress)[0].rung == "same model, another colour"
    set_ladder("Dress", "price", "season", "use", "model", "shade", "colour", "type")
    assert titles(substitutes_for(sold_out_dress)) == ["Alva dress", "Linnea dress in red"]


@pytest.mark.parametrize(
    "order",
    [ORDER[1:], (*ORDER, "price"), ("magic", *ORDER[1:]), (*ORDER[:4], "colour", "shade", "type")],
)
def test_an_order_names_each_wish_once_and_a_shade_before_its_colour(order):
    check_order(list(ORDER))
    with pytest.raises(ValidationError):
        check_order(list(order))


def test_a_threshold_counts_under_the_encoder_that_it_was_set_for(sold_out_dress, encoder_version):
    make_product("Black", stock={"M": 1}, vector=[0.9, 0.4, 0])
    make_product("Blue", colour="Blue", stock={"M": 1}, vector=[1, 0, 0], brand="Havgus")
    strict = set_ladder("Dress", least=0.95, least_encoder=encoder_version.version)
    assert titles(substitutes_for(sold_out_dress)) == ["Blue", "Black"]
    assert why(sold_out_dress, Product.objects.get(title="Black")).decided_by == "any look"
    strict.least_encoder = "another@2"
    strict.save()
    assert titles(substitutes_for(sold_out_dress)) == ["Black", "Blue"]


def test_types_beside_a_type_are_data(sold_out_dress):
    shirt = make_product("Gone", "Shirt", stock={"M": 0}, vector=[1, 0, 0]).variants.get()
    tee = make_product("Tee", "T-shirt", stock={"M": 1}, vector=[1, 0, 0])
    dress = make_product("Shirt dress", "Dress", stock={"M": 1}, vector=[1, 0, 0])
    assert titles(substitutes_for(shirt)) == ["Tee"]
    NeighbouringType.objects.create(from_type=make_type("Shirt"), to_type=make_type("Dress"))
    assert titles(substitutes_for(shirt)) == ["Shirt dress"]
    assert why(shirt, tee).decided_by == "family"
    assert why(shirt, dress).is_shown


def test_the_size_beside_hers_comes_last_and_says_so(sold_out_dress, its_lookalike):
    make_product("In L", stock={"M": 0, "L": 5}, vector=[1, 0, 0], brand="Nordvind")
    make_product("In S", stock={"S": 1}, price="50.00", vector=[0.9, 0.1, 0], brand="Havgus")
    make_product("In XXL", stock={"XXL": 1}, vector=[1, 0, 0], brand="Solsken")
    found = substitutes_for(sold_out_dress)
    assert [(each.product.title, each.size_note) for each in found] == [
        ("Alva dress", ""),
        ("In L", "In L, one size larger"),
        ("In S", "In S, one size smaller"),
    ]
    assert found[1].reason == "In L, one size larger, same colour, same price"
    assert (found[1].rung, found[1].relaxed) == ("neighbouring size", ("size",))
    assert titles(substitutes_for(sold_out_dress, strict=True)) == ["Alva dress"]


def test_her_model_in_another_size_comes_last_as_well(sold_out_dress, its_lookalike):
    facts = {"style_code": "LINNEA", "colour": "Red", "brand": "Nordvind"}
    make_product("Linnea in red", stock={"L": 1}, vector=[1, 0, 0], **facts)
    found = substitutes_for(sold_out_dress)
    assert titles(found) == ["Alva dress", "Linnea in red"]
    assert found[1].size_note == "In L, one size larger"


def test_four_in_her_size_leave_no_place_for_another_size(sold_out_dress):
    larger = make_product("In L", stock={"L": 5}, vector=[1, 0, 0])
    for number in range(4):
        make_product(f"In M {number}", stock={"M": 1}, vector=[0, 1, number])
    assert "In L" not in titles(substitutes_for(sold_out_dress))
    assert why(sold_out_dress, larger).decided_by == "size"


@pytest.fixture
def british_boots(encoder_version) -> tuple[Variant, Product]:
    """Boots gone in 39, and boots sold in British sizes."""
    gone = make_product("Boots", "Ankle boots", stock={"39": 0}, vector=[1, 0, 0])
    boots = make_product("Brogues", "Ankle boots", stock={"40": 0}, vector=[1, 0.1, 0])
    SizeScale.objects.filter(name="eu-shoes").update(prefix="EU")
    british = SizeScale.objects.create(name="uk-shoes", title="British", prefix="UK")
    Variant.objects.create(product=boots, size=british.size("6"), sku="UK6", on_hand=2)
    return gone.variants.get(), boots


def test_the_same_size_of_another_scale_is_hers_and_said(british_boots):
    gone, boots = british_boots
    assert substitutes_for(gone) == ()
    european, british = gone.size, Size.objects.get(label="6")
    SizeEquivalent.objects.create(one=british, other=european)
    [found] = substitutes_for(gone)
    assert (found.variant.sku, found.size_note) == ("UK6", "EU 39 is UK 6")
    assert found.rung == "closest"
    assert why(gone, boots).is_shown


def test_an_equivalent_of_men_is_none_of_women(british_boots):
    gone, _ = british_boots
    british = Size.objects.get(label="6")
    SizeEquivalent.objects.create(one=gone.size, other=british, gender="Men")
    assert substitutes_for(gone) == ()


def test_what_she_wears_on_another_scale_is_hers(british_boots):
    gone, boots = british_boots
    [found] = substitutes_for(gone, shopper=Shopper(sizes=(Size.objects.get(label="6"),)))
    assert (found.product, found.size_note) == (boots, "In 6, your size there")


def test_what_lies_in_her_bag_is_not_offered_again(sold_out_dress, its_lookalike):
    shopper = Shopper(leave_out=(its_lookalike.pk,))
    assert substitutes_for(sold_out_dress, shopper=shopper) == ()
    assert why(sold_out_dress, its_lookalike, shopper=shopper).decided_by == "shopper"


@pytest.fixture
def five_others(sold_out_dress) -> None:
    for number, brand in enumerate(("Havgus", "Solsken", "Nordvind", "Vidde", "Tuva")):
        look = [0.9, 0.3 * number, 0.5]
        make_product(f"By {brand}", stock={"M": 1}, vector=look, brand=brand)


def test_colourways_of_a_model_are_one_card(sold_out_dress, five_others):
    for colour in ("Black", "Blue", "Green"):
        facts = {"colour": colour, "style_code": "ALVA", "brand": "Alva"}
        alva = make_product(f"Alva in {colour}", stock={"M": 1}, vector=[1, 0, 0], **facts)
    found = substitutes_for(sold_out_dress)
    assert titles(found)[0] == "Alva in Black"
    assert [swatch.title for swatch in found[0].swatches] == ["Alva in Blue", "Alva in Green"]
    assert len(found) == 6
    verdict = why(sold_out_dress, alva)
    assert (verdict.is_shown, verdict.decided_by) == (True, "swatch")
    assert "“Alva in Black”" in verdict.text
    assert len(substitutes_for(sold_out_dress, one_per_model=False)) == 8


def test_a_brand_that_shows_one_thing_twice_gets_one_card(sold_out_dress, five_others):
    make_product("Once", stock={"M": 1}, vector=[1, 0, 0])
    make_product("Again", stock={"M": 1}, vector=[1, 0.01, 0])
    first = substitutes_for(sold_out_dress)[0]
    assert (first.product.title, [each.title for each in first.swatches]) == ("Once", ["Again"])


@pytest.mark.parametrize(
    ("verdict", "swatches"),
    [("waiting", ["Again"]), ("not_duplicate", []), ("same_model", ["Again"])],
)
def test_what_a_merchandiser_says_of_a_pair_goes_before_its_looks(
    sold_out_dress, five_others, verdict, swatches
):
    look = [0, 1, 0] if verdict == "same_model" else [1, 0.01, 0]
    once = make_product("Once", stock={"M": 1}, vector=[1, 0, 0])
    again = make_product("Again", stock={"M": 1}, vector=look)
    DuplicatePair.objects.create(
        first=once, second=again, verdict=verdict, structure=0.99, colour=0.5
    )
    [card] = [each for each in substitutes_for(sold_out_dress) if each.product == once]
    assert [each.title for each in card.swatches] == swatches


def test_a_card_has_so_much_room(sold_out_dress, five_others):
    for number in range(6):
        last = make_product(f"Once {number}", stock={"M": 1}, vector=[1, number / 1000, 0])
    card = substitutes_for(sold_out_dress)[0]
    assert (card.product.title, len(card.swatches)) == ("Once 0", 4)
    verdict = why(sold_out_dress, last)
    assert (verdict.is_shown, verdict.decided_by) == (False, "swatch")
    assert "The card of “Once 0” has room for 4 swatches" in verdict.text


def test_a_size_beside_hers_is_no_swatch_of_a_card_in_hers(sold_out_dress, its_lookalike):
    for number, stock in enumerate(({"M": 1}, {"M": 1}, {"L": 1}, {"L": 1}, {"L": 1})):
        make_product(f"Dress {number}", stock=stock, vector=[0.9, 0.3, 0.3 + 0.3 * number])
    twin = make_product("Its twin in L", stock={"L": 1}, vector=[0.95, 0.3, 0])
    found = substitutes_for(sold_out_dress)
    assert [kind for each in found for kind in violations(sold_out_dress, each)] == []
    assert [each.swatches for each in found if each.product == its_lookalike] == [()]
    assert why(sold_out_dress, twin).is_shown


def test_a_card_is_of_one_size_on_whatever_scale(british_boots):
    gone, brogues = british_boots
    SizeEquivalent.objects.create(one=gone.size, other=Size.objects.get(label="6"))
    also = make_product("Also", "Ankle boots", stock={"39": 1}, vector=[1, 0.1, 0])
    for number in range(4):
        facts = {"stock": {"39": 1}, "brand": f"Brand {number}"}
        make_product(f"Boots {number}", "Ankle boots", vector=[1, 0.3, number], **facts)
    found = {each.product: each for each in substitutes_for(gone)}
    assert found[brogues].size_note == "EU 39 is UK 6"
    assert found[brogues].swatches == found[also].swatches == ()


def test_a_swatch_that_sells_out_is_gone(sold_out_dress, five_others):
    make_product("Once", stock={"M": 1}, vector=[1, 0, 0])
    again = make_product("Again", stock={"M": 0}, vector=[1, 0.01, 0])
    assert substitutes_for(sold_out_dress)[0].swatches == ()
    make_variant(again, "L", 1)
    assert substitutes_for(sold_out_dress)[0].swatches == ()


def test_no_three_of_a_brand_stand_among_four(sold_out_dress):
    for number in range(3):
        make_product(f"Fjellro {number}", stock={"M": 1}, vector=[1, 0.2 * number, 0])
    make_product("Dear", price="200.00", stock={"M": 1}, vector=[1, 0.9, 0], brand="Nordvind")
    make_product("Blue", colour="Blue", stock={"M": 1}, vector=[1, 0.8, 0], brand="Havgus")
    found = titles(substitutes_for(sold_out_dress))
    assert found == ["Fjellro 0", "Fjellro 1", "Dear", "Blue", "Fjellro 2"]
    third = Product.objects.get(title="Fjellro 2")
    assert why(sold_out_dress, third, k=3).decided_by == "brand"
    of_brand = substitutes_for(sold_out_dress, mode=Mode.SAME_BRAND)
    assert titles(of_brand) == ["Fjellro 0", "Fjellro 1", "Fjellro 2"]


@pytest.mark.parametrize("step", [0.02, 0.0001])
def test_a_brand_without_end_leaves_places_to_others_of_its_rung(
    sold_out_dress, step, django_assert_max_num_queries
):
    """Whether it fills the pool, or its twins fill few cards of it."""
    for number in range(30):
        make_product(f"Fjellro {number}", stock={"M": 1}, vector=[1, step * number, 0])
    for number in range(8):
        brand, look = f"Brand {number}", [1, 0.7 + number / 10, 0]
        make_product(f"By {brand}", stock={"M": 1}, vector=look, brand=brand)
    substitutes_for(sold_out_dress)  # takes the sample that searches are routed by
    with django_assert_max_num_queries(10):
        found = substitutes_for(sold_out_dress)
    assert len(found) == 8
    assert not has_three_of_a_brand([each.product.brand_id for each in found])


def test_a_rung_shows_more_than_one_look(sold_out_dress):
    looks = {"First": [1, 0.4, 0], "Much like it": [1, 0.42, 0], "Another look": [1, -0.43, 0]}
    for title, look in looks.items():
        make_product(title, stock={"M": 1}, vector=look, brand=title)
    assert titles(substitutes_for(sold_out_dress)) == ["First", "Another look", "Much like it"]
    gave_way = why(sold_out_dress, Product.objects.get(title="Much like it"), k=2)
    assert (gave_way.is_shown, gave_way.decided_by) == (False, "variety")


def test_looking_further_leaves_out_what_she_has_seen(sold_out_dress, party_dresses, its_lookalike):
    first, dear, blue = substitutes_for(sold_out_dress)
    assert (first.product, first.rung) == (its_lookalike, "closest")
    assert titles(substitutes_for(sold_out_dress, further=first.place + 1)) == ["Dear", "Blue"]
    assert titles(substitutes_for(sold_out_dress, further=dear.place + 1)) == ["Blue"]
    assert substitutes_for(sold_out_dress, further=blue.place + 1) == ()


def test_why_tells_what_the_mode_and_strictness_keep_out(sold_out_dress, same_dress_in_red):
    assert why(sold_out_dress, same_dress_in_red, mode=Mode.CHEAPER).decided_by == "mode"
    verdict = why(sold_out_dress, same_dress_in_red, strict=True)
    assert (verdict.decided_by, verdict.text[-14:]) == ("strict", "misses colour.")


def test_a_threshold_set_for_another_encoder_is_said_to_be_ignored(encoder_version):
    ladder = set_ladder("Dress", least=0.9, least_encoder="another@2")
    words = threshold_in_words(ladder)
    assert "as measured: 0.90 was set for another@2" in words
    assert "Set it anew" in words
    ladder.least_encoder = encoder_version.version
    assert threshold_in_words(ladder) == "0.90, set here"


def test_a_ladder_saved_in_the_admin_notes_whose_vectors_its_threshold_is_of(
    admin_client, encoder_version
):
    facts = {"product_type": make_type("Dress").pk, "order": ",".join(ORDER), "least": "0.9"}
    admin_client.post("/admin/recommender/typeladder/add/", facts)
    assert TypeLadder.objects.get().least_encoder == encoder_version.version
