"""Mail for a shop that has no mail server: kept as files, and shown at /dev/mail/ on a laptop."""

from __future__ import annotations

import secrets
import time
from collections.abc import Sequence
from email import message_from_bytes, policy
from email.message import EmailMessage as ParsedMail
from pathlib import Path

from django.conf import settings
from django.core.mail import EmailMessage
from django.core.mail.backends.base import BaseEmailBackend


class MailFolder(BaseEmailBackend):
    """Django's mail backend: one file a mail."""

    def send_messages(self, email_messages: Sequence[EmailMessage]) -> int:
        folder().mkdir(parents=True, exist_ok=True)
        for mail in email_messages:
            name = f"{time.time_ns()}-{secrets.token_hex(4)}.eml"
            (folder() / name).write_bytes(mail.message().as_bytes())
        return len(email_messages)


def folder() -> Path:
    return Path(settings.MAIL_FOLDER)


def newest(most: int = 50) -> list[tuple[str, ParsedMail]]:
    """Names and contents, the newest first."""
    names = sorted((path.name for path in folder().glob("*.eml")), reverse=True)[:most]
    return [(name, read(name)) for name in names]


def read(name: str) -> ParsedMail:
    """Raises FileNotFoundError."""
    return message_from_bytes((folder() / name).read_bytes(), policy=policy.default)


def text_of(mail: ParsedMail, kind: str) -> str:
    """Its part of `kind` ("plain", "html"), or ""."""
    body = mail.get_body((kind,))
    return body.get_content() if body else ""
