"""A shop whose encoder sees mean colours and reads colour words: answers can be foretold."""

from __future__ import annotations

import numpy as np
import pytest
from django.core.cache import cache

from catalog.models import Product
from recommender.models import EncoderVersion
from tests.factories import make_product
from tests.fakes import PaintEncoder
from tests.recommender.encoders import Shelf, shelf

__all__ = ["shelf"]


@pytest.fixture(autouse=True)
def nobody_has_sent_any_photo():
    """Visitors are counted in the process's cache."""
    cache.clear()
    yield
    cache.clear()


@pytest.fixture
def painter(db, shelf: Shelf) -> PaintEncoder:
    """The active encoder."""
    name = shelf.put("paint")
    encoder = shelf.encoders[name]
    encoder.encoder_row = EncoderVersion.objects.create(
        version=encoder.version, name=name, dimension=3, is_active=True
    )
    return encoder


@pytest.fixture
def make_painted(painter):
    """A product that looks as that colour does."""

    def make(title: str, rgb: tuple[int, int, int], **facts) -> Product:
        (vector,) = painter.painted([np.array(rgb, np.float32)])
        return make_product(title, vector=vector.tolist(), **facts)

    return make


@pytest.fixture
def red_dress(make_painted) -> Product:
    return make_painted("Rubia dress", (255, 0, 0), colour="Red", stock={"S": 0, "M": 2})


@pytest.fixture
def blue_dress(make_painted) -> Product:
    return make_painted("Marina dress", (0, 0, 255), colour="Blue", stock={"S": 1, "M": 0})


@pytest.fixture
def sold_out_red_dress(make_painted) -> Product:
    return make_painted("Gone dress", (255, 0, 0), colour="Red", stock={"M": 0})
