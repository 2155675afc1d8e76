from __future__ import annotations

import random

import pytest

from catalog.models import SizeScale
from catalog.models.size import size_rank

AS_PEOPLE_ORDER_THEM = [
    ["XXS", "XS", "S", "M", "L", "XL", "XXL", "3XL", "4XL"],
    ["36", "36.5", "37", "38", "40"],
    ["2-3Y", "4-5Y", "10-11Y"],
    ["S", "M", "38", "One size"],
]


@pytest.mark.parametrize("sizes", AS_PEOPLE_ORDER_THEM)
def test_sizes_stand_in_the_order_people_put_them(sizes):
    shuffled = random.Random(7).sample(sizes, len(sizes))
    assert sorted(shuffled, key=size_rank) == sizes


@pytest.mark.django_db
def test_a_scale_lists_its_sizes_in_order_and_makes_each_once():
    scale = SizeScale.objects.create(name="alpha", title="Letters")
    for label in ("L", "XS", " M ", "S", "M"):
        scale.size(label)
    assert [size.label for size in scale.sizes.all()] == ["XS", "S", "M", "L"]
