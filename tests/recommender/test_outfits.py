from __future__ import annotations

import pytest

from catalog.models import (
    Look,
    LookItem,
    MovementReason,
    Product,
    SizeEquivalent,
    SizeScale,
    Variant,
)
from recommender.outfits import Complement, complements_for, complete_looks, in_turn
from recommender.ranking.shopper import Shopper
from tests.factories import make_product, make_type

pytestmark = pytest.mark.django_db


def offered(*worn: Product, **asked) -> list[Complement]:
    """The best of each row, then the next of each."""
    return list(in_turn(complements_for(worn, **asked), 9))


def style(title: str, *products) -> Look:
    look = Look.objects.create(title=title, slug=title.lower())
    for position, product in enumerate(products):
        LookItem.objects.create(look=look, product=product, position=position)
    return look


def test_a_stylists_look_comes_first():
    dress, boots = make_product(), make_product("Boots", "Ankle boots", stock={"38": 1})
    make_product("Bag nobody styled", "Tote bag", stock={"One size": 1})
    style("Opening night", dress, boots)
    first, second = offered(dress)
    assert (first.product, first.reason) == (boots, "From the look “Opening night”")
    assert second.product.title == "Bag nobody styled"


def test_each_look_keeps_its_stylists_order():
    """The bag comes first in another look, which says nothing about this one."""
    dress, boots = make_product(), make_product("Boots", "Ankle boots", stock={"38": 1})
    bag = make_product("Bag", "Tote bag", stock={"One size": 1})
    style("Elsewhere", bag, boots)
    style("Here", dress, boots, bag)
    assert [c.product for c in offered(dress)[:2]] == [boots, bag]


def test_what_completes_an_outfit_is_looked_up_in_a_few_queries(django_assert_max_num_queries):
    dress = Product.objects.for_card().get(pk=make_product().pk)
    make_product("Boots", "Ankle boots", stock={"38": 1})
    make_product("Bag", "Tote bag", stock={"One size": 1})
    with django_assert_max_num_queries(4):
        assert len(offered(dress)) == 2


def test_what_is_sold_out_is_not_offered():
    dress, boots = make_product(), make_product("Boots", "Ankle boots", stock={"38": 0})
    style("Opening night", dress, boots)
    assert offered(dress) == []


def test_an_unpublished_look_is_nobodys_advice():
    dress, jeans = make_product(), make_product("Jeans", "Jeans", stock={"30": 1})
    look = style("Draft", dress, jeans)
    Look.objects.filter(pk=look.pk).update(is_published=False)
    assert offered(dress) == []


def test_without_a_look_the_outfit_is_completed_for_the_same_person():
    shirt = make_product("Shirt", "Shirt", gender="Men", usage="Formal")
    make_product("Her jeans", "Jeans", stock={"30": 1}, usage="Formal")
    make_product("Sporty", "Jeans", stock={"30": 1}, gender="Men", usage="Sports")
    make_product("Sharp", "Jeans", stock={"30": 1}, gender="Men", usage="Formal")
    make_product("Another shirt", "Shirt", gender="Men", usage="Formal")
    complement = offered(shirt)[0]
    assert complement.product.title == "Sharp"
    assert complement.reason == "Completes a formal outfit"


def test_occasion_counts_for_more_than_season_and_season_for_more_than_a_quiet_colour():
    shirt = make_product("Shirt", "Shirt", usage="Formal", season="Summer")
    jeans = {"product_type": "Jeans", "stock": {"30": 1}}
    worst_first = [
        make_product("Neither", **jeans, colour="Pink", year=2026),
        make_product("Quiet", **jeans, colour="Black"),
        make_product("In season", **jeans, colour="Pink", season="Summer"),
        make_product("The occasion", **jeans, colour="Pink", usage="Formal"),
        make_product("Both", **jeans, colour="Pink", usage="Formal", season="Summer"),
    ]
    for best in reversed(worst_first):
        assert offered(shirt)[0].product == best
        best.variants.get().move(-1, MovementReason.SOLD)


