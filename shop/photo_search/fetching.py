"""A picture by its address: public https addresses alone, looked up once, no redirect."""

from __future__ import annotations

import http.client
import threading

from django.conf import settings

from catalog.photos import LIMITS, PhotoRefused
from shop.alerts.webhooks.calling import PinnedConnection, cut, looked_up_in_time
from shop.alerts.webhooks.target import NotAllowed, parsed
from shop.photo_search.line import Line

HEADERS = {"Accept": "image/*", "User-Agent": "Understudy"}
#: A slow server elsewhere may hold one thread of a process, not all.
LINE = Line(at_once=1, waiting=1, patience=2.0)


def fetched(url: str) -> bytes:
    """What lies at that address. Raises PhotoRefused with a reason, or Busy."""
    private = settings.PHOTO_URL_PRIVATE
    with LINE.turn():
        try:
            target = parsed(url.strip(), private)
            seconds = settings.PHOTO_URL_TIMEOUT
            address = looked_up_in_time(target, seconds, private)
            connection = PinnedConnection(target, address, seconds)
            return answered(connection)
        except PhotoRefused:
            raise
        except NotAllowed as refusal:
            raise PhotoRefused(str(refusal).rstrip(".")) from None
        except (OSError, ValueError, http.client.HTTPException):
            # Not said in more detail: that would tell a stranger what answers in here.
            raise PhotoRefused("nothing can be fetched from that address") from None


def answered(connection: PinnedConnection) -> bytes:
    hang_up = threading.Timer(settings.PHOTO_URL_TIMEOUT, cut, [connection])
    hang_up.start()
    try:
        connection.request("GET", connection.target.path, headers=HEADERS)
        response = connection.getresponse()
        if 300 <= response.status < 400:
            raise PhotoRefused("that address leads elsewhere: give the picture's own")
        if response.status != 200:
            raise PhotoRefused("there is no picture at that address")
        data = response.read(LIMITS.max_bytes + 1)
        if connection.was_cut:
            raise PhotoRefused("the picture takes too long to come")
        return data
    finally:
        hang_up.cancel()
        connection.close()
