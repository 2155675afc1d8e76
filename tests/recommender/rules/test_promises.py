"""No rule can break what shoppers are promised, and every rule does what it says at once."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.utils import timezone
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from catalog.models import Product, Reservation, Status, Variant
from recommender.ladder.rungs import Mode
from recommender.ranking.facts import as_candidate
from recommender.rules import in_order, ruling
from recommender.rules.steering import is_excluded
from recommender.substitutes import substitutes_for
from recommender.why import why
from tests.factories import make_product
from tests.recommender.rules.rulebook import active, make_rule

pytestmark = pytest.mark.django_db


def shown(variant: Variant, **asked) -> list[str]:
    return [each.product.title for each in substitutes_for(variant, **asked)]


def hold_all(product: Product) -> None:
    shelf = product.variants.get(size__label="M")
    soon = timezone.now() + timedelta(minutes=5)
    assert Reservation.objects.hold(shelf, shelf.on_hand, "another bag", soon)


NEVER = {
    "sold out": {"stock": {"M": 0}},
    "for men": {"gender": "Men"},
    "a draft": {"status": Status.DRAFT},
    "discontinued": {"status": Status.DISCONTINUED},
    "the same listing": {"style_code": "LINNEA"},
    "without a picture": {"vector": None},
}


def never(facts: dict) -> Product:
    return make_product("Never", **{"stock": {"M": 5}, "vector": [1, 0, 0], **facts})


@pytest.mark.parametrize("facts", NEVER.values(), ids=NEVER)
def test_a_pin_that_breaks_a_promise_is_not_shown(sold_out_dress, its_lookalike, facts):
    product = never(facts)
    make_rule("pin", offered_products=[product.pk, sold_out_dress.product_id])
    make_rule("boost", offered_products=[product.pk], strength=100, priority=90)
    assert shown(sold_out_dress) == ["Alva dress"]
    assert not why(sold_out_dress, product).is_shown


def test_a_pin_comes_first_until_it_sells_out_and_again_when_it_is_back(
    sold_out_dress, its_lookalike
):
    coat = make_product("Tent coat", "Shirt", colour="Red", stock={"M": 1}, vector=[0, 1, 0])
    make_rule("pin", name="Tents", offered_products=[coat.pk])
    assert shown(sold_out_dress) == ["Tent coat", "Alva dress"]
    hold_all(coat)
    assert shown(sold_out_dress) == ["Alva dress"]
    Reservation.objects.all().delete()
    assert shown(sold_out_dress) == ["Tent coat", "Alva dress"]
    answer = why(sold_out_dress, coat)
    assert answer.is_shown
    assert "“Tents”" in answer.text


def test_a_pin_gives_way_to_what_the_shopper_asks_for(sold_out_dress, its_lookalike):
    dear = make_product("Dear dress", price="190.00", stock={"M": 1}, vector=[1, 0, 0])
    make_rule("pin", offered_products=[dear.pk])
    assert shown(sold_out_dress) == ["Dear dress", "Alva dress"]
    assert shown(sold_out_dress, mode=Mode.CHEAPER) == ["Alva dress"]
    assert shown(sold_out_dress, strict=True) == ["Alva dress"]


def test_what_a_rule_excludes_is_gone_at_once_and_why_names_the_rule(
    sold_out_dress, its_lookalike, same_dress_in_red
):
    rule = make_rule("exclude", name="No Alva", offered_products=[its_lookalike.pk])
    assert shown(sold_out_dress) == ["Linnea dress in red"]
    answer = why(sold_out_dress, its_lookalike)
    assert (answer.is_shown, answer.decided_by) == (False, "rule")
    assert "“No Alva”" in answer.text
    rule.is_active = False
    rule.save()
    assert set(shown(sold_out_dress)) == {"Alva dress", "Linnea dress in red"}


def test_a_rule_for_other_garments_changes_nothing(sold_out_dress, its_lookalike):
    make_rule("exclude", offered_products=[its_lookalike.pk], wanted_genders=["Men"])
    assert shown(sold_out_dress) == ["Alva dress"]


def test_rules_that_are_tried_have_a_say_where_they_would_have_one_in_force(
    sold_out_dress, its_lookalike
):
    for_men, for_women = (
        active("exclude", offered_products=(its_lookalike.pk,), wanted_genders=(gender,))
        for gender in ("Men", "Women")
    )
    assert sold_out_dress.product.gender == "Women"
    assert len(substitutes_for(sold_out_dress, rules=[for_men])) == 1
    assert len(substitutes_for(sold_out_dress, rules=[for_women])) == 0


def test_margin_and_tags_are_those_of_the_product(sold_out_dress, its_lookalike):
    make_product(
        "Saga dress", cost="20", tags=["new"], price="50", stock={"M": 1}, vector=[0.9, 0.4, 0]
    )
    make_rule("boost", margin_from=60, margin_to=60, offered_tags=["new"], strength=50)
    assert shown(sold_out_dress) == ["Saga dress", "Alva dress"]
    assert [each.ruled_by for each in substitutes_for(sold_out_dress)][1] == ""


def test_a_brand_without_end_is_excluded_and_another_is_found_behind_it(
    sold_out_dress, its_lookalike
):
    for number in range(120):
        make_product(f"Saga {number}", stock={"M": 1}, vector=[1, number / 1000, 0], brand="Havn")
    assert shown(sold_out_dress)[0] == "Saga 0"
    brand = Product.objects.get(title="Saga 0").brand_id
    make_rule("exclude", offered_brands=[brand])
    assert shown(sold_out_dress) == ["Alva dress"]


def test_a_boost_reaches_what_no_place_was_left_for(sold_out_dress):
    for number in range(60):
        make_product(f"Alva {number}", stock={"M": 1}, vector=[1, number / 1000, 0])
    last = make_product("Saga dress", stock={"M": 1}, vector=[1, 0.3, 0])
    make_rule("boost", offered_products=[last.pk], strength=10)
    assert shown(sold_out_dress)[0] == "Saga dress"


# -- whatever the rules -------------------------------------------------------------------------


@pytest.fixture
def rack(sold_out_dress, its_lookalike, same_dress_in_red) -> dict[int, Product]:
    """All that may be shown and all that may not, by key."""
    for facts in NEVER.values():
        never(facts)
    make_product("For all", gender="Unisex", stock={"M": 1}, vector=[0.9, 0.3, 0.1], tags=["new"])
    make_product("Dear", price="200", stock={"M": 1}, vector=[0.9, 0.3, 0.2], cost="10")
    make_product("Shirt", "Shirt", stock={"M": 1}, vector=[0.8, 0.4, 0], brand="Havn")
    Product.objects.filter(title="Dear").update(created_at=timezone.now() - timedelta(days=60))
    hold_all(make_product("Held", stock={"M": 1}, vector=[1, 0, 0]))
    return Product.objects.select_related("product_type").in_bulk()


@given(data=st.data())
@settings(
    max_examples=60,
    deadline=None,
    derandomize=True,
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)
def test_no_rule_breaks_a_promise(sold_out_dress, rack, data):
    def some_of(values):
        """None of them, mostly: what is left empty asks nothing."""
        few = st.lists(st.sampled_from(sorted(values)), max_size=4, unique=True).map(tuple)
        return st.just(()) | few

    types = {each.product_type_id for each in rack.values()}
    brands = {each.brand_id for each in rack.values()}
    rule = st.builds(
        active,
        st.sampled_from(["pin", "boost", "bury", "exclude"]),
        priority=st.integers(0, 2),
        strength=st.sampled_from([None, 1.1, 100.0]),
        offered_products=some_of(rack),
        offered_types=some_of(types),
        offered_brands=some_of(brands),
        offered_tags=st.sampled_from([(), ("new",)]),
        margin_from=st.sampled_from([None, None, 50]),
        age_from=st.sampled_from([None, None, 30]),
        age_to=st.sampled_from([None, None, 29]),
    )
    rules = in_order(data.draw(st.lists(rule, max_size=5)))
    asked = {
        "mode": data.draw(st.sampled_from(list(Mode))),
        "strict": data.draw(st.booleans()),
        "further": data.draw(st.integers(0, 3)),
    }
    answer = substitutes_for(sold_out_dress, **asked, rules=rules)
    without = substitutes_for(sold_out_dress, **asked, rules=[])
    for each in answer:
        assert kept_promises(each.product, each.variant, sold_out_dress)
    may_be_shown = {each.pk for each in rack.values() if could_stand_in(each, sold_out_dress)}
    assert {each.product.pk for each in [*answer, *without]} <= may_be_shown
    assert len({each.product.pk for each in answer}) == len(answer)
    on_cards = [product for each in answer for product in (each.product, *each.swatches)]
    assert {product.pk for product in on_cards} <= may_be_shown
    assert not any(is_excluded(ruling(as_candidate(product), rules)) for product in on_cards)


def could_stand_in(product: Product, wanted: Variant) -> bool:
    shelves = product.variants.select_related("size")
    return any(kept_promises(product, shelf, wanted) for shelf in shelves)


def kept_promises(product: Product, shelf: Variant, wanted: Variant) -> bool:
    shelf.refresh_from_db()
    garment = wanted.product
    return (
        product.status == Status.ACTIVE
        and product.gender in (garment.gender, "Unisex")
        and product.pk != garment.pk
        and (product.style_code, product.colour) != (garment.style_code, garment.colour)
        and shelf.size_id == wanted.size_id
        and shelf.on_hand > shelf.reserved
    )
