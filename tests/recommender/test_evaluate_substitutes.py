"""The measure of substitutes: what an answer is worth, what counts as a broken promise."""

from __future__ import annotations

import io
import json
from dataclasses import replace

import pytest
from django.conf import settings as shop_settings
from django.core.management import CommandError, call_command
from django.db import connection

from catalog.colours.families import FAMILIES, colour_family, its_family
from catalog.models import Product
from recommender.substitutes import Substitute
from recommender.trial import run
from recommender.trial.goods import goods
from recommender.trial.promises import violations
from recommender.trial.run import Trial, sold_out, try_substitutes
from tests.factories import make_product
from tests.recommender.drawn_products import draw_catalogue


def evaluated(*words: str) -> dict:
    out = io.StringIO()
    call_command("evaluate_substitutes", *words, "--json", stdout=out)
    return json.loads(out.getvalue())


def trial() -> Trial:
    shop = goods()
    return Trial(shop, {"vectors": shop.vectors})


def as_answer(product: Product, size: str = "M") -> Substitute:
    variant = product.variants.get(size__label=size)
    return Substitute(product, variant, 0.9, "same type", (), "", "three")


@pytest.mark.django_db
def test_what_each_is_worth_in_anothers_place(sold_out_dress):
    worth = {
        "Twin": make_product("Twin", usage="", vector=[1, 0, 0]),
        "For work": make_product("For work", usage="Formal", vector=[1, 0, 0]),
        "Charcoal": make_product("Charcoal", colour="Charcoal", vector=[1, 0, 0]),
        "Red": make_product("Red", colour="Red", vector=[1, 0, 0]),
        "A shirt": make_product("A shirt", "Shirt", vector=[1, 0, 0]),
    }
    shop = goods()
    gains = shop.gains(shop.rows[sold_out_dress.product_id])
    found = {name: int(gains[shop.rows[product.pk]]) for name, product in worth.items()}
    assert found == {"Twin": 3, "For work": 2, "Charcoal": 2, "Red": 1, "A shirt": 0}


@pytest.mark.django_db
def test_the_best_order_is_worth_one_and_another_less(sold_out_dress, monkeypatch):
    twin = make_product("Twin", stock={"M": 1}, vector=[1, 0, 0])
    red = make_product("Red", colour="Red", stock={"M": 1}, vector=[1, 0, 0])
    answers = [as_answer(twin), as_answer(red)]
    monkeypatch.setattr(run, "substitutes_for", lambda variant: tuple(answers))
    assert try_substitutes(trial(), [sold_out_dress], 0, lambda done: None)["ndcg5"] == 1.0
    answers.reverse()
    worse = try_substitutes(trial(), [sold_out_dress], 0, lambda done: None)["ndcg5"]
    assert worse == pytest.approx((1 + 3 / 1.585) / (3 + 1 / 1.585), abs=1e-3)


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("kind", "product", "size"),
    [
        ("stock", {"stock": {"M": 0}}, "M"),
        ("size", {"stock": {"S": 1, "M": 1}}, "S"),
        ("same_model", {"style_code": "LINNEA", "colour": "black"}, "M"),
        ("gender", {"gender": "Men"}, "M"),
        ("same_model", {"style_code": "LINNEA"}, "M"),
        ("inactive", {"status": "draft"}, "M"),
    ],
)
def test_each_broken_promise_is_counted(sold_out_dress, monkeypatch, kind, product, size):
    broken = as_answer(make_product("Not for her", **product, vector=[1, 0, 0]), size)
    monkeypatch.setattr(run, "substitutes_for", lambda variant: (broken,))
    found = try_substitutes(trial(), [sold_out_dress], 0, lambda done: None)["violations"]
    assert {name for name, count in found.items() if count} == {kind}


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("kinds", "product", "size"),
    [
        ({"stock"}, {"stock": {"S": 1, "M": 0}}, "M"),
        ({"stock"}, {"stock": {"S": 1}}, "M"),
        ({"gender"}, {"gender": "Men"}, "M"),
        (set(), {}, "M"),
    ],
)
def test_a_swatch_breaks_promises_too(sold_out_dress, its_lookalike, kinds, product, size):
    swatch = make_product("Its swatch", **{"stock": {"M": 1}, **product}, vector=[1, 0, 0])
    card = replace(as_answer(its_lookalike, size), swatches=(swatch,))
    assert {*violations(sold_out_dress, card)} == kinds


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("size", "note", "broken"),
    [
        ("L", "In L, one size larger", []),
        ("L", "In M, your size", ["size"]),
        ("L", "", ["size"]),
        ("XL", "In XL, one size larger", ["size"]),  # L lies between
        ("M", "", []),
    ],
)
def test_another_size_has_to_be_one_beside_hers(sold_out_dress, size, note, broken):
    other = make_product("Other", stock={"M": 1, "L": 1, "XL": 1}, vector=[1, 0, 0])
    answer = replace(as_answer(other, size), size_note=note)
    assert violations(sold_out_dress, answer) == broken


