"""The process that decodes: reused, limited, replaced, and gone with us."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from pathlib import Path

import pytest
from PIL import Image

from catalog.photos import LIMITS, DarkroomBroken, Limits, PhotoRefused
from catalog.photos import child as child_module
from catalog.photos.darkroom import Darkroom

from .pictures import dress_photo, encoded, jpeg_with_scans

REPOSITORY = Path(__file__).resolve().parents[2]
DRESS = encoded(dress_photo())
needs_proc = pytest.mark.skipif(not Path("/proc/self/stat").exists(), reason="needs /proc")


@pytest.fixture
def darkroom() -> Iterator[Darkroom]:
    room = Darkroom(decoders=1)
    yield room
    room.close()


@pytest.fixture(scope="module")
def slow_photo() -> bytes:
    """64 KB that keep libjpeg busy for many seconds, once the limit on scans is lifted."""
    return jpeg_with_scans(Image.new("RGB", (4000, 4000), "grey"), 2500)


def decoder_of(darkroom: Darkroom) -> int:
    (child,) = darkroom._children
    return child.pid


def is_running(pid: int) -> bool:
    try:
        stat = Path(f"/proc/{pid}/stat").read_text()
    except FileNotFoundError:
        return False
    return stat.rpartition(")")[2].split()[0] != "Z"


def wait_until_gone(pid: int, seconds: float = 5.0) -> bool:
    deadline = time.monotonic() + seconds
    while is_running(pid) and time.monotonic() < deadline:
        time.sleep(0.02)
    return not is_running(pid)


def run_script(script: str, cwd: Path) -> str:
    path = f"import sys; sys.path.insert(0, {str(REPOSITORY)!r})\n"
    command = [sys.executable, "-c", path + script]
    done = subprocess.run(command, cwd=cwd, capture_output=True, text=True, timeout=60, check=False)
    assert done.returncode == 0, done.stderr
    return done.stdout


class TestOneDecoder:
    def test_serves_picture_after_picture(self, darkroom: Darkroom) -> None:
        darkroom.develop(DRESS, LIMITS)
        first = decoder_of(darkroom)
        for hostile in (DRESS[:-50], b"nonsense", b"\xff\xd8\xff\xe0"):
            with pytest.raises(PhotoRefused):
                darkroom.develop(hostile, LIMITS)
        darkroom.develop(DRESS, LIMITS)
        assert decoder_of(darkroom) == first

    def test_is_replaced_when_it_was_killed_between_pictures(self, darkroom: Darkroom) -> None:
        darkroom.develop(DRESS, LIMITS)
        first = decoder_of(darkroom)
        os.kill(first, signal.SIGKILL)
        assert wait_until_gone(first)
        assert darkroom.develop(DRESS, LIMITS).width == 240
        assert decoder_of(darkroom) != first

    def test_is_replaced_after_so_many(
        self, darkroom: Darkroom, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.setattr("catalog.photos.darkroom.PICTURES_PER_CHILD", 2)
        pids = []
        for _ in range(4):
            darkroom.develop(DRESS, LIMITS)
            pids += [child.pid for child in darkroom._children]
        assert len(set(pids)) == 2

    def test_threads_get_their_own_picture_back(self) -> None:
        room = Darkroom(decoders=2)
        sizes = [(100 + n, 200 - n) for n in range(60)]
        sources = [encoded(dress_photo(*size)) for size in sizes]
        with ThreadPoolExecutor(8) as shoppers:
            photos = list(shoppers.map(lambda source: room.develop(source, LIMITS), sources))
        assert [(photo.width, photo.height) for photo in photos] == sizes
        assert len(room._children) <= 2
        room.close()

    def test_that_cannot_start_is_no_fault_of_the_picture(
        self, darkroom: Darkroom, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.setattr(child_module.sys, "executable", "/bin/false")
        with pytest.raises(DarkroomBroken):
            darkroom.develop(DRESS, LIMITS)


class TestLimits:
    def test_computing_time(self, darkroom: Darkroom, slow_photo: bytes) -> None:
        limits = Limits(max_scans=10_000, cpu_seconds=1, wall_seconds=30)
        with pytest.raises(PhotoRefused, match="1 seconds of computing at most"):
            darkroom.develop(slow_photo, limits)
        assert darkroom.develop(DRESS, LIMITS).width == 240

    def test_wall_clock(self, darkroom: Darkroom, slow_photo: bytes) -> None:
        limits = Limits(max_scans=10_000, cpu_seconds=60, wall_seconds=0.5)
        started = time.monotonic()
        with pytest.raises(PhotoRefused, match=r"too long to decode: 0\.5 seconds at most"):
            darkroom.develop(slow_photo, limits)
        assert time.monotonic() - started < 5
        assert darkroom.develop(DRESS, LIMITS).width == 240

    def test_a_decoder_that_does_not_even_read(self, darkroom: Darkroom) -> None:
        darkroom.develop(DRESS, LIMITS)
        os.kill(decoder_of(darkroom), signal.SIGSTOP)
        with pytest.raises(PhotoRefused, match="too long"):
            darkroom.develop(DRESS + b"\0" * 5_000_000, Limits(wall_seconds=0.5))
        assert darkroom.develop(DRESS, LIMITS).width == 240

    @pytest.mark.skipif(sys.platform == "darwin", reason="macOS does not limit address space")
    def test_memory(self) -> None:
        room = Darkroom(memory_bytes=200_000_000)
        huge = encoded(Image.new("RGBA", (5000, 5000), (9, 9, 9, 128)), "PNG")
        with pytest.raises(PhotoRefused, match="too much memory"):
            room.develop(huge, LIMITS)
        assert room.develop(DRESS, LIMITS).width == 240
        room.close()

    def test_the_day_of_computing_a_decoder_did_before_does_not_count(
        self, darkroom: Darkroom
    ) -> None:
        """RLIMIT_CPU counts a whole life: 1 s each, for pictures that take 2 s together."""
        large = encoded(dress_photo(5000, 5000), progressive=True, subsampling=0)
        used = 0.0
        while used < 1.5:
            darkroom.develop(large, Limits(cpu_seconds=1, wall_seconds=60))
            used = _cpu_seconds(decoder_of(darkroom))


def _cpu_seconds(pid: int) -> float:
    if not Path("/proc").exists():
        pytest.skip("needs /proc")
    fields = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()
    return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")


class TestItsSurroundings:
    def test_needs_neither_django_nor_torch(self, tmp_path: Path) -> None:
        loaded = run_script("import catalog.photos.decoder; print(*sys.modules)", tmp_path).split()
        assert "PIL.JpegImagePlugin" in loaded
        assert not {"django", "torch", "PIL.EpsImagePlugin"} & set(loaded)

    @needs_proc
    def test_is_not_told_the_shops_secrets(
        self, darkroom: Darkroom, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.setenv("SECRET_KEY", "tell-nobody")
        darkroom.develop(DRESS, LIMITS)
        environment = Path(f"/proc/{decoder_of(darkroom)}/environ").read_bytes()
        assert b"PATH=" in environment
        assert b"tell-nobody" not in environment

    def test_no_outside_program_is_called_for_postscript(
        self, darkroom: Darkroom, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        was_called = tmp_path / "was-called"
        ghostscript = tmp_path / "gs"
        ghostscript.write_text(f"#!/bin/sh\n: > {was_called}\n")
        ghostscript.chmod(0o755)
        monkeypatch.setenv("PATH", str(tmp_path), prepend=os.pathsep)
        subprocess.run(["gs"], check=True)
        assert was_called.exists(), "this test could not fail"
        was_called.unlink()
        with pytest.raises(PhotoRefused, match="PostScript"):
            darkroom.develop(b"%!PS-Adobe-3.0 EPSF-3.0\n%%BoundingBox: 0 0 9 9\n", LIMITS)
        assert not was_called.exists()

    @needs_proc
    @pytest.mark.crash
    def test_dies_with_a_shop_that_was_killed(self, tmp_path: Path) -> None:
        with shop_at_work(tmp_path, "") as (shop, (decoder, *_)):
            assert is_running(decoder)
            shop.kill()
            assert wait_until_gone(decoder)

    @needs_proc
    @pytest.mark.crash
    def test_is_not_kept_alive_by_a_forked_worker(self, tmp_path: Path) -> None:
        fork = "worker = os.fork()\nif not worker:\n    time.sleep(60)\npids.append(worker)\n"
        with shop_at_work(tmp_path, fork) as (shop, (decoder, worker)):
            shop.kill()
            try:
                assert wait_until_gone(decoder)
                assert is_running(worker)
            finally:
                os.kill(worker, signal.SIGKILL)

    def test_a_worker_forked_in_the_middle_of_a_picture_gets_its_own(self, tmp_path: Path) -> None:
        (tmp_path / "dress.jpg").write_bytes(DRESS)
        script = (
            "import os, pathlib, signal\n"
            "from catalog.photos import admit, darkroom\n"
            "def decoder():\n"
            "    assert admit(pathlib.Path('dress.jpg')).width == 240\n"
            "    return [child.pid for child in darkroom._shared._children]\n"
            "before = decoder()\n"
            "with darkroom._shared._child(), darkroom._shared._child():\n"
            "    if not (pid := os.fork()):\n"
            "        signal.alarm(20)\n"
            "        os._exit(0 if decoder() != before else 1)\n"
            "    assert os.waitpid(pid, 0)[1] == 0\n"
            "assert before[0] in decoder()\n"
            "print('both work')\n"
        )
        assert run_script(script, tmp_path) == "both work\n"


@contextmanager
def shop_at_work(folder: Path, then: str) -> Iterator[tuple[subprocess.Popen[str], list[int]]]:
    """A process that took one photo in, ran `then` and waits; and the pids it told us."""
    (folder / "dress.jpg").write_bytes(DRESS)
    script = (
        f"import sys; sys.path.insert(0, {str(REPOSITORY)!r})\n"
        "import os, pathlib, time\n"
        "from catalog.photos import admit, darkroom\n"
        "admit(pathlib.Path('dress.jpg'))\n"
        # Held as a thread in the middle of a picture holds it: a fork must not rely on its end.
        "room = darkroom._shared\n"
        "pids = [child.pid for child in room._children]\n"
        f"{then}"
        "print(*pids, flush=True)\n"
        "time.sleep(60)\n"
    )
    command = [sys.executable, "-c", script]
    with subprocess.Popen(command, cwd=folder, stdout=subprocess.PIPE, text=True) as shop:
        assert shop.stdout is not None
        yield shop, [int(pid) for pid in shop.stdout.readline().split()]
        shop.kill()
