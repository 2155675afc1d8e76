"""A segmenter is trained, killed, gone on with, exported and measured."""

from __future__ import annotations

import json
from dataclasses import replace
from io import StringIO
from pathlib import Path

import numpy as np
import pytest
import torch
from django.core.management import CommandError, call_command
from PIL import Image

from recommender.encoder_identity import SHIPPED_FOLDER
from recommender.photos.classes import CLASSES
from recommender.photos.segmenter.loading import build
from recommender.photos.segmenter.network import NetworkConfig, begin_with_tower, build_network
from recommender.photos.segmenter.weights import SegmenterFolder, load_segmenter, save_segmenter
from recommender.training.run import RunExists
from recommender.training.segmenter_config import SegmenterConfig, parse_config
from recommender.training.segmenter_data import IGNORED, NoStreetPhotos, StreetPhotos, fitted
from recommender.training.segmenter_figures import Confusion
from recommender.training.segmenter_losses import PixelLoss, rarity
from recommender.training.segmenter_run import SegmenterRun
from recommender.training.segmenter_training import train_segmenter
from recommender.training.segmenter_views import Strength, views
from recommender.training.still_lifes import Things, read_things, with_things
from tests.recommender.drawn_products import draw_catalogue
from tests.recommender.photos.street import TINY, street_photos, zipped


@pytest.fixture(autouse=True)
def one_thread():
    """These networks are too small for two to share, and threads are the whole process's."""
    before = torch.get_num_threads()
    torch.set_num_threads(1)
    yield
    torch.set_num_threads(before)


@pytest.fixture
def street(tmp_path):
    return street_photos(tmp_path / "street")


@pytest.mark.parametrize("packed", [False, True])
def test_labels_are_merged_whether_in_a_folder_or_a_zip(street, tmp_path, packed):
    source = StreetPhotos(zipped(street, tmp_path / "street.zip") if packed else street)
    assert len(source.ids) == 12
    names = {CLASSES[at] for at in np.unique(source.mask("0003"))}
    assert names == {"background", "top", "bottom"}
    assert source.photo("0003").size == (60, 90)


def test_a_label_that_nobody_filed_is_named(street):
    (street / "labels.csv").write_text("value,label\n7,astrolabe\n")
    with pytest.raises(NoStreetPhotos, match="astrolabe"):
        StreetPhotos(street)


def test_a_folder_without_photos_says_so(tmp_path):
    with pytest.raises(NoStreetPhotos, match=r"labels\.csv"):
        StreetPhotos(tmp_path)


def test_what_lies_round_a_photo_is_ignored():
    photo, mask = Image.new("RGB", (20, 40), "red"), np.full((40, 20), 3, np.uint8)
    pixels, classes = fitted(photo, mask, (80, 80))
    assert pixels.shape == (80, 80, 3)
    assert (classes[:, 20:60] == 3).all()
    assert (classes[:, :20] == IGNORED).all()
    assert (classes[:, 60:] == IGNORED).all()


def test_figures_are_counted_over_all_pixels():
    counted = Confusion()
    counted.add(np.array([[0, 0, 2, 2, IGNORED]]), np.array([[0, 2, 2, 2, 5]]))
    counted.add(np.array([[5, 5]]), np.array([[5, 0]]))
    figures = counted.figures()
    assert figures["iou"] == pytest.approx({"background": 1 / 3, "top": 2 / 3, "bottom": 1 / 2})
    assert figures["miou8"] == pytest.approx((2 / 3 + 1 / 2) / 2)
    assert figures["foreground_iou"] == pytest.approx(3 / 5)
    assert figures["pixel_accuracy"] == pytest.approx(4 / 6)


def test_a_mask_moves_with_its_photo():
    """The mask of a view is what its photo shows: red where the T-shirt is."""
    pixels = torch.zeros(6, 96, 64, 3, dtype=torch.uint8)
    classes = torch.zeros(6, 96, 64, dtype=torch.uint8)
    pixels[:, 30:60, 10:40, 0], classes[:, 30:60, 10:40] = 255, 2
    torch.manual_seed(3)
    still = Strength(light=0, tint=0, blurred=0, grey=0, pasted=0.5)
    photos, masks = views(pixels, classes, (96, 64), still)
    assert photos.shape == (6, 3, 96, 64)
    red = torch.nn.functional.avg_pool2d(photos[:, :1], 2)[:, 0] > 0.5
    known = masks != IGNORED
    assert (masks == 2).any()
    assert (red == (masks == 2))[known].float().mean() > 0.98


