"""Something like it arrived in her size: whoever waits for that is told, of what she would call
like it, and once."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.utils.timezone import now

from catalog.models import Product, Variant
from recommender.models import ProductEmbedding, SubstitutionRule
from shop.alerts.arrivals import match
from shop.alerts.models import Arrival, Message, Occasion, Subscription
from shop.alerts.planning import plan
from shop.alerts.subscribing import listen_for
from shop.api.models import ApiKey
from tests.factories import give_vector, make_product, make_variant
from tests.shop.alerts.letters import ADA, BOB, post_comes, waiting
from tests.shop.alerts.test_planning import arrive, sell_all
from tests.shop.shopping import in_size, words_of

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def no_grace(settings) -> None:
    settings.ALERT_GRACE = 0


@pytest.fixture
def ada(sold_out_dress) -> Subscription:
    """She waits for something like the black dress in M."""
    return waiting(sold_out_dress, ADA, kind="similar_in_stock")


def gone_lookalike(**facts) -> Product:
    return make_product(
        "Alva dress", **{"stock": {"M": 0, "S": 0}, "vector": [0.95, 0.3, 0], **facts}
    )


def its_m(product: Product) -> Variant:
    return in_size(product, "M")


def restocked() -> Product:
    alva = gone_lookalike()
    arrive(its_m(alva), 2)
    return alva


def put_on_sale() -> Product:
    alva = gone_lookalike(status="draft", stock={"M": 2})
    Product.objects.filter(pk=alva.pk).update(status="active")
    return alva


def seen_for_the_first_time() -> Product:
    alva = gone_lookalike(vector=None, stock={"M": 2})
    give_vector(alva, [0.95, 0.3, 0])
    return alva


def made_in_her_size_as_well() -> Product:
    alva = gone_lookalike(stock={"S": 1})
    make_variant(alva, "M", 2)
    return alva


@pytest.mark.parametrize(
    "way", [restocked, put_on_sale, seen_for_the_first_time, made_in_her_size_as_well]
)
def test_in_whatever_way_it_arrives_she_is_told_once(ada, way, mailoutbox, client):
    alva = way()
    post_comes()
    post_comes()
    [mail] = mailoutbox
    assert mail.subject == "Something like it arrived: Alva dress, M, like Linnea dress, M"
    assert f"{alva.get_absolute_url()}?size=M&told=" in mail.body
    assert "Only 2 left" in words_of(client.get(f"{alva.get_absolute_url()}?size=M"))
    ada.refresh_from_db()
    assert ada.state == "told"
    assert not Arrival.objects.exists()


@pytest.mark.parametrize(
    "other",
    [
        {"vector": [0, 1, 0]},
        {"colour": "Red"},
        {"gender": "Men"},
        {"product_type": "Shirt"},
        {"stock": {"S": 0}},
        {"status": "discontinued"},
        {"vector": None},
    ],
)
def test_what_she_would_not_call_like_it_is_not_told(ada, other):
    other = gone_lookalike(**other)
    arrive(other.variants.order_by("-size__rank").first(), 2)
    assert match() == 1
    assert not Occasion.objects.filter(kind="similar_in_stock").exists()


def test_her_own_model_in_another_colour_is_like_it(ada, same_dress_in_red):
    red = its_m(same_dress_in_red)
    sell_all(red)
    arrive(red, 1)
    match()
    assert Occasion.objects.get(kind="similar_in_stock").offered == red


def test_what_a_merchandiser_excludes_is_not_told(ada):
    alva = gone_lookalike()
    SubstitutionRule.objects.create(name="Not Alva", action="exclude", offered_products=[alva.pk])
    arrive(its_m(alva), 2)
    match()
    assert not Occasion.objects.filter(kind="similar_in_stock").exists()


def test_what_came_for_a_moment_is_told_to_nobody(ada, settings):
    settings.ALERT_GRACE = 60
    alva = its_m(gone_lookalike())
    for _ in range(3):
        arrive(alva, 1)
        sell_all(alva)
    Arrival.objects.update(at=now() - timedelta(minutes=2))
    assert match() == 3
    assert not Occasion.objects.filter(kind="similar_in_stock").exists()


def test_what_was_there_when_she_asked_is_not_told(sold_out_dress):
    waiting(sold_out_dress, BOB, kind="similar_in_stock")
    arrive(its_m(gone_lookalike()), 1)
    Arrival.objects.update(at=now() - timedelta(minutes=1))
    Subscription.objects.update(created_at=now())
    match()
    plan()
    assert Subscription.objects.get().is_active


def test_when_her_own_is_back_the_like_of_it_is_no_news(ada, sold_out_dress, mailoutbox):
    arrive(sold_out_dress, 1)
    restocked()
    post_comes()
    assert mailoutbox == []


def test_gone_before_the_post_leaves_it_is_not_told(ada, mailoutbox):
    alva = restocked()
    match()
    plan()
    sell_all(its_m(alva))
    post_comes()
    assert mailoutbox == []
    arrive(its_m(alva), 1)
    post_comes()
    assert len(mailoutbox) == 1


def test_an_integrator_hears_of_each_thing_and_again_when_it_was_gone(sold_out_dress):
    nordlys, _ = ApiKey.objects.issue("Nordlys", ["alerts"])
    listen_for(sold_out_dress, nordlys, kind="similar_in_stock")
    alva = restocked()
    post_comes()
    Product.objects.filter(pk=alva.pk).update(status="draft")
    Product.objects.filter(pk=alva.pk).update(status="active")  # it never sold out
    post_comes()
    assert Message.objects.count() == 1
    sell_all(its_m(alva))
    arrive(its_m(alva), 1)
    post_comes()
    [again, first] = Message.objects.all()
    said = first.payload["data"]
    assert first.payload["type"] == "variant.similar_in_stock"
    assert said["sku"] == sold_out_dress.sku
    assert said["offered"]["sku"] == its_m(alva).sku
    assert again.payload["data"]["sequence"] > said["sequence"]


def test_where_nobody_waits_for_the_like_of_anything_nothing_is_noted(sold_out_dress):
    restocked()
    seen_for_the_first_time()
    assert not Arrival.objects.exists()


def test_vectors_of_an_encoder_that_is_being_prepared_are_no_arrivals(ada):
    from recommender.models import EncoderVersion

    alva = gone_lookalike(stock={"M": 2})
    Arrival.objects.all().delete()
    other = EncoderVersion.objects.create(version="other@1", name="other", dimension=3)
    ProductEmbedding.objects.filter(product=alva, encoder=other).update(vector=[1, 0, 0])
    assert not Arrival.objects.exists()


def test_the_most_alike_of_many_that_wait_are_told_first(sold_out_dress, monkeypatch):
    """However many wait for the like of one thing, so many of them are told of it."""
    monkeypatch.setattr("shop.alerts.arrivals.MOST", 2)
    wanted = [
        its_m(make_product(f"Gown {n}", stock={"M": 0}, vector=[1, n / 10, 0])) for n in range(5)
    ]
    for variant in wanted:
        waiting(variant, ADA, kind="similar_in_stock")
    arrive(its_m(make_product("Alva dress", stock={"M": 0}, vector=[1, 0, 0])), 1)
    match()
    found = Occasion.objects.filter(kind="similar_in_stock").values_list("variant", flat=True)
    assert set(found) == {wanted[0].pk, wanted[1].pk}
