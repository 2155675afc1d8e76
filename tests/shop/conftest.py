"""A real browser, for the stories that need one."""

from __future__ import annotations

import os
import shutil
from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, Page, expect, sync_playwright

PROGRAMS = ("chromium", "chromium-browser", "google-chrome")
#: Milliseconds that a page may take on a machine that does much else.
PATIENCE = 60_000
#: Nothing but the page under test is asked for over the network.
QUIETLY = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--no-first-run",
]


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    """Chromium as the machine has it; its tests are skipped where there is none, but not in CI."""
    program = next(filter(None, map(shutil.which, PROGRAMS)), None)
    if program is None:
        missing = "needs Chromium (or Chrome) on the PATH"
        pytest.fail(missing) if os.environ.get("CI") else pytest.skip(missing)
    # Playwright runs an event loop in this thread, where Django would refuse its synchronous ORM.
    os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "1"
    expect.set_options(timeout=PATIENCE)
    with sync_playwright() as playwright:
        launched = playwright.chromium.launch(executable_path=program, args=QUIETLY)
        yield launched
        launched.close()
    del os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"]


@pytest.fixture
def complaints() -> list[str]:
    """What the browser's console says against the pages of this story."""
    return []


@pytest.fixture
def shopper(request, browser, live_server, complaints) -> Iterator[Page]:
    """A shopper's telephone; a story names it "without JavaScript" to switch that off."""
    context = browser.new_context(
        base_url=live_server.url,
        viewport={"width": 390, "height": 844},
        java_script_enabled=getattr(request, "param", "") != "without JavaScript",
    )
    page = context.new_page()
    page.set_default_timeout(PATIENCE)
    page.on("console", lambda line: complaints.append(line.text) if line.type == "error" else None)
    page.on("pageerror", lambda error: complaints.append(str(error)))
    yield page
    context.close()


@pytest.fixture
def desk(request, browser, live_server, admin_user, client, complaints) -> Iterator[Page]:
    """A browser page of a merchandiser who is logged in; "without JavaScript" switches that off."""
    client.force_login(admin_user)
    context = browser.new_context(
        base_url=live_server.url,
        viewport={"width": 1280, "height": 900},
        java_script_enabled=getattr(request, "param", "") != "without JavaScript",
    )
    cookie = {"name": "sessionid", "value": client.cookies["sessionid"].value}
    context.add_cookies([{**cookie, "url": live_server.url}])
    page = context.new_page()
    page.on("console", lambda line: complaints.append(line.text) if line.type == "error" else None)
    yield page
    context.close()
