"""The scorer: learned from outfits, measured on others, read without torch."""

from __future__ import annotations

import json
import subprocess
import sys
from dataclasses import replace

import numpy as np
import pytest
from django.core.management import CommandError, call_command

from recommender.outfits.scorer import SHIPPED, SLOTS, OutfitScorer, read_scorer
from recommender.training.outfit_data import NotOutfits, Outfit, Rail, read_outfits
from recommender.training.outfit_evaluation import auc, figures, filled_right
from recommender.training.outfit_training import Recipe, train

STYLES = ("beach", "office", "disco", "hiking")
QUICK = Recipe(size=16, members=2, epochs=30, dropout=0.0, word_dropout=0.0, rate=0.01)
QUICK = replace(QUICK, shared=0.0)  # what a style's own name would tell without learning


def themed(count: int, first: int = 0) -> list[Outfit]:
    """Outfits each in one style; the number in a name says nothing."""
    return [
        Outfit(str(number), {slot: f"{STYLES[number % 4]} no{number}{slot}" for slot in SLOTS[:4]})
        for number in range(first, first + count)
    ]


def write(file, outfits: list[Outfit]) -> None:
    rows = [
        {"outfit": o.id, "items": {s: {"name": name} for s, name in o.worn.items()}}
        for o in outfits
    ]
    file.write_text(json.dumps(rows))


def test_what_was_learned_holds_for_outfits_never_seen():
    learned = figures(themed(40, first=200), train(themed(80), QUICK).score, seed=1)
    assert learned["auc"] > 0.9
    assert learned["fitb"] > 0.7  # at times a wrong candidate is of the right style as well


def test_a_dress_wants_no_top():
    """In these outfits a dress never comes with a top, and jeans always do."""
    dressed = [Outfit(f"d{n}", {"bottom": f"dress {n}", "shoe": f"heels {n}"}) for n in range(60)]
    topped = [
        Outfit(f"j{n}", {"upper": f"tee {n}", "bottom": f"jeans {n}", "shoe": f"heels {n}"})
        for n in range(60)
    ]
    scorer = train(dressed + topped, QUICK)
    dress, jeans = scorer.score(
        [{"bottom": "dress", "shoe": "x"}, {"bottom": "jeans", "shoe": "x"}]
    )
    assert dress > jeans


def by_hand() -> OutfitScorer:
    """Two words of one number each: "warm" is 2, "cold" is -1; every pair weighs 1, a gap .5.

    A word that two garments share adds nothing if it is "cold", and 4 if it is "warm".
    """
    rows = np.tile(np.array([[2], [-1]], np.int8), (5, 1, 1))
    ones = np.ones((5, 5, 1), np.float32)
    scales, shared = np.ones((5, 1, 1), np.float32), np.array([4, 0], np.float32)
    return OutfitScorer({"warm": 0, "cold": 1}, rows, scales, ones, ones / 2, shared)


def test_the_score_can_be_worked_out_by_hand():
    outfit = {"upper": "warm", "bottom": "warm", "shoe": "cold"}
    # Pairs 4 - 2 - 2, gaps (2 + 2 - 1) * 2 * .5, a warm word twice 4, over the root of three pairs.
    assert by_hand().score([outfit]) == pytest.approx([7 / 3**0.5])


def test_a_word_counts_the_less_the_more_others_a_garment_has():
    common = by_hand().in_common(["warm cold", "zzz"], ["warm", "warm cold", "cold"])
    assert common == pytest.approx(np.array([[4 / 2**0.5, 2, 0], [0, 0, 0]]))


def test_unknown_words_go_with_everything_alike():
    assert by_hand().garment("shoe", "zzz").tolist() == [0]


def test_a_scorer_is_the_same_after_it_was_saved(tmp_path):
    scorer, some = train(themed(20), QUICK), [outfit.worn for outfit in themed(5)]
    scorer.save(tmp_path / "outfits.npz")
    assert read_scorer(tmp_path / "outfits.npz").score(some) == pytest.approx(scorer.score(some))


def test_figures_worked_out_by_hand():
    assert auc(np.array([2.0, 1.0]), np.array([1.0, 0.0])) == 3.5 / 4
    assert filled_right(np.array([[3, 1, 2, 0], [1, 1, 0, 0], [0, 1, 2, 3]])) == 0.5


def test_nothing_is_replaced_by_itself_or_by_another_slot():
    outfits = [outfit.worn for outfit in themed(8)]
    rail = Rail(outfits, np.random.default_rng(3))
    for outfit in outfits:
        swapped, blanks = rail.swapped(outfit), rail.blank(outfit)
        assert all(swapped[slot] != outfit[slot] and slot in swapped[slot] for slot in outfit)
        assert len({tuple(each.items()) for each in blanks}) == 4
        assert blanks[0] == outfit


def test_the_commands_learn_and_measure_with_a_seed(tmp_path, capsys, monkeypatch):
    monkeypatch.setattr("recommender.training.outfit_training.Recipe", lambda: QUICK)
    write(tmp_path / "outfits.json", themed(24))
    call_command("train_outfits", outfits=tmp_path / "outfits.json", out=tmp_path)
    capsys.readouterr()
    asked = {"outfits": tmp_path / "outfits.json", "scorer": tmp_path / "outfits.npz"}
    for _ in range(2):
        call_command("evaluate_outfits", **asked, json=True)
    first, second = capsys.readouterr().out.splitlines()
    assert first == second
    found = json.loads(first)
    assert found["outfits"] == 24
    assert set(found["floors"]) == {"random", "popularity", "cosine"}
    assert found["auc"] > found["floors"]["random"]["auc"]


def test_a_file_that_holds_no_outfits_is_refused_in_a_sentence(tmp_path):
    (tmp_path / "bad.json").write_text('[{"outfit": 1}]')
    with pytest.raises(NotOutfits, match="no list of named outfits"):
        read_outfits(tmp_path / "bad.json")
    with pytest.raises(CommandError, match="no list of named outfits"):
        call_command("train_outfits", outfits=tmp_path / "bad.json", out=tmp_path)


def test_pages_read_the_shipped_scorer_without_torch():
    program = (
        "import sys, django; django.setup();"
        "from recommender.outfits.scorer import shipped_scorer;"
        "print(shipped_scorer().score([{'upper': 'silk blouse', 'shoe': 'pumps'}]).shape);"
        "print('torch' in sys.modules)"
    )
    said = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True)
    assert said.stdout.strip() == "(1,)\nFalse", said.stderr
    assert SHIPPED.stat().st_size < 8_000_000
