"""The shipped encoder: pictures and words in, unit vectors out, and what it says when away."""

from __future__ import annotations

import io
import json
import os
import subprocess
import sys
import textwrap
import threading
from pathlib import Path

import numpy as np
import pytest
import torch
from PIL import Image

from recommender.encoder import (
    Encoder,
    EncoderUnavailable,
    build,
    import_open_clip,
    load_encoder,
)
from recommender.encoder.model import BATCH
from recommender.encoder.norms import without_batch_norms
from recommender.encoder_identity import SHIPPED_FOLDER, EncoderNotFound, encoder_version
from tests.recommender import golden_vectors
from tests.recommender.drawn_products import COLOURS, CUTS, garment

ROOT = Path(__file__).resolve().parent.parent.parent


@pytest.fixture(scope="module")
def encoder() -> Encoder:
    return load_encoder("shipped")


@pytest.fixture(scope="module")
def exact() -> Encoder:
    """The shipped encoder as it computes where the processor has no bfloat16."""
    return build("shipped", torch.float32)


@pytest.fixture(scope="module")
def wardrobe() -> dict[tuple[str, str], Image.Image]:
    return {
        (cut, colour): garment(cut, colour).resize((168, 224)) for cut in CUTS for colour in COLOURS
    }


def test_every_row_is_a_unit_vector(encoder, wardrobe):
    for rows in (encoder.encode_images(list(wardrobe.values())), encoder.encode_texts(["x"] * 16)):
        assert rows.shape == (16, encoder.dimension)
        assert rows.dtype == np.float32
        assert np.linalg.norm(rows, axis=1) == pytest.approx(1, abs=1e-5)


def test_nothing_in_nothing_out(encoder):
    assert encoder.encode_images([]).shape == (0, encoder.dimension)
    assert encoder.encode_texts([]).shape == (0, encoder.dimension)


def test_the_same_pictures_and_words_give_the_same_vectors(encoder, wardrobe):
    images = list(wardrobe.values())
    assert np.array_equal(encoder.encode_images(images), encoder.encode_images(images))
    assert np.array_equal(encoder.encode_texts(["red dress"]), encoder.encode_texts(["red dress"]))


def test_a_vector_does_not_depend_on_who_is_in_the_batch(encoder, exact, wardrobe):
    images = (list(wardrobe.values()) * 5)[: BATCH + 6]
    for one, far in ((exact, 1e-4), (encoder, 4e-3)):
        together = one.encode_images(images)
        alone = np.concatenate([one.encode_images([image]) for image in images[:16]])
        assert together[:16] == pytest.approx(alone, abs=far)
        assert together[64:70] == pytest.approx(alone[:6], abs=far)
    texts = ["red dress", "a very long name of a garment " * 20, ""]
    one_by_one = np.concatenate([encoder.encode_texts([text]) for text in texts])
    assert encoder.encode_texts(texts) == pytest.approx(one_by_one, abs=1e-4)


@pytest.mark.parametrize("mode", ["L", "P", "RGBA", "CMYK", "1"])
def test_pictures_of_every_mode_and_shape_are_taken(encoder, mode):
    shapes = [(1, 1), (3, 900), (1200, 1600)]
    rows = encoder.encode_images(
        [Image.new("RGB", shape, "navy").convert(mode) for shape in shapes]
    )
    assert np.isfinite(rows).all()


def test_our_own_preparation_sees_what_open_clip_would_see(exact, wardrobe):
    model, _, prepare = import_open_clip().create_model_and_transforms(
        f"local-dir:{SHIPPED_FOLDER}"
    )
    images = list(wardrobe.values())
    with torch.inference_mode():
        expected = model.eval().encode_image(torch.stack([prepare(i) for i in images]), True)
    assert exact.encode_images(images) == pytest.approx(expected.numpy(), abs=1e-3)


def test_the_shipped_vectors_have_not_shifted(exact):
    golden = np.load(golden_vectors.FILE)
    said = golden_vectors.said_by(exact)
    assert str(said["version"]) == str(golden["version"]), (
        "the encoder is another: make its golden vectors (tests/recommender/golden_vectors.py)"
    )
    assert said["pictures"] == pytest.approx(golden["pictures"], abs=1e-3)
    assert said["texts"] == pytest.approx(golden["texts"], abs=1e-3)


