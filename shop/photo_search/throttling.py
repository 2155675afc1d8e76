"""How often one visitor may send photos."""

from __future__ import annotations

from shop.visitor_rate import VisitorThrottle


class PhotosThrottle(VisitorThrottle):
    scope = "photos"
    rate_setting = "PHOTO_RATE"


seconds_to_wait = PhotosThrottle.seconds_to_wait
