"""What an offered substitute carries along, so that it is known later what it stood in for.

A mark goes into the card's link, its form and its drawing. It holds nothing of the shopper and no
time: the same offer has the same mark for everybody, so that a card drawn once serves them all.
"""

from __future__ import annotations

from base64 import urlsafe_b64decode, urlsafe_b64encode
from dataclasses import dataclass

from django.core.signing import BadSignature, Signer

#: What is read of a token before its signature is looked at.
LONGEST = 200


@dataclass(frozen=True)
class Mark:
    """One offer: this product, instead of that variant."""

    wanted: int  # the sold-out variant
    offered: int  # the product in its place
    rung: str
    place: int  # in the list she saw, from 1
    mode: str


class ShortSigner(Signer):
    """96 bits of the signature: enough for what is counted, and a card holds three."""

    def signature(self, value: str | bytes, key: str | bytes | None = None) -> str:
        return super().signature(value, key)[:16]


def mark(wanted_variant_id: int, offered_product_id: int, rung: str, place: int, mode: str) -> str:
    """The offer as a token of some 60 characters that need no escaping in HTML or an address.

    place: its position in the list that is shown, from 1.
    """
    told = f"{wanted_variant_id}.{offered_product_id}.{place}.{mode}.{rung}"
    return signer().sign(urlsafe_b64encode(told.encode()).decode().rstrip("="))


def read_mark(token: str) -> Mark | None:
    """The offer; None if the token is not one that this shop made."""
    if len(token) > LONGEST:
        return None
    try:
        told = signer().unsign(token)
    except BadSignature:
        return None
    padded = told + "=" * (-len(told) % 4)
    wanted, offered, place, mode, rung = urlsafe_b64decode(padded).decode().split(".", 4)
    return Mark(int(wanted), int(offered), rung, int(place), mode)


def signer() -> Signer:
    """Made anew, so that it has the key of the settings as they are."""
    return ShortSigner(salt="shop.insight.marks", sep=".")
