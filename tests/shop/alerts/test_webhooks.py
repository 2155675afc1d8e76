"""Integrators that listen: told of each restock, signed, again until they have heard."""

from __future__ import annotations

import json
import socket
import threading
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor, wait
from datetime import timedelta

import pytest
from django.db import connection, connections, transaction
from django.utils.timezone import now
from standardwebhooks import Webhook, WebhookVerificationError

from catalog.models import Variant
from shop.alerts.models import Attempt, Delivery, Endpoint, Message, Subscription
from shop.alerts.planning import plan
from shop.alerts.webhooks import calling, dispatch
from shop.alerts.webhooks.dispatch import WAITS, asked_to_wait, claim, send_messages, waited
from shop.alerts.webhooks.target import Target
from tests.at_once import at_once
from tests.shop.alerts.receiver import Receiver, listening
from tests.shop.alerts.test_planning import an_hour_goes_by, arrive, sell_all
from tests.shop.integrator import code_of, integrator

pytestmark = pytest.mark.django_db

API = "/api/v1/"


@pytest.fixture(autouse=True)
def beside_us(settings) -> None:
    """The receiver stands beside the shop, and nobody waits for a flap to be over."""
    settings.WEBHOOK_PRIVATE = True
    settings.WEBHOOK_TIMEOUT = 1.0
    settings.ALERT_GRACE = 0


@pytest.fixture
def receiver() -> Iterator[Receiver]:
    with listening(Receiver()) as receiver:
        yield receiver


@pytest.fixture
def nordlys():
    return integrator("alerts")


@pytest.fixture
def secret(nordlys, receiver, sold_out_dress) -> str:
    """Nordlys listens at its endpoint for the dress in M."""
    made = nordlys.post(f"{API}endpoints/", {"url": receiver.url}).json()
    listen(nordlys, sold_out_dress, endpoint=made["id"])
    return made["secret"]


def listen(client, variant: Variant, **where) -> str:
    answer = client.post(f"{API}alerts/", {"variant": variant.pk, **where}, format="json")
    assert answer.status_code == 202, answer.content
    return answer.json()["id"]


def comes_back(variant: Variant, pieces: int = 1) -> None:
    arrive(variant, pieces)
    plan()


def time_goes_by() -> None:
    Message.objects.update(next_attempt_at=now())


def test_a_restock_by_raw_sql_is_heard_of_signed_and_once(receiver, secret, sold_out_dress):
    with connection.cursor() as cursor:
        cursor.execute("UPDATE catalog_variant SET on_hand = 5 WHERE id = %s", [sold_out_dress.pk])
    plan()
    send_messages()
    send_messages()
    [(headers, body)] = receiver.heard
    said = Webhook(secret).verify(body, headers)
    assert said["type"] == "variant.back_in_stock"
    assert said["data"]["variant"] == sold_out_dress.pk
    assert said["data"]["alert"] == str(Subscription.objects.get().public_id)
    assert headers["webhook-id"] == Message.objects.get().name
    with pytest.raises(WebhookVerificationError):
        Webhook(secret).verify(body.replace(b"back", b"gone"), headers)
    assert Message.objects.get().state == "sent"


def test_it_listens_on_and_the_sequence_grows(receiver, secret, sold_out_dress):
    for _ in range(3):
        comes_back(sold_out_dress)
        sell_all(sold_out_dress)
    while send_messages():
        pass
    sequences = [json.loads(body)["data"]["sequence"] for _, body in receiver.heard]
    assert len(set(sequences)) == 3
    assert Delivery.objects.count() == 3
    assert Subscription.objects.get().is_active


