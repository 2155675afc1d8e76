"""What a training is given: products and their pictures."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from recommender.training.config import TrainingConfig
from recommender.training.pictures import FRAMED, SQUASHED, PictureSet, PictureSource, decoded
from recommender.training.products import TrainingProduct, read_products


@dataclass(frozen=True)
class Sources:
    """Pairs of a styles file and its pictures; a product may occur in several."""

    styles: list[Path]
    images: list[Path]

    def __post_init__(self) -> None:
        if not self.styles or len(self.styles) != len(self.images):
            raise ValueError("give --images once for each --styles")

    def products(self) -> list[TrainingProduct]:
        found = {p.id: p for path in self.styles for p in read_products(path)}
        return list(found.values())

    def pictures(
        self,
        products: list[TrainingProduct],
        folder: Path,
        size: tuple[int, int],
        resize_mode: str = SQUASHED,
    ) -> list[PictureSet]:
        ids = [product.id for product in products]
        return [
            decoded(PictureSource(path), ids, folder, size, resize_mode) for path in self.images
        ]

    def shown(
        self, products: list[TrainingProduct], folder: Path, config: TrainingConfig
    ) -> list[PictureSet]:
        """As the model is to see them; of a framed one also as they are, which is another size and
        place of each product. First those that its figures are taken of."""
        modes = (FRAMED, SQUASHED) if config.is_framed else (SQUASHED,)
        size = cache_size(config)
        return [each for mode in modes for each in self.pictures(products, folder, size, mode)]


def cache_size(config: TrainingConfig) -> tuple[int, int]:
    """Larger than the model's input, so that crops of sharp pictures stay sharp."""
    height, width = config.input_size
    return round(height * 1.67), round(width * 1.67)
