"""What stands in for a sold-out garment. Vectors have three numbers: the order is seen by hand."""

from __future__ import annotations

import numpy as np
import pytest
from django.db import DataError

from catalog.models import MovementReason, Status
from recommender.ladder.rungs import Mode
from recommender.models import DuplicatePair, EncoderVersion
from recommender.search import QueryVector, Where, nearest
from recommender.substitutes import substitutes_for
from recommender.why import why
from tests.factories import give_photo, make_product, make_variant

pytestmark = pytest.mark.django_db
MANY = 60


def titles(answers) -> list[str]:
    return [answer.product.title for answer in answers]


def test_the_same_colour_comes_before_the_closer_picture(
    sold_out_dress, its_lookalike, same_dress_in_red
):
    make_product("Near, in blue", colour="Blue", stock={"M": 1}, vector=[1, 0.01, 0])
    found = substitutes_for(sold_out_dress)
    assert titles(found) == ["Linnea dress in red", "Alva dress", "Near, in blue"]
    assert [answer.reason for answer in found] == [
        "The same model in red, same price",
        "Same colour, €5.00 less",
        "Like it, in blue, same price",
    ]
    assert [answer.relaxed for answer in found] == [("colour",), (), ("colour",)]


def test_the_same_colour_alone_does_not_make_a_stranger_come_first(
    sold_out_dress, same_dress_in_red
):
    make_product("A black tent", stock={"M": 1}, vector=[0.1, 1, 0])
    red, tent = substitutes_for(sold_out_dress)
    assert titles([red, tent]) == ["Linnea dress in red", "A black tent"]
    assert (red.relaxed, tent.relaxed) == (("colour",), ("likeness",))
    assert (tent.rung, tent.reason) == ("any look", "Another look, same colour, same price")


def test_what_hardly_looks_like_it_is_not_said_to(sold_out_dress):
    make_product("A red tent", colour="Red", stock={"M": 1}, vector=[0.1, 1, 0])
    [tent] = substitutes_for(sold_out_dress)
    assert (tent.relaxed, tent.reason) == (
        ("colour", "likeness"),
        "Another look, in red, same price",
    )
    assert substitutes_for(sold_out_dress, further=tent.place)[0].product == tent.product
    assert substitutes_for(sold_out_dress, mode="other_colour", strict=True) == ()


def test_looking_further_than_what_looks_alike_finds_what_does_not(sold_out_dress):
    """However much there is that does: it would fill the pool."""
    for number in range(30):
        make_product(f"Alike {number}", stock={"M": 1}, vector=[1, number / 100, 0])
    tent = make_product("A black tent", stock={"M": 1}, vector=[0.1, 1, 0])
    look = why(sold_out_dress, tent, k=MANY)
    assert look.decided_by == "any look"
    for further in (3, 4):
        assert titles(substitutes_for(sold_out_dress, further=further)) == ["A black tent"]


def test_each_is_in_stock_in_the_asked_size(sold_out_dress, its_lookalike):
    make_product("Only in L", stock={"M": 0, "L": 5}, vector=[1, 0, 0])
    found, larger = substitutes_for(sold_out_dress)
    assert found.product == its_lookalike
    assert (found.variant.size.label, found.variant.on_hand, found.size_note) == ("M", 3, "")
    assert (larger.variant.size.label, larger.size_note) == ("L", "In L, one size larger")


@pytest.mark.parametrize(
    "fields",
    [
        {"gender": "Men"},
        {"status": Status.DRAFT},
        {"status": Status.DISCONTINUED},
        {"product_type": "Shirt"},
        {"product_type": "Ankle boots", "stock": {"38": 1}},
    ],
)
def test_what_is_never_offered(sold_out_dress, fields):
    make_product("Not for her", **{"stock": {"M": 5}, **fields}, vector=[1, 0, 0])
    assert substitutes_for(sold_out_dress) == ()


