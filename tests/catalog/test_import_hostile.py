"""Tables and zips made to do harm: bad rows named by line, good rows in, nothing escapes."""

from __future__ import annotations

import json
import time
import zipfile
from collections.abc import Iterator
from pathlib import Path

import pytest

from catalog.importing.table import LONGEST_CELL
from catalog.models import Product, ProductImage
from catalog.photos import source_digest
from tests.catalog.imports import KAGGLE_HEADER, kaggle_row, photo, run_import, table, zipped
from tests.conftest import open_data

pytestmark = pytest.mark.django_db

#: What the set says of itself and what this importer answers, where both are fine. A row in
#: `lines` is refused, every other row of the file comes in.
LINES_REFUSED: dict[str, list[int]] = {
    "nul.csv": [4, 9],
    "unbalanced-quotes.csv": [4],
    "cell-2mb.csv": [11],
    "dup-ids.csv": [7, 11],
    "path-ids.csv": [4, 6, 8, 13],
    "price.csv": [3, 4, 5, 6, 8, 10, 11, 12, 13],
    "year.csv": [2, 3, 6, 9],
    "control.csv": [7, 9, 11],
}
FILES_REFUSED = {
    "no-header.csv": "the header lacks id",
    "dup-header.csv": "names id more than once",
    "columns-100k.csv": "more than 200 columns",
    "empty.csv": "is empty",
    "header-only.csv": "holds no rows",
}
ROWS = 12


def hostile_files(prefix: str) -> Iterator[dict]:
    with zipfile.ZipFile(open_data("hostile.zip")) as archive:
        for line in archive.read("MANIFEST.jsonl").splitlines():
            item = json.loads(line)
            if item["file"].startswith(prefix):
                yield {**item, "content": archive.read(item["file"])}


def test_every_hostile_table_of_the_set_is_answered_row_by_row(tmp_path, subtests):
    tables = [item for item in hostile_files("csv/") if item["file"].endswith(".csv")]
    assert len(tables) == 25
    for item in tables:
        path = tmp_path / Path(item["file"]).name
        path.write_bytes(item["content"])
        with subtests.test(path.name):
            check_table(path, item)


def check_table(path: Path, item: dict) -> None:
    began, before = time.monotonic(), Product.objects.count()
    outcome = run_import(path)
    assert time.monotonic() - began < 10
    if reason := FILES_REFUSED.get(path.name):
        assert (outcome.status, Product.objects.count()) == (1, before)
        assert reason in outcome.message
        return
    refused = LINES_REFUSED.get(path.name, [])
    assert outcome.lines() == refused
    assert outcome.status == (2 if refused else 0)
    assert outcome.counts["created"] == Product.objects.count() - before == ROWS - len(refused)
    if item["expect"] == "refused":
        assert set(item["bad_lines"]) <= set(refused)
        assert set(refused) <= {*item["bad_lines"], *item.get("lines_either", [])}


def test_a_picture_cut_in_its_header_leaves_a_product_without_photo(tmp_path):
    """The set's image-names.csv with the one picture it has."""
    for item in hostile_files("csv/"):
        path = tmp_path / item["file"]
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(item["content"])
    outcome = run_import(tmp_path / "csv/image-names.csv", "--images", str(tmp_path / "csv/images"))
    assert (outcome.status, outcome.counts["created"]) == (2, ROWS)
    assert "990000001: no such picture" in outcome.reason(6)
    assert "990000002.jpg: " in outcome.reason(7)
    assert Product.objects.get(external_id="990000002").cover is None


def test_hostile_zips_of_pictures_write_nothing_outside_and_end_soon(tmp_path, subtests):
    for item in hostile_files("archives/"):
        folder = tmp_path / item["class"] / Path(item["file"]).stem
        folder.mkdir(parents=True)
        archive = folder / "pictures.zip"
        archive.write_bytes(item["content"])
        ids = ["slip-888fa7", "a", "ok", "0", "1"]
        source = table(folder / "styles.csv", KAGGLE_HEADER, [kaggle_row(name) for name in ids])
        with subtests.test(item["file"]):
            began = time.monotonic()
            outcome = run_import(source, "--images", str(archive))
            assert time.monotonic() - began < 10
            assert outcome.counts["read"] == len(ids)
            assert not Path("/tmp/slip-888fa7.jpg").exists()
            assert sorted(path.name for path in folder.iterdir()) == ["pictures.zip", "styles.csv"]


