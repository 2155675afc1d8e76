"""The widget in a page of another shop, as its shoppers see it: another origin, a strict CSP."""

from __future__ import annotations

import gzip
import threading
from collections.abc import Iterator
from dataclasses import dataclass
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import pytest
from django.conf import settings
from django.core.cache import cache
from playwright.sync_api import Page, expect

from catalog.models import Variant
from shop.alerts.models import Subscription
from shop.api.models import ApiKey
from tests.catalog.admin_pages import give_photo
from tests.shop.alerts.letters import ADA, post_comes, says_yes
from tests.shop.test_accessibility import faults

SCRIPT = Path(settings.BASE_DIR, "static/widget/widget.js")

needs_browser = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

PAGE = """<!doctype html><html lang="en"><head><title>Nordlys</title>
<meta name="viewport" content="width=device-width"></head>
<body><main><h1>Nordlys, another shop</h1>{}</main></body></html>"""


@dataclass
class OtherShop:
    """A web server at another port: another origin. Its pages allow what docs/integrating.md says
    that the widget needs, and nothing else."""

    widget: str
    body: str = ""
    port: int = 0

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.port}"

    @property
    def policy(self) -> str:
        allowed = (f"{kind}-src {self.widget}" for kind in ("script", "connect", "img", "frame"))
        return "; ".join(["default-src 'none'", *allowed])


@pytest.fixture
def nordlys(live_server) -> Iterator[OtherShop]:
    cache.clear()
    shop = OtherShop(widget=live_server.url)

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            page = PAGE.format(shop.body).encode()
            self.send_response(200 if self.path == "/" else 404)
            self.send_header("Content-Type", "text/html; charset=utf-8")
            self.send_header("Content-Security-Policy", shop.policy)
            self.end_headers()
            self.wfile.write(page)

        def log_message(self, *args) -> None:
            pass

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    shop.port = server.server_port
    threading.Thread(target=server.serve_forever, args=[0.05], daemon=True).start()
    yield shop
    server.shutdown()
    server.server_close()


@pytest.fixture
def dress(sold_out_dress, its_lookalike, same_dress_in_red):
    give_photo(its_lookalike)
    give_photo(same_dress_in_red, "red")
    return sold_out_dress


def script(shop: OtherShop, key: ApiKey, **options: str) -> str:
    data = "".join(f' data-{name}="{value}"' for name, value in options.items())
    src = f'src="{shop.widget}/widget.js" data-key="{key.public_text}"'
    return f"<script {src}{data} async></script>"


def published(shop: OtherShop) -> ApiKey:
    return ApiKey.objects.publish("Nordlys", [shop.url])


def test_the_script_is_small():
    assert len(gzip.compress(SCRIPT.read_bytes())) < 12 * 1024


@pytest.mark.parametrize("width", [390, 1280])
class TestInAnotherShop:
    pytestmark = needs_browser

    def test_a_sold_out_size_shows_what_is_similar_and_asks(
        self, shopper: Page, nordlys, dress, complaints, width, tmp_path, mailoutbox, client
    ):
        shopper.set_viewport_size({"width": width, "height": 900})
        nordlys.body = script(nordlys, published(nordlys), sku=dress.sku)
        shopper.goto(nordlys.url)
        expect(shopper.get_by_role("heading", name="Linnea dress is sold out in M")).to_be_visible()
        similar = shopper.get_by_role("list", name="Similar in stock in M")
        expect(similar.get_by_role("link")).to_have_count(2)
        link = similar.get_by_role("link", name="Alva dress")
        assert link.get_attribute("href").startswith(f"{nordlys.widget}/product/")
        expect(link.get_by_role("presentation")).to_have_js_property("complete", True)
        shopper.screenshot(path=tmp_path / f"widget-{width}.png", full_page=True)
        assert faults(shopper) == []

        shopper.get_by_label("Tell me when M is back").fill(ADA)
        shopper.get_by_role("button", name="Tell me").click()
        expect(shopper.get_by_text(f"we have written to {ADA}")).to_be_visible()
        shopper.screenshot(path=tmp_path / f"widget-asked-{width}.png", full_page=True)
        assert faults(shopper) == []
        assert shopper.evaluate("document.documentElement.scrollWidth") <= width
        assert shopper.context.cookies() == []
        assert complaints == []
        post_comes()
        says_yes(client, mailoutbox[0])
        assert Subscription.objects.get().is_active

    def test_another_size_is_a_click_away(self, shopper: Page, nordlys, dress, complaints, width):
        shopper.set_viewport_size({"width": width, "height": 900})
        nordlys.body = script(nordlys, published(nordlys), product=str(dress.product_id))
        shopper.goto(nordlys.url)
        shopper.get_by_role("button", name="S", exact=True).click()
        heading = shopper.get_by_role("heading", name="Linnea dress is in stock in S")
        expect(heading).to_be_focused()
        expect(shopper.get_by_role("button", name="Tell me")).to_have_count(0)
        assert complaints == []

    def test_as_a_frame_without_a_script(self, shopper: Page, nordlys, dress, complaints, width):
        shopper.set_viewport_size({"width": width, "height": 900})
        address = f"{nordlys.widget}/widget/?key={published(nordlys).public_text}&sku={dress.sku}"
        nordlys.body = f'<iframe title="Similar" src="{address}" width="100%" height="700">'
        shopper.goto(nordlys.url)
        frame = shopper.frame_locator("iframe")
        expect(frame.get_by_role("heading", name="Linnea dress is sold out in M")).to_be_visible()
        frame.get_by_label("Tell me when M is back").fill(ADA)
        frame.get_by_role("button", name="Tell me").click()
        expect(frame.get_by_text(f"we have written to {ADA}")).to_be_visible()
        assert shopper.context.cookies() == []
        assert complaints == []