def test_another_type_of_the_family_only_while_fewer_than_four(encoder_version):
    shirt = make_product("Sold out", "Shirt", stock={"M": 0}, vector=[1, 0, 0]).variants.get()
    make_product("T-shirt", "T-shirt", vector=[1, 0, 0])
    for number in range(3):
        make_product(f"Shirt {number}", "Shirt", colour="White", vector=[0, 1, number])
    assert titles(substitutes_for(shirt))[3:] == ["T-shirt"]
    make_product("Shirt 4", "Shirt", vector=[0, 0, 1])
    assert "T-shirt" not in titles(substitutes_for(shirt))


def test_strict_gives_nothing_rather_than_relax(sold_out_dress, same_dress_in_red):
    assert substitutes_for(sold_out_dress, strict=True) == ()
    assert titles(substitutes_for(sold_out_dress)) == ["Linnea dress in red"]


@pytest.mark.parametrize(
    ("mode", "facts"),
    [
        ("other_colour", {"colour": "Red"}),
        ("cheaper", {"price": "20.00"}),
        ("dressier", {"usage": "Formal"}),
    ],
)
def test_what_the_mode_asks_for_is_no_wish_given_up(sold_out_dress, mode, facts):
    sold_out_dress.product.usage = "Casual"
    sold_out_dress.product.save()
    make_product("Asked", stock={"M": 1}, vector=[1, 0, 0], **{"usage": "Casual", **facts})
    for strict in (False, True):
        [found] = substitutes_for(sold_out_dress, mode=mode, strict=strict)
        assert (found.relaxed, found.rung) == ((), "closest")
    assert found.likeness == ("Very similar" if mode == "other_colour" else "Almost identical")


def test_a_garment_without_a_colour_wants_a_likeness_too(encoder_version):
    nameless = make_product("Nameless", colour="", stock={"M": 0}, vector=[1, 0, 0])
    make_product("A tent", stock={"M": 1}, vector=[0.1, 1, 0])
    gone = nameless.variants.get()
    assert substitutes_for(gone, strict=True) == ()
    assert [each.relaxed for each in substitutes_for(gone)] == [("likeness",)]


def test_prices_of_two_currencies_are_not_compared(sold_out_dress):
    make_product(
        "In dollars", price="40.00", currency="USD", colour="", stock={"M": 1}, vector=[1, 0, 0]
    )
    [found] = substitutes_for(sold_out_dress)
    assert "price" in found.relaxed
    assert found.reason == "Priced in USD"
    assert substitutes_for(sold_out_dress, mode=Mode.CHEAPER) == ()
    assert substitutes_for(sold_out_dress, strict=True) == ()


def test_what_it_is_for_is_said_where_that_is_another_thing(sold_out_dress):
    wanted = sold_out_dress.product
    wanted.usage, wanted.season = "Casual", "Summer"
    wanted.save()
    facts = {"usage": "Party", "season": "Winter", "price": "70.00"}
    make_product("For a ball", stock={"L": 1}, vector=[1, 0, 0], **facts)
    [found] = substitutes_for(sold_out_dress)
    assert found.reason == "In L, one size larger, same colour, for parties and winter"
    make_variant(found.product, "M", 1)
    [found] = substitutes_for(sold_out_dress)
    assert found.reason == "Same colour, for parties and winter, €10.00 more"


def test_a_substitute_that_sells_out_is_gone_from_the_next_answer(sold_out_dress, its_lookalike):
    its_lookalike.variants.get().move(-3, MovementReason.SOLD)
    assert substitutes_for(sold_out_dress) == ()


def test_a_product_without_a_vector_has_no_answer_yet(its_lookalike):
    new = make_product("Just in", stock={"M": 0}).variants.get()
    assert substitutes_for(new) == ()


def test_the_number_of_queries_does_not_grow(
    sold_out_dress, its_lookalike, same_dress_in_red, django_assert_max_num_queries
):
    for number in range(8):
        look = [0.5, number, 1]
        make_product(f"More {number}", stock={"M": 1}, vector=look, brand=f"Brand {number}")
    substitutes_for(sold_out_dress)  # takes the sample that searches are routed by
    with django_assert_max_num_queries(12):
        assert len(substitutes_for(sold_out_dress, k=8)) == 8


