"""The API describes itself, completely."""

from __future__ import annotations

import json
import re
from typing import Any
from uuid import uuid4

import pytest
import yaml
from django.core.management import call_command
from jsonschema import Draft202012Validator
from referencing import Registry, Resource
from referencing.jsonschema import DRAFT202012

from shop.alerts.webhooks.signing import headers, new_secret

OPEN_TO_ALL = {
    "/api/v1/products/",
    "/api/v1/products/{id}/",
    "/api/v1/products/{id}/complements/",
    "/api/v1/products/{id}/substitutes/",
    "/api/v1/variants/",
    "/api/v1/variants/{id}/",
    "/api/v1/variants/{sku}/substitutes/",
    "/api/v1/variants/{sku}/why/",
}
WITH_A_KEY = {
    "/api/v1/alerts/": {"get", "post"},
    "/api/v1/alerts/{public_id}/": {"get", "delete"},
    "/api/v1/alerts/{public_id}/test/": {"post"},
    "/api/v1/bounces/": {"post"},
    "/api/v1/endpoints/": {"get", "post"},
    "/api/v1/endpoints/{public_id}/": {"get", "delete"},
    "/api/v1/endpoints/{public_id}/attempts/": {"get"},
    "/api/v1/endpoints/{public_id}/enable/": {"post"},
    "/api/v1/endpoints/{public_id}/replay/": {"post"},
    "/api/v1/endpoints/{public_id}/rotate/": {"post"},
    "/api/v1/events/": {"get"},
    "/api/v1/events/stream/": {"get"},
    "/api/v1/stock/movements/": {"post"},
}
FOR_OTHER_PAGES = {"/api/v1/widget/": "get", "/api/v1/widget/alerts/": "post"}


@pytest.fixture
def schema(client, db) -> dict:
    return yaml.safe_load(client.get("/api/schema/").content)


def test_the_schema_is_valid_and_has_no_gaps(tmp_path):
    call_command("spectacular", validate=True, fail_on_warn=True, file=str(tmp_path / "api.yaml"))


def test_the_schema_is_openapi_3_1_and_its_shapes_are_json_schema(schema):
    assert schema["openapi"].startswith("3.1")
    for name, shape in schema["components"]["schemas"].items():
        Draft202012Validator.check_schema(shape), name


def examples_in(part: Any, at: str = ""):
    """(where, schema, value) of every example there is."""
    if isinstance(part, dict):
        if "schema" in part and "examples" in part:
            for name, example in part["examples"].items():
                yield f"{at} {name}", part["schema"], example["value"]
        for name, inner in part.items():
            yield from examples_in(inner, f"{at}/{name}")


def test_every_example_has_the_shape_it_is_an_example_of(schema):
    whole = Resource.from_contents(schema, default_specification=DRAFT202012)
    registry = Registry().with_resource("urn:api", whole)
    found = list(examples_in(schema))
    assert len(found) > 40
    for where, shape, value in found:
        absolute = json.loads(json.dumps(shape).replace('"#/', '"urn:api#/'))
        validator = Draft202012Validator(
            absolute, registry=registry, format_checker=Draft202012Validator.FORMAT_CHECKER
        )
        validator.validate(value), where


def test_a_refusal_is_a_problem_wherever_it_comes_from(schema):
    for path, operations in schema["paths"].items():
        for method, operation in operations.items():
            assert {"400", "404", "406", "500", "503"} <= set(operation["responses"])
            assert ("415" in operation["responses"]) == ("requestBody" in operation)
            for status, answer in operation["responses"].items():
                if "$ref" in answer:
                    answer = schema["components"]["responses"][answer["$ref"].rpartition("/")[2]]
                if status >= "400":
                    shape = answer["content"]["application/problem+json"]["schema"]
                    assert shape["$ref"].endswith("/Problem"), (path, method, status)


