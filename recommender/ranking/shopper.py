"""What is known of the shopper that an answer is for."""

from __future__ import annotations

from dataclasses import dataclass

from catalog.models import Size


@dataclass(frozen=True)
class Shopper:
    """Nothing of it is needed: an empty one is anybody."""

    sizes: tuple[Size, ...] = ()  # that she is known to wear, one of each scale
    leave_out: tuple[int, ...] = ()  # products: what lies in her bag already


ANYBODY = Shopper()
