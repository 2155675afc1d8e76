"""Mail addresses that mean the same mailbox, written in one way."""

from __future__ import annotations

import unicodedata

from django.core.exceptions import ValidationError
from django.core.validators import validate_email

LONGEST = 254  # RFC 5321, 4.5.3.1.3


def normalised(text: str) -> str:
    """`text` as the address is kept: lower case, the domain in ASCII. Raises ValidationError."""
    address = unicodedata.normalize("NFKC", text).strip().lower()
    local, _, domain = address.rpartition("@")
    try:
        address = f"{local}@{domain.encode('idna').decode()}"
    except UnicodeError as error:
        raise ValidationError("Enter a valid email address.") from error
    validate_email(address)
    if len(address) > LONGEST:
        raise ValidationError("Enter a valid email address.")
    return address


def inbox_of(address: str) -> str:
    """Where mail to a normalised address ends up: `ada+shop@…` in `ada@…`.

    Only for counting, so that nobody fills one inbox under many names.
    """
    local, _, domain = address.rpartition("@")
    return f"{local.split('+')[0]}@{domain}"
