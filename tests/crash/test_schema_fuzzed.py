"""The API asked by somebody who has read its description and means it badly (schemathesis)."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path
from uuid import UUID

import pytest
from rest_framework.throttling import SimpleRateThrottle

from catalog.models import Look, LookItem, Variant
from shop.alerts.models import Endpoint
from shop.alerts.subscribing import ask_for, listen_for
from shop.api.models import ApiKey, Scope
from tests.catalog.admin_pages import give_photo

pytestmark = [pytest.mark.crash, pytest.mark.django_db(transaction=True)]

#: One will do where the whole of the tests is run.
SEEDS = (1, 2, 3) if os.environ.get("UNDERSTUDY_CRASH") == "full" else (1,)
CHECKS = [
    "not_a_server_error",
    "status_code_conformance",
    "content_type_conformance",
    "response_headers_conformance",
    "response_schema_conformance",
    "allow_header_conformance",
    "ignored_auth",
]
#: Ids that lead somewhere, for most addresses: else a fuzzer hears nothing but 404.
KNOWN = """
[[operations]]
include-path-regex = "^/api/v1/alerts/.public_id./test/"
parameters = {{ "path.public_id" = "{alert}" }}
[[operations]]
include-path-regex = "^/api/v1/endpoints/.public_id./.+"
parameters = {{ "path.public_id" = "{endpoint}" }}
[[operations]]
include-path-regex = "^/api/v1/variants/.sku"
parameters = {{ "path.sku" = "{variant.sku}" }}
[[operations]]
include-path-regex = "^/api/v1/variants/.sku./why/"
headers = {{ Cookie = "{session}" }}
[[operations]]
include-path-regex = "^/api/v1/products/.id./.+"
parameters = {{ "path.id" = {variant.product_id} }}
[[operations]]
include-path-regex = "^/api/v1/products/.id./substitutes/"
parameters = {{ "query.size" = "M" }}
[[operations]]
include-path-regex = "^/api/v1/widget/"
parameters = {{ "query.key" = "{public_key}", "query.sku" = "{variant.sku}" }}
"""


@dataclass
class Furnished:
    """A shop with something of everything in it, as an integrator whose key opens all knows it."""

    key: str
    public_key: str
    session: str  # of staff
    variant: Variant
    endpoint: UUID
    alert: UUID

    @property
    def known(self) -> str:
        return KNOWN.format(**vars(self))


@pytest.fixture
def furnished(sold_out_dress, its_lookalike, admin_client, monkeypatch, settings) -> Furnished:
    """Nobody is throttled, and no stream is waited for."""
    settings.EVENT_STREAM_SECONDS = 0.0
    monkeypatch.setattr(SimpleRateThrottle, "allow_request", lambda *args: True)
    give_photo(its_lookalike)
    look = Look.objects.create(title="Pier", slug="pier")
    for product in (its_lookalike, sold_out_dress.product):
        LookItem.objects.create(look=look, product=product)
    owner, text = ApiKey.objects.issue("Nordlys", list(Scope))
    endpoint = Endpoint.objects.create(owner=owner, url="https://hooks.example.com/stock")
    endpoint.refresh_from_db()
    alert = ask_for(sold_out_dress, "ada@example.org", owner=owner)
    listen_for(sold_out_dress, owner, endpoint)
    public = ApiKey.objects.publish("Nordlys", ["https://nordlys.example"]).public_text
    session = f"sessionid={admin_client.cookies['sessionid'].value}"
    return Furnished(text, public, session, sold_out_dress, endpoint.public_id, alert)


def fuzzed(url: str, seed: int, shop: Furnished, folder: Path, full: bool) -> dict:
    """The report of one run over the whole schema."""
    (folder / "schemathesis.toml").write_text(shop.known)
    report = folder / "report.json"
    command = [str(Path(sys.executable).with_name("schemathesis")), "run", f"{url}/api/schema/"]
    command += ["--seed", str(seed), "--checks", ",".join(CHECKS), "--continue-on-failure"]
    command += ["--request-timeout", "60"]  # the first search in words loads an encoder
    command += ["--header", f"Authorization: Bearer {shop.key}", "--generation-database", "none"]
    command += ["--max-examples", "120" if full else "4", "--no-shrink", "--no-color"]
    command += ["--phases", "examples,coverage,fuzzing,stateful" if full else "examples,fuzzing"]
    command += ["--report", "json", "--report-json-path", str(report)]
    done = subprocess.run(command, cwd=folder, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout[-20_000:] + done.stderr[-2000:]
    return json.loads(report.read_text())


@pytest.mark.parametrize("seed", SEEDS)
def test_whatever_is_asked_the_answer_is_described(
    seed, live_server, furnished, full, counts, tmp_path
):
    report = fuzzed(live_server.url, seed, furnished, tmp_path, full)
    cases, operations = report["test_cases"], report["operations"]
    assert operations["tested"] == operations["total"] >= 20
    assert cases["generated"] >= (3334 if full else 80)
    counts(f"seed {seed}: {cases['generated']} requests to {operations['tested']} addresses")