def test_a_large_sharp_photo_lands_beside_its_thumbnail(encoder):
    large = garment("Jeans", "Blue").resize((960, 1280), Image.Resampling.BICUBIC)
    rows = encoder.encode_images([large, large.resize((60, 80), Image.Resampling.BICUBIC)])
    assert rows[0] @ rows[1] > 0.97


def test_words_find_the_colour(encoder, wardrobe):
    pictures = encoder.encode_images(list(wardrobe.values()))
    for colour in ("Red", "Blue", "Black"):
        found = encoder.encode_texts([f"{colour} t-shirt"])[0] @ pictures.T
        shirts = {c: found[n] for n, (cut, c) in enumerate(wardrobe) if cut == "Tshirts"}
        assert max(shirts, key=shirts.__getitem__) == colour


def test_threads_share_one_encoder(encoder):
    loaded: list[Encoder] = []
    threads = [threading.Thread(target=lambda: loaded.append(load_encoder())) for _ in range(6)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert loaded == [encoder] * 6


def test_a_photo_is_taken_as_a_file_not_yet_decoded(encoder, wardrobe):
    decoded = list(wardrobe.values())
    rows = encoder.encode_images([Image.open(as_jpeg(image)) for image in decoded])
    assert np.sum(rows * encoder.encode_images(decoded), axis=1).min() > 0.98
    twice = [Image.open(as_jpeg(decoded[0]))] * 40
    assert encoder.encode_images(twice) @ rows[0] == pytest.approx(1, abs=1e-3)


def test_a_damaged_file_is_told_from_a_picture(encoder, wardrobe):
    whole = as_jpeg(next(iter(wardrobe.values()))).getvalue()
    with pytest.raises(OSError, match="truncated"):
        encoder.encode_images([Image.open(io.BytesIO(whole[: len(whole) // 2]))] * 9)


def as_jpeg(image: Image.Image) -> io.BytesIO:
    file = io.BytesIO()
    image.save(file, "JPEG", quality=92)
    return file


class Twofold(torch.nn.Module):
    """A convolution before a norm; `also` adds what the convolution said to what the norm says."""

    def __init__(self, also: bool) -> None:
        super().__init__()
        self.convolution, self.norm = torch.nn.Conv2d(3, 4, 3), torch.nn.BatchNorm2d(4)
        self.also = also

    def forward(self, pixels: torch.Tensor) -> torch.Tensor:
        said = self.convolution(pixels)
        return self.norm(said) + said * self.also


@pytest.mark.parametrize("also", [False, True])
def test_a_norm_goes_into_the_weights_only_where_nothing_else_reads_them(also):
    torch.manual_seed(3)
    model, pixels = Twofold(also).eval(), torch.rand(2, 3, 9, 9)
    model.norm.running_mean, model.norm.running_var = torch.rand(4), torch.rand(4) + 1
    faster = without_batch_norms(model, pixels)
    assert isinstance(faster.norm, torch.nn.BatchNorm2d) == also
    assert torch.allclose(faster(pixels), model(pixels), atol=1e-5)


@pytest.mark.parametrize("dtype", [torch.float32, torch.bfloat16])
def test_whatever_the_processor_computes_in_a_vector_is_much_the_same(encoder, wardrobe, dtype):
    other = build("shipped", dtype)
    images = list(wardrobe.values())
    rows = other.encode_images(images)
    assert np.sum(rows * encoder.encode_images(images), axis=1).min() > 0.995
    assert np.array_equal(other.encode_texts(["red dress"]), encoder.encode_texts(["red dress"]))


def test_words_and_pictures_need_no_network():
    said = in_a_process_of_its_own("""
        import socket
        def refuse(*args, **kwargs):
            raise OSError("no network in this test")
        socket.socket.connect = socket.create_connection = socket.getaddrinfo = refuse
        from PIL import Image
        from recommender.encoder import load_encoder
        encoder = load_encoder("shipped")
        words = encoder.encode_texts(["red dress"])
        pictures = encoder.encode_images([Image.new("RGB", (60, 80), "red")])
        said = [encoder.version, words.shape, pictures.shape]
        """)
    version, dimension = encoder_version("shipped")
    assert said == [version, [1, dimension], [1, dimension]]


def test_who_only_asks_whose_vectors_these_are_loads_no_torch():
    said = in_a_process_of_its_own("""
        import sys
        from recommender.encoder_identity import encoder_version
        said = [encoder_version("shipped")[0], "torch" in sys.modules, "open_clip" in sys.modules]
        """)
    assert said == [encoder_version("shipped")[0], False, False]


def in_a_process_of_its_own(code: str):
    """Runs the code without Django settings; what it left in `said`."""
    script = textwrap.dedent(code) + "\nimport json\nprint(json.dumps(said))\n"
    bare = {name: value for name, value in os.environ.items() if name != "DJANGO_SETTINGS_MODULE"}
    done = subprocess.run(
        [sys.executable, "-c", script], cwd=ROOT, env=bare, capture_output=True, timeout=120
    )
    assert done.returncode == 0, done.stderr.decode()
    return json.loads(done.stdout.splitlines()[-1])


@pytest.mark.parametrize("name", ["clip", "a/b/c", "ViT-B-32/", "/nowhere/at/all", ""])
def test_a_name_of_nothing_is_answered_with_what_to_set(name):
    with pytest.raises(EncoderNotFound, match="neither 'shipped', a folder"):
        encoder_version(name)


def test_a_model_open_clip_does_not_know_is_unavailable():
    with pytest.raises(EncoderUnavailable, match=r"'NoSuchNet/no_tag' could not be loaded.*Check"):
        load_encoder("NoSuchNet/no_tag")


@pytest.fixture
def own_encoder(tmp_path) -> Path:
    """A folder with the shipped encoder's files, to be damaged."""
    folder = tmp_path / "own"
    folder.mkdir()
    for file in SHIPPED_FOLDER.iterdir():
        (folder / file.name).write_bytes(file.read_bytes())
    return folder


def test_a_folder_of_ones_own_is_an_encoder_of_its_own(own_encoder, encoder):
    own = load_encoder(str(own_encoder))
    assert own.version == encoder.version.replace("understudy-clip-4", "own")
    assert np.array_equal(own.encode_texts(["red dress"]), encoder.encode_texts(["red dress"]))


def test_other_weights_are_another_encoder_also_to_a_process_that_runs(own_encoder):
    before = load_encoder(str(own_encoder))
    assert load_encoder(str(own_encoder)) is before
    weights = own_encoder / "open_clip_model.safetensors"
    content = bytearray(weights.read_bytes())
    content[-2:] = b"\0\0"  # the last number becomes a zero
    weights.write_bytes(content)
    after = load_encoder(str(own_encoder))
    assert after.version == encoder_version(str(own_encoder))[0] != before.version


@pytest.mark.parametrize(
    "damage",
    [
        lambda folder: (folder / "open_clip_model.safetensors").unlink(),
        lambda folder: (folder / "open_clip_model.safetensors").write_bytes(b"nonsense"),
        lambda folder: cut_in_half(folder / "open_clip_model.safetensors"),
        lambda folder: cut_in_half(folder / "open_clip_config.json"),
        lambda folder: (folder / "bpe.txt.gz").write_bytes(b"no gzip"),
    ],
    ids=["weights gone", "no weights", "half the weights", "half the config", "no vocabulary"],
)
def test_a_damaged_encoder_is_unavailable_and_never_random(own_encoder, damage):
    damage(own_encoder)
    with pytest.raises(
        EncoderUnavailable, match=r"could not be loaded|no whole encoder"
    ) as refusal:
        load_encoder(str(own_encoder))
    assert str(own_encoder) in str(refusal.value)


def cut_in_half(file: Path) -> None:
    content = file.read_bytes()
    file.write_bytes(content[: len(content) // 2])
