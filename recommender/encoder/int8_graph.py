"""A picture tower as a graph, and which of its operations are known on bytes."""

from __future__ import annotations

import operator
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


def relu_after(tower: fx.GraphModule, node: fx.Node) -> fx.Node | None:
    """The ReLU that alone reads what this place says."""
    users = list(node.users)
    return users[0] if len(users) == 1 and is_relu(tower, users[0]) else None


def is_relu(tower: fx.GraphModule, node: fx.Node) -> bool:
    return type(module_of(tower, node)) is nn.ReLU or node.target in RELUS


def is_addition(node: fx.Node) -> bool:
    both = len(node.args) == 2 and all(isinstance(given, fx.Node) for given in node.args)
    return node.op == "call_function" and node.target in ADDITIONS and both


def is_convolution(module: nn.Module | None) -> bool:
    return (
        type(module) is nn.Conv2d
        and module.padding_mode == "zeros"
        and not isinstance(module.padding, str)
    )


def is_largest(module: nn.Module | None) -> bool:
    return type(module) is nn.MaxPool2d and not module.ceil_mode and not module.return_indices


def is_mean(module: nn.Module | None) -> bool:
    """Windows that lie in the picture, all but those of 2x2 at an odd edge."""
    return (
        type(module) is nn.AvgPool2d
        and module.divisor_override is None
        and not any(pair(module.padding))
        and (not module.ceil_mode or pair(module.kernel_size) == pair(module.stride) == (2, 2))
    )


def is_mean_of_all(module: nn.Module | None) -> bool:
    return type(module) is nn.AdaptiveAvgPool2d and module.output_size in (1, (1, 1))


def is_flattening(module: nn.Module | None) -> bool:
    return type(module) is nn.Flatten and (module.start_dim, module.end_dim) == (1, -1)


def is_gelu(module: nn.Module | None) -> bool:
    return type(module) is nn.GELU and module.approximate == "none"


def pair(size: Any) -> tuple[int, int]:
    return (size, size) if isinstance(size, int) else tuple(size)
