"""Web server, worker and beat on servers that somebody else keeps.

By itself on the embedded ones; `DATABASE_URL` names another PostgreSQL and `BROKERS` any number of
brokers, with blanks between them (docs/running.md).
"""

from __future__ import annotations

import json
import os
import re
import socket
import time
from collections.abc import Iterator
from dataclasses import dataclass, field
from email import message_from_bytes, policy
from email.message import EmailMessage
from pathlib import Path
from urllib.request import HTTPCookieProcessor, OpenerDirector, Request, build_opener

import psycopg
import pytest
from celery import Celery as CeleryApp
from django.db import connection
from kombu import Connection

from shop.api.models import ApiKey
from shop.embedded import Home, redis_url
from shop.embedded.redis import redis_server
from shop.embedded.shared import in_use
from tests.crash.dispatchers import of_this_test
from tests.crash.workers import Celery, wait_for
from tests.shop.alerts.letters import ADA
from tests.shop.alerts.receiver import Receiver, listening

pytestmark = [pytest.mark.crash, pytest.mark.django_db(transaction=True)]

EMBEDDED = "embedded"
BROKERS = os.environ.get("BROKERS", EMBEDDED).split()
#: Seconds for what takes a few on a machine that has nothing else to do.
PATIENCE = 600
WEB = ["gunicorn", "shop.wsgi:application", "--config", "python:shop.web_server", "--preload"]
WEB += ["--workers", "2", "--threads", "4", "--worker-class", "gthread", "--no-control-socket"]
WORKER = ["celery", "-A", "shop", "worker", "-c", "1", "-l", "INFO", "-Q", "default,embed"]
FIELD = re.compile(r'name="(alert|csrfmiddlewaretoken)" value="([^"]+)"')


@pytest.fixture(params=BROKERS, ids=lambda url: url.partition(":")[0])
def broker(request) -> Iterator[str]:
    if request.param != EMBEDDED:
        yield request.param
        return
    home = Home.at(os.environ["UNDERSTUDY_HOME"])
    with in_use(redis_server(home)):
        yield redis_url(home)


@dataclass
class OwnShop:
    """As docker-compose.yml starts it: nothing of ours between the programs and their servers."""

    folder: Path
    broker: str
    port: int
    read: set[str] = field(default_factory=set)

    def __post_init__(self) -> None:
        given = {"CELERY_BROKER_URL": self.broker, "UNDERSTUDY_HOME": str(self.folder / "var")}
        given |= {"DEBUG": "0", "HTTPS": "0", "ALLOWED_HOSTS": "127.0.0.1", "SITE_URL": self.url}
        given |= {"SECRET_KEY": "s" * 50, "WARM_SEARCH": "0", "LOG_FORMAT": "console"}
        given |= {"ALERT_GRACE": "0", "ALERT_SWEEP": "1", "WEBHOOK_PRIVATE": "1"}
        environment = of_this_test(**given)
        bind = ["--bind", f"127.0.0.1:{self.port}"]
        beat = ["celery", "-A", "shop", "beat", "-s", str(self.folder / "schedule")]
        self.web = Celery([*WEB, *bind], environment, self.log)
        self.worker = Celery(WORKER, environment, self.log)
        self.beat = Celery(beat, environment, self.log)

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.port}"

    @property
    def log(self) -> Path:
        return self.folder / "shop.log"

    def open(self) -> None:
        self.web.start()
        self.worker.start()
        wait_for(self.answers, self.log, PATIENCE)
        with CeleryApp(broker=self.broker, set_as_current=False) as through:
            wait_for(through.control.ping, self.log, PATIENCE)

    def close(self) -> None:
        for program in (self.beat, self.worker, self.web):
            program.kill()

    def answers(self) -> bool:
        try:
            return self.state()["broker"] == "ok"
        except OSError:
            return False

    def state(self) -> dict[str, str]:
        return json.loads(build_opener().open(f"{self.url}/readyz", timeout=30).read())["parts"]

    def next_letter(self) -> EmailMessage:
        wait_for(self.letters, self.log, PATIENCE)
        [path] = self.letters()
        self.read.add(path.name)
        return message_from_bytes(path.read_bytes(), policy=policy.default)  # type: ignore[arg-type]

    def letters(self) -> list[Path]:
        """Whole ones that were not read yet."""
        folder = self.folder / "var" / "mail"
        unread = [path for path in folder.glob("*.eml") if path.name not in self.read]
        return [path for path in unread if b"</html>" in path.read_bytes().lower()]


