"""In the quiet hours nobody is told of anything; what she asks for herself she gets."""

from __future__ import annotations

import socket
from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from django.utils.timezone import localtime, now

from shop.alerts.models import Letter, Mailbox
from shop.alerts.quiet_hours import end_of_quiet
from tests.shop.alerts.letters import ADA, BOB, asks, link_in, post_comes, waiting
from tests.shop.alerts.test_planning import an_hour_goes_by, arrive
from tests.shop.alerts.test_telling import server, time_goes_by
from tests.shop.shopping import words_of

pytestmark = pytest.mark.django_db
__all__ = ["server"]  # a fixture


@pytest.fixture(autouse=True)
def no_grace(settings) -> None:
    settings.ALERT_GRACE = 0


@pytest.fixture
def at_night(settings) -> str:
    """From this hour until after the next."""
    hour = localtime(now()).hour
    return f"{hour}-{(hour + 2) % 24}"


def test_what_comes_back_at_night_is_told_in_the_morning(
    sold_out_dress, at_night, settings, mailoutbox, client
):
    settings.ALERT_QUIET_HOURS = at_night
    waiting(sold_out_dress, ADA)
    asks(client, sold_out_dress, BOB)
    arrive(sold_out_dress, 2)
    post_comes()
    assert [mail.to for mail in mailoutbox] == [[BOB]]  # who asked is asked whether it was she
    settings.ALERT_QUIET_HOURS = ""
    an_hour_goes_by()
    post_comes()
    assert [mail.to for mail in mailoutbox] == [[BOB], [ADA]]


def test_a_letter_that_was_put_off_is_not_tried_at_night(
    sold_out_dress, at_night, settings, mailoutbox, server
):
    waiting(sold_out_dress, ADA)
    arrive(sold_out_dress, 1)
    server.moods = [OSError("no route")]
    post_comes()
    settings.ALERT_QUIET_HOURS = at_night
    time_goes_by()
    post_comes()
    assert mailoutbox == []
    assert Letter.objects.get().attempts == 1
    assert Mailbox.objects.get().due_at > now()
    settings.ALERT_QUIET_HOURS = ""
    time_goes_by()
    post_comes()
    assert [mail.to for mail in mailoutbox] == [[ADA]]


def test_a_mail_server_that_says_nothing_is_not_waited_for(sold_out_dress, settings):
    waiting(sold_out_dress, ADA)
    arrive(sold_out_dress, 1)
    with socket.create_server(("127.0.0.1", 0)) as silent:
        settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
        settings.EMAIL_HOST, settings.EMAIL_PORT = silent.getsockname()
        settings.EMAIL_TIMEOUT = 0.2
        post_comes()
    letter = Letter.objects.get()
    assert letter.state == "open"
    assert "timed out" in letter.error
    assert letter.next_attempt_at > now()


def test_night_is_where_she_lives(sold_out_dress, settings, mailoutbox):
    hour = now().astimezone(ZoneInfo("Asia/Tokyo")).hour  # nine hours before the shop
    settings.ALERT_QUIET_HOURS = f"{hour}-{(hour + 2) % 24}"
    for address, zone in ((ADA, "Asia/Tokyo"), (BOB, "")):
        waiting(sold_out_dress, address).mailbox.live_in(zone)
    arrive(sold_out_dress, 2)
    post_comes()
    assert [mail.to for mail in mailoutbox] == [[BOB]]
    ada = Mailbox.objects.get(address=ADA)
    assert now() < ada.due_at <= now() + timedelta(hours=2)
    ada.live_in("Europe/Oslo")
    post_comes()
    assert [mail.to for mail in mailoutbox] == [[BOB], [ADA]]


def test_she_says_where_she_lives_as_she_says_yes_and_may_choose_another(
    sold_out_dress, settings, mailoutbox, client
):
    settings.ALERT_QUIET_HOURS = "22-8"
    asks(client, sold_out_dress, ADA)
    post_comes()
    link = link_in(mailoutbox[0])
    assert "data-time-zone" in client.get(link).text
    alert = Mailbox.objects.get().subscriptions.get().pk
    client.post(link, {"act": "confirm", "alert": alert, "time_zone": "Asia/Tokyo"})
    assert Mailbox.objects.get().time_zone == "Asia/Tokyo"
    assert "<option selected>Asia/Tokyo" in client.get(link).text
    said = client.post(link, {"act": "live", "time_zone": "Europe/Oslo"}, follow=True)
    assert "counted in Europe/Oslo" in words_of(said)
    client.post(link, {"act": "live", "time_zone": "../../etc/passwd"})
    assert Mailbox.objects.get().time_zone == "Europe/Oslo"


def test_a_zone_that_is_known_no_more_is_the_shops(settings):
    settings.ALERT_QUIET_HOURS = "12-14"
    noon = datetime(2026, 6, 1, 12, 30, tzinfo=UTC)
    two = noon.replace(hour=14, minute=0)
    assert [end_of_quiet(noon, zone) for zone in ("", "Atlantis/Centre", "../up")] == [two] * 3
    assert end_of_quiet(noon, "Asia/Tokyo") is None