@pytest.mark.parametrize("shopper", ["without JavaScript"], indirect=True)
@pytest.mark.parametrize("width", [390, 1280])
class TestWithoutJavaScript:
    pytestmark = needs_browser

    def test_a_frame_shows_the_same_and_leads_to_the_form(
        self, shopper: Page, nordlys, dress, complaints, width, tmp_path
    ):
        shopper.set_viewport_size({"width": width, "height": 900})
        address = f"{nordlys.widget}/widget/?key={published(nordlys).public_text}&sku={dress.sku}"
        nordlys.body = f'<iframe title="Similar" src="{address}" width="100%" height="700">'
        shopper.goto(nordlys.url)
        frame = shopper.frame_locator("iframe")
        expect(frame.get_by_role("heading", name="Linnea dress is sold out in M")).to_be_visible()
        similar = frame.get_by_role("list", name="Similar in stock in M")
        expect(similar.get_by_role("link")).to_have_count(2)
        shopper.screenshot(path=tmp_path / f"plain-{width}.png", full_page=True)
        frame.get_by_role("link", name="S", exact=True).click()
        expect(frame.get_by_role("heading", name="Linnea dress is in stock in S")).to_be_visible()
        frame.get_by_role("link", name="M, sold out").click()
        assert shopper.context.cookies() == []
        frame.get_by_role("link", name="Tell me when M is back").click()
        expect(shopper.get_by_label("Tell me when")).to_be_visible()  # ours, in the whole window
        assert complaints == []


class TestWhereItMayStand:
    pytestmark = needs_browser

    def test_a_page_of_another_origin_shows_nothing_and_stays_whole(
        self, shopper: Page, nordlys, dress
    ):
        key = ApiKey.objects.publish("Hav", ["https://hav.example"])
        nordlys.body = script(nordlys, key, sku=dress.sku)
        with shopper.expect_console_message(lambda line: "understudy-similar:" in line.text):
            shopper.goto(nordlys.url)
        expect(shopper.locator("understudy-similar")).to_be_hidden()
        expect(shopper.get_by_role("heading", name="Nordlys, another shop")).to_be_visible()

    def test_no_other_origin_may_frame_it(self, shopper: Page, nordlys, dress, complaints):
        key = ApiKey.objects.publish("Hav", ["https://hav.example"])
        address = f"{nordlys.widget}/widget/?key={key.public_text}&sku={dress.sku}"
        nordlys.body = f'<iframe title="Similar" src="{address}"></iframe>'
        shopper.goto(nordlys.url)
        shopper.wait_for_timeout(500)
        assert any("frame-ancestors" in line for line in complaints)

    def test_a_framework_changes_its_attributes(self, shopper: Page, nordlys, dress, complaints):
        nordlys.body = script(nordlys, published(nordlys)) + "<div id=app></div>"
        shopper.goto(nordlys.url)
        shopper.evaluate(
            """sku => {
                const similar = document.createElement("understudy-similar");
                document.querySelector("#app").append(similar);
                similar.setAttribute("sku", sku);
            }""",
            dress.sku,
        )
        expect(shopper.get_by_role("heading", name="Linnea dress is sold out in M")).to_be_visible()
        own = f"{nordlys.url}/p/{{sku}}"
        shopper.evaluate(
            "own => document.querySelector('understudy-similar').setAttribute('link', own)", own
        )
        alva = shopper.get_by_role("link", name="Alva dress")
        sku = Variant.objects.get(product__title="Alva dress").sku
        expect(alva).to_have_attribute("href", f"{nordlys.url}/p/{sku}")
        assert complaints == []


@pytest.mark.django_db
class TestPagesAboutIt:
    def test_the_demo_is_for_a_laptop(self, client, settings, dress):
        settings.DEBUG = False
        assert client.get("/widget/demo/").status_code == 404
        settings.DEBUG = True
        assert "api_key Nordlys" in client.get("/widget/demo/").content.decode()
        key = ApiKey.objects.publish("Nordlys", ["https://nordlys.example"])
        assert key.public_text in client.get("/widget/demo/").content.decode()

    def test_a_frame_needs_a_key_and_sets_no_cookie(self, client, dress):
        key = ApiKey.objects.publish("Nordlys", ["https://nordlys.example"])
        page = client.get(f"/widget/?key={key.public_text}&sku={dress.sku}")
        assert "frame-ancestors 'self' https://nordlys.example" in page["Content-Security-Policy"]
        assert "X-Frame-Options" not in page
        assert not page.cookies
        assert client.get("/widget/?key=up_none").status_code == 404

    def test_what_is_drawn_without_a_script_leads_where_the_host_wants(self, client, dress):
        key = ApiKey.objects.publish("Nordlys", ["https://nordlys.example"])
        plain = {"key": key.public_text, "sku": dress.sku}
        own = client.get("/widget/", {**plain, "link": "https://nordlys.example/p/{sku}"})
        sku = Variant.objects.get(product__title="Alva dress").sku
        assert f'href="https://nordlys.example/p/{sku}"' in own.content.decode()
        assert "frame-ancestors 'self' https://nordlys.example" in own["Content-Security-Policy"]
        assert not own.cookies
        evil = client.get("/widget/", {**plain, "link": "javascript:alert(1)"})
        assert 'href="javascript:' not in evil.content.decode()
        for wrong in ({"sku": "none"}, {"sku": ""}, {"sku": "\0"}):  # the script says what is wrong
            page = client.get("/widget/", {**plain, **wrong})
            assert page.status_code == 200
            assert "<main>" not in page.content.decode()