def test_pages_differ_and_each_says_the_same_again():
    """Twelve pairs of jeans that differ in nothing: not one pair is shown with every shirt."""
    for number in range(12):
        make_product(f"Jeans {number}", "Jeans", stock={"30": 1}, colour="Blue")
    shirts = [make_product(f"Shirt {number}", "Shirt") for number in range(12)]
    shown = [offered(shirt)[0].product for shirt in shirts]
    assert len(set(shown)) > 4
    assert [offered(shirt)[0].product for shirt in shirts] == shown


def test_a_row_is_not_all_of_one_kind_and_colour():
    shirt = make_product("Shirt", "Shirt")
    for number in range(3):
        make_product(f"Boots {number}", "Ankle boots", stock={"38": 1})
    heels = make_product("Heels", "Heels", stock={"38": 1}, colour="Nude")
    [row] = complements_for(shirt, k=2)
    assert row.place == "shoes"
    assert heels in [piece.product for piece in row.pieces]


def test_to_a_bag_only_what_it_lacks_is_added():
    """A dress fills top and bottom; with boots beside it a bag is what is left."""
    dress, boots = make_product(), make_product("Boots", "Ankle boots", stock={"38": 1})
    make_product("Jeans", "Jeans", stock={"30": 1})
    make_product("More boots", "Ankle boots", stock={"38": 1})
    bag = make_product("Bag", "Tote bag", stock={"One size": 1})
    assert [c.product for c in offered(dress, boots)] == [bag]


def test_boots_are_offered_in_her_size_and_a_bag_in_its_only_one():
    dress = make_product()
    too_small = {"36": 1, "38": 0}
    make_product("Boots", "Ankle boots", stock=too_small, year=2026, slug="boots-in-36")
    fitting = make_product("Boots", "Ankle boots", stock={"38": 1}, year=2020)
    bag = make_product("Bag", "Tote bag", stock={"One size": 1})
    hers = make_type("Ankle boots").size_scale.size("38")
    found = offered(dress, in_stock_for=Shopper((hers,)))
    assert [c.product for c in found] == [fitting, bag]
    assert [c.variant.size.label for c in found] == ["38", "One size"]


def test_a_shopper_may_ask_for_one_slot():
    dress = make_product()
    make_product("Boots", "Ankle boots", stock={"38": 1})
    bag = make_product("Bag", "Tote bag", stock={"One size": 1})
    assert [c.product for c in offered(dress, slots=["bag"])] == [bag]


def test_the_reason_names_the_colours():
    shirt = make_product("Shirt", "Shirt", colour="Navy Blue")
    make_product("Jeans", "Jeans", stock={"30": 1}, colour="Tan")
    assert offered(shirt)[0].reason == "Navy blue goes with tan"


def test_a_girl_is_not_dressed_from_the_unisex_rail():
    shirt = make_product("Shirt", "Shirt", gender="Girls")
    make_product("Jeans", "Jeans", stock={"30": 1}, gender="Unisex")
    assert offered(shirt) == []


def test_what_costs_ten_times_as_much_gives_way():
    shirt = make_product("Shirt", "Shirt", price="40.00")
    make_product("Slim", "Jeans", stock={"30": 1}, price="900.00", year=2026, slug="dear")
    modest = make_product("Slim", "Jeans", stock={"30": 1}, price="50.00", year=2020)
    assert offered(shirt)[0].product == modest


@pytest.mark.parametrize("later", ["Maroon", "Yellow", "Teal"])
def test_colours_that_go_together_are_preferred(later):
    shirt = make_product("Shirt", "Shirt", colour="Purple")
    make_product("Slim", "Jeans", stock={"30": 1}, colour=later, year=2026, slug="clashing")
    mustard = make_product("Slim", "Jeans", stock={"30": 1}, colour="Mustard", year=2020)
    complement = offered(shirt)[0]
    assert (complement.product, complement.reason) == (mustard, "Purple goes with mustard")


# -- hard promises -------------------------------------------------------------------------------


def shopper_in(label: str) -> Shopper:
    return Shopper((make_type("Ankle boots").size_scale.size(label),))


