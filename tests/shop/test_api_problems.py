"""Whatever goes wrong under /api/, inside a view or outside, is told in one shape."""

from __future__ import annotations

import json

import pytest
from django.core.exceptions import PermissionDenied, SuspiciousOperation
from django.db import OperationalError
from django.test import Client
from django.urls import path

from shop import urls as shop_urls
from shop.failures import bad_request, page_not_found, permission_denied, server_error
from tests.shop.integrator import integrator, problem_of

pytestmark = pytest.mark.django_db

MOVEMENTS = "/api/v1/stock/movements/"


def failing(error: Exception):
    def view(request):
        raise error

    return view


urlpatterns = [
    path("api/torn", failing(ZeroDivisionError())),
    path("api/away", failing(OperationalError("server closed"))),
    path("api/garbled", failing(SuspiciousOperation())),
    path("api/closed", failing(PermissionDenied())),
    *shop_urls.urlpatterns,
]
handler400, handler403, handler404, handler500 = (
    bad_request,
    permission_denied,
    page_not_found,
    server_error,
)


@pytest.fixture
def stranger() -> Client:
    return Client(raise_request_exception=False, enforce_csrf_checks=True)


def code(response) -> tuple[int, str]:
    problem = problem_of(response)
    return problem["status"], problem["code"]


@pytest.mark.urls(__name__)
def test_faults_outside_the_apis_views_are_problems_too(stranger):
    assert code(stranger.get("/api/torn")) == (500, "error")
    away = stranger.get("/api/away")
    assert (code(away), away["Retry-After"]) == ((503, "away"), "60")
    assert code(stranger.get("/api/garbled")) == (400, "bad_request")
    assert code(stranger.get("/api/closed")) == (403, "permission_denied")


def test_another_host_gets_a_problem_in_the_api_and_a_page_elsewhere(stranger, settings):
    settings.ALLOWED_HOSTS = ["shop.example"]
    assert code(stranger.get("/api/v1/products/", HTTP_HOST="evil.example")) == (400, "bad_request")
    page = stranger.get("/", HTTP_HOST="evil.example")
    assert page["Content-Type"].startswith("text/html")


def test_a_post_to_nowhere_is_not_there_rather_than_forged(stranger):
    assert code(stranger.post("/api/v1/nowhere/", {})) == (404, "not_found")


def test_the_api_has_nothing_in_other_formats_and_with_other_methods(stranger):
    html = stranger.get("/api/v1/products/", HTTP_ACCEPT="text/html")
    assert code(html) == (406, "not_acceptable")
    put = stranger.put("/api/v1/products/")
    assert code(put) == (405, "method_not_allowed")
    assert put["Allow"] == "GET, HEAD, OPTIONS"


@pytest.mark.parametrize(
    ("body", "told"),
    [
        ("{", (400, "parse_error")),
        ("[" * 100_000, (400, "parse_error")),
        (f'{{"movements": {"9" * 5000}}}', (400, "parse_error")),
        (b"\xff\xfe", (400, "parse_error")),
        (json.dumps({"movements": "x" * 5_000_000}), (413, "too_large")),
    ],
)
def test_a_body_that_cannot_be_read(body, told):
    answer = integrator("stock").post(MOVEMENTS, body, content_type="application/json")
    assert code(answer) == told


def test_a_body_that_is_no_json():
    answer = integrator("stock").post(MOVEMENTS, "a=1", content_type="text/plain")
    assert code(answer) == (415, "unsupported_media_type")


def test_what_is_wrong_far_inside_is_named_by_its_path():
    good = {"sku": "D-17-M", "change": 1, "reason": "received"}
    rows = [good, {**good, "change": 0}, {**good, "reason": "because"}]
    problem = problem_of(integrator("stock").post(MOVEMENTS, {"movements": rows}))
    assert problem["errors"] == {
        "movements.1.change": ["A movement moves something."],
        "movements.2.reason": ['"because" is not a valid choice.'],
    }
    assert list(problem_of(integrator("stock").post(MOVEMENTS, [1]))["errors"]) == ["request"]


def test_the_id_in_a_problem_is_the_one_the_caller_gave(stranger):
    answer = stranger.get("/api/v1/päjs/", headers={"X-Request-ID": "nordlys-4711"})
    assert problem_of(answer)["instance"] == "/api/v1/p%C3%A4js/#nordlys-4711"


def test_the_type_of_a_problem_leads_to_its_explanation(stranger, settings):
    problem = problem_of(stranger.get("/api/nowhere"))
    page, _, anchor = problem["type"].removeprefix(settings.SITE_URL).partition("#")
    assert f'id="{anchor}"' in stranger.get(page).content.decode()
