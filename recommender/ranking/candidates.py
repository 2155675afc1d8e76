"""What is known of a product that may stand in for another, before anything of it is shown."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime
from decimal import Decimal

import numpy as np

from catalog.colours import Palette

#: The rung of what stands on none of a ladder.
NOWHERE = -1


@dataclass
class Candidate:
    """A product on one of the ladder's rungs, with the facts that rank and steer it.

    It passes through the stages of an answer, and each fills in what it decides.
    """

    product_id: int
    rung: int  # its place on the ladder, 0 the closest, or NOWHERE
    similarity: float  # cosine to the wanted product, -1 to 1
    product_type_id: int
    brand_id: int | None
    price: Decimal
    currency: str
    created_at: datetime
    style_code: str = ""
    colour: str = ""  # as a shopper sees it: stated, else read off the photo
    usage: str = ""
    season: str = ""
    palette: Palette = ()
    tags: tuple[str, ...] = ()
    margin: float | None = None  # (price - cost) / price; None where the cost is not known
    score: float = 0.0  # the probability that a person would call the two similar, 0 to 1
    pull: float = 1.0  # what a merchandiser's rule multiplies the score by; 0: last of its rung
    is_pinned: bool = False  # by a rule: above all rungs
    ruled_by: str = ""  # the name of the rule that decided, for staff

    size_id: int | None = None  # the Size that it is offered in
    is_colour_stated: bool = True  # by the shop; otherwise the photo's colour is all there is
    missed: tuple[str, ...] = ()  # the wishes that it does not meet (ladder.places.unmet)
    same_models: frozenset[int] = frozenset()  # products that are one with it, a person has said
    other_models: frozenset[int] = frozenset()  # and those that are not, however alike they look
    vector: np.ndarray | None = field(default=None, compare=False, repr=False)  # (d,) unit

    @property
    def weight(self) -> float:
        """The score as a rule has it, to order the candidates of a rung by."""
        return max(self.score, 0.0) * self.pull