def test_rare_classes_weigh_more_and_pixels_one_on_average():
    shares = np.array([0.9, 0.09, 0.01])
    weights = rarity(shares, power=0.5)
    assert weights @ shares == pytest.approx(1)
    assert weights[2] / weights[0] == pytest.approx(90**0.5)


def test_the_encoders_tower_is_the_backbone_it_begins_with():
    network = build_network(NetworkConfig())
    begin_with_tower(network, SHIPPED_FOLDER)
    other = build_network(NetworkConfig())
    begin_with_tower(other, SHIPPED_FOLDER)
    ours, theirs = (each.encoder.model.conv1[0].weight for each in (network, other))
    assert torch.equal(ours, theirs)
    with pytest.raises(ValueError, match="no picture tower"):
        begin_with_tower(build_network(TINY.network), SHIPPED_FOLDER)


def test_kept_at_a_byte_a_number_a_network_says_the_same(tmp_path):
    torch.manual_seed(1)
    network = build_network(TINY.network).eval()
    save_segmenter(network, SegmenterFolder("tiny", (64,), TINY.network), tmp_path)
    again, about = load_segmenter(tmp_path)
    assert about == SegmenterFolder("tiny", (64,), TINY.network)
    shown = torch.randn(1, 3, 64, 64)
    with torch.inference_mode():
        before, after = network(shown), again(shown)
    assert before.shape == (1, len(CLASSES), 32, 32)
    assert torch.nn.functional.cosine_similarity(before.flatten(), after.flatten(), 0) > 0.995


def test_a_killed_run_goes_on_after_its_last_epoch(street, tmp_path, monkeypatch):
    lines: list[str] = []
    source, whole = StreetPhotos(street), tmp_path / "whole"
    train_segmenter(source, TINY, whole, report=lines.append)
    killed = tmp_path / "killed"
    monkeypatch.setattr(SegmenterRun, "_step", _dies_at(5, SegmenterRun._step))
    with pytest.raises(KeyboardInterrupt):
        train_segmenter(source, TINY, killed, report=lines.append)
    monkeypatch.undo()
    train_segmenter(source, TINY, killed, resume=True, report=lines.append)
    logs = [(folder / "log.jsonl").read_text().splitlines() for folder in (whole, killed)]
    first, second = ([json.loads(line) for line in log] for log in logs)
    assert [entry["epoch"] for entry in second] == [1, 2]
    assert [entry["loss"] for entry in second] == pytest.approx(
        [entry["loss"] for entry in first], rel=0.02
    )
    with pytest.raises(RunExists):
        train_segmenter(source, TINY, killed)


def _dies_at(step, method):
    def dying(run, rows):
        if run.position.step + 1 == step:
            raise KeyboardInterrupt
        return method(run, rows)

    return dying


@pytest.mark.parametrize("kind", ["dice", "lovasz"])
def test_a_loss_falls_on_the_way_to_the_truth(kind):
    truth = torch.zeros(2, 8, 8, dtype=torch.long)
    truth[:, 2:5, 2:6], truth[:, 7] = 3, IGNORED
    right = torch.nn.functional.one_hot(truth.clamp(max=8), 9).permute(0, 3, 1, 2).float()
    loss = PixelLoss(np.ones(9), kind)
    losses = [float(loss(right * sure, truth)) for sure in (-2, 0, 2, 8)]
    assert losses == sorted(losses, reverse=True)
    assert losses[-1] < 0.1 * losses[0]


def test_a_short_training_tells_a_garment_from_the_street(street, tmp_path):
    """Of less than this the figures on street photos would say nothing."""
    still = Strength(pasted=0, degrees=0, zoom=(0.9, 1.2))
    config = replace(TINY, epochs=12, learning_rate=2e-2, average_decay=0.5, strength=still)
    config = replace(config, batch_size=3, validate_every=12)
    lines: list[str] = []
    train_segmenter(StreetPhotos(street), config, tmp_path / "run", threads=1, report=lines.append)
    assert json.loads(lines[-1])["foreground_iou"] > 0.5


