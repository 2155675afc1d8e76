"""The demo catalogue: enough of everything, drawn the same way every time."""

import hashlib
import re
import subprocess
import sys
from collections import Counter, defaultdict
from functools import lru_cache
from pathlib import Path

import numpy as np
import pytest
from numpy.typing import NDArray
from PIL import Image

from catalog.demo import DemoProduct, demo_looks, demo_products
from catalog.demo.palette import COLOURS

REPOSITORY = Path(__file__).resolve().parents[2]
THUMB = (90, 120)


def first_colourways() -> list[DemoProduct]:
    """One product of each model."""
    return list({product.style_code: product for product in reversed(demo_products())}.values())


@lru_cache(maxsize=512)
def thumbnail(external_id: str) -> NDArray[np.int16]:
    """The picture at a tenth of its size, as (120, 90, 3) levels."""
    product = next(p for p in demo_products() if p.external_id == external_id)
    return np.asarray(product.draw().resize(THUMB, Image.Resampling.BOX), dtype=np.int16)


def foreground(picture: NDArray[np.int16]) -> NDArray[np.bool_]:
    """Where something other than the ground is; the corners are ground."""
    return np.abs(picture - picture[:2, :2].mean(axis=(0, 1))).max(axis=2) > 14


def digest(product: DemoProduct) -> str:
    return hashlib.sha256(product.draw().tobytes()).hexdigest()


def test_a_small_shop_is_full_of_things_to_wear():
    products = demo_products()
    assert len(products) >= 240
    assert len({p.external_id for p in products}) == len(products)
    assert len({p.product_type for p in products}) >= 14
    assert len({p.brand for p in products}) >= 8
    assert {p.section for p in products} == {"clothing", "shoes", "accessories"}
    assert {p.gender for p in products} == {"Women", "Men", "Unisex"}


def test_models_come_in_several_colourways_under_one_style_code():
    by_style = defaultdict(list)
    for product in demo_products():
        by_style[product.style_code].append(product)
    sizes_of_families = [len(family) for family in by_style.values()]
    assert len(by_style) >= 70
    assert min(sizes_of_families) >= 2
    for family in by_style.values():
        assert len({(p.title, p.brand, p.product_type, p.price) for p in family}) == 1
        assert len({p.alt_text for p in family}) == len(family)


def test_every_product_is_described_for_people():
    for product in demo_products():
        assert product.colour in COLOURS
        assert product.season in {"Spring", "Summer", "Fall", "Winter"}
        assert 20 < product.price < 300
        assert product.currency == "EUR"
        assert len(re.findall(r"[.!?](?:\s|$)", product.description)) >= 2, product.title
        assert product.alt_text.startswith(product.colour.capitalize())
    descriptions = Counter(p.description for p in first_colourways())
    assert max(descriptions.values()) == 1


def test_a_third_of_the_sizes_is_sold_out_and_the_middle_sizes_first():
    left = [(size, n) for p in demo_products() for size, n in p.stock.items()]
    assert all(0 <= n <= 15 for _, n in left)
    assert 0.2 < sold_out_share(left) < 0.4
    letters = [(size, n) for size, n in left if size in {"XS", "M", "XL"}]
    in_m = [(size, n) for size, n in letters if size == "M"]
    at_the_ends = [(size, n) for size, n in letters if size != "M"]
    assert sold_out_share(in_m) > sold_out_share(at_the_ends) + 0.05


def sold_out_share(left: list[tuple[str, int]]) -> float:
    return sum(n == 0 for _, n in left) / len(left)


def test_some_products_are_gone_and_some_are_full():
    sized = [p for p in demo_products() if len(p.stock) > 1]
    gone = sum(not any(p.stock.values()) for p in sized)
    full = sum(all(p.stock.values()) for p in sized)
    assert 3 <= gone <= len(sized) * 0.12
    assert full >= len(sized) * 0.05


