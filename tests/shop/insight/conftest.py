from __future__ import annotations

import pytest
from django.core.cache import cache
from django.test import Client

from shop.insight.models import DailySalt
from shop.insight.noting import Pause

BROWSER = "Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0"


@pytest.fixture(autouse=True)
def nothing_remembered():
    """As in a process that has just begun."""
    DailySalt.objects.forget()
    Pause.until = 0.0
    cache.clear()
    yield
    DailySalt.objects.forget()


@pytest.fixture
def ada() -> Client:
    return Client(headers={"User-Agent": BROWSER})


@pytest.fixture
def bob() -> Client:
    """At another address, with the same browser."""
    return Client(headers={"User-Agent": BROWSER}, REMOTE_ADDR="203.0.113.7")
