"""What shoppers do with the letters they get, for the stories of the alerts."""

from __future__ import annotations

import re
from typing import Any

from django.core.mail import EmailMultiAlternatives
from django.test import Client

from catalog.models import Variant
from shop.alerts.models import Subscription
from shop.alerts.telling import tell_for

ADA, BOB = "ada@example.org", "bob@example.org"


def asks(client: Client, variant: Variant, email: str = ADA, **fields: Any):
    return client.post("/alerts/new/", {"variant": variant.pk, "email": email, **fields})


def post_comes() -> None:
    tell_for(30)


def link_in(mail: EmailMultiAlternatives) -> str:
    """The path of the page that the letter opens."""
    found = re.search(r"https?://[^/\s]+(/alerts/mine/[\w-]+/)", str(mail.body))
    assert found, mail.body
    return found[1]


def says_yes(client: Client, mail: EmailMultiAlternatives):
    """Ticks all that the page behind the letter asks about."""
    page = client.get(link_in(mail))
    asked = [alert.pk for alert in page.context["pending"]]
    return client.post(link_in(mail), {"act": "confirm", "alert": asked}, follow=True)


def waiting(variant: Variant, email: str, **facts: Any) -> Subscription:
    """Somebody who has asked and said yes."""
    from shop.alerts.models import Mailbox

    mailbox, _ = Mailbox.objects.get_or_create(address=email, defaults={"inbox": email})
    alert = Subscription.objects.create(mailbox=mailbox, variant=variant, **facts)
    alert.confirm()
    return alert
