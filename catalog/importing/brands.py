"""The brand in a product's name: "Peter England Men Party Blue Jeans" -> "Peter England"."""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Iterable

#: The word for whom it is ends the brand: Men, Men's, Mens, Women, Unisex, Boys, Girl, Kids…
FOR_WHOM = re.compile(r"\b(?:wo)?m[ae]n(?:['’]?s)?\b|\b(?:unisex|boy|girl|kid)(?:['’]?s)?\b", re.I)

#: Words that describe the garment and slip in before the word for whom.
NOT_A_BRAND = frozenset(
    [
        "analog", "beige", "black", "blue", "brown", "canvas", "check", "checks", "cream", "cute",
        "digital", "fairy", "flower", "green", "grey", "leather", "maroon", "navy", "olive",
        "orange", "pink", "plate", "purple", "red", "sail", "silver", "solid", "stripe", "striped",
        "stripes", "textured", "white", "yellow",
    ]
)  # fmt: skip
LONGEST_BRAND = 5  # words


def brand_before_gender(name: str) -> str:
    """The words before the word for whom, less those that describe; "" where there are none."""
    found = FOR_WHOM.search(name)
    words = name[: found.start()].split() if found else []
    while words and words[-1].casefold() in NOT_A_BRAND:
        words.pop()
    return " ".join(words) if len(words) <= LONGEST_BRAND else ""


class Brands:
    """The brands of one catalogue: each in its commonest spelling, found also where the name
    does not say for whom it is ("ADIDAS Black Speed Boat Casual Shoe")."""

    def __init__(self, names: Iterable[str]) -> None:
        spellings: dict[str, Counter[str]] = defaultdict(Counter)
        for name in names:
            if brand := brand_before_gender(name):
                spellings[brand.casefold()][brand] += 1
        # Equally common spellings: the alphabet decides, not the order of the file.
        self._spelling = {
            key: min(found, key=lambda spelling: (-found[spelling], spelling))
            for key, found in spellings.items()
        }

    def brand_of(self, name: str) -> str:
        """The brand, or "" where the name begins with none that is known."""
        if brand := brand_before_gender(name):
            return self._spelling.get(brand.casefold(), brand)
        words = name.casefold().split()
        starts = (" ".join(words[:count]) for count in range(LONGEST_BRAND, 0, -1))
        return next((self._spelling[start] for start in starts if start in self._spelling), "")
