"""What is known of the shopper that an answer is for."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field


@dataclass(frozen=True)
class Shopper:
    """Nothing of it is needed: an empty one is anybody."""

    sizes: Mapping[int, int] = field(default_factory=dict)  # by SizeScale: the Size that she wears
    leave_out: tuple[int, ...] = ()  # products: what lies in her bag already