@pytest.fixture
def styles(tmp_path):
    """Writes a styles.csv of these bytes, the header before them."""

    def write(body: bytes, header: bytes = KAGGLE_HEADER.encode() + b"\n") -> Path:
        path = tmp_path / "styles.csv"
        path.write_bytes(header + body)
        return path

    return write


def rows(*ids: str) -> bytes:
    return "".join(f"{kaggle_row(one)}\n" for one in ids).encode()


@pytest.mark.parametrize(
    ("bad", "reason"),
    [
        (kaggle_row("2", "A\0 dress").encode(), "holds a NUL character"),
        (kaggle_row("2", "\x1b[31mDress").encode(), "control character U+001B"),
        (kaggle_row("2", "\u202etrihS").encode(), "direction mark U+202E"),
        (kaggle_row("2", '"never closed').encode(), "a quote is opened"),
        (kaggle_row("2", "x" * (LONGEST_CELL + 1)).encode(), "more than 10,000 characters"),
        (kaggle_row("2", "x" * 2_000_000).encode(), "line too long"),
        (kaggle_row("../../etc/passwd").encode(), "may hold letters"),
        (kaggle_row("..").encode(), "may hold letters"),
        (kaggle_row("1").encode(), "comes more than once (line 2)"),
        (b"2,Women,Apparel", "3 cells, 10 columns"),
        (kaggle_row("2").replace("Women", "Cats", 1).encode(), "'Cats' is none of"),
        (kaggle_row("2").replace("2012", "99999999999").encode(), "is no year"),
        (kaggle_row("2").replace("Summer", "Monsoon").encode(), "'monsoon' is none of"),
        (kaggle_row("2").replace("Dresses", "").encode(), "is missing"),
    ],
)
def test_a_bad_line_is_refused_alone(styles, bad, reason):
    outcome = run_import(styles(rows("1") + bad + b"\n" + rows("3", "4")))
    assert (outcome.status, outcome.lines()) == (2, [3])
    assert reason in outcome.reason(3)
    assert set(Product.objects.values_list("external_id", flat=True)) == {"1", "3", "4"}


@pytest.mark.parametrize(
    "encode",
    [
        lambda text: b"\xef\xbb\xbf" + text.encode(),
        lambda text: text.encode("utf-16"),
        lambda text: text.replace("\n", "\r\n").encode(),
        lambda text: text.replace("\n", "\r").encode(),
        lambda text: text.replace(",", ";").encode(),
        lambda text: text.replace(",", "\t").encode(),
        lambda text: text.replace("2,Women,", "2;Women;").replace(",", ";").encode(),
        lambda text: text.encode("latin-1"),
    ],
    ids=["BOM", "UTF-16", "CRLF", "CR", "semicolons", "tabs", "mixed", "Latin-1"],
)
def test_whatever_wrote_the_file_it_is_read(styles, encode):
    text = f"{KAGGLE_HEADER}\n{kaggle_row('1', 'Café')}\n{kaggle_row('2')}\n"
    outcome = run_import(styles(b"", encode(text)))
    assert (outcome.status, outcome.counts["created"]) == (0, 2), outcome.report
    assert Product.objects.get(external_id="1").title == "Café"


def test_latin1_is_read_and_noted_once_and_utf8_beside_it_stays_right(styles):
    body = kaggle_row("1", "Crème 👗").encode() + b"\n" + kaggle_row("2", "Café").encode("latin-1")
    outcome = run_import(styles(body + b"\n" + kaggle_row("3", "Über").encode("latin-1") + b"\n"))
    assert (outcome.status, outcome.lines("note")) == (0, [3])
    titles = Product.objects.order_by("external_id").values_list("title", flat=True)
    assert list(titles) == ["Crème 👗", "Café", "Über"]


def test_a_quoted_cell_may_go_over_lines_and_an_unclosed_one_may_not(styles):
    body = (
        kaggle_row("1", '"Dress\nwith a second line"').encode()
        + b"\n"
        + kaggle_row("2", '"never closed').encode()
        + b"\n"
        + rows("3")
        + kaggle_row("4", '"Marrow, quoted"').encode()
    )
    outcome = run_import(styles(body))
    assert outcome.lines() == [4]
    titles = dict(Product.objects.values_list("external_id", "title"))
    assert set(titles) == {"1", "3", "4"}
    assert titles["1"] == "Dress with a second line"


