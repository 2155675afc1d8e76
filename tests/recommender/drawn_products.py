"""A little styles file with drawn pictures, for training something small in seconds."""

from __future__ import annotations

import json
from pathlib import Path

from PIL import Image, ImageDraw

COLOURS = {"Red": (200, 30, 40), "Blue": (30, 60, 190), "Green": (30, 150, 60), "Black": (25,) * 3}
CUTS = {
    "Tshirts": [(2, 4), (22, 4), (22, 12), (18, 12), (18, 28), (6, 28), (6, 12), (2, 12)],
    "Skirts": [(9, 4), (15, 4), (22, 28), (2, 28)],
    "Jeans": [(6, 2), (18, 2), (19, 30), (14, 30), (12, 10), (10, 30), (5, 30)],
    "Scarves": [(9, 2), (15, 2), (15, 30), (9, 30)],
}
HEADER = (
    "id,gender,masterCategory,subCategory,articleType,baseColour,season,year,usage,"
    "productDisplayName"
)
#: Trains in tenths of a second: a network of timm's own tests, pictures of 32 by 24.
TINY = {
    "name": "tiny",
    "model_cfg": {
        "embed_dim": 16,
        "custom_text": True,
        "vision_cfg": {
            "timm_model_name": "test_resnet",
            "timm_model_pretrained": False,
            "timm_pool": "avg",
            "timm_proj": "linear",
            "image_size": [32, 24],
        },
        "text_cfg": {"context_length": 16, "vocab_size": 600, "width": 32, "heads": 2, "layers": 1},
    },
    "preprocess_cfg": {
        "mean": [0.5, 0.5, 0.5],
        "std": [0.25, 0.25, 0.25],
        "interpolation": "bicubic",
        "resize_mode": "squash",
    },
    "schedule": {"epochs": 3, "batch_size": 16, "vocabulary": 600, "bfloat16": False},
}


def draw_catalogue(folder: Path, products: int = 64) -> tuple[Path, Path]:
    """(styles.csv, folder of pictures): each cut in each colour, again and again."""
    images = folder / "images"
    images.mkdir(parents=True)
    kinds = [(cut, colour) for cut in CUTS for colour in COLOURS]
    lines = [HEADER]
    for number in range(products):
        cut, colour = kinds[number % len(kinds)]
        product_id = 1000 + number
        lines.append(
            f"{product_id},Women,Apparel,{cut},{cut},{colour},Summer,2012,Casual,"
            f"Alma {colour} {cut}, style {number}"
        )
        garment(cut, colour, shift=number // len(kinds)).save(images / f"{product_id}.jpg")
    (folder / "styles.csv").write_text("\n".join(lines) + "\n", encoding="utf-8")
    return folder / "styles.csv", images


def garment(cut: str, colour: str, shift: int = 0) -> Image.Image:
    """The cut in its colour on white, 48 pixels wide and 64 high."""
    picture = Image.new("RGB", (48, 64), "white")
    corners = [(2 * x + shift % 3 - 1, 2 * y + shift % 2) for x, y in CUTS[cut]]
    ImageDraw.Draw(picture).polygon(corners, fill=COLOURS[colour])
    return picture


def tiny_config(folder: Path, **schedule: object) -> Path:
    path = folder / "tiny.json"
    path.write_text(json.dumps({**TINY, "schedule": {**TINY["schedule"], **schedule}}))
    return path
