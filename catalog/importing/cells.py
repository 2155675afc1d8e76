"""From a cell's text to a value, or a BadCell that says what is wrong with it."""

from __future__ import annotations

import re
import unicodedata
from decimal import Decimal

from catalog.importing.row import BadCell
from catalog.models import Gender, Season, Status
from catalog.tags import read_tags

#: An id names files and pages, so it has neither slashes nor spaces nor a leading dot.
EXTERNAL_ID = re.compile(r"[A-Za-z0-9_][A-Za-z0-9._-]{0,63}")
PRICE = re.compile(r"\d{1,8}(?:[.,]\d{1,2})?", re.ASCII)
YEAR = re.compile(r"(\d{4})(?:\.0)?", re.ASCII)
COUNT = re.compile(r"\d{1,6}", re.ASCII)
CURRENCY = re.compile(r"[A-Z]{3}")

#: Marks that turn the reading direction round: a name could show as another.
DIRECTION_MARKS = frozenset("\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069")

GENDERS = {
    **{gender.value.casefold(): gender.value for gender in Gender},
    "woman": "Women", "female": "Women", "ladies": "Women", "womens": "Women", "women's": "Women",
    "man": "Men", "male": "Men", "mens": "Men", "men's": "Men",
    "girl": "Girls", "boy": "Boys",
}  # fmt: skip
SEASONS = {**{season.value.casefold(): season.value for season in Season}, "autumn": "Fall"}
NOTHING = frozenset({"", "na", "n/a", "nan", "none", "null", "-"})


def refuse_unprintable(field: str, text: str) -> None:
    for letter in text:
        if letter == "\0":
            raise BadCell(field, "holds a NUL character")
        if letter in DIRECTION_MARKS:
            raise BadCell(field, f"holds the direction mark U+{ord(letter):04X}")
        if unicodedata.category(letter) in ("Cc", "Cs") and letter not in "\t\n\r":
            raise BadCell(field, f"holds the control character U+{ord(letter):04X}")


def words(field: str, text: str, longest: int) -> str:
    """One line of text, its spaces put right."""
    if not text.isprintable():
        refuse_unprintable(field, text)
    text = " ".join(text.split())
    if len(text) > longest:
        raise BadCell(field, f"{len(text)} characters, {longest} at most")
    return text


def passage(field: str, text: str) -> str:
    """Text that may have several lines."""
    refuse_unprintable(field, text)
    return text.strip()


def required_words(field: str, text: str, longest: int) -> str:
    found = words(field, text, longest)
    if not found:
        raise BadCell(field, "is missing")
    return found


def optional_words(field: str, text: str, longest: int) -> str:
    """Like `words`, but "NA" and its like are no word."""
    found = words(field, text, longest)
    return "" if found.casefold() in NOTHING else found


def external_id(field: str, text: str) -> str:
    text = text.strip()
    if not text:
        raise BadCell(field, "is missing")
    if not EXTERNAL_ID.fullmatch(text):
        raise BadCell(
            field,
            "may hold letters A to Z, digits, dot, dash and underscore, 64 at most, "
            "and starts with a letter, digit or underscore",
        )
    return text


def price(field: str, text: str) -> Decimal:
    """`19.90` or `19,90`, two decimals at most. Zero: nobody has priced it yet."""
    text = text.strip()
    if not text:
        raise BadCell(field, "is missing")
    if not PRICE.fullmatch(text):
        raise BadCell(field, f"{shown(text)} is no price such as 19.90")
    return Decimal(text.replace(",", "."))


def cost(field: str, text: str) -> Decimal | None:
    """Like `price`; empty says nothing of it."""
    return price(field, text) if text.strip() else None


def tags(field: str, text: str) -> list[str]:
    """`autumn-window|staff-pick`, separated by bar, comma or semicolon."""
    refuse_unprintable(field, text)
    try:
        return read_tags(text)
    except ValueError as error:
        raise BadCell(field, str(error)) from error


def currency(field: str, text: str) -> str | None:
    text = text.strip().upper()
    if text and not CURRENCY.fullmatch(text):
        raise BadCell(field, f"{shown(text)} is no currency code such as EUR")
    return text or None


def year(field: str, text: str) -> int | None:
    """`2012`, and `2012.0`, which spreadsheets make of it. Empty is no year."""
    text = text.strip()
    if text.casefold() in NOTHING:
        return None
    match = YEAR.fullmatch(text)
    if not match or not 1900 <= int(match[1]) <= 2100:
        raise BadCell(field, f"{shown(text)} is no year from 1900 to 2100")
    return int(match[1])


def gender(field: str, text: str) -> str:
    found = GENDERS.get(text.strip().casefold())
    if not found:
        raise BadCell(field, f"{shown(text)} is none of {', '.join(Gender.values)}")
    return found


def season(field: str, text: str) -> str:
    text = text.strip().casefold()
    if text in NOTHING:
        return ""
    if text not in SEASONS:
        raise BadCell(field, f"{shown(text)} is none of {', '.join(Season.values)}")
    return SEASONS[text]


def status(field: str, text: str) -> str | None:
    text = text.strip().casefold()
    if text and text not in Status.values:
        raise BadCell(field, f"{shown(text)} is none of {', '.join(Status.values)}")
    return text or None


def stock(field: str, text: str) -> dict[str, int] | None:
    """`S:3|M:0|L:12`: pieces on hand by size, in any order. Empty says nothing of stock."""
    counts: dict[str, int] = {}
    for part in re.split(r"[|;,]", text):
        if not part.strip():
            continue
        label, _, count = (piece.strip() for piece in part.rpartition(":"))
        label = required_words(field, label, 20)
        if not COUNT.fullmatch(count):
            raise BadCell(field, f"{shown(part)} is no size and count such as M:3")
        if label in counts:
            raise BadCell(field, f"names size {label} twice")
        counts[label] = int(count)
    return counts or None


def shown(text: str) -> str:
    """What stood in the cell, short and safe to print."""
    text = text.strip()
    return ascii(text if len(text) <= 40 else f"{text[:40]}...")
