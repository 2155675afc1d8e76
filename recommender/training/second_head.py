"""A second head for a trained encoder: half of its numbers say type, colour and gender.

A text tower of width w has vectors in w of an encoder's d dimensions, whatever it reads, and
pictures trained against it hardly use the others. Here the vectors are turned so that words lie in
the first w, where pictures stay as they were; the other d - w, where words are nil, bring pictures
of the same attributes together. So words rank pictures as before, and pictures find their like
better. That half is learned from what larger networks tell of the trunk's features (distillation:
Hinton, Vinyals, Dean, 2015); the trunk is not trained again.
"""

from __future__ import annotations

import copy
from pathlib import Path
from typing import Any, cast

import torch
import torch.nn.functional as F
from torch import nn

from recommender.encoder.open_clip_models import whole_weights
from recommender.training.attribute_tellers import AttributeTellers, fit, learned_tellers
from recommender.training.batches import ProductTable
from recommender.training.config import BadTrainingConfig, TrainingConfig, read_config
from recommender.training.epochs import Report
from recommender.training.export import CONFIG_FILE
from recommender.training.model import OpenClipModel, build_model, text_tower
from recommender.training.trunk_features import TrunkFeatures, trunk_features

VIEWS = 6
#: Rounds over the products, peak rate, batch.
IMITATION, NEIGHBOURHOOD = (12, 6e-3, 512), (8, 1e-3, 1024)
#: Length of the half where words are nil, beside the other's, which is 1.
LIKENESS = 1.0
SAMPLE = 12_000


def with_second_head(
    model: OpenClipModel, config: TrainingConfig, table: ProductTable, report: Report = print
) -> tuple[OpenClipModel, TrainingConfig]:
    """A new model beside `model`, which has a linear head, and its configuration.

    Raises BadTrainingConfig where the architecture has no room for it, NothingToTrain.
    """
    torch.manual_seed(config.schedule.seed)
    new_config = second_config(config)
    seen = trunk_features(model, config, table, VIEWS, report)
    model = copy.deepcopy(model).cpu().eval()
    tellers = learned_tellers(seen, table)
    report("attributes are told; the head learns")
    teacher = Teacher(model, tellers, seen)
    new = build_model(new_config)
    new.load_state_dict(_kept(model, new), strict=False)
    _turn_words(new, model, teacher.words)
    _write_head(new.visual.head, teacher, learned_likeness(teacher, seen, table))
    return new.eval(), new_config


def second_config(config: TrainingConfig) -> TrainingConfig:
    cfg = copy.deepcopy(config.model_cfg)
    if cfg["vision_cfg"].get("timm_proj") != "linear":
        raise BadTrainingConfig("only a linear head (timm_proj) is replaced by a second one")
    if cfg["text_cfg"]["width"] >= cfg["embed_dim"]:
        raise BadTrainingConfig("the text tower is as wide as its vectors: no dimension is free")
    cfg["vision_cfg"]["timm_proj"] = "mlp"
    return TrainingConfig(config.name, cfg, config.preprocess_cfg, config.schedule)


class Teacher:
    """What the new head is to say of the trunk's features.

    words: (d, w), an orthonormal basis of where words lie; likeness: (classes, d - w), the
    directions in which what is told of products differs most.
    """

    def __init__(
        self, model: OpenClipModel, tellers: AttributeTellers, seen: TrunkFeatures
    ) -> None:
        self.matrix = model.visual.head.proj.weight.detach()  # (d, features)
        self.tellers = tellers
        self.mean, self.deviation = seen.spread()
        self.words = torch.linalg.qr(_projection(model).detach().T).Q
        room = self.words.shape[0] - self.words.shape[1]
        told = tellers(self.scaled(seen.drawn(torch.randperm(seen.products)[:SAMPLE])))
        directions = torch.linalg.eigh(told.T @ told).eigenvectors.flip(1)[:, :room]
        self.likeness = F.pad(directions, (0, room - directions.shape[1]))

    def scaled(self, features: torch.Tensor) -> torch.Tensor:
        return (features - self.mean) / self.deviation

    def lengths(self, features: torch.Tensor) -> torch.Tensor:
        """(n, 1), of the vectors that the old head makes. The new halves have them, too."""
        return (features @ self.matrix.T).norm(dim=1, keepdim=True)

    def by_words(self, features: torch.Tensor) -> torch.Tensor:
        """(n, features) -> (n, w): what words are compared with, of a unit vector."""
        return F.normalize(features @ self.matrix.T, dim=-1) @ self.words

    def alike(self, features: torch.Tensor) -> torch.Tensor:
        """(n, features) -> (n, d - w): the half where words are nil, for vectors of length 1."""
        return LIKENESS * (self.tellers(self.scaled(features)) @ self.likeness)


