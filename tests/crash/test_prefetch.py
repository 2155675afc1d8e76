"""Whatever fetches ahead (a mail scanner, a crawler, a browser that guesses) changes nothing.

Every address of the site is got again and again, by a shopper with a bag, by an integrator with her
key, by staff; then each table is what it was, but for those that say who looked.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from datetime import timedelta

import pytest
from django.core.cache import cache
from django.core.management import call_command
from django.db import connection
from django.test import Client
from django.utils.timezone import now
from rest_framework.throttling import SimpleRateThrottle

from catalog.models import Look, LookItem, Reservation
from recommender import query_encoder
from shop import readiness
from shop.alerts.models import Endpoint, Letter
from shop.alerts.subscribing import listen_for
from shop.api.models import ApiKey, Scope
from tests.catalog.admin_pages import give_photo
from tests.crash.addresses import Behind
from tests.shop.alerts.letters import asks, link_in, post_comes
from tests.shop.shopping import check_out, in_size, put_in_bag

pytestmark = [pytest.mark.crash, pytest.mark.django_db]

#: That somebody looked, and the salt under which it is noted.
LOGS = {"insight_event", "insight_dailysalt", "insight_dailytotal"}
REMEMBERED = [
    (readiness, "_asked"),
    (readiness, "_noted"),
    (query_encoder, "_tried_at"),
    (query_encoder, "_being_loaded"),
]
LAST_USE = {"api_apikey": "last_used_at"}
TABLES = "SELECT tablename FROM pg_tables WHERE schemaname = 'public' ORDER BY tablename"
ROWS = """SELECT count(*), md5(coalesce(string_agg(row, '|' ORDER BY row), ''))
          FROM (SELECT (to_jsonb(t) - %s)::text AS row FROM {} t) AS rows"""


@pytest.fixture
def shop(settings, monkeypatch) -> None:
    """Nobody is throttled, and no stream is waited for. What this process remembers of servers that
    were away, of /readyz and of searches in words, it remembers no longer than the test."""
    cache.clear()
    for module, name in REMEMBERED:
        monkeypatch.setattr(module, name, type(getattr(module, name))())
    settings.EVENT_STREAM_SECONDS, settings.DEBUG = 0.0, True  # with the pages of a laptop
    monkeypatch.setattr(SimpleRateThrottle, "allow_request", lambda *args: True)


@pytest.fixture
def shopper(shop, its_lookalike, same_dress_in_red) -> Client:
    """She has ordered, and has something in her bag and held at the till."""
    client = Client(headers={"User-Agent": "Mozilla/5.0 Firefox/140.0"})
    put_in_bag(client, in_size(its_lookalike, "M"))
    client.post("/bag/checkout/start/")
    client.order = check_out(client).url  # type: ignore[attr-defined]
    put_in_bag(client, in_size(same_dress_in_red, "M"))
    client.post("/bag/checkout/start/")
    return client


@pytest.fixture
def key(shop, sold_out_dress) -> tuple[ApiKey, str]:
    owner, text = ApiKey.objects.issue("Nordlys", list(Scope))
    endpoint = Endpoint.objects.create(owner=owner, url="https://hooks.example.com/stock")
    listen_for(sold_out_dress, owner, endpoint)
    return owner, text


@pytest.fixture
def behind(shopper, key, sold_out_dress, its_lookalike, mailoutbox) -> Behind:
    """Something of everything; a letter that asks her to say yes is the one that scanners open."""
    photo = give_photo(its_lookalike)
    look = Look.objects.create(title="Pier", slug="pier")
    LookItem.objects.create(look=look, product=its_lookalike)
    Reservation.objects.hold(in_size(its_lookalike, "M"), 1, "ada", now() + timedelta(hours=1))
    asks(Client(), sold_out_dress)
    post_comes()
    token = link_in(mailoutbox[0]).split("/")[3]
    public = ApiKey.objects.publish("Nordlys", ["https://nordlys.example"]).public_text
    dress, sku = sold_out_dress.product, sold_out_dress.sku
    endpoint = str(Endpoint.objects.get().public_id)
    alert = str(Endpoint.objects.get().alerts.get().public_id)
    order = shopper.order.rstrip("/").rpartition("/")[2]  # type: ignore[attr-defined]
    api, product = "/api/v1", {"pk": str(dress.pk)}
    widget = [f"?key={public}&sku={sku}"]
    return Behind(
        by_address={
            "/product/<slug:slug>/": {"slug": dress.slug},
            "/shop/<slug:section>/": {"section": "clothing"},
            "/looks/<slug:slug>/": {"slug": "pier"},
            "/alerts/mine/<str:token>/": {"token": token},
            "/alerts/mine/<str:token>/stop/": {"token": token},
            "/bag/order/<str:token>/": {"token": order},
            "/media/<path>": {"path": photo.image.name},
            f"{api}/products/<int:pk>/": product,
            f"{api}/products/<int:pk>/complements/": product,
            f"{api}/products/<int:pk>/substitutes/": product,
            f"{api}/variants/<int:pk>/": {"pk": str(sold_out_dress.pk)},
            f"{api}/variants/<str:sku>/substitutes/": {"sku": sku},
            f"{api}/variants/<str:sku>/why/": {"sku": sku},
            f"{api}/alerts/<uuid:public_id>/": {"public_id": alert},
            f"{api}/alerts/<uuid:public_id>/test/": {"public_id": alert},
            **{
                f"{api}/endpoints/<uuid:public_id>/{act}": {"public_id": endpoint}
                for act in ("", "attempts/", "enable/", "replay/", "rotate/")
            },
        },
        queries={
            "/product/<slug:slug>/": ["?size=M", "?size=M&mode=cheaper", "?size=S"],
            "/shop/": ["?in_stock=1&size=M", "?q=dress"],
            "/search/": ["?q=black+dress"],
            "/widget/": widget,
            f"{api}/widget/": widget,
            f"{api}/products/<int:pk>/substitutes/": ["?size=M"],
            f"{api}/variants/<str:sku>/why/": [f"?candidate={its_lookalike.pk}"],
        },
    )


def contents() -> dict[str, tuple[int, str]]:
    """Rows and checksum of every table that is no log."""
    with connection.cursor() as cursor:
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")  # what a commit does, of the read model too
        cursor.execute(TABLES)
        tables = [table for (table,) in cursor.fetchall() if table not in LOGS]
        found = {}
        for table in tables:
            cursor.execute(ROWS.format(table), [LAST_USE.get(table, "")])
            found[table] = cursor.fetchone()
    return found


def visit(client: Client, addresses: list[str], times: int) -> Mapping[str, int]:
    """The last status of each; whatever it was, the shop did not break."""
    statuses = {}
    for _ in range(times):
        for address in addresses:
            response = client.get(address)
            b"".join(response) if response.streaming else response.content
            statuses[address] = response.status_code
    broken = {address: status for address, status in statuses.items() if status >= 500}
    assert set(broken) <= {"/readyz"}, broken
    return statuses


def test_whatever_is_only_got_changes_nothing(
    shopper, key, behind, admin_client, admin_user, full, counts
):
    call_command("set_up_roles", verbosity=0)
    addresses = behind.addresses()
    inside = [each for each in addresses if each.startswith("/admin/")]
    outside = [each for each in addresses if each not in inside]
    integrator = Client(headers={"Authorization": f"Bearer {key[1]}"})
    scanner = Client()
    before = contents()
    times, staff_times = (1000, 25) if full else (2, 1)
    seen = [
        visit(shopper, outside, times),
        visit(integrator, [each for each in outside if "/api/" in each], times),
        visit(scanner, inside, times),
        visit(admin_client, inside, staff_times),
    ]
    after = contents()
    changed = {name: (before[name], after[name]) for name in before if before[name] != after[name]}
    assert not changed, sorted(changed)
    opened = Counter(status for statuses in seen for status in statuses.values())
    assert seen[0][f"/alerts/mine/{key_of_letter(addresses)}/"] == 200
    assert opened[200] > 100, opened  # pages, not refusals
    counts(
        f"{len(outside)} addresses {times} times, {len(inside)} of the admin by strangers as often"
    )
    counts(f"and {staff_times} times by staff; {len(after)} tables as before; {dict(opened)}")
    assert Letter.objects.count() == 1


def key_of_letter(addresses: list[str]) -> str:
    [link] = [each for each in addresses if each.startswith("/alerts/mine/") and "stop" not in each]
    return link.split("/")[3]