@pytest.mark.django_db
def test_four_in_a_size_beside_hers_are_not_four(sold_out_dress, monkeypatch):
    others = [make_product(f"Other {n}", vector=[1, 0, n]) for n in range(4)]
    larger = tuple(replace(as_answer(each, "L"), size_note="In L") for each in others)
    monkeypatch.setattr(run, "substitutes_for", lambda variant: larger)
    report = try_substitutes(trial(), [sold_out_dress], 0, lambda done: None)
    assert (report["at_least_4"], report["violations"]["size"]) == (0.0, 0)


@pytest.mark.django_db
def test_the_promises_are_those_of_the_real_answers(sold_out_dress, its_lookalike):
    make_product("For men", gender="Men", stock={"M": 1}, vector=[1, 0, 0])
    make_product("Gone", stock={"M": 0}, vector=[1, 0, 0])
    shop = goods()
    row = shop.rows[sold_out_dress.product_id]
    assert list(shop.ids[shop.promised(row, sold_out_dress.size_id)]) == [its_lookalike.pk]


@pytest.mark.django_db
def test_in_the_shop_as_it_is_nothing_is_hidden(sold_out_dress, its_lookalike, monkeypatch):
    report = evaluated("--queries=5")
    assert report["queries"] == 1
    assert (report["ndcg5"], report["ndcg5_blind"]) == (1.0, None)
    its_lookalike.refresh_from_db()
    assert its_lookalike.colour == "Black"


@pytest.mark.django_db(transaction=True)
@pytest.mark.slow
def test_a_file_is_tried_in_a_shop_of_its_own(tmp_path, its_lookalike, settings):
    settings.ENCODER = "shipped"
    styles, images = draw_catalogue(tmp_path / "drawn", 96)
    before = connection.settings_dict["NAME"]
    report = evaluated(f"--styles={styles}", f"--images={images}", "--queries=40")
    assert report["queries"] == 40
    assert report["products"] == 96
    assert set(report["violations"].values()) == {0}
    assert report["ndcg5"] > report["floors"]["random"]
    assert 0 < report["ndcg5_blind"] <= 1
    assert connection.settings_dict["NAME"] == shop_settings.DATABASES["default"]["NAME"] == before
    assert list(Product.objects.all()) == [its_lookalike]  # the shop itself is as it was
    with connection.cursor() as cursor:
        cursor.execute("SELECT count(*) FROM pg_database WHERE datname LIKE 'understudy_trial%'")
        assert cursor.fetchone() == (0,)


@pytest.mark.django_db
def test_an_encoder_is_for_files(sold_out_dress):
    with pytest.raises(CommandError, match="--styles"):
        evaluated("--model=another")


@pytest.mark.django_db
def test_different_seeds_ask_about_different_sizes(encoder_version):
    for number in range(12):
        make_product(f"Gone {number}", stock={"M": 0})
    assert sold_out(5, seed=1) == sold_out(5, seed=1) != sold_out(5, seed=2)


def test_each_colour_hangs_in_one_family():
    every = [colour for colours in FAMILIES.values() for colour in colours]
    assert len(every) == len(set(every))
    assert colour_family("Navy Blue") == colour_family("Blue") == "blue"
    assert colour_family("Chartreuse") == "chartreuse"
    assert its_family("Navy Blue") == ("Navy Blue", "Blue", "Turquoise Blue", "Teal")
