"""A letter as it goes out: text and HTML, and the headers that mail programs look for."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.core.mail import EmailMultiAlternatives
from django.template.loader import render_to_string
from django.urls import reverse

from shop.alerts.models import Delivery, Endpoint, Letter, LetterKind
from shop.alerts.news import news_of, sample_of

#: A letter names so many; the page behind its link shows all.
MOST_NAMED = 20


def written(letter: Letter) -> EmailMultiAlternatives | None:
    """The mail, or None where there is nothing to say any more."""
    said = CONTENTS[LetterKind(letter.kind)](letter)
    if said is None:
        return None
    said |= {"shop_name": settings.SHOP_NAME, "site": settings.SITE_URL}
    said |= {"link": link(letter), "stop": stop_link(letter)}
    mail = EmailMultiAlternatives(
        subject=" ".join(part(letter, "subject.txt", said).split()),
        body=part(letter, "body.txt", said),
        to=[letter.mailbox.address],
        headers=headers(letter),
    )
    mail.attach_alternative(part(letter, "body.html", said), "text/html")
    return mail


def part(letter: Letter, name: str, said: dict[str, Any]) -> str:
    return render_to_string(f"alerts/mail/{letter.kind}/{name}", said)


def headers(letter: Letter) -> dict[str, str]:
    """RFC 8058: one click in the mail program ends it, without a page in between."""
    always = {"Message-ID": letter.message_id, "Auto-Submitted": "auto-generated"}
    if letter.kind == LetterKind.ENDPOINT:  # which is no matter of alerts that could be stopped
        return always
    return always | {
        "List-Unsubscribe": f"<{stop_link(letter)}>",
        "List-Unsubscribe-Post": "List-Unsubscribe=One-Click",
    }


def link(letter: Letter) -> str:
    return absolute(reverse("my_alerts", args=[letter.token]))


def stop_link(letter: Letter) -> str:
    return absolute(reverse("stop_alerts", args=[letter.token]))


def absolute(path: str) -> str:
    return settings.SITE_URL + path


def her_alerts(letter: Letter) -> dict[str, Any] | None:
    subscriptions = letter.mailbox.subscriptions.with_goods()
    pending = list(subscriptions.pending()[: MOST_NAMED + 1])
    waiting = list(subscriptions.active()[: MOST_NAMED + 1])
    if not pending and not waiting:
        return None
    said: dict[str, Any] = {"pending": pending[:MOST_NAMED], "waiting": waiting[:MOST_NAMED]}
    return said | {"hours": settings.ALERT_CONFIRM_HOURS}


def what_happened(letter: Letter) -> dict[str, Any] | None:
    """One line for each, even if it was asked for twice: by herself and by a shop she uses."""
    waiting = letter.deliveries.waiting().with_goods().order_by("-subscription")
    news = {once(delivery): news_of(delivery) for delivery in waiting}
    return {"news": list(reversed(news.values()))} if news else None


def once(delivery: Delivery) -> tuple[object, ...]:
    alert, offered = delivery.subscription, delivery.occasion.offered_id
    return alert.kind, alert.variant_id, alert.product_id, offered


def a_sample(letter: Letter) -> dict[str, Any] | None:
    if letter.sample_of is None or not letter.sample_of.is_active:
        return None
    return {"news": [sample_of(letter.sample_of)]}


def disabled_endpoints(letter: Letter) -> dict[str, Any] | None:
    hers = Endpoint.objects.filter(owner__contact=letter.mailbox.address, disabled_at__isnull=False)
    endpoints = list(hers.select_related("owner")[:MOST_NAMED])
    return {"endpoints": endpoints} if endpoints else None


CONTENTS = {
    LetterKind.ENDPOINT: disabled_endpoints,
    LetterKind.LINK: her_alerts,
    LetterKind.NEWS: what_happened,
    LetterKind.SAMPLE: a_sample,
}
