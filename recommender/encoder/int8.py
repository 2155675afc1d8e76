"""A picture tower of convolutions, computed in 8-bit integers where the processor has them.

Weights and activations are rounded to grids of 256 steps, per output channel and per tensor
(Jacob et al., 2018, arXiv:1712.05877; static, after training). Which numbers occur in each place
was seen beforehand on real pictures (`ranges.py`). What follows the last convolution is float32.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, cast

import torch
from torch import fx, nn

from recommender.encoder.int8_graph import NotInt8, Step, module_of, steps_of, traced
from recommender.encoder.int8_layers import Grid, Int8Convolution, Numbers, pooling_of_bytes
from recommender.encoder.ranges import Ranges

#: Less of the tower's weights than this in convolutions, and float is the better way.
LEAST_SHARE = 0.5
#: The few weights that pixels meet lose most by rounding: in the shipped encoder as much as all
#: others together lose, and half of what the activations do. Finer, they cost a twentieth of the
#: model's time.
FINENESS_AT_PIXELS = 4


def processor_has_int8() -> bool:
    """Whether bytes are multiplied exactly here, and fast: x86 with AVX-512 VNNI."""
    return torch.backends.mkldnn.is_available() and torch.cpu._is_vnni_supported()


def pixel_grid(config: Mapping[str, Any]) -> Grid:
    """What a pixel's byte stands for once it is normalised, to half a grey level.

    config: open_clip's `preprocess_cfg`. Raises NotInt8 where it depends on the colour.
    """
    means, deviations = set(config["mean"]), set(config["std"])
    if len(means) > 1 or len(deviations) > 1:
        raise NotInt8("the three colours are normalised differently")
    return Grid(1 / (255 * deviations.pop()), round(255 * means.pop()))


@torch.no_grad()
def in_int8(tower: nn.Module, ranges: Ranges, pixels: Grid) -> nn.Module:
    """The tower for bytes: (n, 3, height, width) uint8, channels last -> (n, d) float32.

    Raises NotInt8.
    """
    found = Conversion(traced(tower), ranges, pixels).converted()
    total = sum(weight.numel() for weight in tower.parameters())
    inside = sum(one.count for one in found.modules() if isinstance(one, Int8Convolution))
    if inside < LEAST_SHARE * total:
        raise NotInt8(f"{inside / total:.0%} of its weights are in convolutions on bytes")
    return found


class Conversion:
    """Follows a traced tower from its pixels, on bytes for as long as that can be."""

    def __init__(self, tower: fx.GraphModule, ranges: Ranges, pixels: Grid) -> None:
        self.tower, self.pixels = tower, pixels
        self.grids = {name: Grid.over(*both) for name, both in ranges.items()}
        self.new = fx.Graph()
        #: Places of the tower -> places of the new graph, as bytes and as numbers.
        self.bytes: dict[fx.Node, fx.Node] = {}
        self.numbers: dict[fx.Node, fx.Node] = {}

    def converted(self) -> fx.GraphModule:
        steps = steps_of(self.tower)
        inner = {node for step in steps.values() for node in step.inner()}
        for node in self.tower.graph.nodes:
            if node not in inner:
                self.place(node, steps.get(node))
        keep_what_is_read_again(self.tower, self.new)
        return fx.GraphModule(self.tower, self.new)

    def place(self, node: fx.Node, step: Step | None) -> None:
        pooling = pooling_of_bytes(module_of(self.tower, node))
        given = next(iter(node.all_input_nodes), node)
        if node.op == "placeholder":
            self.bytes[node] = self.new.placeholder(node.name)
            self.grids[node.name] = self.pixels
        elif step and all(given in self.bytes for given in step.givens()):
            self.bytes[node] = self.call(node, self.convolution(step), *step.givens())
        elif pooling and given in self.bytes:
            self.grids[node.name] = self.grid(given)
            self.bytes[node] = self.call(node, pooling, given)
        else:
            for one in (*step.inner(), node) if step else (node,):
                self.numbers[one] = self.new.node_copy(one, self.as_numbers)

    def call(self, node: fx.Node, module: nn.Module, *givens: fx.Node) -> fx.Node:
        name = f"int8_{node.name}"
        self.tower.add_submodule(name, module)
        return self.new.call_module(name, tuple(self.bytes[given] for given in givens))

    def convolution(self, step: Step) -> Int8Convolution:
        given = step.givens()[0]
        of_pixels = given.op == "placeholder"
        return Int8Convolution(
            cast(nn.Conv2d, module_of(self.tower, step.convolution)),
            reads=self.grid(given),
            writes=self.grid(step.last),
            added=self.grid(step.added) if step.added else None,
            relu=step.relu,
            fineness=FINENESS_AT_PIXELS if of_pixels else 1,
        )

    def grid(self, node: fx.Node) -> Grid:
        if node.name not in self.grids:
            raise NotInt8(f"no range is known of {node.name}: its ranges are another tower's")
        return self.grids[node.name]

    def as_numbers(self, node: fx.Node) -> fx.Node:
        if node not in self.numbers:
            name = f"numbers_{node.name}"
            self.tower.add_submodule(name, Numbers(self.grid(node)))
            self.numbers[node] = self.new.call_module(name, (self.bytes[node],))
        return self.numbers[node]


def keep_what_is_read_again(tower: fx.GraphModule, graph: fx.Graph) -> None:
    """A convolution writes over what it adds: where that is read otherwise, it gets a copy."""
    order = {node: place for place, node in enumerate(graph.nodes)}
    adding = [
        (node, *node.args)
        for node in graph.nodes
        if isinstance(module_of(tower, node), Int8Convolution) and len(node.args) == 2
    ]
    needed = [
        (node, given, added)
        for node, given, added in cast(list[tuple[fx.Node, fx.Node, fx.Node]], adding)
        if added is given
        or added.op == "placeholder"
        or any(order[user] > order[node] for user in added.users)
    ]
    for node, given, added in needed:
        with graph.inserting_before(node):
            node.args = given, graph.call_method("clone", (added,))
