"""Jobs as files, the sweeper, and pictures made by hand."""

import os
import random
import subprocess
import sys
import zlib

import pytest

from intranet.core import clock
from intranet.previews import png
from intranet.previews.store import DONE, FAILED, Job, Status, Store

KEYS = [f"{n:040x}" for n in range(6)]


@pytest.fixture
def store(tmp_path):
    made = Store(tmp_path / "previews")
    for key in KEYS:
        made.add(key, b"x" * 100_000, Job(1, "a.docx"), None)
    return made


def age(store: Store, key: str, days: float) -> None:
    """Make a job look as if it was used last some days ago."""
    at = clock.now().timestamp() - days * 86400
    os.utime(store.path(key, "used"), (at, at))


def test_what_was_not_used_for_long_goes(store):
    for number, key in enumerate(KEYS):
        age(store, key, number * 2 + 0.5)
    assert sorted(store.sweep(keep_days=7, keep_mib=100)) == KEYS[4:]
    assert [store.has(key) for key in KEYS] == [True] * 4 + [False] * 2
    assert sorted(p.name for p in store.jobs.iterdir()) == KEYS[:4]


def test_over_the_size_the_longest_unused_goes_first(store):
    for number, key in enumerate(KEYS):
        age(store, key, 1 + number)
    assert store.sweep(keep_days=30, keep_mib=0.35) == KEYS[:2:-1]


def test_what_waits_or_was_just_used_stays(store):
    for key in KEYS[:3]:
        age(store, key, 99)
    store.mark(KEYS[0])
    assert sorted(store.sweep(keep_days=7, keep_mib=0)) == KEYS[1:3]
    assert store.has(KEYS[0]) and store.has(KEYS[5])


def test_a_folder_half_made_goes_later(store):
    half = store.jobs / ".new-half"
    half.mkdir()
    assert store.sweep(keep_days=7, keep_mib=100) == []
    at = clock.now().timestamp() - 3600
    os.utime(half, (at, at))
    assert store.sweep(keep_days=7, keep_mib=100) == [".new-half"]


def test_the_second_to_add_the_same_job_changes_nothing(store):
    store.add(KEYS[0], b"another", Job(2, "b.docx"), b"picture")
    assert store.job(KEYS[0]) == Job(1, "a.docx")
    assert store.path(KEYS[0], "source.docx").read_bytes() == b"x" * 100_000


def test_a_status_is_read_back_as_it_was_told(store):
    told = Status(DONE, 2, 3, "Xong", ("DejaVuSerif",), ((794, 1123), (1123, 794)), 1)
    store.mark(KEYS[0])
    store.tell(KEYS[0], told)
    assert store.status(KEYS[0]) == told and store.waiting() == []
    store.cancel(KEYS[0])
    assert store.status(KEYS[0]) == told, "what is finished cannot be cancelled"


def test_the_queue_is_in_the_order_of_asking(store):
    for number, key in enumerate((KEYS[3], KEYS[1], KEYS[2])):
        store.mark(key)
        at = clock.now().timestamp() + number
        os.utime(store.queue / key, (at, at))
    store.mark(KEYS[3])
    assert store.waiting() == [KEYS[3], KEYS[1], KEYS[2]]
    store.tell(KEYS[3], Status(FAILED))
    assert store.waiting() == [KEYS[1], KEYS[2]]


@pytest.mark.parametrize("key", ["", "..", "../../etc", "A" * 40, "0" * 39, "0" * 40 + "\n", "0" * 39 + "/"])
def test_a_key_that_is_none_leads_nowhere(store, key):
    assert not store.has(key)
    with pytest.raises(FileNotFoundError):
        store.path(key, "source.docx")


def pixels(picture: bytes) -> tuple[int, int, bytes]:
    """Read a PNG of ours (no filters) by its chunks: width, channels, pixels."""
    assert picture.startswith(b"\x89PNG\r\n\x1a\n")
    at, parts = 8, {}
    while at < len(picture):
        size, kind = int.from_bytes(picture[at : at + 4], "big"), picture[at + 4 : at + 8]
        parts[kind] = picture[at + 8 : at + 8 + size]
        assert int.from_bytes(picture[at + 8 + size : at + 12 + size], "big") == zlib.crc32(
            kind + parts[kind]
        )
        at += 12 + size
    assert list(parts) == [b"IHDR", b"IDAT", b"IEND"]
    width, channels = int.from_bytes(parts[b"IHDR"][:4], "big"), {0: 1, 2: 3}[parts[b"IHDR"][9]]
    rows, line = zlib.decompress(parts[b"IDAT"]), width * channels + 1
    assert set(rows[::line]) == {0}
    return width, channels, b"".join(rows[n + 1 : n + line] for n in range(0, len(rows), line))


def test_a_raw_picture_keeps_every_pixel():
    colours = random.Random(7).randbytes(37 * 23 * 3)
    greys = b"".join(bytes([value]) * 3 for value in colours[: 37 * 23])
    assert pixels(png.from_ppm(b"P6\n37 23\n255\n" + colours)) == (37, 3, colours)
    assert pixels(png.from_ppm(b"P6\n37 23\n255\n" + greys)) == (37, 1, colours[: 37 * 23])


@pytest.mark.parametrize(
    "raw", [b"P6\n2 2\n255\n" + b"x" * 11, b"P5\n2 2\n255\n" + b"x" * 12, b"", b"P6\n2 2\n"]
)
def test_a_raw_picture_cut_off_is_refused(raw):
    with pytest.raises(ValueError, match=r"whole|unpack"):
        png.from_ppm(raw)


def test_the_worker_needs_no_web_and_no_database():
    code = "import sys, intranet.previews.worker; print([m for m in sys.modules if m.split('.')[0] in ('flask', 'sqlalchemy', 'lxml')])"
    told = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert told.stdout.strip() == "[]"
