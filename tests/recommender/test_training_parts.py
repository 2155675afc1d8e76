"""What training is made of, small enough to be checked by hand."""

from __future__ import annotations

import random
from collections import Counter

import pytest
import torch

from recommender.training.captions import attribute_caption
from recommender.training.losses import (
    ValueTeller,
    contrastive_loss,
    neighbour_loss,
    same_meaning,
)
from recommender.training.measures import neighbour_precision, neighbours, text_to_image
from recommender.training.optimiser import rate_at
from recommender.training.products import ATTRIBUTES, TrainingProduct, read_products, split
from recommender.training.vocabulary import learn_merges, merged

HEADER = (
    "id,gender,masterCategory,subCategory,articleType,baseColour,season,year,usage,"
    "productDisplayName"
)


def test_commas_in_a_name_belong_to_the_name(tmp_path):
    styles = tmp_path / "styles.csv"
    row = "7,Men,Apparel,Topwear,Shirts,Blue,Fall,2011,Casual,Turtle Shirt, slim, blue"
    styles.write_text(f"{HEADER}\n{row}\n,no id\n8,Men,,,NA,,,,,\n", encoding="utf-8-sig")
    (shirt,) = read_products(styles)
    assert (shirt.id, shirt.name) == ("7", "Turtle Shirt, slim, blue")
    assert shirt.articleType == "Shirts"


def test_a_product_is_held_out_by_its_id_whichever_file_it_stands_in():
    many = [TrainingProduct(str(number), "Dress") for number in range(2000)]
    training, held_out = split(many, percent=10)
    assert len(training) + len(held_out) == 2000
    assert 150 < len(held_out) < 250
    few = random.Random(1).sample(many, 300)
    assert {p.id for p in split(few, 10)[1]} == {p.id for p in few} & {p.id for p in held_out}
    # Fixed for good: a product once held out must never have been trained on by a later version.
    assert [p.id for p in held_out[:5]] == ["11", "12", "16", "18", "20"]


def test_a_caption_is_no_negative_for_a_product_it_is_also_true_of():
    red_dress, red_skirt, blue_dress = [0, 0], [1, 0], [0, 1]  # type, colour
    labels = torch.tensor([red_dress, red_skirt, blue_dress])
    stated = torch.tensor([[True, False], [True, True], [False, True]])
    names = torch.tensor([0, 1, 2])
    assert same_meaning(names, stated, labels).tolist() == [
        [True, False, True],  # "dress" fits the blue one too
        [False, True, False],  # "red skirt"
        [False, False, True],  # "blue"
    ]


def test_equal_names_are_no_negatives():
    nothing_stated = torch.zeros(2, 1, dtype=torch.bool)
    same = same_meaning(torch.tensor([5, 5]), nothing_stated, torch.tensor([[0], [1]]))
    assert same.all()


def test_the_loss_of_true_pairs_is_lower_than_of_swapped_ones():
    pictures = torch.eye(2)
    different = torch.eye(2, dtype=torch.bool)
    true = contrastive_loss(pictures, torch.eye(2), torch.tensor(10.0), different)
    swapped = contrastive_loss(pictures, torch.eye(2).flip(0), torch.tensor(10.0), different)
    assert true == pytest.approx(0, abs=1e-3)
    assert swapped == pytest.approx(10, abs=1e-3)


def test_a_value_is_told_by_the_words_nearest_to_the_picture():
    values = [torch.eye(2)]
    tell = ValueTeller((1.0,))
    labels = torch.tensor([[0], [1]])
    assert tell(torch.eye(2), values, labels) < tell(torch.eye(2).flip(0), values, labels)


def test_a_product_whose_value_is_unknown_teaches_nothing():
    tell = ValueTeller((1.0,))
    assert float(tell(torch.eye(2), [torch.eye(2)], torch.tensor([[-1], [-1]]))) == 0


def test_neighbours_of_the_same_value_cost_less_than_strangers():
    pairs = torch.tensor([[1.0, 0.0], [1.0, 0.0], [0.0, 1.0], [0.0, 1.0]])
    together, apart = torch.tensor([[0], [0], [1], [1]]), torch.tensor([[0], [1], [0], [1]])
    assert neighbour_loss(pairs, together, (1.0,)) < neighbour_loss(pairs, apart, (1.0,))


def test_a_value_that_stands_alone_in_its_batch_does_not_count():
    pictures = torch.tensor([[1.0, 0.0], [0.0, 1.0]])
    assert float(neighbour_loss(pictures, torch.tensor([[0], [1]]), (1.0,))) == 0


def test_a_tie_counts_against_us():
    picture = torch.tensor([[1.0, 0], [1.0, 0], [0, 1.0]])
    figures = text_to_image(picture, picture)
    assert figures["t2i_r1"] == pytest.approx(1 / 3)
    assert figures["t2i_mrr"] == pytest.approx((1 / 2 + 1 / 2 + 1) / 3)


def test_vectors_that_are_no_numbers_find_nothing():
    figures = text_to_image(torch.full((4, 2), torch.nan), torch.ones(4, 2))
    assert figures["t2i_r1"] == 0
    assert figures["t2i_mrr"] == pytest.approx(1 / 4)


def test_nobody_is_a_neighbour_of_itself():
    pictures = torch.nn.functional.normalize(torch.tensor([[1.0, 0], [0.9, 0.1], [0, 1]]), dim=1)
    nearest = neighbours(pictures, k=1)
    assert nearest.tolist() == [[1], [0], [1]]
    assert neighbour_precision(nearest, ["Dress", "Dress", "Belt"]) == pytest.approx(2 / 3)


def test_the_vocabulary_joins_the_most_frequent_pair_first():
    words = Counter({("j", "e", "a", "n", "s</w>"): 3, ("j", "e", "t</w>"): 1})
    assert learn_merges(words, limit=2) == [("j", "e"), ("a", "n")]
    assert merged(["j", "e", "a", "j", "e"], ("j", "e")) == ["je", "a", "je"]


def test_a_phrase_says_what_it_states():
    dress = TrainingProduct("1", "Alma", articleType="Dresses", baseColour="Red", gender="Women")
    colour = ATTRIBUTES.index("baseColour")
    for seed in range(50):
        phrase = attribute_caption(dress, random.Random(seed))
        assert phrase.states[colour] == ("Red" in phrase.text)


def test_the_rate_rises_to_its_peak_and_falls_to_a_hundredth():
    assert rate_at(0.0, 2.0, warmup_share=0.1) == 0
    assert rate_at(0.1, 2.0, warmup_share=0.1) == pytest.approx(2.0)
    assert rate_at(0.55, 2.0, warmup_share=0.1) == pytest.approx(1.01)
    assert rate_at(1.0, 2.0, warmup_share=0.1) == pytest.approx(0.02)
