"""What a form with photos brought: files, an address or an example, taken in one by one."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from functools import partial
from typing import BinaryIO, cast

from django.http import HttpRequest

from catalog.photos import DarkroomBroken, PhotoRefused
from shop.photo_search.asking import MOST_PHOTOS
from shop.photo_search.examples import example
from shop.photo_search.fetching import fetched
from shop.photo_search.line import Busy
from shop.photo_search.models import SearchPhoto
from shop.photo_search.taking_in import EncoderAway, take_in
from shop.photo_search.throttling import seconds_to_wait

NOTHING = "Choose a photo first, or give the address of one."
AWAY = "Photos cannot be looked at just now. Searching in words works as usual."
BUSY = "Several photos are being looked at just now. Try again in {seconds} seconds."
TOO_MANY = "That was a lot of photos. Try again in {seconds} seconds."
LEFT_OUT = f"{MOST_PHOTOS} photos are searched with at once, so not all of these are here."
LET_GO = "Photos are kept for less than an hour, and yours has been deleted. Send it again."

Take = Callable[[], SearchPhoto]


@dataclass
class Taken:
    """The photos that came in, and why others did not; `status` is of the last refusal."""

    photos: list[SearchPhoto] = field(default_factory=list)
    refusals: list[str] = field(default_factory=list)
    status: int = 200
    again: int = 0  # seconds after which it is worth trying again

    def refuse(self, why: str, status: int, again: int = 0) -> None:
        self.refusals.append(why)
        self.status, self.again = status, again


def taken_from(request: HttpRequest) -> Taken:
    taken = Taken()
    for name, take in offered(request):
        if wait := seconds_to_wait(request):
            taken.refuse(TOO_MANY.format(seconds=wait), 429, wait)
            break
        try:
            taken.photos.append(take())
        except PhotoRefused as refusal:
            taken.refuse(f"{name} was refused: {refusal.reason}.", 422)
        except Busy as busy:
            taken.refuse(BUSY.format(seconds=busy.seconds), 503, busy.seconds)
            break
        except (DarkroomBroken, EncoderAway):
            taken.refuse(AWAY, 503, 60)
            break
    if not (taken.photos or taken.refusals):
        taken.refuse(NOTHING, 400)
    return taken


def offered(request: HttpRequest) -> Iterator[tuple[str, Take]]:
    """Each with what it is called when it is refused. A form's empty file field is none."""
    files = [upload for upload in request.FILES.getlist("photo") if upload.name]
    for upload in files[:MOST_PHOTOS]:
        yield upload.name or "The photo", partial(take_in, cast(BinaryIO, upload.file))
    if url := request.POST.get("url", "").strip():
        yield "That picture", lambda: take_in(fetched(url))
    if (named := request.POST.get("example", "")) and (path := example(named)):
        yield "The example", lambda: take_in(path())