def test_during_a_rotation_both_secrets_verify(nordlys, receiver, secret, sold_out_dress):
    endpoint = Endpoint.objects.get()
    new = nordlys.post(f"{API}endpoints/{endpoint.public_id}/rotate/").json()["secret"]
    comes_back(sold_out_dress)
    send_messages()
    [(headers, body)] = receiver.heard
    for each in (secret, new):
        assert Webhook(each).verify(body, headers)
    Endpoint.objects.update(former_until=now() - timedelta(seconds=1))
    nordlys.post(f"{API}alerts/{Subscription.objects.get().public_id}/test/")
    send_messages()
    headers, body = receiver.heard[-1]
    assert Webhook(new).verify(body, headers)["data"]["test"] is True
    with pytest.raises(WebhookVerificationError):
        Webhook(secret).verify(body, headers)


@pytest.mark.parametrize("mood", [500, 302, 404, 429, "closes", "hangs", "drips"])
def test_what_is_no_success_is_tried_again(receiver, secret, sold_out_dress, mood):
    receiver.moods = [mood]
    comes_back(sold_out_dress)
    begun = time.monotonic()
    send_messages()
    assert time.monotonic() - begun < 5  # never for longer than it may take
    message = Message.objects.get()
    assert message.state == "waiting"
    wait = (message.next_attempt_at - now()).total_seconds()
    assert wait == pytest.approx(7200 if mood == 429 else 5.5, abs=3)
    time_goes_by()
    send_messages()
    message.refresh_from_db()
    assert message.state == "sent"
    calls = list(Attempt.objects.order_by("pk").values_list("status", flat=True))
    assert calls == [mood if isinstance(mood, int) else 0, 204]
    assert len({headers["webhook-id"] for headers, _ in receiver.heard}) == 1
    assert len(receiver.heard) == 2  # and no redirect was followed


def test_a_flood_is_not_listened_to(receiver, secret, sold_out_dress):
    receiver.moods = ["floods"]
    comes_back(sold_out_dress)
    send_messages()
    attempt = Attempt.objects.get()
    assert (attempt.status, len(attempt.said)) == (200, 500)


def test_the_schedule_is_that_of_standard_webhooks():
    hours = [round(seconds / 3600, 3) for seconds in WAITS]
    assert hours == [0.001, 0.083, 0.5, 2, 5, 10, 14, 20, 24]
    assert all(WAITS[n] <= waited(n + 1) <= 1.2 * WAITS[n] for n in range(9))


@pytest.mark.parametrize(
    ("header", "seconds"), [("", 0), ("120", 120), ("99999999", 86_400), ("-1", 0), ("soon", 0)]
)
def test_retry_after_is_believed_within_reason(header, seconds):
    assert asked_to_wait(header) == seconds


def test_after_the_last_attempt_it_is_given_up_and_can_be_replayed(
    nordlys, receiver, secret, sold_out_dress
):
    receiver.always = 500
    comes_back(sold_out_dress)
    for _ in range(len(WAITS) + 3):
        send_messages()
        time_goes_by()
    assert Message.objects.get().state == "failed"
    assert len(receiver.heard) == len(WAITS) + 1
    receiver.always = 204
    url = f"{API}endpoints/{Endpoint.objects.get().public_id}/"
    since = (now() - timedelta(hours=1)).isoformat()
    assert nordlys.post(f"{url}replay/", {"since": since}).json() == {"messages": 1}
    send_messages()
    assert Message.objects.get().state == "sent"
    calls = nordlys.get(f"{url}attempts/").json()["results"]
    assert [call["status"] for call in calls[:2]] == [204, 500]


def test_one_message_is_sent_again_by_its_name(nordlys, receiver, secret, sold_out_dress):
    for _ in range(2):
        comes_back(sold_out_dress)
        sell_all(sold_out_dress)
    send_messages()
    first, second = (headers["webhook-id"] for headers, _ in receiver.heard)
    url = f"{API}endpoints/{Endpoint.objects.get().public_id}/replay/"
    assert nordlys.post(url, {"message": first}).json() == {"messages": 1}
    send_messages()
    assert [headers["webhook-id"] for headers, _ in receiver.heard] == [first, second, first]
    assert nordlys.post(url, {"message": f"msg_{'0' * 32}"}).json() == {"messages": 0}
    for wrong in ({}, {"message": first, "since": now().isoformat()}, {"message": "the first"}):
        assert nordlys.post(url, wrong).status_code == 400


