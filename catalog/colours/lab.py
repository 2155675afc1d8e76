"""sRGB to CIELAB and back, the one home of it."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

_D65 = np.array([0.95047, 1.0, 1.08883])
_TO_XYZ = np.array(
    [
        [0.4124564, 0.3575761, 0.1804375],
        [0.2126729, 0.7151522, 0.072175],
        [0.0193339, 0.119192, 0.9503041],
    ]
)
_TO_RATIO = (_TO_XYZ / _D65[:, None]).T.astype(np.float32)
_BYTES = np.arange(256) / 255
_LINEAR = np.where(
    _BYTES <= 0.04045, _BYTES / 12.92, ((_BYTES + 0.055) / 1.055) ** 2.4
).astype(np.float32)  # fmt: skip
_EDGE = (6 / 29) ** 3
_SLOPE = 1 / (3 * (6 / 29) ** 2)


def to_lab(rgb: np.ndarray) -> np.ndarray:
    """(..., 3) sRGB bytes -> (..., 3) float32 CIELAB under D65 (IEC 61966-2-1, CIE 15)."""
    ratio = _LINEAR[rgb] @ _TO_RATIO
    f = np.where(ratio > _EDGE, np.cbrt(ratio), ratio * _SLOPE + 4 / 29)
    x, y, z = f[..., 0], f[..., 1], f[..., 2]
    return np.stack([116 * y - 16, 500 * (x - y), 200 * (y - z)], axis=-1)


def to_hex(lab: Sequence[float]) -> str:
    """(3,) CIELAB -> "#rrggbb", clipped to what sRGB can show."""
    lightness, a, b = (float(value) for value in lab)
    y = (lightness + 16) / 116
    f = np.array([y + a / 500, y, y - b / 200])
    ratio = np.where(f > 6 / 29, f**3, (f - 4 / 29) / _SLOPE)
    linear = np.clip(np.linalg.solve(_TO_XYZ, ratio * _D65), 0, 1)
    shares = np.where(linear <= 0.0031308, linear * 12.92, 1.055 * linear ** (1 / 2.4) - 0.055)
    return "#" + "".join(f"{round(share * 255):02x}" for share in shares)
