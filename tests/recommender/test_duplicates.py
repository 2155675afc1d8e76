"""The same picture under two numbers is found, looked at and remembered."""

from __future__ import annotations

import io
import json
import random

import numpy as np
import pytest
from django.contrib.auth.models import User
from django.core.management import call_command
from PIL import Image, ImageDraw, ImageFilter

from catalog.models import Look, Product, ProductImage, Status
from catalog.photos import admit
from recommender.duplicates.candidates import by_hash
from recommender.duplicates.comparing import Comparer
from recommender.duplicates.finding import find_duplicates
from recommender.duplicates.fingerprint import fingerprint
from recommender.duplicates.measuring import measured, samples
from recommender.duplicates.merging import CannotMerge, merge, merged_into
from recommender.duplicates.transforms import SAME, recoloured
from recommender.models import DuplicatePair, Verdict
from tests.factories import make_product


def drawn(dye: str = "#20407a", belt: int = 120, seed: int = 1) -> Image.Image:
    """A garment on white, by its colour and where its belt is, with flowers strewn by seed."""
    picture = Image.new("RGB", (180, 240), "white")
    pen, dice = ImageDraw.Draw(picture), random.Random(seed)
    pen.polygon([(60, 30), (120, 30), (135, 110), (160, 215), (20, 215), (45, 110)], fill=dye)
    pen.rectangle([44, belt, 136, belt + 12], fill="#e8c84a")
    for _ in range(14):
        x, y = dice.randint(60, 115), dice.randint(40, 200)
        pen.ellipse([x, y, x + 9, y + 9], fill="#f4f0e6")
    pen.ellipse([25, 190, 50, 212], fill="#d2552c")  # so that left is not right
    return picture.filter(ImageFilter.GaussianBlur(2))  # no photo is as sharp as a drawing


def listed(title: str, picture: Image.Image, **fields) -> Product:
    product = make_product(title, stock={"M": 0}, vector=[1, 0, 0], **fields)
    file = io.BytesIO()
    picture.save(file, "PNG")
    photo = ProductImage(product=product)
    photo.keep(admit(file.getvalue()))
    photo.save()
    return product


@pytest.fixture
def dress() -> Image.Image:
    return drawn()


@pytest.mark.parametrize("change", SAME)
def test_a_changed_picture_is_the_same_picture(dress, change):
    other = SAME[change](dress, random.Random(4))
    evidence = Comparer(fingerprint(dress)).evidence(fingerprint(other))
    assert evidence is not None
    assert evidence.is_same_picture, evidence
    assert evidence.is_mirrored == (change == "flip")


def test_another_colour_or_another_cut_is_another_picture(dress):
    compare = Comparer(fingerprint(dress))
    dyed = [recoloured(dress, random.Random(seed)) for seed in range(5)]
    for other in [*dyed, drawn(dye="#14305f"), drawn(belt=150), drawn(seed=2)]:
        evidence = compare.evidence(fingerprint(other))
        assert evidence is None or not evidence.is_same_picture, evidence


def test_hashes_name_few_pairs_and_the_right_ones():
    dice = random.Random(1)
    originals = [drawn(f"#{dice.randrange(2**24):06x}", 60 + 7 * n, n) for n in range(20)]
    prints = [fingerprint(each) for each in originals]
    prints += [fingerprint(SAME["flip"](each, dice)) for each in originals]
    pairs = by_hash(prints)
    assert {(n, n + 20) for n in range(20)} <= pairs
    assert len(pairs) < 40 * 39 / 2


def test_a_picture_that_cannot_be_compared_says_nothing():
    blank = fingerprint(Image.new("RGB", (60, 80), "white"))
    assert Comparer(blank).evidence(fingerprint(Image.new("RGB", (60, 80), "white"))) is None
    assert Comparer(blank).evidence(fingerprint(drawn())) is None


def all_neighbours(images: list[Image.Image]) -> np.ndarray:
    return np.tile([1.0, 0.0], (len(images), 1))


def test_measuring_counts_what_is_found_again_and_what_is_wrong():
    pictures = [(str(n), drawn(f"#{n}0{9 - n}060", 70 + 20 * n, n)) for n in range(4)]
    figures, wrong = measured(*samples(pictures, all_neighbours))
    assert figures["pictures"] == 4 * 8
    assert figures["recall"] >= 0.9
    assert (figures["precision"], figures["dyed_merged"], wrong) == (1, 0, [])


