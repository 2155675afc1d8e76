"""The people and garments of the stories."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from catalog.models import Product, Variant
from recommender.models import EncoderVersion
from tests import emptying  # noqa: F401 - how the database is emptied
from tests.factories import make_product


def open_data(*parts: str) -> Path:
    """A file of the open data sets; the test is skipped where they are not at hand."""
    default = Path(__file__).resolve().parent.parent.parent / "shared" / "data"
    path = Path(os.environ.get("UNDERSTUDY_DATA", default), *parts)
    if not path.exists():
        pytest.skip(f"needs the open data set: {path.name} is not there (see UNDERSTUDY_DATA)")
    return path


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """What kills processes or drives a browser races with the machine it is on: such a test has
    two tries, and a second one is told in the summary. `make crash` gives it one."""
    if os.environ.get("UNDERSTUDY_CRASH") == "full":
        return
    for item in items:
        if item.get_closest_marker("crash") or item.get_closest_marker("browser"):
            item.add_marker(pytest.mark.flaky(reruns=1))


@pytest.fixture(autouse=True)
def quick_passwords(settings) -> None:
    """A good password hash takes half a second, and every story with staff in it makes one."""
    settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]


@pytest.fixture
def encoder_version(db) -> EncoderVersion:
    """The active encoder of stories whose vectors have three numbers."""
    return EncoderVersion.objects.create(
        version="three-numbers@1", name="three", dimension=3, is_active=True
    )


@pytest.fixture
def sold_out_dress(encoder_version) -> Variant:
    """A black dress whose M is gone; S and L are there."""
    dress = make_product(
        "Linnea dress", stock={"S": 2, "M": 0, "L": 1}, vector=[1, 0, 0], style_code="LINNEA"
    )
    return dress.variants.get(size__label="M")


@pytest.fixture
def its_lookalike(encoder_version) -> Product:
    """Another black dress, in stock in M, that looks much like the sold-out one."""
    return make_product("Alva dress", price="55.00", stock={"M": 3}, vector=[0.95, 0.3, 0])


@pytest.fixture
def same_dress_in_red(encoder_version) -> Product:
    return make_product(
        "Linnea dress in red",
        colour="Red",
        stock={"M": 1},
        vector=[0.8, 0, 0.6],
        style_code="LINNEA",
    )