def test_the_messages_we_send_are_described(schema):
    said = schema["webhooks"]["variant.back_in_stock"]["post"]
    assert said["requestBody"]["content"]["application/json"]["examples"]
    assert {"2XX", "410", "default"} == set(said["responses"])


def test_what_a_message_is_signed_with_is_described_as_it_is_sent(schema):
    described = schema["components"]["parameters"]
    sent = headers("msg_" + uuid4().hex, 1_795_280_773, b"{}", [new_secret(), new_secret()])
    assert set(described) == set(sent)
    for message in schema["webhooks"].values():
        names = [each["$ref"].rpartition("/")[2] for each in message["post"]["parameters"]]
        assert names == list(sent)
    for name, value in sent.items():
        parameter = described[name]
        assert (parameter["in"], parameter["required"]) == ("header", True)
        for each in (value, parameter["example"]):
            assert re.search(parameter["schema"]["pattern"], each), (name, each)


def test_every_address_is_described_with_an_example_and_its_refusals(schema):
    asked_by_post = {"/api/v1/outfits/complete/", "/api/v1/search/", "/api/v1/search/photo/"}
    known = OPEN_TO_ALL | set(WITH_A_KEY) | set(FOR_OTHER_PAGES) | asked_by_post
    assert set(schema["paths"]) == known
    for path in OPEN_TO_ALL:
        operations = schema["paths"][path]
        assert set(operations) == {"get"}
        operation = operations["get"]
        assert operation["summary"]
        assert operation["responses"]["200"]["content"]["application/json"]["examples"], path
        assert "429" in operation["responses"]
        assert "404" in operation["responses"] or not path.endswith("{id}/")


def test_what_needs_a_key_says_so_and_how_it_refuses(schema):
    assert schema["components"]["securitySchemes"]["key"]["scheme"] == "bearer"
    for path, methods in WITH_A_KEY.items():
        operations = schema["paths"][path]
        assert set(operations) == methods
        for method, operation in operations.items():
            assert operation["security"] == [{"key": []}], path
            assert {"401", "403", "429"} <= set(operation["responses"])
            if method == "post":
                names = {each["name"] for each in operation["parameters"]}
                assert "Idempotency-Key" in names
                assert {"409", "422"} <= set(operation["responses"])


def test_what_a_public_key_opens_says_so(schema):
    described = schema["components"]["securitySchemes"]["public_key"]
    assert (described["in"], described["name"]) == ("query", "key")
    for path, method in FOR_OTHER_PAGES.items():
        operation = schema["paths"][path][method]
        assert operation["security"] == [{"public_key": []}]
        assert {"401", "403", "429"} <= set(operation["responses"])


def test_substitutes_ask_for_a_size_and_may_be_asked_by_mode(schema):
    parameters = schema["paths"]["/api/v1/products/{id}/substitutes/"]["get"]["parameters"]
    described = {each["name"]: each.get("required", False) for each in parameters}
    assert described == {"id": True, "size": True, "limit": False, "mode": False, "strict": False}


def test_a_list_names_each_of_its_filters(schema):
    parameters = schema["paths"]["/api/v1/products/"]["get"]["parameters"]
    assert {each["name"] for each in parameters} == {
        *("brand", "colour", "gender", "in_stock", "limit", "page", "price_max", "price_min"),
        *("q", "season", "section", "size", "type"),
    }


def test_the_docs_page_needs_no_script_of_its_own_and_no_other_site(client):
    response = client.get("/api/docs/")
    page = response.content.decode()
    assert response.status_code == 200
    assert "/static/drf_spectacular_sidecar/" in page
    assert "<script>" not in page
    assert "https://" not in page
    assert "script-src 'self'" in response["Content-Security-Policy"]
    assert "style-src 'self' 'unsafe-inline'" in response["Content-Security-Policy"]


def test_only_the_docs_page_may_style_inline(client, db):
    assert "unsafe-inline" not in client.get("/admin/login/")["Content-Security-Policy"]
