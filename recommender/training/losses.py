"""What the training minimises: picture-words contrast, values told from either, neighbourhoods."""

from __future__ import annotations

import torch
import torch.nn.functional as F
from torch import nn

from recommender.training.augment import Mix
from recommender.training.batches import Batch


def same_meaning(names: torch.Tensor, stated: torch.Tensor, labels: torch.Tensor) -> torch.Tensor:
    """(n, n) bool: caption i is as true of product j as of its own product, so j is no negative.

    names: (n,) a number per distinct product name; stated: (n, attributes) bool, which
    attributes caption i states, none for a name; labels: (n, attributes) class numbers.
    """
    agrees = labels.unsqueeze(1) == labels.unsqueeze(0)  # (n, n, attributes)
    by_attributes = (agrees | ~stated.unsqueeze(1)).all(-1) & stated.any(-1, keepdim=True)
    return by_attributes | (names.unsqueeze(1) == names.unsqueeze(0))


def contrastive_loss(
    pictures: torch.Tensor, texts: torch.Tensor, scale: torch.Tensor, same: torch.Tensor
) -> torch.Tensor:
    """Softmax contrast in both directions over (n, d) unit rows (Radford et al., 2021, CLIP).

    same[i, j]: caption i is also true of picture j; such pairs are no negatives.
    """
    n = len(pictures)
    logits = scale * texts @ pictures.T
    others = same & ~torch.eye(n, dtype=torch.bool, device=same.device)
    logits = logits.masked_fill(others, -torch.inf)
    target = torch.arange(n, device=logits.device)
    return (F.cross_entropy(logits, target) + F.cross_entropy(logits.T, target)) / 2


def caption_contrasts(
    pictures: torch.Tensor,
    names: torch.Tensor,
    phrases: torch.Tensor,
    scale: torch.Tensor,
    batch: Batch,
    mix: Mix | None = None,
) -> tuple[torch.Tensor, torch.Tensor]:
    """The contrast of the batch's pictures with their names, and with their phrases.

    Of a mixed picture the captions of both its products are true, each by its share.
    """
    labels, known = batch.labels.to(pictures.device), batch.names.to(pictures.device)
    states = batch.phrase_states.to(pictures.device)
    of_names = same_meaning(known, torch.zeros_like(states), labels)
    of_phrases = same_meaning(known, states, labels)
    pairs = ((names, of_names), (phrases, of_phrases))
    by_name, by_phrase = (
        _mixed_contrast(pictures, texts, scale, same, mix)
        if mix
        else contrastive_loss(pictures, texts, scale, same)
        for texts, same in pairs
    )
    return by_name, by_phrase


def _mixed_contrast(
    pictures: torch.Tensor, texts: torch.Tensor, scale: torch.Tensor, same: torch.Tensor, mix: Mix
) -> torch.Tensor:
    partners = mix.partners.to(pictures.device)
    same = same | same[:, partners]
    own = contrastive_loss(pictures, texts, scale, same)
    other = contrastive_loss(pictures, texts[partners], scale, same[partners])
    return mix.weigh(own, other)


def recognition_loss(
    pictures: torch.Tensor, snapshots: torch.Tensor, scale: float = 24.0
) -> torch.Tensor:
    """Contrast between products and snapshots of the same ones, (n, d) unit rows, both ways.

    Instance discrimination (Chen et al., 2020, SimCLR), between a shop's view and a consumer's.
    """
    logits = scale * snapshots @ pictures.T
    target = torch.arange(len(logits), device=logits.device)
    return (F.cross_entropy(logits, target) + F.cross_entropy(logits.T, target)) / 2


class ValueTeller(nn.Module):
    """Tells attribute values from vectors by the text tower's own vectors of the bare values.

    So "Navy Blue" as a query lies where navy blue garments lie; only the scale is learned beside
    the model, and nothing of it is exported.
    """

    def __init__(self, weights: tuple[float, ...]) -> None:
        super().__init__()
        self.scale = nn.Parameter(torch.tensor(2.7))
        self.weights = weights

    def forward(
        self, vectors: torch.Tensor, values: list[torch.Tensor], labels: torch.Tensor
    ) -> torch.Tensor:
        """Weighted cross-entropy of (n, d) unit rows against (n, attributes) labels, -1 unknown.

        values: per attribute the unit rows of its values.
        """
        total = vectors.new_zeros(())
        for column, rows in enumerate(values):
            total = total + self.weights[column] * self._loss(vectors, rows, labels[:, column])
        return total / sum(self.weights)

    def _loss(
        self, vectors: torch.Tensor, values: torch.Tensor, labels: torch.Tensor
    ) -> torch.Tensor:
        if not bool((labels >= 0).any()):
            return vectors.new_zeros(())
        logits = self.scale.exp() * vectors @ values.T
        return F.cross_entropy(logits, labels, ignore_index=-1, label_smoothing=0.05)


def neighbour_loss(
    pictures: torch.Tensor, labels: torch.Tensor, weights: tuple[float, ...], scale: float = 16.0
) -> torch.Tensor:
    """How unlikely a picture's soft nearest neighbour in the batch shares its attribute values.

    Neighbourhood components analysis (Goldberger et al., 2004) over (n, d) unit rows, summed over
    attributes; rows alone in the batch with their value do not count.
    """
    logits = scale * pictures @ pictures.T
    logits = logits.masked_fill(torch.eye(*logits.shape, device=logits.device).bool(), -torch.inf)
    all_others = logits.logsumexp(1)
    total = pictures.new_zeros(())
    for column, weight in enumerate(weights):
        values = labels[:, column]
        alike = (values.unsqueeze(1) == values) & (values >= 0)
        alike.fill_diagonal_(False)
        counted = alike.any(1)
        if weight and bool(counted.any()):
            own = logits.masked_fill(~alike, -torch.inf)[counted].logsumexp(1)
            total = total + weight * (all_others[counted] - own).mean()
    return total / sum(weights)
