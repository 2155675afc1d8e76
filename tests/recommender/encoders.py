"""Encoders that stories may switch between: names that load, each its own."""

from __future__ import annotations

from pathlib import Path

import pytest

from recommender.encoder_identity import EncoderUnavailable
from tests.fakes import PaintEncoder, encoder_folder


class Shelf:
    """Folders of encoders under one roof; `load_encoder` takes them from here."""

    def __init__(self, roof: Path) -> None:
        self.roof = roof
        self.encoders: dict[str, PaintEncoder] = {}

    def put(self, folder: str, dimension: int = 3, weights: bytes = b"1", **facts) -> str:
        """A new encoder, or other weights in an old one's folder; returns its name."""
        name = encoder_folder(self.roof / folder, weights, dimension)
        self.encoders[name] = PaintEncoder(name, dimension, **facts)
        return name

    def take_away(self, name: str) -> None:
        """Its files are gone."""
        del self.encoders[name]
        for file in Path(name).iterdir():
            file.unlink()

    def load(self, name: str) -> PaintEncoder:
        if name not in self.encoders:
            raise EncoderUnavailable(f"{name} is away.")
        return self.encoders[name]


@pytest.fixture
def shelf(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Shelf:
    shelf = Shelf(tmp_path / "encoders")
    monkeypatch.setattr("recommender.encoder.load_encoder", shelf.load)
    return shelf