def test_410_and_days_of_failure_disable_an_endpoint(nordlys, receiver, secret, sold_out_dress):
    receiver.moods = [410]
    comes_back(sold_out_dress)
    send_messages()
    endpoint = Endpoint.objects.get()
    assert endpoint.disabled_why == "It answered 410 Gone."
    time_goes_by()
    assert send_messages() == 0
    url = f"{API}endpoints/{endpoint.public_id}/"
    assert nordlys.post(f"{url}enable/").json()["disabled_at"] is None
    receiver.moods = [500]
    Endpoint.objects.update(failing_since=now() - timedelta(days=6))
    send_messages()
    assert "Every call has failed since" in nordlys.get(url).json()["disabled_why"]


def test_one_that_hangs_holds_up_no_other(nordlys, receiver, secret, sold_out_dress):
    receiver.moods = ["hangs"]
    with listening(Receiver()) as other:
        made = nordlys.post(f"{API}endpoints/", {"url": other.url}).json()
        listen(nordlys, sold_out_dress, endpoint=made["id"])
        comes_back(sold_out_dress)
        begun = time.monotonic()
        send_messages()
        assert time.monotonic() - begun < 5
        assert len(other.heard) == 1


def test_one_with_a_backlog_holds_up_no_other(nordlys, receiver, secret, sold_out_dress):
    """Nor do as many that fail as can be called at once: they come after those that do not."""
    owner = Endpoint.objects.get().owner
    broken = Endpoint.objects.bulk_create(
        Endpoint(owner=owner, url=f"{receiver.url}?{n}", failing_since=now())
        for n in range(dispatch.AT_ONCE)
    )
    earlier = now() - timedelta(hours=1)
    Message.objects.bulk_create(
        Message(owner=owner, endpoint=each, payload={"type": "x"}, next_attempt_at=earlier)
        for each in broken
        for _ in range(5)
    )
    comes_back(sold_out_dress)
    claimed = claim()
    assert claimed[0].endpoint == Endpoint.objects.get(failing_since=None)
    assert len({message.endpoint_id for message in claimed}) == len(claimed) == dispatch.AT_ONCE
    assert [message.endpoint_id for message in claim()] == [broken[-1].pk]
    assert claim() == []


def test_a_name_server_that_says_nothing_is_not_waited_for(
    receiver, secret, sold_out_dress, monkeypatch, settings
):
    settings.WEBHOOK_TIMEOUT = 0.2
    may_say = threading.Event()
    monkeypatch.setattr(calling, "looked_up", lambda *_: may_say.wait(60))
    comes_back(sold_out_dress)
    try:
        send_messages()
    finally:
        may_say.set()
    attempt = Attempt.objects.get()
    assert attempt.said == "TimeoutError: The name was not found in time."
    assert attempt.seconds < 30


def test_a_connection_that_was_cut_too_early_is_closed_when_it_is_there():
    with socket.create_server(("127.0.0.1", 0)) as listener:
        there = Target("http", "localhost", listener.getsockname()[1], "/")
        connection = calling.PinnedConnection(there, "127.0.0.1", 5)
        calling.cut(connection)
        with pytest.raises(TimeoutError):
            connection.connect()
        connection.close()


def test_one_whose_caller_died_is_called_again(receiver, secret, sold_out_dress):
    comes_back(sold_out_dress)
    [message] = claim()  # and nothing was heard of her again
    assert send_messages() == 0
    Message.objects.update(claimed_until=now() - timedelta(seconds=1))
    send_messages()
    assert [headers["webhook-id"] for headers, _ in receiver.heard] == [message.name]