@pytest.fixture
def shop(broker, sold_out_dress, tmp_path, monkeypatch) -> Iterator[OwnShop]:
    monkeypatch.setenv("CELERY_BROKER_URL", broker)  # which Celery believes before all else
    with socket.create_server(("127.0.0.1", 0)) as free:
        port = free.getsockname()[1]
    shop = OwnShop(tmp_path, broker, port)
    try:
        shop.open()
        yield shop
    finally:
        shop.close()


def integrator(shop: OwnShop):
    """POSTs to the API with a key; the answer."""
    key = ApiKey.objects.issue("Nordlys", ["alerts"])[1]
    headers = {"Authorization": f"Bearer {key}", "Content-Type": "application/json"}

    def post(path: str, **body: object) -> dict:
        asked = Request(f"{shop.url}/api/v1/{path}", json.dumps(body).encode(), headers)
        return json.loads(build_opener().open(asked, timeout=PATIENCE).read())

    return post


def says_yes(letter: EmailMessage) -> None:
    body = letter.get_body(("plain",))
    assert body is not None
    link = re.search(r"http\S+/alerts/mine/[\w-]+/", body.get_content())
    assert link, body.get_content()
    browser: OpenerDirector = build_opener(HTTPCookieProcessor())
    fields = dict(FIELD.findall(browser.open(link[0], timeout=PATIENCE).read().decode()))
    said = "&".join(f"{name}={value}" for name, value in {**fields, "act": "confirm"}.items())
    page = browser.open(Request(link[0], said.encode(), {"Referer": link[0]}), timeout=PATIENCE)
    assert "Noted: we tell you" in page.read().decode()


def restock(variant: int, pieces: int) -> None:
    """By raw SQL, past all of the shop's code."""
    with psycopg.connect(of_this_test()["DATABASE_URL"]) as direct:
        direct.execute("UPDATE catalog_variant SET on_hand = %s WHERE id = %s", [pieces, variant])


def versions(broker: str) -> str:
    with connection.cursor() as cursor:
        cursor.execute("SHOW server_version")
        postgres = cursor.fetchone()[0].split()[0]
        cursor.execute("SELECT extversion FROM pg_extension WHERE extname = 'vector'")
        vector = cursor.fetchone()[0]
    with Connection(broker) as through:
        through.ensure_connection(max_retries=1)
        if through.transport_cls.startswith("redis"):
            kept = f"Redis {through.default_channel.client.info('server')['redis_version']}"
        else:
            kept = f"RabbitMQ {through.connection.server_properties['version']}"
    return f"PostgreSQL {postgres}, pgvector {vector}, {kept}"


def test_from_a_key_to_a_letter_and_a_call(shop, broker, sold_out_dress, counts):
    """A hint through the broker brings the question, a sweep of beat what raw SQL has changed."""
    with listening(Receiver()) as receiver:
        post = integrator(shop)
        endpoint = post("endpoints/", url=receiver.url)["id"]
        post("alerts/", variant=sold_out_dress.pk, endpoint=endpoint)
        asked = time.monotonic()
        post("alerts/", variant=sold_out_dress.pk, email=ADA)
        question = shop.next_letter()
        by_hint = time.monotonic() - asked
        assert (question["To"], question["Subject"]) == (ADA, "Shall we tell you? Linnea dress")
        says_yes(question)
        shop.beat.start()
        restock(sold_out_dress.pk, 4)
        back = time.monotonic()
        assert shop.next_letter()["Subject"] == "Back in stock: Linnea dress, M"
        wait_for(lambda: receiver.heard, shop.log, PATIENCE)
        by_beat = time.monotonic() - back
    assert json.loads(receiver.heard[0][1])["type"] == "variant.back_in_stock"
    counts(
        f"{versions(broker)}: asked {by_hint:.1f} s later, told {by_beat:.1f} s after the restock"
    )