def learned_likeness(teacher: Teacher, seen: TrunkFeatures, table: ProductTable) -> nn.Sequential:
    """Scaled features -> (n, d - w), by as many hidden numbers as the words' half leaves.

    First it says what the tellers say, then what brings neighbours of the same attributes.
    """
    room = teacher.likeness.shape[1]
    learner = nn.Sequential(
        nn.Linear(seen.size, 2 * room), nn.GELU(), nn.Linear(2 * room, room, bias=False)
    )
    typical = teacher.lengths(seen.views[0].float()).mean()

    def said(features: torch.Tensor) -> torch.Tensor:
        return learner(teacher.scaled(features)) / (teacher.lengths(features) / typical)

    def apart(rows: torch.Tensor) -> torch.Tensor:
        features = blended(seen.drawn(rows))
        return (said(features) - teacher.alike(features)).square().sum(1).mean()

    def loss(rows: torch.Tensor) -> torch.Tensor:
        features = seen.drawn(rows)
        half = said(features)
        uneven = (half.norm(dim=1) - LIKENESS).square().mean()  # or words would rank by it
        strayed = (half - teacher.alike(features)).square().sum(1).mean()
        both = F.normalize(torch.cat([teacher.by_words(features), half], 1), dim=-1)
        strangers = strangers_near(both, table.labels[rows][:, teacher.tellers.columns])
        return strangers + 2 * uneven + 0.3 * strayed

    fit(learner, apart, seen.products, *IMITATION)
    fit(learner, loss, seen.products, *NEIGHBOURHOOD)
    with torch.no_grad():
        cast(nn.Linear, learner[2]).weight *= typical
    return learner.eval()


def strangers_near(
    vectors: torch.Tensor, labels: torch.Tensor, scale: float = 40.0
) -> torch.Tensor:
    """The share of a row's soft neighbours in the batch with another value; the attributes' mean.

    Goldberger et al., 2004, in its first form: the share itself, not its logarithm, so that a
    product filed wrong does not outweigh ten others. vectors: (n, d) unit rows; labels:
    (n, attributes), -1 unknown. Rows alone in the batch with their value do not count.
    """
    near = (scale * vectors @ vectors.T).fill_diagonal_(-torch.inf).softmax(1)
    shares = []
    for values in labels.T:
        alike = (values.unsqueeze(1) == values) & (values >= 0).unsqueeze(1)
        alike.fill_diagonal_(False)
        asked = alike.any(1)
        if bool(asked.any()):
            shares.append(1 - (near * alike).sum(1)[asked].mean())
    return torch.stack(shares).mean() if shares else vectors.sum() * 0


def blended(features: torch.Tensor) -> torch.Tensor:
    """Half the time with another row's features, so that the teacher is asked between products."""
    if float(torch.rand(())) < 0.5:
        return features
    share = torch.rand(len(features), 1) / 2
    return torch.lerp(features, features[torch.randperm(len(features))], share)


@torch.no_grad()
def _write_head(head: Any, teacher: Teacher, likeness: nn.Sequential) -> None:
    """Both halves into one network of a hidden layer, for features as the trunk gives them."""
    first, last = cast(nn.Linear, likeness[0]), cast(nn.Linear, likeness[2])
    by_words = teacher.words.T @ teacher.matrix
    by_likeness = first.weight / teacher.deviation
    # gelu(x) - gelu(-x) = x: so the words' half comes through as it is.
    through = torch.eye(len(by_words))
    head.mlp.fc1.weight.copy_(torch.cat([by_words, -by_words, by_likeness]))
    head.mlp.fc1.bias.zero_()
    head.mlp.fc1.bias[2 * len(by_words) :] = first.bias - by_likeness @ teacher.mean
    head.mlp.fc2.weight.copy_(torch.block_diag(torch.cat([through, -through], 1), last.weight))


@torch.no_grad()
def _turn_words(new: OpenClipModel, old: OpenClipModel, words: torch.Tensor) -> None:
    turned = _projection(old) @ words
    _projection(new).copy_(F.pad(turned, (0, words.shape[0] - words.shape[1])))


def _projection(model: OpenClipModel) -> torch.Tensor:
    """(w, d)"""
    return text_tower(model).text_projection


def _kept(old: OpenClipModel, new: OpenClipModel) -> dict[str, torch.Tensor]:
    """All of the old weights but the head's."""
    names = new.state_dict().keys()
    return {name: value for name, value in old.state_dict().items() if name in names}


def exported_model(folder: Path) -> tuple[OpenClipModel, TrainingConfig]:
    """An exported encoder to go on with. Raises BadTrainingConfig."""
    config = read_config(folder / CONFIG_FILE)
    model = build_model(config)
    try:
        model.load_state_dict(whole_weights(folder))
    except (RuntimeError, OSError) as error:
        raise BadTrainingConfig(f"{folder} holds no whole encoder: {error}") from error
    return model, config
