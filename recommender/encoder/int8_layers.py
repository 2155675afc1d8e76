"""Layers that read and write bytes: convolutions in 8-bit integers, and poolings.

A tensor of bytes stands for numbers on a grid: value = (byte - zero) * scale.
"""

from __future__ import annotations

from dataclasses import astuple, dataclass
from functools import reduce
from typing import Any

import torch
from torch import nn

#: What inductor, too, has its quantised models computed by.
onednn: Any = torch.ops.onednn


@dataclass(frozen=True)
class Grid:
    """What a tensor's bytes stand for."""

    scale: float
    zero: int

    @classmethod
    def over(cls, low: float, high: float) -> Grid:
        """The grid from low to high. Nought is always on it: padding must be exact."""
        low, high = min(low, 0.0), max(high, 0.0)
        scale = (high - low) / 255 or 1.0
        return cls(scale, round(-low / scale))


class Int8Convolution(nn.Module):
    """A convolution from bytes to bytes, with the addition and the ReLU that follow it.

    Weights lie on a grid of their own for each output channel. fineness: how many times finer it
    is, at the price of so many copies of what is given, each with its share of a weight's steps.
    """

    def __init__(
        self,
        convolution: nn.Conv2d,
        reads: Grid,
        writes: Grid,
        *,
        added: Grid | None = None,
        relu: bool = False,
        fineness: int = 1,
    ) -> None:
        super().__init__()
        weight = convolution.weight.detach().float()  # (out, in, height, width)
        self.scales = weight.abs().amax((1, 2, 3)).clamp(min=1e-8) / (127 * fineness)
        self.zeros = torch.zeros(len(weight), dtype=torch.int32)
        self.bias = None if convolution.bias is None else convolution.bias.detach().float()
        self.reads, self.writes = astuple(reads), astuple(writes)
        self.added: tuple[Any, ...] = astuple(added) if added else ()
        self.relu, self.fineness = relu, fineness
        self.shape = (
            list(convolution.stride), list(convolution.padding),
            list(convolution.dilation), convolution.groups,
        )  # fmt: skip
        self.count = weight.numel()
        steps = (weight / self.scales[:, None, None, None]).round()
        # floor(n / 4) + floor((n + 1) / 4) + ... of as many terms is n again (Hermite).
        shares = [((steps + part) / fineness).floor() for part in range(fineness)]
        shared = torch.cat(shares, dim=1).to(torch.int8)
        self.weight = onednn.qconv_prepack(shared, self.scales, *self.reads, *self.shape, None)

    def forward(self, given: torch.Tensor, added: torch.Tensor | None = None) -> torch.Tensor:
        """added: bytes of the result's shape; they are overwritten with the result."""
        weight = self.weight, self.scales, self.zeros
        if self.fineness > 1:
            given = torch.cat([given] * self.fineness, dim=1)
        if not self.added:
            return onednn.qconv_pointwise(
                given, *self.reads, *weight, self.bias, *self.shape, *self.writes,
                torch.uint8, "relu" if self.relu else "none", [], "",
            )  # fmt: skip
        return onednn.qconv2d_pointwise.binary(
            given, *self.reads, *weight, added, self.bias, *self.shape, *self.writes,
            torch.uint8, *self.added, "sum", 1.0, "relu" if self.relu else None, [], "",
        )  # fmt: skip


class MaxPooling(nn.Module):
    """The largest byte of each window, on the grid of what is given.

    torch's own wants an index of each pixel, and bytes have none beyond 255.
    """

    def __init__(self, pooling: nn.MaxPool2d) -> None:
        super().__init__()
        self.size, self.stride = one(pooling.kernel_size), one(pooling.stride)
        self.padding = one(pooling.padding)

    def forward(self, given: torch.Tensor) -> torch.Tensor:
        padded = nn.functional.pad(given, [self.padding] * 4)  # no byte is less than nought
        return self.along(self.along(padded, 2), 3)

    def along(self, given: torch.Tensor, dim: int) -> torch.Tensor:
        count = (given.shape[dim] - self.size) // self.stride + 1
        length = (count - 1) * self.stride + 1
        step = [slice(None)] * dim
        return reduce(
            torch.maximum,
            [given[(*step, slice(at, at + length, self.stride))] for at in range(self.size)],
        )


class AveragePooling(nn.Module):
    """The mean of each window, rounded to the grid of what is given."""

    def __init__(self, pooling: nn.AvgPool2d) -> None:
        super().__init__()
        self.pooling = pooling

    def forward(self, given: torch.Tensor) -> torch.Tensor:
        return self.pooling(given.float()).round_().to(torch.uint8)


class Numbers(nn.Module):
    """Bytes as the float32 numbers they stand for."""

    def __init__(self, grid: Grid) -> None:
        super().__init__()
        self.grid = grid

    def forward(self, given: torch.Tensor) -> torch.Tensor:
        return given.float().sub_(self.grid.zero).mul_(self.grid.scale)


def pooling_of_bytes(module: nn.Module | None) -> nn.Module | None:
    """The module for bytes; None where it is no pooling, or not one that bytes are right for."""
    if type(module) is nn.MaxPool2d and is_square(module) and not module.ceil_mode:
        return MaxPooling(module) if one(module.dilation) == 1 else None
    if type(module) is nn.AvgPool2d and not any(pair(module.padding)):
        return AveragePooling(module)
    return None


def is_square(pooling: nn.MaxPool2d) -> bool:
    facts = pooling.kernel_size, pooling.stride, pooling.padding, pooling.dilation
    return all(len(set(pair(fact))) == 1 for fact in facts)


def pair(size: Any) -> tuple[int, int]:
    return (size, size) if isinstance(size, int) else tuple(size)


def one(size: Any) -> int:
    return pair(size)[0]