def test_a_stylists_boots_that_never_came_in_her_size_are_not_offered():
    dress, boots = make_product(), make_product("Boots", "Ankle boots", stock={"36": 1})
    style("Opening night", dress, boots)
    assert offered(dress, in_stock_for=shopper_in("40")) == []
    assert complete_looks(dress, in_stock_for=shopper_in("40")) == ()
    assert [c.product for c in offered(dress)] == [boots]


@pytest.mark.parametrize(("gender", "is_hers"), [("", True), ("Women", True), ("Men", False)])
def test_her_size_on_another_scale_is_hers(gender, is_hers):
    """For women a British 6 is her 39."""
    dress, boots = make_product(), make_product("Boots", "Ankle boots", stock={})
    british = SizeScale.objects.create(name="uk-shoes", title="British").size("6")
    Variant.objects.create(product=boots, size=british, sku="UK6", on_hand=2)
    her_own = make_type("Ankle boots").size_scale.size("39")
    SizeEquivalent.objects.create(one=british, other=her_own, gender=gender)
    found = offered(dress, in_stock_for=shopper_in("39"))
    assert [c.variant.sku for c in found if c.variant] == (["UK6"] if is_hers else [])
    assert bool(found) == is_hers


@pytest.mark.parametrize("foreign", [{"gender": "Men"}, {"currency": "GBP"}])
def test_a_stylists_piece_for_somebody_else_or_of_another_currency_is_not_offered(foreign):
    dress, boots = make_product(), make_product("B", "Ankle boots", stock={"38": 1}, **foreign)
    bag = make_product("Bag", "Tote bag", stock={"One size": 1})
    style("Opening night", dress, boots, bag)
    assert [c.product for c in offered(dress)] == [bag]
    assert all(look.title == "" for look in complete_looks(dress))


def test_a_stylists_piece_gives_way_to_what_is_worn_there():
    shirt, jeans = make_product("Shirt", "Shirt"), make_product("Hers", "Jeans", stock={"30": 1})
    others = make_product("Blue jeans", "Jeans", stock={"30": 1})
    boots = make_product("Boots", "Ankle boots", stock={"38": 1})
    style("Weekend", shirt, others, boots)
    assert [c.product for c in offered(shirt, jeans)] == [boots]
    [look, *_] = complete_looks([shirt, jeans])
    assert [piece.product for piece in look.pieces] == [boots]
    assert look.reasons == ("Put together by our stylist", "Yours in place of Blue jeans")


def test_with_a_shirt_no_dress_is_offered_for_the_legs():
    shirt = make_product("Shirt", "Shirt")
    make_product("Dress")
    assert offered(shirt) == []
    assert [c.product.title for c in offered(shirt, slots=["top", "bottom"])] == ["Dress"]


# -- what gives way ------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("price", "is_offered"), [("9.99", False), ("10.00", True), ("250.00", True), ("250.01", False)]
)
def test_what_is_priced_for_somebody_else_is_not_offered(price, is_offered):
    shirt = make_product("Shirt", "Shirt", price="50.00")
    make_product("Jeans", "Jeans", stock={"30": 1}, price=price)
    assert bool(offered(shirt)) == is_offered


def test_winter_boots_are_the_last_to_go_with_a_summer_shirt_and_it_is_said():
    shirt = make_product("Shirt", "Shirt", season="Summer", usage="Casual")
    boots = {"product_type": "Ankle boots", "stock": {"38": 1}}
    make_product("Winter", **boots, season="Winter", usage="Casual", year=2026)
    sandals = make_product("Any season", **boots, usage="Formal")
    assert [c.product for c in offered(shirt)] == [sandals]
    assert offered(shirt)[0].reason == "Sold as formal wear"
    sandals.variants.get().move(-1, MovementReason.SOLD)
    assert offered(shirt)[0].reason == "Completes a casual outfit, though sold for winter"
    make_product("Tote", "Tote bag", stock={"One size": 1}, season="Winter", usage="Casual")
    assert offered(shirt, slots=["bag"])[0].reason == "Completes a casual outfit"
