"""The score: learned from weak labels and from clicks, judged on garments it never saw."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from recommender.scoring.feedback import Feedback
from recommender.training.logistic import fit_logistic
from recommender.training.substitute_clicks import clicked_pairs
from recommender.training.substitute_figures import auc, calibration_error
from recommender.training.substitute_fitting import first_precise
from recommender.training.substitute_garments import Garment, model_by_name, of_part
from recommender.training.substitute_pairs import drawn_pairs, likeness_of
from recommender.training.substitute_training import train
from tests.recommender.drawn_garments import drawn_garments, garment


@pytest.fixture(scope="module")
def learned():
    return train(drawn_garments(2_500), "drawn", seed=7)


def test_with_what_the_shop_says_hidden_the_picture_is_understood(learned):
    blind = learned.report["blind"]
    assert blind["score"]["auc"] > 0.93 > blind["cosine"]["auc"] + 0.05


def test_probabilities_come_true(learned):
    for half in ("described", "blind"):
        assert learned.report[half]["score"]["calibration_error"] < 0.06
        assert (
            learned.report[half]["score"]["log_loss"] < learned.report[half]["cosine"]["log_loss"]
        )


def test_a_described_lookalike_is_likelier_than_the_same_in_another_colour(learned):
    wanted, *_ = of_part(drawn_garments(2_500), "judged")
    lookalike = replace(wanted.facts, product_id=-1, similarity=0.9)
    in_another = replace(lookalike, colour="Red" if wanted.facts.colour != "Red" else "Green")
    told = learned.scorer.probability(wanted.facts, [lookalike, in_another], wanted.type_name)
    assert told[0] > 0.8 > 0.5 > told[1]


def test_no_garment_teaches_what_it_is_judged_by():
    everyone = drawn_garments(500)
    parts = [{each.external_id for each in of_part(everyone, part)} for part in PARTS]
    assert sum(map(len, parts)) == len(everyone) == len(set.union(*parts))
    assert all(parts)


def in_colour(colour: str) -> Garment:
    return garment(1, "Shirts", colour, "Casual", np.ones(3))


PARTS = ("taught", "fitted", "judged")


def test_half_of_the_pairs_hide_what_the_shop_says():
    pairs = drawn_pairs(drawn_garments(200), seed=1)
    blind = [each for each in pairs if each.is_blind]
    assert 0.35 < len(blind) / len(pairs) < 0.65
    hidden = [not one.is_colour_stated for each in blind for one in each.offered]
    assert 0.7 < np.mean(hidden) < 0.9
    assert all(one.is_colour_stated for p in pairs if not p.is_blind for one in p.offered)


def test_no_pair_breaks_a_promise():
    shirts = drawn_garments(60)
    for_men = [replace(each, gender="Men") for each in shirts[:30]]
    for pair in drawn_pairs([*for_men, *shirts[30:]], seed=1):
        men = {each.facts.product_id for each in for_men}
        ids = {one.product_id for one in pair.offered}
        assert pair.wanted.product_id not in ids
        assert ids <= men if pair.wanted.product_id in men else not ids & men


def test_colourways_of_a_model_are_similar_by_code_or_by_name():
    names = ("Nike Men Navy Blue Run Tee", "Nike Men Teal Run Tee")
    keys = [model_by_name(name, 4) for name in names]
    assert keys[0] == keys[1] != model_by_name(names[0], 5)
    navy, teal, red = (in_colour(colour) for colour in ("Navy Blue", "Teal", "Red"))
    of_one_model = [replace(each, model=keys[0]) for each in (navy, teal, red)]
    assert likeness_of(*of_one_model[:2]) > likeness_of(navy, teal)
    assert likeness_of(*of_one_model[1:]) > likeness_of(teal, red)
    assert model_by_name("Navy Blue", 4) == model_by_name("Run Tee", None) == ""


def test_what_shoppers_click_moves_the_score():
    """They love what is of another colour here, whatever attributes say of it."""
    everyone = drawn_garments(1_500)
    fitted = of_part(everyone, "fitted")
    rows = []
    for wanted in fitted:
        for offered in fitted:
            if wanted.type_name == offered.type_name and wanted is not offered:
                is_loved = wanted.facts.colour != offered.facts.colour
                pair = wanted.facts.product_id, offered.facts.product_id
                rows.append(Feedback(*pair, 1, 100, 40 if is_loved else 2, 0))
    before, after = train(everyone, "drawn", seed=7), train(everyone, "drawn", rows, seed=7)
    wanted, offered = next(
        (one, other) for one in fitted for other in fitted
        if one.type_name == other.type_name and one.facts.colour != other.facts.colour
    )  # fmt: skip
    asked = wanted.facts, [replace(offered.facts, similarity=0.8)], wanted.type_name
    assert after.report["clicked_pairs"] == len(rows)
    assert after.scorer.probability(*asked)[0] > before.scorer.probability(*asked)[0] + 0.1


def test_clicks_on_what_is_judged_are_left_out():
    everyone = drawn_garments(300)
    judged = of_part(everyone, "judged")[0].facts.product_id
    taught = of_part(everyone, "taught")[0].facts.product_id
    rows = [Feedback(judged, taught, 1, 9, 3, 0), Feedback(taught, judged, 1, 9, 3, 0)]
    assert [pair.wanted.product_id for pair in clicked_pairs(everyone, rows)] == [taught]


@pytest.mark.parametrize(("precision", "least"), [(0.5, 0.7), (0.93, 0.8), (0.99, 0.7)])
def test_a_threshold_cuts_off_a_few_and_more_only_to_be_precise(precision, least):
    """None is as precise as .99 but the last, which would leave out more than it keeps."""
    stops = ((0.5, 0.7, 1), (0.6, 0.7, 1), (0.7, 0.92, 0.98), (0.8, 0.95, 0.8), (0.9, 0.99, 0.4))
    assert first_precise(stops, precision) == least


def test_the_prior_wins_where_little_is_known():
    usual, firm = np.array([0.0, 1.0]), np.array([20.0, 60.0])
    few = np.array([[1.0, 2.0]] * 3)
    many = np.tile(few, (2_000, 1))
    odd = fit_logistic(few, np.zeros(3), np.ones(3), usual, firm)
    proven = fit_logistic(many, np.zeros(6_000), np.ones(6_000), usual, firm)
    assert np.abs(odd - usual).max() < 0.2
    assert odd @ [1, 2] > 1.5 > -3 > proven @ [1, 2]


def test_figures_by_hand():
    similar = np.array([1.0, 0.0, 1.0, 0.0])
    assert auc(np.array([0.9, 0.1, 0.8, 0.8]), similar) == pytest.approx(0.875)
    assert calibration_error(np.array([0.95, 0.05, 0.95, 0.05]), similar) == pytest.approx(0.05)


def test_too_little_to_learn_from_is_said():
    with pytest.raises(ValueError, match="stated 10 times"):
        train(drawn_garments(5), "drawn")


def test_of_two_that_agree_in_all_the_shop_says_the_one_that_looks_more_alike_is_likelier():
    """Though here, where looks mean nothing, no attribute could teach it."""
    everyone = [without_looks(each) for each in drawn_garments(1_000)]
    scorer = train(everyone, "drawn", seed=7).scorer
    wanted = everyone[0]
    near, far = (replace(wanted.facts, product_id=-1, similarity=cosine) for cosine in (0.95, 0.7))
    told = scorer.probability(wanted.facts, [near, far], wanted.type_name)
    odds = told / (1 - told)
    assert odds[0] > 2 * odds[1]


def without_looks(garment: Garment) -> Garment:
    draw = np.random.default_rng(garment.facts.product_id)
    looks = draw.normal(size=8).astype(np.float32)
    return replace(garment, facts=replace(garment.facts, vector=looks / np.linalg.norm(looks)))
