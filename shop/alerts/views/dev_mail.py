"""/dev/mail/: what the shop has written, on a laptop without a mail server. Only when DEBUG."""

from __future__ import annotations

import re

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render

from shop.alerts import dev_mail

NAME = re.compile(r"[0-9]+-[0-9a-f]+\.eml")


def mails(request: HttpRequest) -> HttpResponse:
    only_when_debug()
    return render(request, "alerts/dev_mail.html", {"mails": dev_mail.newest()})


def mail(request: HttpRequest, name: str) -> HttpResponse:
    """One mail: its text, and its HTML in a frame that may do nothing."""
    only_when_debug()
    if not NAME.fullmatch(name):
        raise Http404
    try:
        letter = dev_mail.read(name)
    except FileNotFoundError as error:
        raise Http404 from error
    page = {"mail": letter, "headers": letter.items()}
    page |= {kind: dev_mail.text_of(letter, kind) for kind in ("plain", "html")}
    return render(request, "alerts/dev_mail_one.html", page)


def only_when_debug() -> None:
    if not settings.DEBUG:
        raise Http404
