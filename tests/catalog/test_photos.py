"""What the one door lets in, what it makes of it, and what it says to the rest."""

from __future__ import annotations

import hashlib
from io import BytesIO
from pathlib import Path

import pytest
from PIL import Image

from catalog.photos import RENDITION_WIDTHS, Limits, PhotoRefused, admit, source_digest

from .pictures import (
    BLUE,
    CORNERS,
    RED,
    corner_colours,
    decoded,
    dress_photo,
    encoded,
    is_close,
    jpeg_with_scans,
    png_that_claims,
    png_with_text,
    profile_with_red_and_blue_swapped,
)

# How a camera held that way stores an upright scene: the way back of what EXIF asks a viewer for.
AS_STORED = {
    1: None,
    2: Image.Transpose.FLIP_LEFT_RIGHT,
    3: Image.Transpose.ROTATE_180,
    4: Image.Transpose.FLIP_TOP_BOTTOM,
    5: Image.Transpose.TRANSPOSE,
    6: Image.Transpose.ROTATE_90,
    7: Image.Transpose.TRANSVERSE,
    8: Image.Transpose.ROTATE_270,
}


def refusal(source: bytes, limits: Limits | None = None) -> str:
    with pytest.raises(PhotoRefused) as caught:
        admit(source, limits or Limits())
    assert str(caught.value) == caught.value.reason
    return caught.value.reason


class TestWhatComesOut:
    @pytest.mark.parametrize("file_format", ["JPEG", "PNG", "WEBP", "AVIF", "HEIF"])
    def test_each_format_is_taken_and_leaves_as_a_jpeg(self, file_format: str) -> None:
        photo = admit(encoded(dress_photo(), file_format))
        picture = decoded(photo.data)
        assert (picture.format, photo.extension) == ("JPEG", "jpg")
        assert picture.size == (photo.width, photo.height) == (240, 320)
        assert all(map(is_close, corner_colours(picture), CORNERS))

    def test_bytes_a_path_and_an_upload_are_the_same_photo(self, tmp_path: Path) -> None:
        source = encoded(dress_photo())
        (tmp_path / "dress.php").write_bytes(source)
        taken = [admit(source), admit(tmp_path / "dress.php"), admit(BytesIO(source))]
        assert taken[0] == taken[1] == taken[2]
        assert taken[0].source_digest == source_digest(source) == hashlib.sha256(source).hexdigest()

    def test_renditions_are_never_enlarged(self) -> None:
        photo = admit(encoded(dress_photo(700, 1050)))
        assert tuple(sorted(photo.renditions)) == RENDITION_WIDTHS
        for width, data in photo.renditions.items():
            small = decoded(data)
            assert (small.format, small.size) == ("WEBP", (width, round(width * 1.5)))
            assert all(map(is_close, corner_colours(small), CORNERS))
        assert set(admit(encoded(dress_photo(320, 480))).renditions) == {96}

    def test_a_large_picture_is_kept_at_2000_px(self) -> None:
        photo = admit(encoded(dress_photo(4500, 3000)))
        assert decoded(photo.data).size == (photo.width, photo.height) == (2000, 1333)

    def test_no_side_rounds_to_nothing(self) -> None:
        photo = admit(encoded(dress_photo(12000, 1), "PNG"))
        assert (photo.width, photo.height) == (2000, 1)
        assert decoded(photo.renditions[96]).size == (96, 1)

    @pytest.mark.parametrize("orientation", AS_STORED)
    def test_a_picture_taken_sideways_stands_upright(self, orientation: int) -> None:
        turn = AS_STORED[orientation]
        stored = dress_photo() if turn is None else dress_photo().transpose(turn)
        exif = Image.Exif()
        exif[0x0112] = orientation
        picture = decoded(admit(encoded(stored, exif=exif)).data)
        assert picture.size == (240, 320)
        assert all(map(is_close, corner_colours(picture), CORNERS))

    def test_of_an_animation_the_first_frame_is_taken(self) -> None:
        second = Image.new("RGB", (240, 320), BLUE)
        source = encoded(dress_photo(), "WEBP", save_all=True, append_images=[second] * 5)
        assert all(map(is_close, corner_colours(decoded(admit(source).data)), CORNERS))


