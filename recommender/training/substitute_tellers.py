"""Learns what an encoder's vectors tell of colour and use, from garments that state them."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence

import numpy as np
import torch
from torch.nn import functional

from recommender.scoring.features import Tellers
from recommender.scoring.tellers import Teller
from recommender.training.substitute_garments import Garment

ROUNDS, BATCH, RATE, DECAY = 30, 256, 3e-3, 0.3
#: Fewer garments that state a value, and it is not learned.
LEAST = 10


def learned_tellers(garments: Sequence[Garment], seed: int) -> Tellers:
    """Raises ValueError where no value is stated often enough."""
    by_colour = [garment.facts.colour for garment in garments]
    return Tellers(
        learned_teller(garments, by_colour, seed),
        learned_teller(garments, [garment.facts.usage for garment in garments], seed),
    )


def learned_teller(garments: Sequence[Garment], values: Sequence[str], seed: int) -> Teller:
    """Softmax regression with weight decay; `values`: what each garment states, "" for nothing."""
    counts = Counter(values)
    names = tuple(sorted(name for name, many in counts.items() if name and many >= LEAST))
    if len(names) < 2:
        raise ValueError(f"Two values at least must be stated {LEAST} times: {dict(counts)}")
    known = [at for at, value in enumerate(values) if value in names]
    rows = torch.from_numpy(np.stack([garments[at].vector for at in known]))
    labels = torch.tensor([names.index(values[at]) for at in known])
    weights, bias = fitted(rows, labels, len(names), seed)
    return Teller(names, weights, bias)


def fitted(
    rows: torch.Tensor, labels: torch.Tensor, names: int, seed: int
) -> tuple[np.ndarray, np.ndarray]:
    torch.manual_seed(seed)
    mean, scale = rows.mean(0), rows.std(0).clamp_min(1e-3)
    layer = torch.nn.Linear(rows.shape[1], names)
    optimiser = torch.optim.AdamW(layer.parameters(), RATE, weight_decay=DECAY)
    steps = ROUNDS * -(-len(rows) // BATCH)
    pace = torch.optim.lr_scheduler.OneCycleLR(optimiser, RATE, total_steps=steps)
    scaled = (rows - mean) / scale
    for _ in range(ROUNDS):
        for some in torch.randperm(len(rows)).split(BATCH):
            optimiser.zero_grad()
            functional.cross_entropy(layer(scaled[some]), labels[some]).backward()
            optimiser.step()
            pace.step()
    with torch.no_grad():
        weights = (layer.weight / scale).T
        return weights.contiguous().numpy(), (layer.bias - mean @ weights).numpy()