def query(numbers: list[float], encoder: EncoderVersion) -> QueryVector:
    return QueryVector(np.array(numbers, dtype=np.float32), encoder.pk, encoder.version)


def test_equal_distances_come_in_the_order_of_their_ids(encoder_version):
    twins = [make_product(f"Twin {n}", vector=[0, 1, 0]).pk for n in range(3)]
    assert [
        n.product_id for n in nearest(query([0, 1, 0], encoder_version), Where(), k=3)
    ] == sorted(twins)


def test_a_vector_of_another_length_is_an_error(its_lookalike, encoder_version):
    with pytest.raises(DataError, match="expected 2 dimensions"):
        nearest(query([1, 0], encoder_version), Where(), k=1)


def test_a_product_without_a_colour_is_not_said_to_be_in_one(sold_out_dress):
    make_product("Nameless", colour="", stock={"M": 1}, vector=[1, 0, 0], price="50.00")
    [found] = substitutes_for(sold_out_dress)
    assert found.reason == "€10.00 less"


def test_similarity_is_said_in_words(sold_out_dress, its_lookalike):
    [found] = substitutes_for(sold_out_dress)
    assert found.similarity == pytest.approx(0.9535, abs=1e-3)
    assert found.likeness == "Almost identical"


def test_the_same_picture_in_another_colour_is_not_called_almost_identical(sold_out_dress):
    make_product("Its twin in red", colour="Red", stock={"M": 1}, vector=[1, 0, 0])
    [found] = substitutes_for(sold_out_dress)
    assert found.similarity == pytest.approx(1)
    assert found.likeness == "Very similar"


def test_a_product_without_a_colour_is_looked_for_in_the_one_its_photo_shows(encoder_version):
    sold_out = make_product("Nameless", colour="", stock={"M": 0}, vector=[1, 0, 0])
    make_product("Near, in blue", colour="Blue", stock={"M": 1}, vector=[1, 0.01, 0])
    make_product("In its red", colour="Red", stock={"M": 1}, vector=[1, 0.5, 0], price="60.00")
    give_photo(sold_out, "red")
    found = substitutes_for(sold_out.variants.get())
    assert [substitute.product.title for substitute in found] == ["In its red", "Near, in blue"]
    assert found[0].reason == "Same colour, same price"


def test_a_colour_of_another_name_that_looks_the_same_is_said_to(sold_out_dress, its_lookalike):
    its_lookalike.colour = "Charcoal"
    its_lookalike.save()
    give_photo(sold_out_dress.product, "black")
    give_photo(its_lookalike, "#030303")
    [found] = substitutes_for(sold_out_dress)
    assert (found.reason, found.relaxed) == ("Nearly the same, charcoal, €5.00 less", ("shade",))


def test_wishes_are_given_up_one_after_another(sold_out_dress):
    usual: dict[str, str] = {}
    wanted = sold_out_dress.product
    wanted.usage = usual["usage"] = "Party"
    wanted.season = usual["season"] = "Winter"
    wanted.save()
    for title, facts in {
        "Any blue": {"colour": "Blue"},
        "For the office": {"usage": "Formal"},
        "For the beach": {"season": "Summer"},
        "Charcoal": {"colour": "Charcoal"},
        "Dear": {"price": "200.00"},
        "Just right": {"price": "61.00"},
    }.items():
        make_product(title, stock={"M": 1}, brand=title, vector=[1, 0, 0], **{**usual, **facts})
    found = substitutes_for(sold_out_dress)
    assert [(s.product.title, s.rung, s.relaxed) for s in found] == [
        ("Just right", "closest", ()),
        ("Dear", "any price", ("price",)),
        ("For the beach", "any season", ("season",)),
        ("For the office", "any use", ("use",)),
        ("Charcoal", "any shade", ("shade",)),
        ("Any blue", "any colour", ("colour",)),
    ]


