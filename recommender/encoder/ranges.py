"""Which numbers occur where in a tower, seen on real pictures and kept beside the weights."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any

import torch
from torch import fx, nn

from recommender.encoder.int8_graph import traced
from recommender.encoder_identity import digest_in

RANGES_FILE = "int8_ranges.json"
#: Lowest and highest number by the place in the traced tower.
Ranges = Mapping[str, tuple[float, float]]


class Watch(fx.Interpreter):
    """Runs a traced tower and keeps the lowest and highest number of each place."""

    def __init__(self, tower: fx.GraphModule) -> None:
        super().__init__(tower)
        self.ranges: dict[str, tuple[float, float]] = {}

    def run_node(self, node: fx.Node) -> Any:
        out = super().run_node(node)
        if isinstance(out, torch.Tensor):
            low, high = self.ranges.get(node.name, (0.0, 0.0))
            self.ranges[node.name] = min(low, out.min().item()), max(high, out.max().item())
        return out


@torch.inference_mode()
def watched(tower: nn.Module, batches: Iterable[torch.Tensor]) -> Ranges:
    """The ranges while these pixels (n, 3, height, width) go through. Raises NotInt8."""
    watch = Watch(traced(tower))
    for pixels in batches:
        watch.run(pixels)
    return watch.ranges


def write_ranges(folder: Path, ranges: Ranges, path: Path) -> None:
    """Into path, for the weights that lie in the encoder's folder now."""
    content = {"weights": digest_in(folder), "ranges": ranges}
    path.write_text(json.dumps(content, indent=1) + "\n", encoding="utf-8")


def read_ranges(folder: Path) -> Ranges | None:
    """None where there are none, or only those of other weights. Raises ValueError."""
    file = folder / RANGES_FILE
    if not file.exists():
        return None
    content = json.loads(file.read_text(encoding="utf-8"))
    return content["ranges"] if content["weights"] == digest_in(folder) else None
