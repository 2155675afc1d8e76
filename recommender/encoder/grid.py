"""What bytes stand for: numbers on a grid of 256 steps."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True)
class Grid:
    """A tensor's bytes: value = (byte - zero) * scale."""

    scale: float
    zero: int

    @classmethod
    def over(cls, low: float, high: float) -> Grid:
        """The grid from low to high. Nought is always on it: padding must be exact."""
        low, high = min(low, 0.0), max(high, 0.0)
        scale = (high - low) / 255 or 1.0
        return cls(scale, round(-low / scale))

    @classmethod
    def of_pixels(cls, config: Mapping[str, Any]) -> Grid | None:
        """What a pixel's byte stands for once it is normalised, to half a grey level.

        config: open_clip's `preprocess_cfg`. None where it depends on the colour.
        """
        means, deviations = set(config["mean"]), set(config["std"])
        if len(means) > 1 or len(deviations) > 1:
            return None
        return cls(1 / (255 * deviations.pop()), round(255 * means.pop()))
