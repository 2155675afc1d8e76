"""What a stranger may send, and what the logs keep to themselves."""

from __future__ import annotations

import io
import json

import pytest
from django.conf import settings as the_settings
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from rest_framework.throttling import AnonRateThrottle

from shop.alerts.models import Letter
from shop.api.models import ApiKey
from tests.shop.alerts.letters import asks, link_in, post_comes
from tests.shop.integrator import holding, problem_of
from tests.shop.test_request_id import lines  # noqa: F401 - a fixture

pytestmark = pytest.mark.django_db


class Unread(io.BytesIO):
    """A body that fails the test if anybody reads it."""

    def read(self, *args, **kwargs):
        raise AssertionError("the body was read")


def send(client: Client, path: str, length: int, **extra):
    return client.generic(
        "POST",
        path,
        b"",
        content_type="multipart/form-data; boundary=x",
        CONTENT_LENGTH=str(length),
        **{"wsgi.input": Unread(), **extra},
    )


@pytest.mark.parametrize("path", ["/bag/add/", "/alerts/new/", "/admin/login/", "/nowhere/"])
def test_a_stranger_may_send_no_large_file_and_it_is_not_even_read(client, path):
    refused = send(client, path, the_settings.DATA_UPLOAD_MAX_MEMORY_SIZE + 1)
    assert refused.status_code == 413
    assert "too large" in refused.content.decode()


def test_the_api_says_so_as_a_problem(client):
    refused = send(client, "/api/v1/stock/movements/", 10**10)
    assert refused.status_code == 413
    assert problem_of(refused)["code"] == "too_large"


@pytest.mark.parametrize("length", ["-1", "much", "1e9"])
def test_a_length_that_is_none_is_refused(client, length):
    assert send(client, "/bag/add/", length).status_code == 413


def test_staff_may_send_photos_in_the_admin_and_nowhere_else(admin_client):
    photo = SimpleUploadedFile("large.jpg", b"x" * 6_000_000)
    sent = admin_client.post("/admin/catalog/product/add/", {"photo": photo})
    assert sent.status_code == 200  # the form, with what is missing
    assert send(admin_client, "/bag/add/", 6_000_000).status_code == 413
    assert send(admin_client, "/admin/", the_settings.STAFF_UPLOAD_MAX_SIZE + 1).status_code == 413


def test_no_secret_is_logged(client, sold_out_dress, mailoutbox, lines, settings):  # noqa: F811
    """Keys, the tokens of letters, sessions, passwords: neither when all is well nor when not."""
    _, key = ApiKey.objects.issue("Nordlys", ["alerts"])
    asks(client, sold_out_dress, "ada@example.org")
    post_comes()
    link = link_in(mailoutbox[0])
    client.get(link)
    client.get(link.rstrip("/"))
    client.post(link, {"act": "confirm"})
    client.get(f"{sold_out_dress.product.get_absolute_url()}?size=M&told=9.secret-of-a-letter")
    integrator = holding(key)
    integrator.get("/api/v1/alerts/")
    integrator.get(f"/api/v1/alerts/?key={key}")
    integrator.post("/api/v1/alerts/", {"variant": "x"}, format="json")
    made = integrator.post("/api/v1/endpoints/", {"url": "https://hooks.example.com/"})
    Client(raise_request_exception=False).get("/bag/", headers={"Cookie": "sessionid=forged-one"})
    told = json.dumps(lines.kept)
    assert "/alerts/mine/" in told
    secrets = {
        "key": key,
        "link": Letter.objects.get().token,
        "letter": "secret-of-a-letter",
        "webhook": made.json()["secret"],
        "session": client.cookies["csrftoken"].value,
        "forged": "forged-one",
        "secret key": settings.SECRET_KEY,
        "address": "ada@example.org",
    }
    assert [name for name, secret in secrets.items() if secret in told] == []


@pytest.mark.parametrize(
    ("proxies", "address"), [(0, "10.0.0.1"), (1, "203.0.113.9"), (2, "198.51.100.7")]
)
def test_a_visitor_is_told_by_as_many_proxies_off_as_there_are(rf, settings, proxies, address):
    """Whoever says by himself who he is is believed by nobody."""
    settings.REST_FRAMEWORK = {**settings.REST_FRAMEWORK, "NUM_PROXIES": proxies}
    forwarded = "192.0.2.66, 198.51.100.7, 203.0.113.9"
    request = rf.get("/", REMOTE_ADDR="10.0.0.1", headers={"X-Forwarded-For": forwarded})
    assert AnonRateThrottle().get_ident(request) == address


def test_a_guesser_behind_the_proxy_does_not_lock_the_merchandiser_out(
    client, settings, django_user_model
):
    settings.REST_FRAMEWORK = {**settings.REST_FRAMEWORK, "NUM_PROXIES": 1}
    django_user_model.objects.create_superuser("ines", password="right-horse-battery")

    def attempt(password: str, visitor: str):
        data = {"username": "ines", "password": password, "next": "/admin/"}
        forwarded = {"X-Forwarded-For": visitor}
        return client.post("/admin/login/", data, headers=forwarded, REMOTE_ADDR="10.0.0.1")

    for _ in range(6):
        refused = attempt("wrong", "203.0.113.9")
    assert refused.status_code == 429
    assert attempt("right-horse-battery", "198.51.100.7").url == "/admin/"
