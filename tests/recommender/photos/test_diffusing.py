"""Models of diffusers by name: a tiny one with random weights, made here."""

from __future__ import annotations

import json

import pytest
import torch

from recommender.encoder import import_open_clip
from recommender.photos.drawing import build

import_open_clip()  # mends torchvision, which transformers imports
extra = "an optional extra: pip install diffusers transformers"
diffusers = pytest.importorskip("diffusers", reason=extra)
transformers = pytest.importorskip("transformers", reason=extra)

SIDE = 32


def tokenizer(folder):
    """Of single letters."""
    folder.mkdir()
    letters = "abcdefghijklmnopqrstuvwxyz,"
    ends = ["<|startoftext|>", "<|endoftext|>"]
    pieces = [*letters, *(f"{letter}</w>" for letter in letters), *ends]
    (folder / "vocab.json").write_text(json.dumps({piece: n for n, piece in enumerate(pieces)}))
    (folder / "merges.txt").write_text("#version: 0.2\n")
    return transformers.CLIPTokenizer(
        str(folder / "vocab.json"), str(folder / "merges.txt"), model_max_length=77
    ), len(pieces)


@pytest.fixture(scope="module")
def model(tmp_path_factory) -> str:
    folder = tmp_path_factory.mktemp("drawing")
    torch.manual_seed(1)
    words, size = tokenizer(folder / "words")
    text = transformers.CLIPTextConfig(
        vocab_size=size, hidden_size=16, intermediate_size=16, num_attention_heads=2,
        num_hidden_layers=1, bos_token_id=size - 2, eos_token_id=size - 1, pad_token_id=size - 1,
    )  # fmt: skip
    unet = diffusers.UNet2DConditionModel(
        sample_size=SIDE // 2, block_out_channels=(8, 8), layers_per_block=1, norm_num_groups=4,
        down_block_types=("DownBlock2D", "CrossAttnDownBlock2D"), cross_attention_dim=16,
        up_block_types=("CrossAttnUpBlock2D", "UpBlock2D"), attention_head_dim=2,
    )  # fmt: skip
    vae = diffusers.AutoencoderKL(
        block_out_channels=(4, 4), norm_num_groups=2, latent_channels=4,
        down_block_types=("DownEncoderBlock2D",) * 2, up_block_types=("UpDecoderBlock2D",) * 2,
    )  # fmt: skip
    diffusers.StableDiffusionPipeline(
        vae=vae, unet=unet, tokenizer=words, text_encoder=transformers.CLIPTextModel(text),
        scheduler=diffusers.DDIMScheduler(), safety_checker=None, feature_extractor=None,
        requires_safety_checker=False,
    ).save_pretrained(folder / "model")  # fmt: skip
    return f"hf-hub:{folder / 'model'}"


@pytest.mark.parametrize("steps", [2, 6])
def test_a_model_by_name_draws_words_and_says_how_far_it_is(model, settings, steps):
    settings.DRAWING_STEPS = steps
    told: list[float] = []
    picture = build(model)("a red dress", told.append)
    assert picture.mode == "RGB"
    assert picture.size == (SIDE, SIDE)
    assert told == pytest.approx([(step + 1) / steps for step in range(steps)])