@pytest.mark.parametrize(
    ("content", "reason"),
    [
        (b"", "is empty"),
        (b"\n\n  \n", "is empty"),
        (KAGGLE_HEADER.encode(), "holds no rows"),
        (rows("1", "2"), "the header lacks"),
        (KAGGLE_HEADER.encode() + b",ID\n" + rows("1"), "names id more than once"),
        (b",".join(b"c%d" % n for n in range(100_000)) + b"\n", "more than 200 columns"),
        (b"\x89PNG\r\n\x1a\n" + bytes(range(256)) * 50, "the header lacks"),
    ],
    ids=["empty", "blank", "header only", "no header", "id twice", "100,000 columns", "a picture"],
)
def test_a_file_nothing_can_be_read_of_says_so(styles, content, reason):
    outcome = run_import(styles(b"", content))
    assert (outcome.status, outcome.counts["read"]) == (1, 0)
    assert reason in outcome.message
    assert not Product.objects.exists()


def test_formulas_tags_and_templates_are_text_and_the_report_defuses_them(styles):
    names = ["=cmd|' /C calc'!A0", "<script>alert(1)</script>", "{{ settings.SECRET_KEY }}"]
    body = "".join(f"{kaggle_row(str(n), name)}\n" for n, name in enumerate(names))
    outcome = run_import(styles((body + kaggle_row("=1+1") + "\n").encode()))
    assert set(Product.objects.values_list("title", flat=True)) == set(names)
    assert outcome.report[0]["external_id"] == "'=1+1"


def test_pictures_of_a_zip_are_found_by_name_and_read_within_limits(styles, tmp_path):
    archive = zipped(
        tmp_path / "p.zip",
        {
            "../../1.jpg": photo("red"),
            "deep/er/2.JPEG": photo("blue"),
            "3.jpg": bytes(30_000_000),
            "4.jpg": photo("green"),
            "5.exe": photo("green"),
        },
    )
    encrypt(archive, "4.jpg")
    outcome = run_import(styles(rows("1", "2", "3", "4", "5")), "--images", str(archive))
    with_photo = Product.objects.filter(images__isnull=False)
    assert set(with_photo.values_list("external_id", flat=True)) == {"1", "2"}
    assert (outcome.status, outcome.counts["without_photo"]) == (2, 3)
    assert "10 MB at most" in outcome.reason(4)
    assert "encrypted" in outcome.reason(5)
    assert "no such picture" in outcome.reason(6)


@pytest.mark.parametrize("order", [1, -1])
def test_of_pictures_of_one_name_the_first_by_name_is_taken_and_told(styles, tmp_path, order):
    files = [
        ("thumbs/1.jpg", photo("red")), ("1.png", photo("blue")), ("1.jpg", photo("green")),
        ("b/2.jpg", photo("red")), ("a/2.jpg", photo("green")), ("3.jpg", photo("green")),
    ]  # fmt: skip
    archive = zipped(tmp_path / "p.zip", dict(files[::order]))
    outcome = run_import(styles(rows("1", "2", "3")), "--images", str(archive))
    taken = ProductImage.objects.values_list("digest", flat=True)
    assert set(taken) == {source_digest(photo("green"))}
    assert (outcome.status, outcome.counts["notes"], outcome.lines("note")) == (0, 2, [2, 3])
    assert outcome.reason(2).endswith(
        "1.jpg is taken, 1.png, thumbs/1.jpg of the same name left aside"
    )


def test_a_folder_of_pictures_is_read_alike(styles, tmp_path):
    (tmp_path / "here").mkdir()
    for name, colour in (("1.png", "blue"), ("1.jpg", "green")):
        (tmp_path / "here" / name).write_bytes(photo(colour))
    outcome = run_import(styles(rows("1")), "--images", str(tmp_path / "here"))
    assert ProductImage.objects.get().digest == source_digest(photo("green"))
    assert "1.jpg is taken, 1.png" in outcome.reason(2)


def encrypt(archive: Path, name: str) -> None:
    """Set the flag of an encrypted entry, in its own header and in the directory."""
    data = bytearray(archive.read_bytes())
    with zipfile.ZipFile(archive) as opened:
        own = opened.getinfo(name).header_offset
    listed = data.rindex(b"PK\x01\x02", 0, data.rindex(name.encode()))
    data[own + 6] |= 1
    data[listed + 8] |= 1
    archive.write_bytes(data)


@pytest.mark.parametrize("content", [b"", b"PK\x03\x04 no zip", photo()])
def test_pictures_that_are_no_zip_are_refused_before_anything_is_written(styles, tmp_path, content):
    (tmp_path / "p.zip").write_bytes(content)
    outcome = run_import(styles(rows("1")), "--images", str(tmp_path / "p.zip"))
    assert (outcome.status, Product.objects.count()) == (1, 0)
    assert "cannot be read as a zip" in outcome.message
