"""A folder of painted street photos with masks, and a segmenter small enough to train in a test."""

from __future__ import annotations

import zipfile
from pathlib import Path

import numpy as np
from PIL import Image

from recommender.photos.segmenter.network import NetworkConfig
from recommender.training.segmenter_config import SegmenterConfig

LABELS = "value,label\n0,null\n1,skin\n2,jeans\n3,T-shirt\n"
TINY = SegmenterConfig(
    name="tiny",
    network=NetworkConfig(backbone="test_resnet", decoder=(16, 8, 8, 8)),
    stored=(64, 64),
    small_view=(64, 64),
    view=(64, 64),
    looks_at=(64,),
    from_encoder=False,
    minutes=0.0,
    epochs=2,
    batch_size=4,
    validation_percent=25,
    validate_every=1,
)


def street_photos(folder: Path, count: int = 12) -> Path:
    """photos/, masks/ and labels.csv: a red T-shirt over blue jeans, somewhere on grey."""
    for name in ("photos", "masks"):
        (folder / name).mkdir(parents=True)
    for number in range(count):
        mask = np.zeros((90, 60), np.uint8)
        left = 5 + 3 * number % 30
        mask[20:45, left : left + 20], mask[45:80, left : left + 20] = 3, 2
        colours = np.array([(128, 128, 128), (0, 0, 0), (20, 30, 200), (220, 20, 20)], np.uint8)
        Image.fromarray(colours[mask]).save(folder / "photos" / f"{number:04}.jpg")
        Image.fromarray(mask).save(folder / "masks" / f"{number:04}.png")
    (folder / "labels.csv").write_text(LABELS, encoding="utf-8")
    return folder


def zipped(folder: Path, archive: Path) -> Path:
    with zipfile.ZipFile(archive, "w") as file:
        for path in sorted(folder.rglob("*.*")):
            file.write(path, f"street/{path.relative_to(folder)}")
    return archive
