"""What is kept about somebody: told to her, erased when she asks, forgotten when it is old."""

from __future__ import annotations

import json
from datetime import timedelta

import pytest
from django.core.management import CommandError, call_command
from django.utils.timezone import now

from shop.alerts.models import Delivery, Letter, Mailbox, Subscription
from tests.shop.alerts.letters import ADA, BOB, asks, post_comes, waiting
from tests.shop.alerts.test_planning import arrive

pytestmark = pytest.mark.django_db


@pytest.fixture
def told(sold_out_dress, settings, mailoutbox) -> None:
    """Ada was told; Bob still waits."""
    settings.ALERT_GRACE = 0
    for email in (ADA, BOB):
        waiting(sold_out_dress, email)
    arrive(sold_out_dress, 1)
    post_comes()
    assert len(mailoutbox) == 1


def test_all_that_is_kept_is_written_out(told, capsys):
    call_command("alerts_of", "Ada@Example.org")
    kept = json.loads(capsys.readouterr().out)
    assert [alert["what"] for alert in kept["alerts"]] == ["Linnea dress, M: when it is back"]
    assert [letter["state"] for letter in kept["letters"]] == ["sent"]


def test_erased_nothing_is_left_of_her_and_all_of_the_others(told, capsys):
    call_command("alerts_of", ADA, "--erase")
    assert not Mailbox.objects.filter(address=ADA).exists()
    assert not Delivery.objects.exists()
    assert not Letter.objects.exists()
    assert Subscription.objects.get().mailbox.address == BOB
    call_command("alerts_of", ADA, "--erase")
    assert capsys.readouterr().out.splitlines() == ["Erased.", "There was nothing."]


def test_an_address_whose_mail_came_back_is_left_alone(client, sold_out_dress, mailoutbox):
    call_command("alerts_of", ADA, "--bounced")
    asks(client, sold_out_dress)
    post_comes()
    assert mailoutbox == []
    with pytest.raises(CommandError, match="valid email"):
        call_command("alerts_of", "nonsense")


def test_what_is_old_is_forgotten_but_not_who_waits_or_said_never(told, client, sold_out_dress):
    Mailbox.objects.create(address="never@example.org", inbox="never@example.org").suppress("asked")
    call_command("clear_alerts")
    assert Subscription.objects.count() == 2
    old = now() - timedelta(days=91)
    Subscription.objects.update(created_at=old)
    Subscription.objects.filter(state="told").update(ended_at=old)
    Letter.objects.update(created_at=old)
    Mailbox.objects.update(created_at=old)
    call_command("clear_alerts")
    assert Subscription.objects.get().mailbox.address == BOB
    assert not Letter.objects.exists()
    left = set(Mailbox.objects.values_list("address", flat=True))
    assert left == {BOB, "never@example.org"}
