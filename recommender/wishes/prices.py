"""What a shopper's words say of the price: "under €60", "from 20 to 50", "no more than 1,200"."""

from __future__ import annotations

import re
from decimal import Decimal

#: Amounts from here on ask for nothing: no price of the shop has so many digits.
BEYOND = Decimal(10**8)
_AMOUNT = (
    r"\s*(?:€|\$|£|eur\b|usd\b|gbp\b)?\s*"
    r"(\d{1,3}(?:,\d{3})+|\d{1,6}(?:[.,]\d{1,2})?)(?![.,]?\d)"
    r"\s*(?:€|\$|£|(?:euros?|eur|pounds?|gbp|dollars?|usd)\b)?(?![^\W\d_])"
)
_LESS, _MORE = r"(?:under|below|(?:less|cheaper) than)", r"(?:over|above|(?:more|dearer) than)"
_NOT = r"(?:not|no)\s+"
BETWEEN = re.compile(rf"\b(?:between|from){_AMOUNT}\s*(?:and|to|-|–){_AMOUNT}")
UP_TO = re.compile(
    rf"\b(?:{_NOT}{_MORE}|(?<!not )(?<!no ){_LESS}|up to|at most|max(?:imum)?){_AMOUNT}"
)
FROM = re.compile(rf"\b(?:{_NOT}{_LESS}|{_MORE}|from|at least|min(?:imum)?){_AMOUNT}")


def prices_in(said: str) -> tuple[Decimal | None, Decimal | None, str]:
    """The least and the most, and the words without them. said: in lower case, single spaces."""
    ends: list[Decimal | None] = [None, None]
    for pattern, places in ((BETWEEN, (0, 1)), (UP_TO, (1,)), (FROM, (0,))):
        if named := pattern.search(said):
            for place, number in zip(places, named.groups(), strict=True):
                ends[place] = amount(number)
            said = pattern.sub(" ", said)
    return ends[0], ends[1], said


def amount(number: str) -> Decimal | None:
    """ "1,000" and "49.99", and "49,99" as half of the world writes it."""
    is_grouped = len(number.rpartition(",")[2]) == 3
    value = Decimal(number.replace(",", "" if is_grouped else "."))
    return value if value < BEYOND else None
