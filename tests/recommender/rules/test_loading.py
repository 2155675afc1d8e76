"""Which rules are in force for which garment, as the database has them."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.core.exceptions import ValidationError
from django.utils import timezone

from recommender.models import SubstitutionRule
from recommender.rules import rules_in_force
from recommender.rules.trying import as_active
from tests.factories import make_product, make_type
from tests.recommender.rules.rulebook import make_rule

pytestmark = pytest.mark.django_db


def names(product) -> list[str]:
    return [rule.name for rule in rules_in_force(product)]


def test_a_shop_without_rules_has_none(its_lookalike):
    assert rules_in_force(its_lookalike) == ()


def test_a_saved_rule_is_in_force_at_once_and_as_it_was_saved(its_lookalike):
    rule = make_rule(
        "boost",
        strength="2.5",
        offered_products=[3, 1, 2],
        offered_tags=["new", "grün, “x”"],
        margin_from=-5,
        age_to=30,
        wanted_genders=["Women"],
    )
    rule.refresh_from_db()
    (found,) = rules_in_force(its_lookalike)
    assert found == as_active(rule)
    assert (found.strength, found.offered_products) == (2.5, (3, 1, 2))
    rule.delete()
    assert rules_in_force(its_lookalike) == ()


@pytest.mark.parametrize(
    ("begins", "ends", "is_active", "state"),
    [
        (None, None, True, "in force"),
        (0, 0, True, "in force"),
        (-9, 1, True, "in force"),
        (1, None, True, "coming"),
        (None, -1, True, "over"),
        (None, None, False, "off"),
    ],
)
def test_a_rule_is_in_force_on_its_days(its_lookalike, begins, ends, is_active, state):
    def day(days: int | None):
        return None if days is None else timezone.localdate() + timedelta(days=days)

    rule = make_rule(
        "bury", offered_tags=["x"], starts_on=day(begins), ends_on=day(ends), is_active=is_active
    )
    assert rule.state == state
    assert bool(names(its_lookalike)) == (state == "in force")
    for word in ("in_force", "coming", "over"):
        listed = getattr(SubstitutionRule.objects, word)(timezone.localdate()).exists()
        assert listed == (state == word.replace("_", " "))


@pytest.mark.parametrize(
    ("facts", "is_for_it"),
    [
        ({}, True),
        ({"wanted_genders": ["Men", "Women"]}, True),
        ({"wanted_genders": ["Men"]}, False),
        ({"wanted_sections": ["clothing"]}, True),
        ({"wanted_sections": ["shoes"]}, False),
        ({"wanted_tags": ["old", "new"]}, True),
        ({"wanted_tags": ["old"]}, False),
        ({"wanted_products": [-1]}, False),
        ({"wanted_types": [-1]}, False),
        ({"wanted_brands": [-1]}, False),
    ],
)
def test_a_rule_is_for_the_garments_it_names(its_lookalike, facts, is_for_it):
    its_lookalike.tags = ["new"]
    make_rule("exclude", name="It", offered_tags=["x"], **facts)
    assert names(its_lookalike) == (["It"] if is_for_it else [])


def test_a_rule_names_types_brands_and_products_by_key(its_lookalike):
    it = its_lookalike
    make_rule("exclude", name="Type", offered_tags=["x"], wanted_types=[it.product_type_id])
    make_rule("exclude", name="Brand", offered_tags=["x"], wanted_brands=[it.brand_id])
    make_rule("exclude", name="Product", offered_tags=["x"], wanted_products=[it.pk])
    assert names(it) == ["Type", "Brand", "Product"]
    assert names(make_product("Shirt", "Shirt", brand="Other")) == []


def test_the_highest_priority_comes_first(its_lookalike):
    for priority in (10, 90, 50):
        make_rule("boost", name=str(priority), offered_tags=["x"], priority=priority)
    assert names(its_lookalike) == ["90", "50", "10"]


def test_a_rule_whose_brand_is_gone_is_about_nothing_and_not_about_all(its_lookalike):
    make_rule("exclude", offered_brands=[2_000_000_000])
    (rule,) = rules_in_force(its_lookalike)
    assert rule.offered_brands == (2_000_000_000,)


@pytest.mark.parametrize(
    ("facts", "field", "said"),
    [
        ({"action": "exclude"}, "__all__", "Say which products it is about"),
        ({"action": "pin", "offered_tags": ["x"]}, "offered_products", "name them"),
        ({"action": "exclude", "offered_tags": ["x"], "strength": 2}, "strength", "Leave it empty"),
        ({"action": "boost", "offered_tags": ["x"], "strength": 1}, "strength", "greater than"),
        (
            {"action": "boost", "margin_from": 60, "margin_to": 40},
            "margin_to",
            "no product is both",
        ),
        ({"action": "boost", "age_from": 60, "age_to": 40}, "age_to", "is both"),
        ({"action": "boost", "margin_from": 101}, "margin_from", "less than or equal to 100"),
        ({"action": "boost", "offered_tags": ["x"], "priority": 101}, "priority", "less than or"),
        (
            {"action": "boost", "offered_tags": ["x"], "wanted_genders": ["?"]},
            "wanted_genders",
            "?",
        ),
    ],
)
def test_what_cannot_be_meant_is_refused_with_its_reason(facts, field, said):
    with pytest.raises(ValidationError) as refusal:
        SubstitutionRule(name="It", **facts).full_clean()
    assert said in " ".join(refusal.value.message_dict[field])


def test_a_rule_that_would_be_over_before_it_begins_is_refused():
    today = timezone.localdate()
    rule = SubstitutionRule(
        name="It",
        action="bury",
        offered_types=[make_type("Dress").pk],
        starts_on=today,
        ends_on=today - timedelta(days=1),
    )
    with pytest.raises(ValidationError, match="over before it begins"):
        rule.full_clean()
