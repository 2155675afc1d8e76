"""What is promised holds in whatever shop: random catalogues, stock, holds, rules and wishes."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta
from typing import Any

import pytest
from django.db import transaction
from django.utils.timezone import now
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

from catalog.models import Product, Reservation, Variant
from recommender.ladder.rungs import CLOSEST, Mode
from recommender.ladder.sizes import hers
from recommender.models import SubstitutionRule
from recommender.ranking.stages import Asked, climbed, rank_on
from recommender.ranking.wanted import wanted
from recommender.substitutes import Substitute, present, substitutes_for
from recommender.trial.promises import violations
from recommender.why import Case, why
from tests.factories import make_product

pytestmark = pytest.mark.django_db

MANY = 60
#: Each makes a shop of its own, so few, and none smaller to show a failure by; derandomized, so
#: that a red build is red again.
few_but_big = settings(
    max_examples=20,
    phases=[Phase.explicit, Phase.generate],
    deadline=None,
    derandomize=True,
    suppress_health_check=list(HealthCheck),
)


def one_of(*values: Any) -> st.SearchStrategy:
    return st.sampled_from(values)


garments = st.fixed_dictionaries(
    {
        "product_type": one_of("Dress", "Dress", "Shirt", "T-shirt", "Ankle boots"),
        "gender": one_of("Women", "Women", "Unisex", "Men"),
        "status": one_of("active", "active", "active", "draft", "discontinued"),
        "colour": one_of("Black", "Charcoal", "black", "Red", ""),
        "usage": one_of("Party", "Casual", "Sports", ""),
        "season": one_of("Winter", "Summer", ""),
        "price": one_of("20.00", "55.00", "60.00", "200.00"),
        "brand": one_of("Fjellro", "Fjellro", "Nordvind", "Havgus"),
        "currency": one_of("EUR", "EUR", "EUR", "USD"),
        "style_code": one_of("", "", "LINNEA", "ALVA"),
        "stock": st.dictionaries(one_of("S", "M", "L"), st.integers(0, 2), min_size=1),
        "vector": st.tuples(one_of(1, 0.7), one_of(0, 0.3, 1), one_of(0, 0.5)).map(list),
    }
)
#: All of them might stand in for the dress, and most are of one brand.
dresses = st.fixed_dictionaries(
    {
        "colour": one_of("Black", "Black", "Charcoal", "Red"),
        "usage": one_of("Party", "Party", "Casual"),
        "season": st.just("Winter"),
        "price": one_of("55.00", "60.00", "200.00"),
        "brand": one_of("Fjellro", "Fjellro", "Fjellro", "Nordvind", "Havgus"),
        "style_code": one_of("", "", "", "", "ALVA"),
        "stock": st.just({"M": 1}),
        "vector": st.tuples(st.just(1), st.integers(0, 9), st.integers(0, 9)).map(
            lambda look: [look[0], look[1] / 10, look[2] / 10]
        ),
    }
)
crowds = st.fixed_dictionaries(
    {
        "garments": st.lists(dresses, min_size=10, max_size=20),
        "rules": st.just([]),
        "held": st.just(set()),
    }
)
#: An action, and the places of those in the shop that it is about.
rules = st.tuples(
    one_of("pin", "boost", "bury", "exclude"), st.sets(st.integers(0, 30), max_size=3)
)
shops = st.fixed_dictionaries(
    {
        "garments": st.lists(garments, min_size=8, max_size=18),
        "rules": st.lists(rules, max_size=3),
        "held": st.sets(st.integers(0, 30), max_size=4),
    }
)


@contextmanager
def opened(shop: dict[str, Any]) -> Iterator[Variant]:
    """The shop, and a black party dress in it whose M is gone; closed again afterwards."""
    with transaction.atomic():
        facts = {"usage": "Party", "season": "Winter", "style_code": "LINNEA"}
        its = make_product("Gone", stock={"S": 1, "M": 0}, vector=[1, 0, 0], **facts)
        made = [make_product(f"No {n}", **each) for n, each in enumerate(shop["garments"])]
        for place in shop["held"]:
            hold_all(made[place % len(made)])
        for number, (action, places) in enumerate(shop["rules"]):
            write_rule(f"Rule {number}", action, [made[p % len(made)].pk for p in places])
        yield its.variants.get(size__label="M")
        transaction.set_rollback(True)


def hold_all(product: Product) -> None:
    for variant in product.variants.filter(on_hand__gt=0):
        Reservation.objects.hold(variant, variant.on_hand, "a bag", now() + timedelta(minutes=5))


def write_rule(name: str, action: str, products: list[int]) -> None:
    if products:
        SubstitutionRule.objects.create(name=name, action=action, offered_products=products)


def ids(answer: tuple[Substitute, ...]) -> set[int]:
    return {each.product.pk for each in answer}


@few_but_big
@given(shop=shops, mode=one_of(*Mode), strict=st.booleans(), further=st.integers(0, 4))
def test_no_shop_rule_or_wish_breaks_a_promise(encoder_version, shop, mode, strict, further):
    """Nor does a swatch."""
    with opened(shop) as gone:
        found = substitutes_for(gone, MANY, mode, strict, further=further)
        assert [kind for each in found for kind in violations(gone, each)] == []
        every = [each.product.pk for each in found]
        every += [swatch.pk for each in found for swatch in each.swatches]
        assert len(set(every)) == len(every)
        for each in found:
            assert each.reason
            if strict:
                assert (each.relaxed, each.size_note) == ((), "")
        if mode == Mode.CHEAPER:
            assert all(is_cheaper(each.product, gone.product) for each in found)


def is_cheaper(one: Product, other: Product) -> bool:
    return one.currency == other.currency and one.price < other.price


@few_but_big
@given(shop=shops, mode=one_of(*Mode))
def test_giving_up_a_wish_never_loses_what_was_there(encoder_version, shop, mode):
    """Every garment asked for by itself: a card has room for its first swatches alone."""
    with opened(shop) as gone:
        every = {"k": MANY, "mode": mode, "one_per_model": False}
        strictly = substitutes_for(gone, strict=True, **every)
        relaxed = substitutes_for(gone, **every)
        assert ids(strictly) <= ids(relaxed)
        for further in range(1, 5):
            lower = substitutes_for(gone, further=further, **every)
            assert {each.place for each in lower} <= set(range(further, 20))


@few_but_big
@given(shop=crowds, k=one_of(4, 8), one_per_model=st.booleans())
def test_what_a_lower_rung_displaces_gave_way_to_another_brand(
    encoder_version, shop, k, one_per_model
):
    """Rung by rung: what more rungs lose gave way to another brand, or became a swatch, and
    is said to have."""
    with opened(shop) as gone:
        garment, asked = wanted(gone), Asked(k, one_per_model=one_per_model)
        fits = hers(garment, asked.shopper)
        rungs = climbed(garment, asked, fits)
        before: set[int] = set()
        names = [rung.name for rung in rungs]
        for number in range(names.index(CLOSEST) + 1 if names else 0, len(rungs) + 1):
            ranking = rank_on(garment, asked, fits, rungs[:number])
            shown = on_cards(present(garment, ranking))
            for product in Product.objects.filter(pk__in=before - shown):
                verdict = Case(garment, asked, product, ranking).verdict()
                assert verdict.decided_by in ("brand", "swatch"), verdict
            before = shown


@few_but_big
@given(shop=shops, mode=one_of(*Mode), strict=st.booleans(), k=one_of(3, 8))
def test_why_agrees_with_what_is_shown(encoder_version, shop, mode, strict, k):
    with opened(shop) as gone:
        answer = substitutes_for(gone, k, mode, strict)
        shown = {each.product.pk: each for each in answer}
        swatches = on_cards(answer) - {*shown}
        for product in Product.objects.all():
            verdict = why(gone, product, k, mode, strict)
            assert verdict.is_shown == (product.pk in shown or product.pk in swatches), verdict
            if product.pk in shown:
                assert verdict.decided_by == shown[product.pk].rung
            if product.pk in swatches:
                assert verdict.decided_by == "swatch"


def on_cards(answer: tuple[Substitute, ...]) -> set[int]:
    return {shown.pk for each in answer for shown in (each.product, *each.swatches)}
