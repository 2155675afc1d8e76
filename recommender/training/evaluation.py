"""How well an encoder finds products by their names, and products by their pictures."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import torch

from recommender.encoder import Encoder
from recommender.training.gallery import Advance, Gallery, gallery_of, look
from recommender.training.measures import (
    neighbour_precision,
    neighbours,
    ranks,
    text_to_image,
    value_precision,
)
from recommender.training.pictures import NoPictures, PictureSource
from recommender.training.products import TrainingProduct, is_validation, read_products

JUDGED = ("articleType", "baseColour", "gender")
#: The data set's names of colours: the question is the same for a part of it that lacks some.
# fmt: off
BASE_COLOURS = (
    "Beige", "Black", "Blue", "Bronze", "Brown", "Burgundy", "Charcoal", "Coffee Brown", "Copper",
    "Cream", "Fluorescent Green", "Gold", "Green", "Grey", "Grey Melange", "Khaki", "Lavender",
    "Lime Green", "Magenta", "Maroon", "Mauve", "Metallic", "Multi", "Mushroom Brown", "Mustard",
    "Navy Blue", "Nude", "Off White", "Olive", "Orange", "Peach", "Pink", "Purple", "Red", "Rose",
    "Rust", "Sea Green", "Silver", "Skin", "Steel", "Tan", "Taupe", "Teal", "Turquoise Blue",
    "White", "Yellow",
)
# fmt: on


def products_to_judge(styles: Path, held_out: int, limit: int) -> list[TrainingProduct]:
    """Rows of the styles file: all, or the percentage that the training keeps out; 0: no limit."""
    products = read_products(styles, needed=JUDGED)
    if held_out:
        products = [product for product in products if is_validation(product.id, held_out)]
    return products[: limit or None]


def evaluate(
    encoder: Encoder,
    products: list[TrainingProduct],
    source: PictureSource,
    advance: Advance = lambda done: None,
) -> dict[str, Any]:
    """`figures` of these products' pictures. Raises NoPictures."""
    return figures(encoder, gallery_of(encoder, products, source, advance))


def figures(encoder: Encoder, gallery: Gallery) -> dict[str, Any]:
    """The figures of `evaluate_encoder`, by name."""
    names = torch.from_numpy(encoder.encode_texts([product.name for product in gallery.products]))
    return {
        "encoder": encoder.version,
        "products": len(gallery.products),
        **text_to_image(names, gallery.vectors),
        **_by_words(encoder, gallery),
        **_by_picture(gallery, gallery.vectors),
        "images_per_second": len(gallery.products) / gallery.seconds,
        "floors": {name: _by_picture(gallery, rows) for name, rows in gallery.floors.items()},
    }


def _by_picture(gallery: Gallery, pictures: torch.Tensor) -> dict[str, float]:
    nearest = neighbours(pictures)
    return {
        f"{name}_i2i_p10": neighbour_precision(nearest, gallery.values(name)) for name in JUDGED
    }


def _by_words(encoder: Encoder, gallery: Gallery) -> dict[str, float]:
    """Bare attribute values as queries, and colours named by the nearest value."""
    found: dict[str, float] = {}
    for name in JUDGED:
        labels = gallery.values(name)
        values = sorted(set(labels) - {""})
        share, best = value_precision(_similar(encoder, values, gallery), values, labels)
        found |= {f"{name}_t2i_p10": share, f"{name}_t2i_p10_cap": best}
    return found | {"baseColour_top1": _named_right(encoder, gallery)}


def _similar(encoder: Encoder, texts: list[str], gallery: Gallery) -> torch.Tensor:
    return torch.from_numpy(encoder.encode_texts(texts)) @ gallery.vectors.T  # (texts, n)


def _named_right(encoder: Encoder, gallery: Gallery) -> float:
    """Share of the products with a colour whose picture is nearest to its name, of all names."""
    labels = gallery.values("baseColour")
    own = sorted(set(labels) - {""})
    if not own:
        return 0.0
    names = BASE_COLOURS if set(own) <= set(BASE_COLOURS) else own
    named = _similar(encoder, list(names), gallery).argmax(0).tolist()
    right = [names[at] == label for at, label in zip(named, labels, strict=True) if label]
    return sum(right) / len(right)


def pictures_to_search(others: PictureSource, held_out: int) -> list[str]:
    """Ids of all, or of the percentage that the training keeps out."""
    return [name for name in others.ids() if not held_out or is_validation(name, held_out)]


def cross_size(
    encoder: Encoder,
    gallery: Gallery,
    others: PictureSource,
    ids: list[str],
    advance: Advance = lambda done: None,
) -> dict[str, float]:
    """How often a picture finds the same product's other picture first, among those of `ids`.

    Ties count against us. Raises NoPictures where no product has a picture in both.
    """
    seen = look(encoder, ids, others, advance)
    place = {product_id: row for row, product_id in enumerate(seen.ids)}
    asked = [row for row, product in enumerate(gallery.products) if product.id in place]
    if not asked:
        raise NoPictures(f"{others.path}: not one product has a picture there and in --images")
    own = torch.tensor([place[gallery.products[row].id] for row in asked])
    rank = ranks(gallery.vectors[asked], seen.vectors, own)
    return {
        "cross_size_r1": float((rank <= 1).double().mean()),
        "cross_size_queries": len(asked),
        "cross_size_gallery": len(seen.ids),
    }
