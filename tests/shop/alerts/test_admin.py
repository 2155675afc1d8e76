"""What staff see of the alerts, and what they may do."""

from __future__ import annotations

import pytest

from shop.alerts.models import Letter, Mailbox, Subscription
from shop.alerts.planning import plan
from shop.alerts.webhooks.dispatch import send_messages
from tests.shop.alerts.letters import ADA, BOB, asks, post_comes, waiting
from tests.shop.alerts.test_planning import arrive
from tests.shop.integrator import integrator
from tests.shop.shopping import words_of

pytestmark = pytest.mark.django_db


def test_staff_see_who_waits_in_which_place(admin_client, sold_out_dress):
    waiting(sold_out_dress, ADA)
    bob = waiting(sold_out_dress, BOB)
    assert bob.position == 2
    page = words_of(admin_client.get("/admin/alerts/subscription/?q=bob@example.org"))
    assert "Linnea dress, M: when it is back bob@example.org 1 Waiting 2" in page
    chosen = {"action": "end", "_selected_action": [bob.pk]}
    page = admin_client.post("/admin/alerts/subscription/", chosen, follow=True)
    assert "1 ended." in words_of(page)
    assert Subscription.objects.active().count() == 1


def test_staff_suppress_an_address_and_see_its_letters(admin_client, client, sold_out_dress):
    asks(client, sold_out_dress)
    post_comes()
    letters = words_of(admin_client.get("/admin/alerts/letter/"))
    assert f"{Letter.objects.get().mailbox} Link to her alerts Sent 1" in letters
    chosen = {"action": "suppress", "_selected_action": [Mailbox.objects.get().pk]}
    admin_client.post("/admin/alerts/mailbox/", chosen)
    assert Mailbox.objects.get().is_suppressed
    assert Subscription.objects.get().state == "ended"


def test_staff_see_who_was_told_and_who_comes_next(admin_client, sold_out_dress, settings):
    settings.ALERT_GRACE = 0
    for email in (ADA, BOB):
        waiting(sold_out_dress, email)
    arrive(sold_out_dress, 1)
    post_comes()
    ledger = words_of(admin_client.get("/admin/alerts/delivery/"))
    assert f"{ADA} Told" in ledger
    assert Letter.objects.get().message_id in ledger
    assert BOB not in ledger
    restocks = words_of(admin_client.get("/admin/alerts/occasion/"))
    assert "Back in stock Linnea dress, M - 1 1" in restocks


def test_staff_see_how_integrators_are_being_told(admin_client, sold_out_dress, settings):
    settings.ALERT_GRACE = 0
    settings.WEBHOOK_PRIVATE = True
    nordlys = integrator("alerts")
    made = nordlys.post("/api/v1/endpoints/", {"url": "http://localhost:1/hook"}).json()
    wish = {"variant": sold_out_dress.pk, "endpoint": made["id"]}
    nordlys.post("/api/v1/alerts/", wish, format="json")
    arrive(sold_out_dress, 1)
    plan()
    send_messages()
    pages = {
        name: words_of(admin_client.get(f"/admin/alerts/{name}/"))
        for name in ("endpoint", "message", "attempt", "subscription", "delivery")
    }
    assert "http://localhost:1/hook Nordlys" in pages["endpoint"]
    assert "variant.back_in_stock" in pages["message"]
    assert "ConnectionRefusedError" in pages["attempt"]
    assert "Linnea dress, M: when it is back - 1 Waiting" in pages["subscription"]
    assert "Nordlys" in pages["delivery"]
    assert made["secret"] not in str(pages)
