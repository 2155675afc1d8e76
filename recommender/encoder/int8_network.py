"""A network of bytes, written operation by operation for onnxruntime.

Operations are ONNX's QLinear ones, which read and write bytes on grids: nothing is left for
onnxruntime to guess. What follows them is in float32.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from typing import Any

import numpy as np
import onnxruntime
import torch
from onnx import ModelProto, NodeProto, TensorProto, helper, numpy_helper
from torch import nn

from recommender.encoder.grid import Grid
from recommender.encoder.int8_graph import pair

#: onnxruntime's own operations, beside ONNX's.
ITS_OWN = "com.microsoft"
OPSETS = {"": 17, ITS_OWN: 1}
IR_VERSION = 10
#: No place of a traced tower has a blank in its name.
PIXELS = "pixels given"
ERRORS_ONLY = 3


class Network:
    """Bytes in, bytes on. Each operation is named for the place it writes."""

    def __init__(self) -> None:
        self.nodes: list[NodeProto] = []
        self.constants: dict[str, TensorProto] = {}
        #: Of the places that are on bytes.
        self.grids: dict[str, Grid] = {}
        self.channels: dict[str, int] = {}

    def takes_pixels(self, place: str, grid: Grid) -> None:
        """(n, height, width, 3), as pictures lie in memory -> (n, 3, height, width)"""
        self.is_on(place, grid, 3)
        self.write("Transpose", [PIXELS], place, perm=[0, 3, 1, 2])

    def convolve(self, given: str, place: str, grid: Grid, convolution: nn.Conv2d) -> None:
        """Weights lie on a grid of their own for each output channel.

        A ReLU costs nothing: its grid begins at nought, and no byte is less.
        """
        self.is_on(place, grid, convolution.out_channels)
        weight = convolution.weight.detach().double().numpy()  # (out, in, height, width)
        scales = np.maximum(np.abs(weight).max((1, 2, 3)), 1e-8) / 127
        steps = np.rint(weight / scales[:, None, None, None]).astype(np.int8)
        inputs = [
            *self.on_grid(given),
            self.constant(f"{place}.weight", steps),
            self.constant(f"{place}.weight_scales", scales.astype(np.float32)),
            self.constant(f"{place}.weight_zeros", np.zeros(len(scales), np.int8)),
            *self.grid_of(place),
        ]
        if convolution.bias is not None:
            bias = convolution.bias.detach().double().numpy() / (self.grids[given].scale * scales)
            whole = np.rint(bias).clip(-(2**31), 2**31 - 1).astype(np.int32)
            inputs.append(self.constant(f"{place}.bias", whole))
        self.write(
            "QLinearConv", inputs, place,
            strides=pair(convolution.stride), pads=2 * pair(convolution.padding),
            dilations=pair(convolution.dilation), group=convolution.groups,
        )  # fmt: skip

    def add(self, one: str, other: str, place: str, grid: Grid) -> None:
        self.is_on(place, grid, self.channels[one])
        inputs = [*self.on_grid(one), *self.on_grid(other), *self.grid_of(place)]
        self.write("QLinearAdd", inputs, place, domain=ITS_OWN)

    def largest(self, given: str, place: str, pooling: nn.MaxPool2d) -> None:
        """The largest byte of each window, on the grid of what is given."""
        self.is_on(place, self.grids[given], self.channels[given])
        self.write(
            "MaxPool", [given], place, kernel_shape=pair(pooling.kernel_size),
            strides=pair(pooling.stride), pads=2 * pair(pooling.padding),
            dilations=pair(pooling.dilation),
        )  # fmt: skip

    def mean(self, given: str, place: str, pooling: nn.AvgPool2d) -> None:
        """The mean of each window, rounded to the grid of what is given.

        As a convolution of each channel alone, which takes a fifth of an average pool's time.
        """
        grid, channels = self.grids[given], self.channels[given]
        if pooling.ceil_mode:  # what comes twice at an odd edge has the mean it had
            given = self.with_its_edge(given)
        kernel, stride = pair(pooling.kernel_size), pair(pooling.stride)
        mean = nn.Conv2d(channels, channels, kernel, stride, groups=channels, bias=False)
        nn.init.constant_(mean.weight, 1 / math.prod(kernel))
        self.convolve(given, place, grid, mean)

    def with_its_edge(self, given: str) -> str:
        """The last row and the last column once more."""
        place = f"{given} with its edge"
        self.is_on(place, self.grids[given], self.channels[given])
        once_below_and_right = np.array([0, 0, 0, 0, 0, 0, 1, 1])
        pads = self.constant("once below and right", once_below_and_right)
        self.write("Pad", [given, pads], place, mode="edge")
        return place

    def in_floats(self, operation: str, given: str, place: str, **how: Any) -> None:
        self.write(operation, [self.numbers(given)], place, **how)

    def linear(self, given: str, place: str, layer: nn.Linear) -> None:
        weight = self.constant(f"{place}.weight", layer.weight.detach().float().numpy().T)
        product = place if layer.bias is None else f"{place} without its bias"
        self.write("MatMul", [self.numbers(given), weight], product)
        if layer.bias is not None:
            bias = self.constant(f"{place}.bias", layer.bias.detach().float().numpy())
            self.write("Add", [product, bias], place)

    def numbers(self, place: str) -> str:
        """The name of a place's float32 numbers."""
        if place not in self.grids:
            return place
        name = f"numbers of {place}"
        if all(name not in node.output for node in self.nodes):
            self.write("DequantizeLinear", self.on_grid(place), name)
        return name

    def finished(self, places: Sequence[str]) -> ModelProto:
        """The whole, which says float32 numbers of these places."""
        said = [self.numbers(place) for place in places]
        pixels = helper.make_tensor_value_info(PIXELS, TensorProto.UINT8, ["n", "h", "w", 3])
        numbers = [helper.make_tensor_value_info(name, TensorProto.FLOAT, None) for name in said]
        constants = list(self.constants.values())
        graph = helper.make_graph(self.nodes, "tower", [pixels], numbers, constants)
        opsets = [helper.make_opsetid(*opset) for opset in OPSETS.items()]
        return helper.make_model(graph, opset_imports=opsets, ir_version=IR_VERSION)

    def is_on(self, place: str, grid: Grid, channels: int) -> None:
        self.grids[place], self.channels[place] = grid, channels

    def write(self, operation: str, inputs: Sequence[str], place: str, **how: Any) -> None:
        self.nodes.append(helper.make_node(operation, inputs, [place], **how))

    def on_grid(self, place: str) -> tuple[str, str, str]:
        return place, *self.grid_of(place)

    def grid_of(self, place: str) -> tuple[str, str]:
        grid = self.grids[place]
        scale = self.constant(f"{place}.scale", np.float32(grid.scale))
        return scale, self.constant(f"{place}.zero", np.uint8(grid.zero))

    def constant(self, name: str, value: Any) -> str:
        self.constants[name] = numpy_helper.from_array(np.asarray(value), name)
        return name


class InOnnxruntime(nn.Module):
    """A finished network as a module: (n, 3, height, width) uint8, channels last -> its numbers.

    Several threads may call it at once. With one thread of its own, which is the caller's, it
    has no pool that a fork would lose.
    """

    def __init__(self, network: ModelProto, threads: int) -> None:
        super().__init__()
        options = onnxruntime.SessionOptions()
        options.intra_op_num_threads = threads
        options.log_severity_level = ERRORS_ONLY
        # Its threads would wait for work in a loop, on cores that others want.
        options.add_session_config_entry("session.intra_op.allow_spinning", "0")
        self.session = onnxruntime.InferenceSession(
            network.SerializeToString(), options, providers=["CPUExecutionProvider"]
        )

    def forward(self, pixels: torch.Tensor) -> list[torch.Tensor]:
        given = {PIXELS: pixels.permute(0, 2, 3, 1).numpy()}
        return [torch.from_numpy(numbers) for numbers in self.session.run(None, given)]