def test_sizes_are_those_of_the_scale_in_order():
    for product in demo_products():
        sizes = list(product.stock)
        if product.size_scale == "one-size":
            assert sizes == ["One size"]
        elif product.size_scale == "alpha":
            letters = ["XS", "S", "M", "L", "XL", "XXL"]
            assert sizes == [size for size in letters if size in sizes]
        else:
            assert sizes == sorted(sizes, key=int)


def test_each_type_has_one_section_family_and_size_scale():
    kinds = {(p.product_type, p.section, p.family, p.size_scale) for p in demo_products()}
    assert len(kinds) == len({kind[0] for kind in kinds})


def test_looks_put_together_what_the_shop_has():
    ids = {p.external_id: p for p in demo_products()}
    looks = demo_looks()
    assert len(looks) >= 12
    assert len({look.slug for look in looks}) == len(looks)
    for look in looks:
        pieces = [ids[external_id] for external_id in look.products]
        assert 3 <= len(pieces) <= 5
        assert len({p.product_type for p in pieces}) == len(pieces), look.slug
        assert {"Women", "Men"} - {p.gender for p in pieces}, f"{look.slug} mixes departments"
        assert look.title
        assert look.description.endswith(".")


@pytest.mark.parametrize("product_type", ["Dresses", "Jeans", "Sneakers", "Shoulder bags"])
def test_a_picture_is_the_same_in_another_process(product_type):
    product = next(p for p in demo_products() if p.product_type == product_type)
    script = (
        "import hashlib; from catalog.demo import demo_products;"
        f"p = next(p for p in demo_products() if p.external_id == {product.external_id!r});"
        "print(hashlib.sha256(p.draw().tobytes()).hexdigest())"
    )
    elsewhere = subprocess.run(
        [sys.executable, "-c", script], cwd=REPOSITORY, capture_output=True, text=True, check=True
    )
    assert digest(product) == digest(product) == elsewhere.stdout.strip()


def test_pictures_are_portrait_and_in_colour():
    picture = demo_products()[0].draw()
    assert (picture.mode, picture.size) == ("RGB", (900, 1200))


@pytest.mark.slow
def test_every_garment_fills_its_picture_and_stays_inside_it():
    for product in first_colourways():
        there = foreground(thumbnail(product.external_id))
        assert 0.07 < there.mean() < 0.75, f"{product.title}: {there.mean():.2f}"
        border = np.concatenate([there[:2].ravel(), there[-2:].ravel(), there[:, 0], there[:, -1]])
        assert not border.any(), f"{product.title} is cut off"
        across = np.flatnonzero(there.any(axis=0))
        assert abs((across[0] + across[-1]) / 2 - THUMB[0] / 2) < 4, (
            f"{product.title} is off centre"
        )


@pytest.mark.slow
def test_colourways_of_one_model_look_different():
    by_style = defaultdict(list)
    for product in demo_products():
        by_style[product.style_code].append(product)
    for family in list(by_style.values())[::4]:
        pictures = [thumbnail(product.external_id) for product in family]
        garment = np.logical_or.reduce([foreground(picture) for picture in pictures])
        for i, one in enumerate(pictures):
            for other in pictures[i + 1 :]:
                change = np.abs(one - other)[garment].mean()
                assert change > 4, f"{family[0].title}: {change:.1f}"


def test_types_have_silhouettes_of_their_own():
    shapes = {
        product.product_type: foreground(thumbnail(product.external_id))
        for product in first_colourways()
        if product.product_type
        in {"T-shirts", "Jeans", "Dresses", "Skirts", "Sneakers", "Tote bags", "Hats", "Scarves"}
    }
    assert len(shapes) == 8
    names = sorted(shapes)
    for i, one in enumerate(names):
        for other in names[i + 1 :]:
            shared = (shapes[one] & shapes[other]).sum() / (shapes[one] | shapes[other]).sum()
            assert shared < 0.75, f"{one} and {other} cover the same {shared:.0%}"
