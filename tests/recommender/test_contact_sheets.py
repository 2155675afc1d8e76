"""Sheets of pictures to judge by eye: what was asked, what was found, and the whole reason."""

from __future__ import annotations

import json

import pytest
from django.core.management import call_command
from PIL import Image, ImageColor

from recommender.contact_sheet import FONT, MARGIN, Layout, wrapped
from recommender.management.commands import audit_substitutes, draw_looks
from tests.factories import give_photo, make_product

NARROW = Layout(picture=(170, 226), lines=4)


def words(caption) -> list[str]:
    return [" ".join(word.text for word in line) for line in caption]


def shows(sheet: Image.Image, cell: tuple[int, int], layout: Layout, colour: str) -> bool:
    """Whether the picture in that cell (column, row) is of that colour."""
    middle = (layout.picture[0] // 2, layout.picture[1] // 2)
    at = tuple(n * size + half for n, size, half in zip(cell, layout.cell, middle, strict=True))
    pixel, wanted = sheet.getpixel(at), ImageColor.getrgb(colour)
    return all(abs(a - b) < 12 for a, b in zip(pixel, wanted, strict=True))


def test_a_reason_stands_there_whole():
    said = "0.59 In 40, one size larger, like it, in navy blue, €21.00 more"
    lines = words(wrapped(said, NARROW, 3))
    assert " ".join(lines) == said.replace("€", "EUR ")
    assert 1 < len(lines) <= 3
    assert all(FONT.getlength(line) <= 170 - MARGIN for line in lines)


def test_what_is_too_long_even_so_is_cut_off_the_last_line():
    lines = words(wrapped("word " * 40, NARROW, 2))
    assert len(lines) == 2
    assert words(wrapped("", NARROW, 2)) == []


@pytest.mark.django_db
def test_substitutes_are_checked_and_drawn(sold_out_dress, its_lookalike, tmp_path, capsys):
    give_photo(sold_out_dress.product, "black")
    give_photo(its_lookalike, "blue")
    call_command("audit_substitutes", sheet=tmp_path / "sheet.png", json=True)
    told = json.loads(capsys.readouterr().out)
    assert (told["asked"], told["answers"], told["broken_promises"]) == (1, 1, 0)
    with Image.open(tmp_path / "sheet.png") as sheet:
        assert sheet.size == audit_substitutes.SHEET.size(1)
        assert shows(sheet, (0, 0), audit_substitutes.SHEET, "black")
        assert shows(sheet, (1, 0), audit_substitutes.SHEET, "blue")


@pytest.mark.django_db
def test_looks_are_drawn(tmp_path):
    for title, kind, colour, size in (
        ("Oxford shirt", "Shirt", "white", "M"),
        ("Straight jeans", "Jeans", "blue", "30"),
        ("Harbour boots", "Ankle boots", "black", "39"),
    ):
        give_photo(make_product(title, kind, colour=colour.title(), stock={size: 1}), colour)
    call_command("draw_looks", out=tmp_path / "looks.png", rows=2)
    with Image.open(tmp_path / "looks.png") as sheet:
        assert sheet.size == draw_looks.SHEET.size(2)
        colours = ("white", "blue", "black")
        cells = [(0, 0), (1, 0), (2, 0)]
        found = [c for cell in cells for c in colours if shows(sheet, cell, draw_looks.SHEET, c)]
        assert sorted(found) == sorted(colours)