def test_whoever_cannot_be_called_fetches(nordlys, sold_out_dress):
    alert = listen(nordlys, sold_out_dress)
    assert nordlys.get(f"{API}events/").json() == {"results": [], "after": ""}
    comes_back(sold_out_dress)
    page = nordlys.get(f"{API}events/").json()
    assert [event["data"]["alert"] for event in page["results"]] == [alert]
    assert nordlys.get(f"{API}events/?after={page['after']}").json()["results"] == []
    assert integrator("alerts").get(f"{API}events/").json()["results"] == []
    assert code_of(nordlys.get(f"{API}events/?after=yesterday")) == "invalid"


def test_ended_it_hears_no_more(nordlys, receiver, secret, sold_out_dress):
    nordlys.delete(f"{API}alerts/{Subscription.objects.get().public_id}/")
    comes_back(sold_out_dress)
    assert not Message.objects.exists()


def test_a_listener_is_told_at_night_and_takes_nobodys_turn(
    nordlys, receiver, secret, sold_out_dress, settings
):
    settings.ALERT_QUIET_HOURS = "0-24"
    comes_back(sold_out_dress)
    assert Message.objects.count() == 1
    an_hour_goes_by()
    plan()
    assert Message.objects.count() == 1


def test_somebody_elses_endpoint_is_nobodys(nordlys, receiver, secret, sold_out_dress):
    other, endpoint = integrator("alerts", name="Other"), Endpoint.objects.get().public_id
    for path in ("", "attempts/"):
        assert other.get(f"{API}endpoints/{endpoint}/{path}").status_code == 404
    for path in ("rotate/", "enable/", "replay/"):
        assert other.post(f"{API}endpoints/{endpoint}/{path}").status_code == 404
    body = {"variant": sold_out_dress.pk, "endpoint": str(endpoint)}
    assert other.post(f"{API}alerts/", body, format="json").status_code == 400


@pytest.fixture
def writers(transactional_db):
    """Two connections of others."""
    others = [connections.create_connection("default") for _ in range(2)]
    for each in others:
        each.inc_thread_sharing()
    yield others
    for each in others:
        each.close()


WRITE = """
    INSERT INTO alerts_message
        (owner_id, payload, state, attempts_made, next_attempt_at, created_at)
    SELECT owner_id, %s, 'kept', 0, now(), now() FROM alerts_subscription
"""


def write(by, what: str) -> None:
    said = {"type": what, "timestamp": "2026-11-21T17:00:00Z", "data": {}}
    by.cursor().execute(WRITE, [json.dumps(said)])


def fetched(client) -> list[str]:
    return [event["type"] for event in client.get(f"{API}events/").json()["results"]]


@pytest.mark.django_db(transaction=True)
def test_what_is_fetched_skips_nothing_that_is_still_being_written(sold_out_dress, writers):
    """Whoever writes the later of two messages waits for the earlier one."""
    nordlys, (first, second) = integrator("alerts"), writers
    listen(nordlys, sold_out_dress)
    first.set_autocommit(False)
    write(first, "first")
    with ThreadPoolExecutor() as beside:
        later = beside.submit(write, second, "second")
        assert not wait([later], timeout=0.3).done
        assert fetched(nordlys) == []
        first.commit()
        later.result()
    assert fetched(nordlys) == ["first", "second"]


@pytest.mark.django_db(transaction=True)
def test_messages_wait_for_nobody_who_writes_something_else(sold_out_dress, writers):
    """An import is one long transaction."""
    nordlys, (importer, dispatcher) = integrator("alerts"), writers
    listen(nordlys, sold_out_dress)
    importer.set_autocommit(False)
    importer.cursor().execute("UPDATE catalog_product SET title = title")
    write(dispatcher, "meanwhile")
    assert fetched(nordlys) == ["meanwhile"]
    importer.rollback()


@pytest.mark.django_db(transaction=True)
def test_many_callers_call_once(receiver, secret, sold_out_dress):
    with transaction.atomic():
        comes_back(sold_out_dress)
    assert [a for a in at_once([dispatch.send_messages] * 4) if isinstance(a, Exception)] == []
    assert len(receiver.heard) == 1