def test_an_exported_segmenter_is_measured_with_the_issues_keys(street, tmp_path):
    train_segmenter(StreetPhotos(street), replace(TINY, epochs=1), tmp_path / "run", report=str)
    out = StringIO()
    model = str(tmp_path / "run" / "export")
    sheet = tmp_path / "sheet.png"
    call_command(
        "evaluate_segmenter", photos=street, json=True, model=model, sheet=sheet, stdout=out
    )
    figures = json.loads(out.getvalue())
    assert set(figures) == {
        "photos", "miou8", "iou", "foreground_iou", "pixel_accuracy", "seconds_per_photo",
    }  # fmt: skip
    assert (figures["photos"], set(figures["iou"])) == (12, {"background", "top", "bottom"})
    assert Image.open(sheet).width > 1000


def test_probabilities_come_in_the_photos_proportions(tmp_path):
    network = build_network(TINY.network)
    save_segmenter(network, SegmenterFolder("tiny", (64, 96), TINY.network), tmp_path)
    told = build(str(tmp_path)).probabilities(Image.new("RGB", (300, 700), "grey"))
    assert told.shape == (len(CLASSES), 48, 21)
    np.testing.assert_allclose(told.sum(0), 1, atol=1e-3)


def test_commands_refuse_in_a_sentence(tmp_path):
    with pytest.raises(CommandError, match="nowhere"):
        call_command("train_segmenter", photos=tmp_path / "nowhere", out=tmp_path / "out")
    with pytest.raises(CommandError, match="SEGMENTER"):
        call_command("evaluate_segmenter", photos=tmp_path, model=str(tmp_path))


def test_a_configuration_is_read_as_it_was_written():
    assert parse_config(json.loads(json.dumps(TINY.as_json()))) == TINY


def drawn_things(tmp_path) -> Things:
    styles, images = draw_catalogue(tmp_path / "goods")
    return read_things(styles, images, 0, tmp_path)


def test_only_what_shops_show_alone_is_cut_out(tmp_path):
    things = drawn_things(tmp_path)
    assert {CLASSES[kind] for kind in things.kinds} == {"accessory"}  # scarves: no shirt, no jeans
    assert len(things.kinds) == 16 == len(things.pixels) == len(things.alphas)


def test_the_mask_of_a_view_knows_the_thing_before_it(tmp_path):
    things, accessory = drawn_things(tmp_path), CLASSES.index("accessory")
    torch.manual_seed(2)
    photos, masks = torch.full((12, 3, 96, 64), 0.5), torch.full((12, 48, 32), 2)
    shown, told = with_things(photos, masks, things, share=1.0)
    assert set(told.unique().tolist()) == {CLASSES.index("skin"), 2, accessory}
    changed = (shown - 0.5).abs().amax(1) > 0.05
    there = torch.nn.functional.max_pool2d(changed[:, None].float(), 2)[:, 0] > 0
    assert ((told != 2) == there).float().mean() > 0.97
    assert (photos == 0.5).all()  # what was given stays as it was
    untouched, as_before = with_things(photos, masks, things, share=0.0)
    assert untouched is photos
    assert as_before is masks


def test_a_run_goes_on_from_an_exported_segmenter_with_things_in_its_photos(street, tmp_path):
    styles, images = draw_catalogue(tmp_path / "goods")
    begun = tmp_path / "begun"
    call_command(
        "train_segmenter",
        photos=street,
        out=begun,
        config=written(TINY, tmp_path),
        stdout=StringIO(),
    )
    told = StringIO()
    still = written(replace(TINY, epochs=1, learning_rate=0.0, average_decay=0.0), tmp_path)
    call_command(
        "train_segmenter", photos=street, out=tmp_path / "more", config=still, stdout=told,
        begin_from=begun / "export", styles=styles, images=images,
    )  # fmt: skip
    assert "10 things before them" in told.getvalue()
    before, after = (
        load_segmenter(at / "export")[0].state_dict() for at in (begun, tmp_path / "more")
    )
    head = "segmentation_head.weight"
    assert torch.allclose(before[head], after[head], atol=1e-3)
    with pytest.raises(CommandError, match="go together"):
        call_command("train_segmenter", photos=street, out=tmp_path / "no", styles=styles)


def written(config: SegmenterConfig, folder: Path) -> Path:
    file = folder / "config.json"
    file.write_text(json.dumps(config.as_json()), encoding="utf-8")
    return file
