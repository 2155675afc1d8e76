"""One id follows a request: into its answer, its log lines, and the tasks it sends off."""

from __future__ import annotations

import json
import logging

import pytest
import structlog
from django.test import Client
from django.urls import path

from recommender.embedding.wakeups import wake_embedders
from shop import logs
from shop import urls as shop_urls
from shop.celery import app
from shop.urls import handler400, handler403, handler404, handler500  # noqa: F401

log = structlog.get_logger(__name__)


def chatty(request):
    log.info("ours")
    logging.getLogger("library").warning("theirs")
    return shop_urls.alive(request)


def torn(request):
    raise ZeroDivisionError


urlpatterns = [path("chatty", chatty), path("torn", torn), *shop_urls.urlpatterns]
pytestmark = pytest.mark.urls(__name__)


class Lines(logging.Handler):
    """Keeps what a server's log collector would be sent."""

    def __init__(self) -> None:
        super().__init__()
        self.setFormatter(logs.formatter("json"))
        self.kept: list[dict[str, object]] = []

    def emit(self, record: logging.LogRecord) -> None:
        self.kept.append(json.loads(self.format(record)))

    def told(self, event: str) -> dict[str, object]:
        return next(line for line in self.kept if line["event"] == event)


@pytest.fixture
def lines():
    handler, root = Lines(), logging.getLogger()
    level = root.level
    root.addHandler(handler)
    root.setLevel("DEBUG")
    yield handler
    root.removeHandler(handler)
    root.setLevel(level)


def test_an_answer_carries_the_id_that_the_proxy_gave(client):
    answer = client.get("/healthz", headers={"X-Request-ID": "proxy-0123456789"})
    assert answer["X-Request-ID"] == "proxy-0123456789"


@pytest.mark.parametrize(
    "nonsense", ["", "short", "x" * 65, "two words here", 'a"b,c}d{e:f', "-" * 9]
)
def test_a_nonsensical_id_is_replaced(client, nonsense):
    first = client.get("/healthz", headers={"X-Request-ID": nonsense})["X-Request-ID"]
    second = client.get("/healthz", headers={"X-Request-ID": nonsense})["X-Request-ID"]
    assert len(first) == len(second) == 32
    assert first != second


def test_every_line_of_a_request_has_its_id_and_none_after_it(client, lines):
    given = client.get("/chatty", headers={"X-Request-ID": "proxy-0123456789"})["X-Request-ID"]
    assert lines.told("ours")["request_id"] == given
    assert lines.told("theirs")["request_id"] == given
    log.info("afterwards")
    assert "request_id" not in lines.told("afterwards")


def test_what_breaks_is_told_once_with_its_id_and_where_it_broke(lines):
    answer = Client(raise_request_exception=False).get("/torn")
    assert answer.status_code == 500
    failed = lines.told("request_failed")
    assert failed["request_id"] == answer["X-Request-ID"]
    assert "ZeroDivisionError" in failed["exception"]
    assert sum("exception" in line for line in lines.kept) == 1


@pytest.mark.django_db
def test_neither_a_shoppers_words_nor_the_key_to_an_order_are_told(client, lines):
    client.get("/search/", {"q": "mother of the bride"})
    client.get("/bag/order/Zk3v9-unguessable_0123456789abcd/")
    client.get("/bag/order/Zk3v9-unguessable_0123456789abcd")
    client.post("/admin/login/", {"username": "linnea@example.org", "password": "hunter2"})
    told = json.dumps(lines.kept)
    assert "/search/" in told
    assert "/bag/order/" in told
    for private in ("bride", "unguessable", "linnea", "hunter2", "127.0.0.1"):
        assert private not in told


@app.task
def overheard() -> None:
    log.info("at_work")


def test_a_task_works_under_the_id_of_the_request_that_sent_it(lines):
    """Published to a broker in memory and taken from it, as a worker would."""
    with structlog.contextvars.bound_contextvars(request_id="proxy-0123456789"):
        message = published(overheard)
    run(overheard, message)
    line = lines.told("at_work")
    assert line["request_id"] == "proxy-0123456789"
    assert line["task_id"] == message.headers["id"]
    assert lines.told("task_succeeded")["request_id"] == "proxy-0123456789"


def published(task):
    """The message that `task.delay()` puts on the wire."""
    from kombu import Connection

    with Connection("memory://") as wire, wire.SimpleQueue("overheard") as queue:
        task.apply_async(connection=wire, queue="overheard", routing_key="overheard")
        return queue.get(timeout=5)


def run(task, message) -> None:
    """Run the task of MESSAGE in this process, by the code that a worker's child runs."""
    from celery.app.trace import build_tracer, trace_task

    request = {**message.headers, "is_eager": False, "delivery_info": {}, "hostname": "here"}
    task.__trace__ = build_tracer(task.name, task, app=app)
    trace_task(task, message.headers["id"], [], {}, request=request, app=app)


def test_a_broker_that_is_away_is_told_under_the_id(lines):
    with structlog.contextvars.bound_contextvars(request_id="proxy-0123456789"):
        wake_embedders()
    assert lines.told("broker_away")["request_id"] == "proxy-0123456789"
