"""The folder layout: category/product-id/*.jpg, with a table beside it or without."""

from __future__ import annotations

from pathlib import Path

import pytest

from catalog.models import Product, Variant
from tests.catalog.imports import photo, run_import, table

pytestmark = pytest.mark.django_db


@pytest.fixture
def tree(tmp_path) -> Path:
    """Two products with pictures, one with two of them, and things that are none."""
    root = tmp_path / "zalora-like"
    pictures = {
        "women-dresses/LIN-1/1.jpg": photo("red"),
        "women-dresses/LIN-1/2.jpg": photo("blue"),
        "Men/Casual Shoes/RUN-2/side.PNG": photo("green"),
        "women-dresses/notes.txt": b"nothing",
        "women-dresses/empty/readme.txt": b"nothing",
        "stray.jpg": photo("black"),
    }
    for name, data in pictures.items():
        (root / name).parent.mkdir(parents=True, exist_ok=True)
        (root / name).write_bytes(data)
    return root


def test_a_folder_of_pictures_is_a_product(tree):
    outcome = run_import(tree)
    assert (outcome.status, outcome.counts["created"]) == (0, 2), outcome.report
    dress, shoe = Product.objects.order_by("external_id")
    assert (dress.external_id, dress.gender, dress.product_type.name) == (
        "LIN-1",
        "Women",
        "Dresses",
    )
    assert (shoe.gender, shoe.product_type.section) == ("Men", "shoes")
    assert [image.position for image in dress.images.all()] == [0, 1]
    assert dress.price > 0


def test_the_table_beside_it_says_what_folders_cannot(tree):
    table(
        tree / "products.csv",
        "id,title,price,stock,photos",
        ["LIN-1,Linnea wrap dress,59.90,S:1|M:0,", "GONE-9,,10,,"],
    )
    outcome = run_import(tree)
    assert (outcome.counts["created"], outcome.lines()) == (2, [3])
    dress = Product.objects.get(external_id="LIN-1")
    assert (dress.title, dress.price_text, dress.gender) == ("Linnea wrap dress", "€59.90", "Women")
    assert dress.images.count() == 2
    stock = Variant.objects.filter(product=dress).values_list("size__label", "on_hand")
    assert dict(stock) == {"S": 1, "M": 0}


def test_again_it_changes_nothing(tree):
    run_import(tree)
    assert run_import(tree, "--layout", "folders").counts["unchanged"] == 2


def test_a_folder_whose_name_is_no_id_is_refused_by_its_path(tree):
    (tree / "women-dresses" / "LIN-1").rename(tree / "women-dresses" / "-rf *")
    outcome = run_import(tree)
    assert (outcome.status, outcome.counts["created"], outcome.counts["refused"]) == (2, 1, 1)
    refused = outcome.report[0]
    assert (refused["external_id"], refused["field"]) == ("women-dresses/-rf *", "folder")


def test_an_empty_folder_says_so(tmp_path):
    outcome = run_import(tmp_path)
    assert outcome.status == 1
    assert "holds no rows" in outcome.message


def test_pictures_given_twice_over_are_refused(tree, tmp_path):
    outcome = run_import(tree, "--images", str(tmp_path))
    assert (outcome.status, outcome.counts["read"]) == (1, 0)
    assert outcome.counts["error"] == outcome.message
    assert "leave out --images" in outcome.message
