"""The scorer learns from the shop's own looks and from what was bought together."""

from __future__ import annotations

import csv
from dataclasses import replace

import pytest
from django.core.management import CommandError, call_command

from catalog.models import Look, LookItem, Product
from recommender.outfits.co_purchases import COLUMNS, pairs_bought
from recommender.outfits.scorer import read_scorer
from recommender.training.outfit_data import Outfit
from recommender.training.outfit_training import Recipe, train
from tests.factories import make_product

pytestmark = pytest.mark.django_db

STYLES = ("beach", "office", "disco")
QUICK = Recipe(size=16, members=1, epochs=40, dropout=0.0, word_dropout=0.0, rate=0.01, least=1)
QUICK = replace(QUICK, shared=0.0)  # what a style's own name would tell without learning


@pytest.fixture(autouse=True)
def quickly(monkeypatch) -> None:
    monkeypatch.setattr("recommender.training.outfit_training.Recipe", lambda: QUICK)


@pytest.fixture
def styled() -> dict[str, list[tuple[Product, Product]]]:
    """By style, six shirts and the jeans that are worn with each."""
    return {
        style: [
            (
                make_product(f"{style} shirt {number}", "Shirt"),
                make_product(f"{style} jeans {number}", "Jeans", stock={"30": 1}),
            )
            for number in range(6)
        ]
        for style in STYLES
    }


def prefers_its_own_style(file) -> bool:
    scorer = read_scorer(file / "outfits.npz")
    found = [
        scorer.score([{"upper": f"{style} shirt", "bottom": f"{other} jeans"} for other in STYLES])
        for style in STYLES
    ]
    return [int(scores.argmax()) for scores in found] == [0, 1, 2]


def test_it_learns_from_the_shops_looks(styled, tmp_path):
    for style, pairs in styled.items():
        for number, pair in enumerate(pairs):
            look = Look.objects.create(title=f"{style} {number}", slug=f"{style}-{number}")
            for product in pair:
                LookItem.objects.create(look=look, product=product)
    call_command("train_outfits", looks=True, out=tmp_path)
    assert prefers_its_own_style(tmp_path)


def test_it_learns_from_what_was_bought_together(styled, tmp_path):
    rows = [(one.pk, other.pk, 2) for pairs in styled.values() for one, other in pairs]
    write(tmp_path / "pairs.csv", rows)
    call_command("train_outfits", copurchases=tmp_path / "pairs.csv", out=tmp_path)
    assert prefers_its_own_style(tmp_path)


def write(file, rows) -> None:
    with file.open("w", newline="") as opened:
        csv.writer(opened).writerows([COLUMNS, *rows])


def test_a_pair_counts_as_often_as_it_was_bought_but_not_without_end(tmp_path):
    shirt, jeans = make_product("Shirt", "Shirt"), make_product("Jeans", "Jeans", stock={"30": 1})
    other_shirt = make_product("Other shirt", "Shirt")
    rows = [(shirt.pk, jeans.pk, 99), (shirt.pk, other_shirt.pk, 5), (shirt.pk, 10**9, 5)]
    write(tmp_path / "pairs.csv", rows)
    pairs = list(pairs_bought(tmp_path / "pairs.csv"))
    assert [sorted(worn) for _, worn in pairs] == [["bottom", "upper"]] * 3
    assert len({name for name, _ in pairs}) == 3


@pytest.mark.parametrize(
    "text", ["", "product,orders\n1,2\n", "product,other_product,orders\n1,x,2\n"]
)
def test_a_file_that_holds_no_pairs_is_refused_in_a_sentence(tmp_path, text):
    (tmp_path / "pairs.csv").write_text(text)
    with pytest.raises(CommandError, match=r"no list of pairs bought|Two outfits at least"):
        call_command("train_outfits", copurchases=tmp_path / "pairs.csv", out=tmp_path)


def test_nothing_to_learn_from_is_said():
    with pytest.raises(CommandError, match="Two outfits at least"):
        call_command("train_outfits")


def test_what_was_not_bought_says_nothing_of_an_empty_place():
    """Of whole outfits the gaps are learned; of pairs that were bought they stay as they began."""
    worn = {"upper": "office shirt", "bottom": "office jeans"}
    bought = train([Outfit(str(n), worn, is_whole=False) for n in range(8)], QUICK)
    put_together = train([Outfit(str(n), worn) for n in range(8)], QUICK)
    assert not bought.gaps.any()
    assert put_together.gaps.any()
