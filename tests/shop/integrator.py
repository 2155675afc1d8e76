"""A shop that builds on ours, with its key."""

from __future__ import annotations

from typing import Any

from rest_framework.test import APIClient

from shop.api.models import ApiKey


def integrator(*scopes: str, name: str = "Nordlys") -> APIClient:
    return holding(ApiKey.objects.issue(name, list(scopes))[1])


def holding(text: str) -> APIClient:
    client = APIClient()
    client.credentials(HTTP_AUTHORIZATION=f"Bearer {text}")
    return client


def once(client: APIClient, key: str, url: str, body: Any = None):
    return client.post(url, body or {}, format="json", headers={"Idempotency-Key": key})


def code_of(response) -> str:
    return problem_of(response)["code"]


def problem_of(response) -> dict[str, Any]:
    """The one shape of a refusal (RFC 9457), checked."""
    assert response["Content-Type"] == "application/problem+json"
    problem = response.json()
    assert set(problem) - {"errors"} == {"type", "code", "title", "status", "detail", "instance"}
    assert problem["type"].endswith(f"/api/problems/#{problem['code']}")
    assert problem["status"] == response.status_code
    assert problem["instance"].endswith(f"#{response['X-Request-ID']}")
    assert problem["title"]
    assert problem["detail"]
    return problem
