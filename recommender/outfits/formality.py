"""How dressed up a garment is, as a number that can be read: 0 for the gym, 3 for a wedding."""

from __future__ import annotations

import re

SPORTY, CASUAL, SMART, FORMAL = 0.0, 1.0, 2.0, 3.0
#: By the occasion that a garment is sold for.
OF_USAGE = {
    "Home": SPORTY, "Sports": SPORTY, "Travel": CASUAL, "Casual": CASUAL, "Ethnic": 1.5,
    "Smart Casual": SMART, "Party": 2.5, "Formal": FORMAL,
}  # fmt: skip
#: By a word in the name of its type; the first that fits counts.
OF_KIND = (
    (r"sport|track|jogger|gym|swim", SPORTY),
    (r"flip flop|backpack|rucksack|duffel|waist pouch|\bcaps?\b|hood|sweatshirt|short|capri", 0.5),
    (r"formal|\bties?\b|cufflink|tuxedo|evening", FORMAL),
    (r"blazer|waistcoat|nehru|clutch|brogue|oxford", 2.5),
    (r"trouser|heel|loafer|laptop|blouse|coat|briefcase|pump", SMART),
    (r"t-?shirt|jean|jegging|sneaker|trainer|casual|sandal|rucksack|jumper|sweater", CASUAL),
    (r"shirt|dress|skirt|handbag|shoulder bag|flat|boot|belt|saree|kurta|cardigan", 1.5),
)
#: Further apart than this, two garments are not for one occasion.
APART = 1.1
#: What is said of two of which one is not known; of two that are alike it is 1.
UNKNOWN = 0.5


def level_of(usage: str, kind: str) -> float | None:
    """0 to 3: the mean of what the occasion and the kind of garment say."""
    by_kind = next((level for words, level in OF_KIND if re.search(words, kind.lower())), None)
    said = [level for level in (OF_USAGE.get(usage), by_kind) if level is not None]
    return sum(said) / len(said) if said else None


def in_words(level: float) -> str:
    """The nearest word there is: sporty, casual, smart casual, formal."""
    words = ((0.5, "sporty"), (1.4, "casual"), (2.1, "smart casual"))
    return next((word for below, word in words if level < below), "formal")
