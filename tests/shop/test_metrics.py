"""/metrics: who may read it, and what is in it."""

from __future__ import annotations

import pytest
from django.contrib.auth.models import User
from django.db import connections
from prometheus_client.parser import text_string_to_metric_families

from recommender.metrics import observe_search


@pytest.fixture
def token(settings) -> str:
    settings.METRICS_TOKEN = "for-the-scraper"
    return settings.METRICS_TOKEN


def bearing(token: str) -> dict[str, str]:
    return {"Authorization": f"Bearer {token}"}


@pytest.mark.django_db
@pytest.mark.parametrize(
    "told", ["", "Bearer", "Bearer wrong", "Basic for-the-scraper", "Bearer é"]
)
def test_strangers_are_asked_for_the_token(client, token, told):
    answer = client.get("/metrics", headers={"Authorization": told})
    assert answer.status_code == 401
    assert answer["WWW-Authenticate"] == "Bearer"
    assert b"understudy" not in answer.content


@pytest.mark.django_db
def test_a_shop_without_a_token_takes_none(client, settings):
    settings.METRICS_TOKEN = ""
    assert client.get("/metrics", headers=bearing("")).status_code == 401


@pytest.mark.django_db
@pytest.mark.parametrize(("staff", "status"), [(True, 200), (False, 401)])
def test_staff_may_read_it_and_customers_may_not(client, staff, status):
    client.force_login(User.objects.create_user("linnea", is_staff=staff))
    assert client.get("/metrics").status_code == status


@pytest.mark.django_db
def test_the_scraper_finds_pages_searches_and_embedding(client, token, encoder_version):
    observe_search("exact", 0.003)
    client.get("/shop/")
    page = client.get("/metrics", headers=bearing(token))
    families = {family.name for family in text_string_to_metric_families(page.content.decode())}
    assert {
        "django_http_requests_latency_seconds_by_view_method",
        "django_http_responses_total_by_status_view_method",
        "understudy_search",
        "understudy_search_seconds",
        "understudy_embedding_waiting",
        "understudy_embedding_oldest_waiting_seconds",
        "understudy_embedding_failed",
        "understudy_embedded",
    } <= families


@pytest.mark.django_db(transaction=True)
def test_it_is_there_while_the_database_is_away(client, token, monkeypatch):
    monkeypatch.setitem(connections.settings["default"], "HOST", "/nowhere/at/all")
    connections["default"].close()
    monkeypatch.setitem(connections["default"].settings_dict, "HOST", "/nowhere/at/all")
    page = client.get("/metrics", headers=bearing(token))
    assert page.status_code == 200
    assert "understudy_embedding_figures_up 0.0" in page.content.decode()
