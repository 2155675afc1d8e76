"""manage.py train_substitutes: from a shop's products to the file that its pages read."""

from __future__ import annotations

import io
import json

import pytest
from django.core.management import CommandError, call_command

from catalog.models import Product
from recommender.models import EncoderVersion, NeighbouringType
from recommender.scoring.scorer import read_scorer
from recommender.training.substitute_garments import garments, of_part
from tests.factories import make_product

pytestmark = pytest.mark.django_db

LOOKS = {"Black": [1.0, 0.1, 0.0], "Red": [0.1, 1.0, 0.0]}
USES = ("Casual", "Formal")


@pytest.fixture
def shop_of_dresses_and_shirts(encoder_version) -> EncoderVersion:
    """Ids that lie in all three parts: of what teaches, of what is fitted, of what is judged."""
    for number in range(100, 200):
        colour = ("Black", "Red")[number % 2]
        looks = [value + number % 7 / 50 for value in LOOKS[colour]]
        make_product(
            f"Dress {number}", ("Dress", "Shirt")[number % 3 == 0], colour=colour,
            usage=USES[number % 4 // 2], vector=looks, external_id=str(number),
        )  # fmt: skip
    return encoder_version


def trained(*words: str) -> dict:
    out = io.StringIO()
    call_command("train_substitutes", *words, "--json", stdout=out)
    return json.loads(out.getvalue())


def test_a_shop_learns_from_its_own_products(shop_of_dresses_and_shirts, tmp_path):
    report = trained("--out", str(tmp_path))
    parts = report["products"]
    assert sum(parts.values()) == 100
    assert min(parts.values()) > 2
    learned = read_scorer(tmp_path / "substitutes.npz")
    assert learned.encoder == "three-numbers@1" == report["encoder"]
    assert learned.tellers.colour.names == ("Black", "Red")
    assert {"auc", "log_loss", "calibration_error"} == set(report["blind"]["score"])


def test_clicks_are_heard(shop_of_dresses_and_shirts, tmp_path):
    one, other = of_part(garments(shop_of_dresses_and_shirts), "fitted")[:2]
    pair = f"{one.facts.product_id},{other.facts.product_id}"
    file = tmp_path / "feedback.csv"
    file.write_text(
        f"wanted,offered,place,shown,clicked,bagged\n{pair},1,50,9,2\n{pair},2,50,3,0\n"
    )
    report = trained("--out", str(tmp_path), "--feedback", str(file))
    assert report["clicked_pairs"] == 1
    assert report["looked_at"]["1"] == 1 > report["looked_at"]["2"]


def test_types_learn_their_neighbours(shop_of_dresses_and_shirts, tmp_path):
    report = trained("--out", str(tmp_path))
    assert report["neighbours"] == NeighbouringType.objects.filter(is_learned=True).count()


def test_what_is_not_described_teaches_nothing(shop_of_dresses_and_shirts, tmp_path):
    Product.objects.update(colour="")
    with pytest.raises(CommandError, match="stated 10 times"):
        trained("--out", str(tmp_path))
    assert not list(tmp_path.iterdir())


def test_a_file_that_is_no_feedback_is_refused(shop_of_dresses_and_shirts, tmp_path):
    file = tmp_path / "feedback.csv"
    file.write_text("who,what\n")
    with pytest.raises(CommandError, match="no column"):
        trained("--out", str(tmp_path), "--feedback", str(file))


def test_a_shop_without_vectors_says_what_to_do(db, tmp_path):
    with pytest.raises(CommandError, match="embed_products"):
        trained("--out", str(tmp_path))
