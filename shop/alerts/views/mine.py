"""A shopper's own alerts, opened by the link in a letter to her.

Whatever only looks (a mail program that fetches ahead, a scanner that follows every link) changes
nothing: GET shows, POST acts.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any
from zoneinfo import available_timezones

from django.conf import settings
from django.contrib import messages
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.cache import never_cache
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods

from catalog.models import Variant
from shop.alerts.forms import AlertsForm
from shop.alerts.models import Letter, Mailbox, Subscription
from shop.alerts.models.mailbox import Suppressed
from shop.alerts.quiet_hours import quiet_hours
from shop.storefront.stand_ins import strips_for

CONFIRMED = "Noted: we tell you as soon as there is something to tell."
STOPPED = "Stopped. You will hear no more of it."
STOPPED_ALL = "All your alerts are stopped."
NEVER = "We write to this address no more."
LIVES_IN = "Your quiet hours are counted in {zone} now."
ALLOWED = "We may write to this address again."


def private(view: Callable[..., HttpResponse]) -> Callable[..., HttpResponse]:
    """The address of the page is its key: it is not told to other sites, nor kept by caches."""

    @never_cache
    def shown(request: HttpRequest, token: str) -> HttpResponse:
        response = view(request, token)
        response["Referrer-Policy"] = "same-origin"  # "no-referrer" hides the origin of its forms
        response["X-Robots-Tag"] = "noindex"
        return response

    return shown


@require_http_methods(["GET", "HEAD", "POST"])
@private
def my_alerts(request: HttpRequest, token: str) -> HttpResponse:
    mailbox = opened_by(token)
    if mailbox is None:
        return render(request, "alerts/gone.html", status=404)
    open_alerts = alerts_of(mailbox)
    if request.method == "POST":
        form = AlertsForm(request.POST, alerts=[alert.pk for alert in open_alerts])
        if form.is_valid():
            messages.success(request, act(mailbox, form))
        return redirect("my_alerts", token)
    page = {"mailbox": mailbox, "token": token, "days": settings.ALERT_LINK_DAYS}
    page |= {"pending": [alert for alert in open_alerts if not alert.is_active]}
    waiting = [alert for alert in open_alerts if alert.is_active]
    page |= {"waiting": waiting, "stand_ins": strips_for(still_gone(waiting))}
    return render(request, "alerts/mine.html", page | quiet_hours_of(mailbox))


def quiet_hours_of(mailbox: Mailbox) -> dict[str, Any]:
    """What the page says of the hours in which no news leaves; nothing where there are none."""
    if not settings.ALERT_QUIET_HOURS:
        return {}
    begin, end = quiet_hours(settings.ALERT_QUIET_HOURS)
    zones = sorted(available_timezones())
    lives_in = mailbox.time_zone or settings.TIME_ZONE
    return {"quiet_from": begin, "quiet_to": end, "lives_in": lives_in, "zones": zones}


def still_gone(alerts: list[Subscription]) -> list[Variant]:
    variants = [alert.variant for alert in alerts if alert.variant]
    return [variant for variant in variants if not variant.is_in_stock]


@csrf_exempt  # a mail program's one click (RFC 8058) comes without cookies; the token is the proof
@require_http_methods(["GET", "HEAD", "POST"])
@private
def stop_alerts(request: HttpRequest, token: str) -> HttpResponse:
    if request.method != "POST":
        return redirect("my_alerts", token)
    mailbox = opened_by(token)
    if mailbox is None:
        return render(request, "alerts/gone.html", status=404)
    mailbox.subscriptions.end()
    return render(request, "alerts/stopped.html", {"token": token})


def opened_by(token: str) -> Mailbox | None:
    letter = Letter.objects.with_link(token).select_related("mailbox").first()
    return letter.mailbox if letter else None


def alerts_of(mailbox: Mailbox) -> list[Subscription]:
    subscriptions = mailbox.subscriptions
    return list((subscriptions.pending() | subscriptions.active()).with_goods())


@transaction.atomic
def act(mailbox: Mailbox, form: AlertsForm) -> str:
    """Do what she decided; in words, what was done."""
    chosen = mailbox.subscriptions.filter(pk__in=form.cleaned_data["alert"])
    if zone := form.cleaned_data["time_zone"]:
        mailbox.live_in(zone)
    match form.cleaned_data["act"]:
        case AlertsForm.CONFIRM:
            for alert in chosen.order_by("variant_id"):  # one order for all, for their rows' locks
                alert.confirm()
            return CONFIRMED
        case AlertsForm.STOP:
            chosen.end()
            return STOPPED
        case AlertsForm.STOP_ALL:
            mailbox.subscriptions.end()
            return STOPPED_ALL
        case AlertsForm.NEVER:
            mailbox.suppress(Suppressed.ASKED)
            return NEVER
        case AlertsForm.LIVE:
            return LIVES_IN.format(zone=mailbox.time_zone or settings.TIME_ZONE)
        case _:
            mailbox.allow()
            return ALLOWED
