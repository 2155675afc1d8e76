"""Retrieval figures of an encoder: names to pictures, pictures to pictures."""

from __future__ import annotations

import torch

_CHUNK = 1024


def text_to_image(texts: torch.Tensor, pictures: torch.Tensor) -> dict[str, float]:
    """Row i of texts is the name of row i of pictures (both unit rows). Ties count against us."""
    rank = ranks(texts, pictures, torch.arange(len(texts))).double()
    return {
        "t2i_r1": float((rank <= 1).double().mean()),
        "t2i_r10": float((rank <= 10).double().mean()),
        "t2i_mrr": float((1 / rank).mean()),
    }


def ranks(queries: torch.Tensor, gallery: torch.Tensor, own: torch.Tensor) -> torch.Tensor:
    """(n,) places, 1 the best, at which (n, d) queries find rows `own` (n,) of an (m, d) gallery.

    Ties count against us.
    """
    found = []
    for start in range(0, len(queries), _CHUNK):
        similar = queries[start : start + _CHUNK] @ gallery.T
        right = similar.gather(1, own[start : start + _CHUNK].unsqueeze(1))
        # The right one counts itself, so 1 is best; what is no number beats nothing.
        found.append((~(similar < right)).sum(1))
    return torch.cat(found)


def neighbours(pictures: torch.Tensor, k: int = 10) -> torch.Tensor:
    """(n, k) rows of the k most similar other pictures of each, of (n, d) unit rows."""
    k = min(k, len(pictures) - 1)
    nearest = []
    for start in range(0, len(pictures), _CHUNK):
        similar = pictures[start : start + _CHUNK] @ pictures.T
        similar.diagonal(offset=start).fill_(float("-inf"))
        nearest.append(similar.topk(k, dim=1).indices)
    return torch.cat(nearest)


def neighbour_precision(nearest: torch.Tensor, values: list[str]) -> float:
    """Mean share of a product's neighbours that have its own value.

    An empty value is none: it is not asked for, and shared with nobody.
    """
    number = {value: n for n, value in enumerate(sorted(set(values)))}
    labels = torch.tensor([number[value] for value in values])
    asked = torch.tensor([value != "" for value in values])
    shared = labels[nearest[asked]] == labels[asked].unsqueeze(1)
    return float(shared.double().mean()) if len(shared) else 0.0


def value_precision(
    similar: torch.Tensor, values: list[str], labels: list[str], k: int = 10
) -> tuple[float, float]:
    """Mean share of the first k products found by a bare value that have it, and the best possible.

    similar: (values, n), each value's similarity to each of n products with these labels.
    """
    if not values:
        return 0.0, 0.0
    k = min(k, len(labels))
    first = similar.topk(k, dim=1).indices.tolist()
    shares = [
        sum(labels[at] == value for at in found) / k
        for value, found in zip(values, first, strict=True)
    ]
    best = [min(k, labels.count(value)) / k for value in values]
    return sum(shares) / len(values), sum(best) / len(values)
