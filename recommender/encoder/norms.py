"""BatchNorms of a trained model moved into the convolutions before them."""

from __future__ import annotations

import copy

import torch
from torch.nn.utils.fusion import fuse_conv_bn_weights


@torch.no_grad()
def without_batch_norms(model: torch.nn.Module, example: torch.Tensor) -> torch.nn.Module:
    """The model, every BatchNorm that reads a convolution's output moved into its weights.

    The pairs are found by watching the example (n, 3, height, width) go through, so that it does
    not matter how an architecture names its layers. A model that says something else afterwards
    (it reads a convolution in two places) is left as it was.
    """
    if not any(isinstance(module, torch.nn.BatchNorm2d) for module in model.modules()):
        return model
    folded = copy.deepcopy(model)
    for convolution, norm in convolutions_before_norms(folded, example):
        convolution.weight, convolution.bias = fuse_conv_bn_weights(
            convolution.weight, convolution.bias,
            norm.running_mean, norm.running_var,  # type: ignore[arg-type]
            norm.eps, norm.weight, norm.bias,
        )  # fmt: skip
        # timm's norms carry the activation that follows them.
        replace_module(folded, norm, getattr(norm, "act", torch.nn.Identity()))
    return folded if torch.allclose(folded(example), model(example), atol=1e-3) else model


def convolutions_before_norms(
    model: torch.nn.Module, example: torch.Tensor
) -> list[tuple[torch.nn.Conv2d, torch.nn.BatchNorm2d]]:
    made: dict[int, tuple[torch.nn.Conv2d, torch.Tensor]] = {}
    pairs: list[tuple[torch.nn.Conv2d, torch.nn.BatchNorm2d]] = []

    def watch(module: torch.nn.Module, given: tuple[torch.Tensor, ...], out: torch.Tensor) -> None:
        if isinstance(module, torch.nn.Conv2d):
            made[id(out)] = module, out  # the tensor is kept so that its id is not given again
        elif isinstance(module, torch.nn.BatchNorm2d) and id(given[0]) in made:
            pairs.append((made[id(given[0])][0], module))

    hooks = [module.register_forward_hook(watch) for module in model.modules()]
    try:
        model(example)
    finally:
        for hook in hooks:
            hook.remove()
    return pairs


def replace_module(model: torch.nn.Module, old: torch.nn.Module, new: torch.nn.Module) -> None:
    for parent in list(model.modules()):
        for name, child in list(parent.named_children()):
            if child is old:
                setattr(parent, name, new)