def test_unisex_is_offered_to_everybody(sold_out_dress):
    make_product("For all", gender="Unisex", stock={"M": 1}, vector=[1, 0, 0])
    assert titles(substitutes_for(sold_out_dress)) == ["For all"]


def test_the_same_thing_under_another_number_is_no_substitute(sold_out_dress, its_lookalike):
    make_product("Again", style_code="LINNEA", stock={"M": 1}, vector=[1, 0, 0])
    make_product("In green", style_code="LINNEA", colour="Green", stock={"M": 1}, vector=[1, 0, 0])
    assert titles(substitutes_for(sold_out_dress)) == ["In green", its_lookalike.title]


@pytest.mark.parametrize("colour", ["black", ""])
def test_a_colour_written_otherwise_or_not_at_all_is_no_other_colour(sold_out_dress, colour):
    facts = {"style_code": "LINNEA", "colour": colour}
    again = make_product("Again", stock={"M": 1}, vector=[1, 0, 0], **facts)
    assert substitutes_for(sold_out_dress) == ()
    assert why(sold_out_dress, again).decided_by == "same_model"


def test_another_brand_may_have_the_same_code(sold_out_dress):
    facts = {"style_code": "LINNEA", "brand": "Nordvind"}
    make_product("By another", stock={"M": 1}, vector=[1, 0, 0], colour="Red", **facts)
    [found] = substitutes_for(sold_out_dress)
    assert (found.reason, found.rung) == ("Like it, in red, same price", "any colour")
    make_product("Black by another", stock={"M": 1}, vector=[1, 0, 0], **facts)
    assert titles(substitutes_for(sold_out_dress))[0] == "Black by another"


@pytest.mark.parametrize(
    ("colour", "rungs"), [("Black", []), ("Red", ["same model, another colour"])]
)
def test_what_a_merchandiser_calls_the_same_model_is(sold_out_dress, colour, rungs):
    said = make_product("Said so", stock={"M": 1}, vector=[0, 1, 0], colour=colour, price="200.00")
    DuplicatePair.objects.create(
        first=sold_out_dress.product, second=said, verdict="same_model", structure=1, colour=0
    )
    found = substitutes_for(sold_out_dress)
    assert [each.rung for each in found] == rungs
    assert [each.reason for each in found] == ["The same model in red, €140.00 more"][: len(rungs)]
    verdict = why(sold_out_dress, said)
    assert verdict.decided_by == next(iter(rungs), "same_model")


@pytest.fixture
def rack(sold_out_dress) -> None:
    """Around a black party dress of 60.00 by Fjellro."""
    wanted = sold_out_dress.product
    wanted.usage = "Casual"
    wanted.save()
    for title, facts in {
        "Cheap": {"price": "40.00"},
        "Dear, by another": {"price": "90.00", "brand": "Nordvind"},
        "Red": {"colour": "Red"},
        "For a ball": {"usage": "Party"},
        "For running": {"usage": "Sports"},
    }.items():
        make_product(title, stock={"M": 1}, **{"usage": "Casual", "vector": [1, 0, 0], **facts})


@pytest.mark.parametrize(
    ("mode", "offered"),
    [
        ("cheaper", {"Cheap"}),
        ("same_brand", {"Cheap", "Red", "For a ball", "For running"}),
        ("other_colour", {"Red"}),
        ("dressier", {"For a ball"}),
        ("sportier", {"For running"}),
    ],
)
def test_what_she_asks_for_is_never_given_up(sold_out_dress, rack, mode, offered):
    assert set(titles(substitutes_for(sold_out_dress, mode=Mode(mode)))) == offered


def test_what_cannot_be_asked_for_has_no_answer(sold_out_dress, its_lookalike):
    sold_out_dress.product.brand = None
    sold_out_dress.product.save()
    assert substitutes_for(sold_out_dress, mode=Mode.SAME_BRAND) == ()
    assert substitutes_for(sold_out_dress, mode=Mode.DRESSIER) == ()  # no usage is stated
