"""A picture tower as a graph, and what in it is one operation: convolution, addition, ReLU."""

from __future__ import annotations

import operator
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import torch
from torch import fx, nn

ADDITIONS: set[Any] = {operator.add, operator.iadd, torch.add}
RELUS: set[Any] = {nn.functional.relu, torch.relu}


class NotInt8(ValueError):
    """This tower cannot be computed in 8-bit integers. The sentence says why."""


def traced(tower: nn.Module) -> fx.GraphModule:
    """The tower as a graph of its operations, those left out that do nothing. Raises NotInt8."""
    try:
        found = fx.symbolic_trace(tower)
    except Exception as error:  # whatever a tower does that depends on its pixels
        raise NotInt8(f"it cannot be traced ({error})") from error
    for node in list(found.graph.nodes):
        if isinstance(module_of(found, node), nn.Identity | nn.Dropout):
            node.replace_all_uses_with(node.args[0])
            found.graph.erase_node(node)
    found.recompile()
    return found


def module_of(graph: fx.GraphModule, node: fx.Node) -> nn.Module | None:
    return graph.get_submodule(str(node.target)) if node.op == "call_module" else None


@dataclass(frozen=True)
class Step:
    """A convolution, what is added to it and the ReLU: one operation. `last` has the result."""

    convolution: fx.Node
    last: fx.Node
    added: fx.Node | None
    relu: bool

    def givens(self) -> tuple[fx.Node, ...]:
        """What is convolved and, if anything is, what is added."""
        given = self.convolution.all_input_nodes[0]
        return (given, self.added) if self.added else (given,)

    def inner(self) -> Iterator[fx.Node]:
        node = self.convolution
        while node is not self.last:
            yield node
            node = next(iter(node.users))


def step_from(tower: fx.GraphModule, convolution: fx.Node) -> Step:
    last, added, relu = convolution, None, False
    order = {node: place for place, node in enumerate(tower.graph.nodes)}
    while len(last.users) == 1 and not relu:
        user = next(iter(last.users))
        if is_relu(tower, user):
            last, relu = user, True
        elif added is None and is_addition(user):
            other = user.args[1] if user.args[0] is last else user.args[0]
            if not isinstance(other, fx.Node) or order[other] >= order[convolution]:
                break  # not made yet: the addition goes to the step that makes it
            last, added = user, other
        else:
            break
    return Step(convolution, last, added, relu)


def is_relu(tower: fx.GraphModule, node: fx.Node) -> bool:
    return type(module_of(tower, node)) is nn.ReLU or node.target in RELUS


def is_addition(node: fx.Node) -> bool:
    return node.op == "call_function" and node.target in ADDITIONS and len(node.args) == 2


def is_convolution(module: nn.Module | None) -> bool:
    return (
        type(module) is nn.Conv2d
        and module.padding_mode == "zeros"
        and not isinstance(module.padding, str)
    )


def steps_of(tower: fx.GraphModule) -> dict[fx.Node, Step]:
    """Every convolution with what follows it, by the place that has the result."""
    steps: dict[fx.Node, Step] = {}
    for node in tower.graph.nodes:
        if is_convolution(module_of(tower, node)):
            step = step_from(tower, node)
            steps[step.last] = step
    return steps
