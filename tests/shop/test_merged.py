"""Two listings of one garment are merged: who came for the one finds the other."""

from __future__ import annotations

import pytest

from catalog.models import Product
from recommender.duplicates.merging import merge
from recommender.models import DuplicatePair
from shop.alerts.models import AlertKind, Mailbox, Subscription, SubscriptionState
from shop.bag.models import Bag
from tests.factories import make_product
from tests.shop.shopping import in_size

pytestmark = pytest.mark.django_db


@pytest.fixture
def kept(encoder_version) -> Product:
    return make_product("Linnea dress", stock={"S": 2, "M": 2}, vector=[1, 0, 0])


@pytest.fixture
def gone(kept) -> Product:
    """The same dress again, which also came in L."""
    return make_product("Linnea dress, again", stock={"M": 0, "L": 0}, vector=[1, 0, 0])


@pytest.fixture
def pair(kept, gone) -> DuplicatePair:
    return DuplicatePair.objects.create(first=kept, second=gone, structure=0.99, colour=0.4)


def test_its_address_leads_on_in_her_size(client, pair, kept, gone):
    merge(pair, kept)
    answer = client.get(f"{gone.get_absolute_url()}?size=M")
    assert (answer.status_code, answer.url) == (302, f"{kept.get_absolute_url()}?size=M")
    assert client.get(kept.get_absolute_url()).status_code == 200


def wish(variant=None, product=None) -> Subscription:
    mailbox, _ = Mailbox.objects.get_or_create(address="alma@example.com")
    kind = AlertKind.BACK_IN_STOCK if variant else AlertKind.PRICE_DROP
    return Subscription.objects.create(
        mailbox=mailbox, variant=variant, product=product, kind=kind,
        state=SubscriptionState.ACTIVE,
    )  # fmt: skip


def test_who_waits_waits_for_the_one_that_stays(pair, kept, gone):
    for_m, for_l = wish(in_size(gone, "M")), wish(in_size(gone, "L"))
    for_less = wish(product=gone)
    merge(pair, kept)
    for alert in (for_m, for_l, for_less):
        alert.refresh_from_db()
    assert for_m.variant == in_size(kept, "M")
    assert for_l.variant == in_size(kept, "L")
    assert (for_l.variant.on_hand, for_less.product) == (0, kept)


def test_who_waits_for_both_is_told_once(pair, kept, gone):
    twice = [wish(in_size(kept, "M")), wish(in_size(gone, "M"))]
    merge(pair, kept)
    [here] = Subscription.objects.filter(variant=in_size(kept, "M"))
    assert here == twice[0]


def test_what_lies_in_a_bag_becomes_the_one_that_stays(pair, kept, gone):
    bag, other_bag = Bag.objects.create(), Bag.objects.create()
    bag.lines.create(variant=in_size(gone, "M"), quantity=2)
    other_bag.lines.create(variant=in_size(gone, "M"), quantity=2)
    other_bag.lines.create(variant=in_size(kept, "M"), quantity=9)
    merge(pair, kept)
    for each, pieces in ((bag, 2), (other_bag, 10)):
        [line] = each.lines.all()
        assert (line.variant, line.quantity) == (in_size(kept, "M"), pieces)
