"""Where letters come from and lead to, as a shop's settings say it."""

from __future__ import annotations

import pytest

from shop.alerts.checks import letters
from tests.shop.test_settings import TOLD, start


def test_a_shop_is_where_its_first_host_is_and_sends_by_its_server():
    told = start("diffsettings", **TOLD, EMAIL_URL="submission://ada:key@mail.example").stdout
    assert "SITE_URL = 'https://shop.example'" in told
    assert "DEFAULT_FROM_EMAIL = 'Understudy <alerts@shop.example>'" in told
    assert "EMAIL_HOST = 'mail.example'" in told
    assert "EMAIL_USE_TLS = True" in told
    assert "EMAIL_TIMEOUT = 10" in told
    assert "EMAIL_PORT = 587" in told
    assert "SITE_URL = 'https://www.shop.example'" in (
        start("diffsettings", **TOLD, SITE_URL="https://www.shop.example/").stdout
    )


def test_a_word_that_is_no_mail_server_is_not_taken_for_one_without_tls():
    told = start(**TOLD, EMAIL_URL="smtp+tls://ada:key@mail.example:587")
    assert "EMAIL_URL begins with submission:// or smtp://." in told.stderr


@pytest.mark.parametrize(
    ("changes", "found"),
    [
        ({}, ["alerts.I001"]),
        ({"EMAIL_URL": "smtp://mail.example"}, []),
        ({"DEBUG": True}, []),
        ({"DEBUG": True, "ALERT_QUIET_HOURS": "late"}, ["alerts.E001"]),
        ({"DEBUG": True, "ALERT_QUIET_HOURS": "22-8"}, []),
    ],
)
def test_what_is_wrong_with_them_is_said_at_the_start(settings, changes, found):
    settings.DEBUG = False
    for name, value in changes.items():
        setattr(settings, name, value)
    assert [each.id for each in letters(None)] == found
