"""The score as pages read it: what a pair of garments says, and what is not known of them."""

from __future__ import annotations

import subprocess
import sys
from dataclasses import replace

import numpy as np
import pytest

from catalog.colours import Colour
from recommender.ranking.candidates import Candidate
from recommender.scoring import Scorer, least_of
from recommender.scoring.features import NAMES, Tellers, pair_features
from recommender.scoring.scorer import Calibration, read_scorer
from recommender.scoring.tellers import Teller
from tests.recommender.drawn_garments import COLOURS, USES, garment

BLACK, RED = (Colour((10.0, 0.0, 0.0), 1.0),), (Colour((50.0, 70.0, 50.0), 1.0),)
#: A vector's first two numbers show black and red, its third sport.
PLAIN = Tellers(
    Teller(("Black", "Red"), np.diag([20.0, 20.0, 0.0])[:, :2], np.zeros(2)),
    Teller(("Casual", "Sports"), np.array([[0, 0], [0, 0], [0, 20.0]]), np.array([5.0, 0.0])),
)


def shirt(colour: str = "", use: str = "", looks: tuple[float, ...] = (1, 0, 0)) -> Candidate:
    return replace(
        garment(1, "Shirts", colour, use, np.array(looks)).facts,
        is_colour_stated=bool(colour), similarity=0.8,
    )  # fmt: skip


def said(wanted: Candidate, offered: Candidate) -> dict[str, float]:
    row = pair_features(wanted, [offered], PLAIN)[0]
    return dict(zip(NAMES, row.tolist(), strict=True))


def by_cosine_and_colour() -> Scorer:
    weights = np.array([{"cosine": 2.0, "same colour": 1.0}.get(name, 0.0) for name in NAMES])
    return Scorer("three", weights, -1.0, tellers=PLAIN, least={"": 0.7, "Shirts": 0.8})


def test_what_the_shop_states_is_believed_whatever_the_picture_shows():
    black_that_looks_red = shirt("Black", looks=(0, 1, 0))
    pair = said(shirt("Black"), black_that_looks_red)
    assert pair["same colour"] == 1
    assert pair["colour told"] == 0


def test_what_the_shop_does_not_state_is_told_from_the_picture():
    assert said(shirt("Black"), shirt(looks=(1, 0, 0)))["same colour"] > 0.9
    assert said(shirt("Black"), shirt(looks=(0, 1, 0)))["same colour"] < 0.1
    assert said(shirt("Black"), shirt())["colour told"] == 1


def test_a_garment_without_picture_is_of_what_is_usual_and_never_of_one_for_sure():
    nothing = replace(shirt(), vector=None)
    assert said(shirt("Black"), nothing)["same colour"] == pytest.approx(0.5)


def test_a_colour_nobody_learned_agrees_with_itself_alone():
    mauve = shirt("Mauve")
    assert said(mauve, shirt("Mauve"))["same colour"] == 1
    assert said(mauve, shirt("Black"))["same colour"] == 0
    assert said(mauve, shirt())["same colour"] == 0


def test_what_is_missing_is_neither_the_same_nor_another():
    pair = said(replace(shirt(), brand_id=None, season="Fall"), replace(shirt(), brand_id=4))
    missing = ("same brand", "other brand", "same season", "other season", "colours apart")
    assert [pair[name] for name in missing] == [0] * len(missing)
    assert pair["colours not read"] == 1


def test_palettes_and_prices_are_compared():
    dear_and_red = replace(shirt(), palette=RED, price=shirt().price * 2)
    pair = said(replace(shirt(), palette=BLACK), dear_and_red)
    assert pair["colours apart"] > 2
    assert pair["price apart"] == pytest.approx(np.log(2))
    assert said(shirt(), replace(dear_and_red, currency="USD"))["price apart"] == 0


def test_a_type_has_its_own_calibration_and_others_the_global_one():
    scorer = replace(by_cosine_and_colour(), types={"Shirts": Calibration(1.0, 0.5)})
    asked = shirt("Black"), [shirt("Black")]
    at_large = 2 * 0.8 + 1 - 1
    assert scorer.probability(*asked, "Hats") == pytest.approx(1 / (1 + np.exp(-at_large)))
    assert scorer.probability(*asked, "Shirts") == pytest.approx(
        1 / (1 + np.exp(-(1 + at_large / 2)))
    )


def test_the_parts_of_a_score_add_up_to_it():
    scorer = by_cosine_and_colour()
    parts = scorer.parts(shirt("Black"), shirt("Black"))
    log_odds = sum(parts.values()) + scorer.intercept
    told = scorer.probability(shirt("Black"), [shirt("Black")])
    assert told == pytest.approx(1 / (1 + np.exp(-log_odds)))
    assert parts["cosine"] == pytest.approx(1.6)


def test_what_is_kept_reads_back_and_says_the_same(tmp_path):
    scorer = replace(by_cosine_and_colour(), precision=0.9, stops={"": ((0.5, 0.8, 1.0),)})
    again = read_scorer(scorer.save(tmp_path))
    asked = shirt("Black"), [shirt("Black"), shirt(looks=(0, 1, 0))]
    assert again.probability(*asked) == pytest.approx(scorer.probability(*asked), abs=1e-3)
    assert (again.least, again.stops, again.encoder) == (scorer.least, scorer.stops, "three")
    assert (again.precision_above(0.55, "Shirts"), again.precision_above(0.4, "Shirts")) == (0.8, 0)


def test_another_encoder_is_scored_by_its_cosine_alone_and_has_no_thresholds():
    scorer = Scorer.shipped("of another make")
    near, far = replace(shirt(), similarity=0.9), replace(shirt(), similarity=0.5)
    likely, unlikely = scorer.probability(shirt(), [near, far])
    assert 0 < unlikely < likely < 1
    assert (scorer.tellers, scorer.encoder) == (None, "")
    assert least_of("Shirts", "of another make") is None


def test_nothing_offered_has_no_score():
    assert by_cosine_and_colour().probability(shirt(), []).shape == (0,)


def test_a_page_reads_the_score_without_torch():
    asks = "import sys; from recommender.scoring import Scorer; Scorer.shipped(); "
    told = "sys.exit('torch' in sys.modules)"
    assert subprocess.run([sys.executable, "-c", asks + told], check=False).returncode == 0


def test_the_shipped_score_knows_the_shop():
    scorer = Scorer.shipped()
    assert scorer.tellers is not None
    assert set(COLOURS) <= set(scorer.tellers.colour.names)
    assert set(USES) <= set(scorer.tellers.use.names)
    assert 0 < least_of("Tshirts", scorer.encoder) < 1
    assert least_of("a type it never met", scorer.encoder) == scorer.least[""]