@pytest.fixture
def twice(db, dress) -> tuple[Product, Product]:
    """The same dress under two numbers, the second one framed; another, and a red one beside."""
    first = listed("Dress", dress)
    second = listed("Dress again", SAME["border"](dress, random.Random(2)))
    listed("Red dress", drawn("#a01c1c"))
    listed("Other dress", drawn(belt=160, seed=9))
    return first, second


@pytest.fixture
def pair(twice) -> DuplicatePair:
    find_duplicates()
    return DuplicatePair.objects.get()


def test_the_command_finds_the_two_and_finds_them_new_once(twice, capsys):
    first, second = twice
    call_command("find_duplicates", "--json")
    told = json.loads(capsys.readouterr().out)
    assert (told["products"], told["new"]) == (4, 1)
    assert told["groups"] == [[first.pk, second.pk]]
    call_command("find_duplicates")
    assert "Dress again" in (said := capsys.readouterr().out)
    assert "0 pairs new" in said


def test_a_verdict_outlives_the_next_search_and_what_waits_does_not(pair, twice):
    pair.decide(Verdict.NOT_DUPLICATE, None, None)
    assert find_duplicates().groups == []
    assert DuplicatePair.objects.get().verdict == Verdict.NOT_DUPLICATE
    DuplicatePair.objects.update(verdict=Verdict.WAITING)
    twice[1].images.all().delete()
    find_duplicates()
    assert not DuplicatePair.objects.exists()


def test_merging_keeps_one_for_sale_and_loses_nothing(pair, twice):
    kept, gone = twice
    look = Look.objects.create(title="Garden party", slug="garden-party")
    look.items.create(product=gone)
    merge(pair, kept)
    gone.refresh_from_db()
    assert gone.status == Status.DISCONTINUED
    assert gone.variants.count() == 1
    assert merged_into(gone) == kept
    assert merged_into(kept) is None
    assert [item.product for item in look.items.all()] == [kept]
    assert gone.history.first().history_change_reason == f"Merged into {kept.external_id}"


def test_what_still_has_pieces_is_not_merged_away(pair, twice):
    kept, gone = twice
    gone.variants.update(on_hand=3)
    with pytest.raises(CannotMerge, match="3 pieces"):
        merge(pair, kept)
    assert Product.objects.get(pk=gone.pk).is_active
    merge(pair, gone)  # the other way round there is nothing to lose
    assert merged_into(kept) == gone


def test_a_merchandiser_says_what_they_are(admin_client, pair, twice):
    page = f"/admin/recommender/duplicatepair/{pair.pk}/change/"
    seen = admin_client.get("/admin/recommender/duplicatepair/").content.decode()
    assert page in seen
    assert "Keep" in admin_client.get(page).content.decode()
    answer = admin_client.post(page, {"verdict": "same_model"})
    assert answer.status_code == 302
    pair.refresh_from_db()
    assert pair.verdict == Verdict.SAME_MODEL
    assert pair.decided_by == User.objects.get(username="admin")
    admin_client.post(page, {"verdict": "merged", "kept": str(twice[1].pk)})
    pair.refresh_from_db()
    assert (pair.verdict, pair.kept) == (Verdict.MERGED, twice[1])
    assert "now leads to" in admin_client.get("/admin/").content.decode()


def test_what_is_left_for_later_comes_again_after_all_others(admin_client, db):
    one, other, third = (make_product(f"Dress {number}") for number in range(3))
    waiting = [
        DuplicatePair.objects.create(first=first, second=second, structure=1, colour=colour)
        for first, second, colour in ((one, other, 0.1), (one, third, 0.1), (other, third, 0.2))
    ]
    pages = [f"/admin/recommender/duplicatepair/{pair.pk}/change/" for pair in waiting]
    led_to = [admin_client.post(page, {"verdict": "waiting"}).url for page in pages]
    assert led_to == [pages[1], pages[2], pages[0]]


def test_several_are_told_apart_at_once(admin_client, pair):
    chosen = {"action": "not_duplicate", "_selected_action": [pair.pk]}
    admin_client.post("/admin/recommender/duplicatepair/", chosen)
    pair.refresh_from_db()
    assert pair.verdict == Verdict.NOT_DUPLICATE
    assert (
        "0 near-duplicates"
        in admin_client.get("/admin/recommender/duplicatepair/").content.decode()
    )


def test_who_may_only_look_decides_nothing(client, pair):
    client.force_login(User.objects.create_user("of the staff", is_staff=True))
    page = f"/admin/recommender/duplicatepair/{pair.pk}/change/"
    assert client.get(page).status_code == 403
    assert client.post(page, {"verdict": "same_model"}).status_code == 403
