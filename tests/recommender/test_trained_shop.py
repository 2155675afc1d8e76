"""From a styles file and pictures to a shop that runs on an encoder of its own, end to end."""

from __future__ import annotations

import json
import subprocess
import sys
from collections.abc import Sequence
from dataclasses import dataclass
from io import StringIO
from itertools import islice
from pathlib import Path
from statistics import mean

import pytest
from django.core.management import call_command

from catalog.models import Product, Status, Variant
from recommender.models import EncoderVersion
from recommender.substitutes import substitutes_for
from recommender.words import by_meaning
from tests.conftest import open_data
from tests.recommender.drawn_products import CUTS, draw_catalogue, tiny_config

ROOT = Path(__file__).resolve().parent.parent.parent
TRAINED_ON, SOLD = 2000, 160

pytestmark = [pytest.mark.slow, pytest.mark.django_db]


@dataclass(frozen=True)
class Source:
    """A styles file, its pictures, and types of which there are many."""

    styles: Path
    images: Path
    types: tuple[str, ...]


@pytest.fixture(scope="module", params=["drawn", "photographed"])
def source(request, tmp_path_factory) -> Source:
    folder = tmp_path_factory.mktemp(request.param)
    if request.param == "drawn":
        return Source(*draw_catalogue(folder / "catalogue", TRAINED_ON), tuple(CUTS))
    data = open_data("fashion-products")
    styles = first_rows(data / "styles-224.csv", folder / "styles.csv", TRAINED_ON)
    types = ("Casual Shoes", "Shirts", "Tshirts", "Watches", "Handbags", "Heels")
    return Source(styles, data / "images-60x80.zip", types)


def first_rows(styles: Path, copy: Path, rows: int) -> Path:
    with styles.open(encoding="utf-8") as lines:
        copy.write_text("".join(islice(lines, 1 + rows)), encoding="utf-8")
    return copy


@pytest.fixture(scope="module")
def run(source, tmp_path_factory) -> Path:
    """The folder of one epoch, by the command that a person would type."""
    folder = tmp_path_factory.mktemp("run")
    options = {"styles": source.styles, "images": source.images, "out": folder / "out"}
    options |= {"config": tiny_config(folder, batch_size=16), "epochs": 1, "threads": 1}
    command = [sys.executable, "manage.py", "train_encoder"]
    typed = [*command, *(f"--{name}={value}" for name, value in options.items())]
    done = subprocess.run(typed, cwd=ROOT, capture_output=True, text=True, timeout=600)
    assert done.returncode == 0, done.stderr
    assert f"ENCODER={folder / 'out' / 'export'}" in done.stdout
    return folder / "out"


@pytest.fixture
def shop(source, run, settings) -> EncoderVersion:
    """A shop with some of the products, embedded by the encoder that was trained on them."""
    settings.ENCODER = str(run / "export")
    said("import_catalog", str(source.styles), f"--images={source.images}", "--layout=kaggle",
         f"--limit={SOLD}", "--simulate-stock=7", "--json")  # fmt: skip
    assert said("embed_products", "--json")["embedded"] == SOLD
    return EncoderVersion.objects.active()


def said(command: str, *options: str) -> dict:
    out = StringIO()
    call_command(command, *options, stdout=out, stderr=StringIO())
    return json.loads(out.getvalue().splitlines()[-1])


def test_one_epoch_on_two_thousand_products_opens_a_shop(source, run, shop, client):
    (epoch,) = [json.loads(line) for line in (run / "log.jsonl").read_text().splitlines()]
    assert epoch["t2i_r10"] > 2 * 10 / (TRAINED_ON / 10)  # twice of what chance finds
    assert shop.name == str(run / "export")
    assert shop.embeddings.with_vector().count() == Product.objects.count() == SOLD
    stands_in(client, shop)
    finds(client, source)


def stands_in(client, encoder: EncoderVersion) -> None:
    """A sold-out size's page shows what is in stock in that size, found by this encoder."""
    variant, found = next(with_substitutes())
    assert {answer.encoder for answer in found} == {encoder.version}
    assert all(answer.variant.on_hand and answer.variant.size == variant.size for answer in found)
    page = client.get(variant.product.get_absolute_url(), {"size": variant.size.label})
    assert "Similar in stock" in page.content.decode()
    assert found[0].product.get_absolute_url() in page.content.decode()


def with_substitutes():
    sold_out = Variant.objects.sold_out().filter(product__status=Status.ACTIVE).order_by("sku")
    answered = ((variant, substitutes_for(variant)) for variant in sold_out)
    return ((variant, found) for variant, found in answered if found)


def finds(client, source: Source) -> None:
    """A type's name finds it more often than a blind choice would, titles aside."""
    everything = Product.objects.values_list("pk", flat=True)
    blind = [share(name, everything) for name in source.types]
    meant = {name: by_meaning(name, Product.objects.all(), k=10) for name in source.types}
    assert mean(share(name, ids) for name, ids in meant.items()) > 1.5 * mean(blind)
    name, ids = meant.popitem()
    page = client.get("/search/", {"q": name}).content.decode()
    assert Product.objects.get(pk=ids[0]).get_absolute_url() in page


def share(name: str, ids: Sequence[int]) -> float:
    """How many of these products are of that type."""
    return mean(p.product_type.name == name for p in Product.objects.in_bulk(list(ids)).values())