class TestColours:
    def test_cmyk_comes_out_as_red_as_it_went_in(self) -> None:
        picture = decoded(admit(encoded(Image.new("RGB", (64, 64), RED).convert("CMYK"))).data)
        assert picture.mode == "RGB"
        assert is_close(picture.getpixel((32, 32)), RED)

    def test_16_bit_grey_is_scaled_and_not_clipped(self) -> None:
        source = encoded(Image.new("I;16", (64, 64), 30000), "PNG")
        assert is_close(decoded(admit(source).data).getpixel((32, 32)), (117,) * 3, 4)

    def test_a_cut_out_stays_cut_out_on_white(self) -> None:
        cut_out = dress_photo(700, 700).convert("RGBA")
        cut_out.paste((0, 0, 0, 0), (0, 0, 350, 700))
        photo = admit(encoded(cut_out, "PNG"))
        assert photo.extension == "webp"
        for picture in map(decoded, (photo.data, *photo.renditions.values())):
            assert picture.getpixel((24, 24))[3] == 0
            assert picture.getpixel((picture.width - 24, 24))[3] == 255
            without_alpha = picture.convert("RGB")
            assert is_close(without_alpha.getpixel((24, 24)), (255, 255, 255), 3)

    def test_a_palette_with_a_clear_colour_keeps_it(self) -> None:
        source = encoded(dress_photo().quantize(4), "PNG", transparency=0)
        assert decoded(admit(source).data).getchannel("A").getextrema() == (0, 255)

    def test_an_alpha_channel_that_hides_nothing_is_dropped(self) -> None:
        assert admit(encoded(dress_photo().convert("RGBA"), "PNG")).extension == "jpg"

    def test_a_sound_profile_is_applied(self) -> None:
        profile = profile_with_red_and_blue_swapped()
        source = encoded(Image.new("RGB", (64, 64), (255, 0, 0)), icc_profile=profile)
        red, _, blue = decoded(admit(source).data).getpixel((32, 32))
        assert blue > 200 > 60 > red

    @pytest.mark.parametrize("profile", [b"\0" * 200, b"not a profile"], ids=["zeros", "text"])
    def test_a_broken_profile_is_ignored(self, profile: bytes) -> None:
        picture = decoded(admit(encoded(dress_photo(), icc_profile=profile)).data)
        assert all(map(is_close, corner_colours(picture), CORNERS))


class TestNothingTravelsAlong:
    def test_no_position_owner_comment_or_profile(self) -> None:
        exif = Image.Exif()
        exif[0x013B] = "OWNER-OF-THE-CAMERA"
        exif.get_ifd(0x8825)[1] = "N"
        options = {"comment": b"<script>alert(1)</script>", "xmp": b"<x>OWNER</x>"}
        source = encoded(dress_photo(700, 700), exif=exif, **options)
        assert b"OWNER" in source
        assert b"<script>" in source
        photo = admit(source)
        for data in (photo.data, *photo.renditions.values()):
            assert b"OWNER" not in data
            assert b"script" not in data
            picture = decoded(data)
            assert not picture.getexif()
            assert not {"exif", "xmp", "comment", "icc_profile"} & picture.info.keys()

    def test_a_page_behind_the_picture_is_left_behind(self) -> None:
        photo = admit(encoded(dress_photo()) + b"<html><script>alert(1)</script>")
        assert b"<html>" not in photo.data

    def test_broken_exif_does_not_cost_the_picture(self) -> None:
        photo = admit(encoded(dress_photo(), exif=b"Exif\0\0MM\0*\xff\xff\xff\xff"))
        assert photo.width == 240


class TestRefusals:
    @pytest.mark.parametrize(
        ("source", "reason"),
        [
            (b"", "empty file"),
            (b"a plain text", "not a picture we know: JPEG, PNG, WebP, AVIF or HEIF only"),
            (encoded(dress_photo(), "GIF"), "this is a GIF: JPEG, PNG, WebP, AVIF or HEIF only"),
            (encoded(dress_photo())[:-900], "broken JPEG: cut short"),
            (encoded(dress_photo(), "PNG")[:-200], "broken PNG: cut short"),
            (png_that_claims(50_000, 50_000), "too long a side: 50,000 px, 12,000 at most"),
            (png_that_claims(8_000, 5_000), "too many pixels: 40 megapixels, 25 at most"),
            (png_that_claims(0, 5_000), "no pixels: 0 x 5000"),
            (jpeg_with_scans(dress_photo(), 60), "too many JPEG scans: 64 at most"),
            (encoded(dress_photo()) + b"\0" * 10_000_000, "too large a file: 10 MB at most"),
        ],
    )
    def test_each_names_its_reason(self, source: bytes, reason: str) -> None:
        assert refusal(source) == reason

    @pytest.mark.parametrize("file_format", ["JPEG", "PNG", "WEBP", "AVIF", "HEIF"])
    def test_the_limits_hold_for_each_format(self, file_format: str) -> None:
        source = encoded(dress_photo(), file_format)
        assert refusal(source, Limits(max_side=300)).startswith("too long a side: 320 px")
        assert refusal(source, Limits(max_pixels=50_000)).startswith("too many pixels: 0.0768")
        assert refusal(source, Limits(max_bytes=200)).startswith("too large a file")

    def test_a_file_without_end_is_read_to_the_limit_and_no_further(self) -> None:
        class Endless(BytesIO):
            def read(self, size: int | None = -1) -> bytes:
                assert size is not None
                assert 0 < size <= 10_000_001
                return b"\xff" * size

        with pytest.raises(PhotoRefused, match="too large a file"):
            admit(Endless())

    def test_a_scan_marker_in_a_comment_is_no_scan(self) -> None:
        assert admit(encoded(dress_photo(), comment=b"\xff\xda\0\2" * 200)).width == 240

    def test_a_few_more_scans_than_usual_are_fine(self) -> None:
        assert admit(jpeg_with_scans(dress_photo(), 30)).width == 240

    def test_a_text_bomb_in_a_png_is_refused_with_a_reason(self) -> None:
        bomb = png_with_text(dress_photo(), b"A" * 2_000_000, times=50)
        assert refusal(bomb).startswith("broken PNG: ")

    def test_segments_without_number_are_refused(self) -> None:
        plain = encoded(dress_photo())
        stuffed = plain[:2] + b"\xff\xfe\0\2" * 20_000 + plain[2:]
        assert "segments" in refusal(stuffed)
