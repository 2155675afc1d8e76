"""A picture tower of convolutions, computed in 8-bit integers where the processor has them.

Weights and activations are rounded to grids of 256 steps, per output channel and per tensor
(Jacob et al., 2018, arXiv:1712.05877; static, after training). Which numbers occur in each place
was seen beforehand on real pictures (`ranges.py`). onnxruntime computes what is on bytes and, in
float32, the pool and the linear layers that follow the last convolution; torch what it knows not.
"""

from __future__ import annotations

import importlib.util
import operator
from typing import cast

import torch
from torch import fx, nn

from recommender.encoder.grid import Grid
from recommender.encoder.int8_graph import (
    NotInt8,
    is_addition,
    is_convolution,
    is_flattening,
    is_gelu,
    is_largest,
    is_mean,
    is_mean_of_all,
    module_of,
    relu_after,
    traced,
)
from recommender.encoder.ranges import Ranges

#: Less of the tower's weights than this in convolutions, and float is the better way.
LEAST_SHARE = 0.5
RUNTIME = ("onnx", "onnxruntime")


def has_int8() -> bool:
    """Whether bytes are multiplied exactly here, and fast: x86 with AVX-512 VNNI, onnxruntime."""
    return torch.cpu._is_vnni_supported() and all(map(importlib.util.find_spec, RUNTIME))


@torch.no_grad()
def in_int8(tower: nn.Module, ranges: Ranges, pixels: Grid, threads: int = 1) -> nn.Module:
    """The tower for bytes: (n, 3, height, width) uint8, channels last -> (n, d) float32.

    threads: those of one call. Raises NotInt8.
    """
    total = sum(weight.numel() for weight in tower.parameters())
    conversion = Conversion(traced(tower), ranges, pixels)
    if conversion.weights < LEAST_SHARE * total:
        share = conversion.weights / total
        raise NotInt8(f"{share:.0%} of its weights are in convolutions on bytes")
    return conversion.finished(threads)


class Conversion:
    """Follows a traced tower from its pixels, on bytes as long as that can be, then in floats."""

    def __init__(self, tower: fx.GraphModule, ranges: Ranges, pixels: Grid) -> None:
        # Not at the top: where there is no onnxruntime, nobody comes here.
        from recommender.encoder.int8_network import Network

        self.tower, self.ranges, self.pixels = tower, ranges, pixels
        self.network = Network()
        #: The tower's places that the network has -> the network's.
        self.places: dict[fx.Node, str] = {}
        self.weights = 0
        for node in tower.graph.nodes:
            if node not in self.places and (last := self.written(node)):
                self.places[node] = self.places[last] = last.name

    def written(self, node: fx.Node) -> fx.Node | None:
        """The last place of the operation that begins here, once the network has it."""
        if node.op == "placeholder":
            self.network.takes_pixels(node.name, self.pixels)
            return node
        givens = [self.places.get(given) for given in node.all_input_nodes]
        if not givens or None in givens:
            return None
        on_bytes = self.network.grids.keys() >= set(givens)
        return (on_bytes and (self.counted(node) or self.pooled(node))) or self.followed(node)

    def counted(self, node: fx.Node) -> fx.Node | None:
        """A convolution or an addition, with the ReLU that follows it."""
        module, last = module_of(self.tower, node), relu_after(self.tower, node) or node
        if is_convolution(module):
            convolution = cast(nn.Conv2d, module)
            given = self.places[node.all_input_nodes[0]]
            self.network.convolve(given, last.name, self.grid(last), convolution)
            self.weights += convolution.weight.numel()
        elif is_addition(node):
            one, other = (self.places[cast(fx.Node, given)] for given in node.args)
            self.network.add(one, other, last.name, self.grid(last))
        else:
            return None
        return last

    def pooled(self, node: fx.Node) -> fx.Node | None:
        module = module_of(self.tower, node)
        given = self.places[node.all_input_nodes[0]]
        if is_largest(module):
            self.network.largest(given, node.name, cast(nn.MaxPool2d, module))
        elif is_mean(module):
            self.network.mean(given, node.name, cast(nn.AvgPool2d, module))
        else:
            return None
        return node

    def followed(self, node: fx.Node) -> fx.Node | None:
        """What turns places of channels into a vector, in float32."""
        from recommender.encoder.int8_network import ITS_OWN

        module = module_of(self.tower, node)
        given = self.places[node.all_input_nodes[0]]
        if isinstance(module, nn.Linear):
            self.network.linear(given, node.name, module)
        elif is_mean_of_all(module):
            self.network.in_floats("GlobalAveragePool", given, node.name)
        elif is_flattening(module):
            self.network.in_floats("Flatten", given, node.name)
        elif is_gelu(module):
            self.network.in_floats("Gelu", given, node.name, domain=ITS_OWN)
        else:
            return None
        return node

    def grid(self, node: fx.Node) -> Grid:
        if node.name not in self.ranges:
            raise NotInt8(f"no range is known of {node.name}: its ranges are another tower's")
        return Grid.over(*self.ranges[node.name])

    def finished(self, threads: int) -> fx.GraphModule:
        """The network, and after it what remains of the tower: in many nothing."""
        from recommender.encoder.int8_network import InOnnxruntime

        read = [node for node in self.places if not self.places.keys() >= node.users.keys()]
        network = self.network.finished([self.places[node] for node in read])
        self.tower.add_submodule("on_bytes", InOnnxruntime(network, threads))
        return fx.GraphModule(self.tower, self.remaining(read))

    def remaining(self, read: list[fx.Node]) -> fx.Graph:
        """From the numbers of the places in `read` to the tower's end."""
        graph = fx.Graph()
        said = graph.call_module("on_bytes", (graph.placeholder("pixels"),))
        numbers = {
            node: graph.call_function(operator.getitem, (said, at)) for at, node in enumerate(read)
        }
        for node in self.tower.graph.nodes:
            if node not in self.places:
                numbers[node] = graph.node_copy(node, numbers.__getitem__)
        return graph
