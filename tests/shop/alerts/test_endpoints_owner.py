"""Who looks after an endpoint is written to when it is called no more: once, and by one letter."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.core.management import CommandError, call_command
from django.utils.timezone import now

from shop.alerts.models import Endpoint, Letter, Mailbox
from shop.alerts.models.mailbox import Suppressed
from shop.api.models import ApiKey
from tests.shop.alerts.letters import post_comes

pytestmark = pytest.mark.django_db

OWNER = "ops@nordlys.example"


@pytest.fixture
def endpoint() -> Endpoint:
    key, _ = ApiKey.objects.issue("Nordlys", ["alerts"], contact=OWNER.upper())
    return Endpoint.objects.create(owner=key, url="https://hooks.nordlys.example/stock")


def fails_for_days(endpoint: Endpoint) -> None:
    endpoint.failing_since = now() - timedelta(days=5, seconds=1)
    endpoint.note(success=False)


def test_after_days_of_failures_its_owner_gets_one_letter(endpoint, mailoutbox):
    other = Endpoint.objects.create(owner=endpoint.owner, url="https://b.nordlys.example/")
    endpoint.note(success=False)
    post_comes()
    assert mailoutbox == []
    for each in (endpoint, other):
        fails_for_days(each)
    post_comes()
    post_comes()
    [mail] = mailoutbox
    assert mail.to == [OWNER]
    assert "no longer" in mail.subject
    for each in Endpoint.objects.all():
        assert each.url in mail.body
        assert f"/api/v1/endpoints/{each.public_id}/enable/" in mail.body
    assert "Every call has failed since" in mail.body
    assert "List-Unsubscribe" not in mail.extra_headers
    assert "how to stop them" not in mail.alternatives[0].content


def test_one_that_is_called_again_meanwhile_is_no_news(endpoint, mailoutbox):
    fails_for_days(endpoint)
    endpoint.enable()
    post_comes()
    assert mailoutbox == []
    fails_for_days(endpoint)
    post_comes()
    assert len(mailoutbox) == 1


def test_nobody_is_written_to_where_nobody_is_named_or_nothing_arrives(endpoint, mailoutbox):
    Mailbox.objects.create(address=OWNER, inbox=OWNER).suppress(Suppressed.BOUNCED)
    fails_for_days(endpoint)
    ApiKey.objects.filter(pk=endpoint.owner.pk).update(contact="")
    post_comes()
    ApiKey.objects.filter(pk=endpoint.owner.pk).update(contact=OWNER)
    post_comes()
    assert mailoutbox == []
    assert not Letter.objects.exists()


def test_a_contact_by_the_command_line(capsys):
    call_command("api_key", "Nordlys", "--scope", "alerts", "--contact", "Ops@Nordlys.example")
    assert ApiKey.objects.get().contact == OWNER
    with pytest.raises(CommandError):
        call_command("api_key", "Nordlys", "--scope", "alerts", "--contact", "nobody")
