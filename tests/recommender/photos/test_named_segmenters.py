"""Stronger models by name, told apart by their own configuration; tiny, with random weights."""

from __future__ import annotations

import numpy as np
import pytest
import torch
from PIL import Image

from recommender.encoder import import_open_clip
from recommender.photos.classes import CLASSES
from recommender.photos.segmenter.loading import SegmenterUnavailable, build

import_open_clip()  # mends torchvision, which transformers imports
transformers = pytest.importorskip(
    "transformers", reason="an optional extra: pip install transformers"
)


def segformer(folder, labels):
    config = transformers.SegformerConfig(
        num_encoder_blocks=2, depths=[1, 1], hidden_sizes=[8, 16], decoder_hidden_size=16,
        num_attention_heads=[1, 2], sr_ratios=[2, 1], patch_sizes=[7, 3], strides=[4, 2],
        mlp_ratios=[2, 2], id2label=dict(enumerate(labels)),
    )  # fmt: skip
    torch.manual_seed(1)
    transformers.SegformerForSemanticSegmentation(config).save_pretrained(folder)
    size = {"height": 64, "width": 64}
    transformers.SegformerImageProcessor(size=size).save_pretrained(folder)
    return f"hf-hub:{folder}"


def yolos(folder, labels):
    config = transformers.YolosConfig(
        hidden_size=16, num_hidden_layers=1, num_attention_heads=2, intermediate_size=16,
        image_size=[64, 64], num_detection_tokens=8, id2label=dict(enumerate(labels)),
        label2id={label: at for at, label in enumerate(labels)},
    )  # fmt: skip
    torch.manual_seed(1)
    transformers.YolosForObjectDetection(config).save_pretrained(folder)
    size = {"shortest_edge": 64, "longest_edge": 96}
    transformers.YolosImageProcessor(size=size).save_pretrained(folder)
    return f"hf-hub:{folder}"


@pytest.mark.parametrize(
    ("make", "labels"),
    [
        (segformer, ["Background", "Hat", "Upper-clothes", "Left-shoe", "Right-shoe", "Pants"]),
        (yolos, ["shirt, blouse", "sleeve", "pants", "shoe"]),
    ],
)
def test_a_model_by_name_says_the_same_kind_of_thing_as_the_shipped_one(tmp_path, make, labels):
    segmenter = build(make(tmp_path / "model", labels))
    told = segmenter.probabilities(Image.new("RGB", (120, 180), "red"))
    assert told.shape[0] == len(CLASSES)
    assert told.shape[1] >= told.shape[2]
    np.testing.assert_allclose(told.sum(0), 1, atol=1e-3)


def test_left_and_right_shoes_are_one_class(tmp_path):
    segmenter = build(segformer(tmp_path / "model", ["Background", "Left-shoe", "Right-shoe"]))
    told = segmenter.probabilities(Image.new("RGB", (64, 64), "red"))
    assert set(np.flatnonzero(told.sum((1, 2)))) == {0, CLASSES.index("shoes")}


def test_a_model_that_knows_no_garment_is_refused(tmp_path):
    with pytest.raises(SegmenterUnavailable, match="garment"):
        build(segformer(tmp_path / "model", ["road", "car"]))
