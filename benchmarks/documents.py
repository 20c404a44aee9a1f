"""`python -m benchmarks.documents`: certificates and annexes against a floor and a peer, in one process, by turns.

The floor puts words into ready XML (one `%` for a page) and zips it: nothing can be made with less work in Python. It
measures no text, cleans none, escapes none. Its XML is that of our own page, so that floor, peer (docxtpl) and we deflate
the same text. Every recipient of every round has another name, address, achievement and number: no cache knows them.
"""

import hashlib
import io
import math
import os
import platform
import shutil
import struct
import subprocess
import sys
import tempfile
import time
import zipfile
import zlib
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from docxtpl import DocxTemplate
from lxml import etree

from benchmarks.harness import ROOT, line, median
from intranet.documents import batch, blocks
from intranet.documents.kinds import certificate, decision
from intranet.documents.kinds.certificate import CertificatePaper
from intranet.documents.parts import Annex, Table
from tests.documents import office, samples

NAMES = (
    "Ông Vũ Ân",
    "Bà Nguyễn Thị Lan Anh",
    "Ông Trịnh Đình Phương Khuê",
    "Bà Nguyễn Phúc Thị Hoàng Bảo Quỳnh",
    "Ông Nghiêm Trương Nguyễn Đoàn Trường Thượng Khuê Hoàng Bảo",
)
MARKS = {"name": "@name@", "detail": "@detail@", "achievement": "@achievement@", "register_line": "@line@"}
COLUMNS = 6
DOCUMENT = "word/document.xml"
Results = list[tuple[str, str, str, bool]]


def papers(number: int, start: int = 1) -> list[CertificatePaper]:
    """Return certificates that differ in every field that may differ; another `start` gives other ones."""
    one = samples.giay_khen()
    return [
        replace(
            one,
            name=f"{NAMES[n % len(NAMES)]} {n}",
            detail=f"Công chức Tư pháp - Hộ tịch, Điểm phục vụ hành chính công số {n}",
            achievement=f"Đã có thành tích xuất sắc trong phong trào thi đua “Cải cách hành chính đồng bộ, Chính quyền "
            f"phục vụ nhân dân” năm 2026, đợt {n % 12 + 1}, hồ sơ {n}",
            register_line=f"Số sổ vàng: {n:02d}",
        )
        for n in range(start, start + number)
    ]


def award(rows: int) -> decision.DecisionPaper:
    """Return a Decision whose annex has so many rows of different text."""
    sample = samples.annex(1)
    group = replace(
        sample.table.groups[1],
        rows=tuple(
            (
                str(n),
                f"{NAMES[n % len(NAMES)]} {n}",
                f"Thôn {n % 40 + 1}, xã Đại Thanh, tổ {n}",
                f"Đã có thành tích xuất sắc trong phong trào thi đua năm 2026, hồ sơ {n}",
                f"{n % 9 + 1}60.000",
                "",
            )
            for n in range(1, rows + 1)
        ),
    )
    table: Table = replace(sample.table, groups=(group,))
    annex: Annex = replace(sample, table=table)
    return samples.award(attached=annex)


@dataclass(frozen=True)
class Ready:
    """A document split where the repeated part stands: what the floor and the peer start from."""

    parts: dict[str, bytes]
    head: str
    repeated: str
    tail: str
    form: str  # the repeated part for the % operator, its marks in the order of `marks`

    @classmethod
    def of(cls, content: bytes, first: str, last: str, begin: str, marks: Sequence[str]) -> "Ready":
        """Split at the last `begin` before `first` and at the first `last` after the last mark."""
        with zipfile.ZipFile(io.BytesIO(content)) as pack:
            parts = {name: pack.read(name) for name in pack.namelist()}
        document = parts.pop(DOCUMENT).decode()
        start = document.rindex(begin, 0, document.index(first))
        end = document.index(last, max(document.index(mark) for mark in marks)) + len(last)
        repeated = form = document[start:end]
        form = form.replace("%", "%%")
        for mark in marks:
            form = form.replace(mark, f"%({mark.strip('@')})s")
        return cls(parts, document[:start], repeated, document[end:], form)


def ready_certificate() -> Ready:
    """Return our own page, as it stands on the second sheet of a file, with marks in the place of the words."""
    marked = replace(samples.giay_khen(), **MARKS)
    content = certificate.render([samples.giay_khen(), marked])
    ready = Ready.of(content, "<w:pageBreakBefore/>", "</w:tbl>", "<w:p>", tuple(MARKS.values()))
    first = ready.head.index("<w:body>") + len("<w:body>")
    return replace(ready, head=ready.head[:first])


def ready_row() -> Ready:
    """Return our own Decision with one row of its annex marked "@0@" to "@5@"."""
    paper = award(1)
    assert paper.annex is not None
    cells = tuple(f"@{n}@" for n in range(COLUMNS))
    table = replace(paper.annex.table, groups=(replace(paper.annex.table.groups[0], rows=(cells,)),))
    content = decision.render(replace(paper, annex=replace(paper.annex, table=table)))
    return Ready.of(content, "@0@", "</w:tr>", "<w:tr>", cells)


def filled(ready: Ready, paper: CertificatePaper) -> str:
    """Return the floor's page: the words of one recipient put in."""
    return ready.form % {mark.strip("@"): getattr(paper, field) for field, mark in MARKS.items()}


def filled_row(ready: Ready, values: Sequence[str]) -> str:
    """Return the floor's row."""
    return ready.form % dict(zip("012345", values, strict=True))


def floor(ready: Ready, repeated: list[str]) -> bytes:
    """Return the floor's .docx: text joined and zipped by the standard library."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as pack:
        for name, content in ready.parts.items():
            pack.writestr(name, content)
        pack.writestr(DOCUMENT, "".join([ready.head, *repeated, ready.tail]))
    return out.getvalue()


def floor_each(ready: Ready) -> Callable[[CertificatePaper], bytes]:
    """Return the floor of separate files: headers and deflated constant parts are ready bytes."""

    def entry(name: str, content: bytes, at: int) -> tuple[bytes, bytes]:
        packer = zlib.compressobj(-1, zlib.DEFLATED, -15)
        data = packer.compress(content) + packer.flush()
        common = struct.pack(
            "<HHHHHIIIHH", 20, 0, 8, 0, 23585, zlib.crc32(content), len(data), len(content), len(name), 0
        )
        local = b"PK\x03\x04" + common + name.encode() + data
        return (
            local,
            b"PK\x01\x02\x14\x03" + common + struct.pack("<HHHII", 0, 0, 0, 0, at) + name.encode(),
        )

    body, directory = b"", b""
    for name, content in ready.parts.items():
        local, central = entry(name, content, len(body))
        body, directory = body + local, directory + central

    def make(paper: CertificatePaper) -> bytes:
        document = (ready.head + filled(ready, paper) + ready.tail).encode()
        local, central = entry(DOCUMENT, document, len(body))
        count, size = len(ready.parts) + 1, len(directory) + len(central)
        end = struct.pack("<4sHHHHIIH", b"PK\x05\x06", 0, 0, count, count, size, len(body) + len(local), 0)
        return b"".join((body, local, directory, central, end))

    return make


def template(ready: Ready, *, loop: bool) -> bytes:
    """Return docxtpl's template: the same page with its fields, with a loop round it or without."""
    page = ready.repeated if loop else ready.repeated.replace("<w:pageBreakBefore/>", "")
    for field, mark in MARKS.items():
        page = page.replace(mark, "{{ p." + field + " }}")
    if loop:
        told = "<w:p><w:r><w:t>{%%p %s %%}</w:t></w:r></w:p>"
        page = told % "for p in papers" + page + told % "endfor"
    return floor(replace(ready, repeated=page), [page])


def peer(content: bytes, **context: object) -> bytes:
    """Return what docxtpl makes of a template."""
    one = DocxTemplate(io.BytesIO(content))
    one.render(context)
    out = io.BytesIO()
    one.save(out)
    return out.getvalue()


def by_turns(rounds: int, *calls: Callable[[], Callable[[], object]]) -> list[float]:
    """Call all turn about, so that a busy host harms all alike; return the median of each in milliseconds.

    Each call prepares its data and returns what is timed.
    Processor time of this process: nothing here waits for a disk, a network or another process.
    """
    times: list[list[float]] = [[] for _ in calls]
    for _ in range(rounds):
        for call, found in zip(calls, times, strict=True):
            timed = call()
            begun = time.process_time()
            timed()
            found.append((time.process_time() - begun) * 1000)
    return [median(found) for found in times]


def exponent(small: float, large: float, factor: float) -> float:
    """Return the growth exponent: 1 is linear, 2 quadratic."""
    return math.log(large / small) / math.log(factor)


def drawn(made: batch.Made) -> bytes:
    """Return the content of a finished batch."""
    with made.file as file:
        return file.read()


class Recipients:
    """Batches of certificates that no round has seen before."""

    def __init__(self) -> None:
        self.next = 1

    def take(self, number: int) -> list[CertificatePaper]:
        """Return so many new ones."""
        self.next += number
        return papers(number, self.next - number)

    def to(
        self, make: Callable[[list[CertificatePaper]], object], number: int
    ) -> Callable[[], Callable[[], object]]:
        """Return a call for `by_turns`: `make` of a new batch."""

        def prepare() -> Callable[[], object]:
            given = self.take(number)
            return lambda: make(given)

        return prepare


def product(given: Sequence[CertificatePaper]) -> bytes:
    """Return a batch as the office gets it: one file, or a zip of parts."""
    return drawn(batch.in_order(given, certificate.render, name="giay-khen"))


def one_file(results: Results, ready: Ready) -> None:
    """1,000 certificates in one file, then the growth up to 5,000."""
    new = Recipients()
    lowest = new.to(lambda given: floor(ready, [filled(ready, paper) for paper in given]), 1000)
    ours = new.to(certificate.render, 1000)
    # before docxtpl has left its freed trees in the heap, which makes all of them slower
    least, found = by_turns(9, lowest, ours)
    looped = template(ready, loop=True)
    again, theirs = by_turns(5, ours, new.to(lambda given: peer(looped, papers=given), 1000))
    show = f"{found:.0f} ms against {least:.0f} = {found / least:.2f} times"
    results.append(("1,000 certificates in one file / floor", show, "<= 4 times", found <= 4 * least))
    show = f"{again:.0f} ms against {theirs:.0f} = {again / theirs:.2f} times"
    results.append(
        ("1,000 certificates in one file / docxtpl's loop", show, "<= 0.5 times", again <= theirs / 2)
    )
    sizes = (100, 500, 1000, 2000, 5000)
    times = by_turns(5, *(new.to(product, size) for size in sizes))
    grown, late = exponent(times[0], times[-1], 50), exponent(times[2], times[-1], 5)
    show = f"{grown:.2f} (1,000 to 5,000: {late:.2f}); ms: " + ", ".join(
        f"{size:,}: {found:.0f}" for size, found in zip(sizes, times, strict=True)
    )
    results.append(("growth from 100 to 5,000 certificates", show, "exponent <= 1.15", grown <= 1.15))


def many_files(results: Results, ready: Ready) -> None:
    """1,000 separate files; docxtpl makes 100 of them in each round, which is long enough."""
    new = Recipients()
    least = floor_each(ready)
    assert zipfile.ZipFile(io.BytesIO(least(papers(1)[0]))).testzip() is None
    single = template(ready, loop=False)
    low, found = by_turns(
        7,
        new.to(lambda given: [least(one) for one in given], 1000),
        new.to(lambda given: [certificate.render([one]) for one in given], 1000),
    )
    ours, theirs = by_turns(
        3,
        new.to(lambda given: [certificate.render([one]) for one in given], 100),
        new.to(lambda given: [peer(single, p=one) for one in given], 100),
    )
    show = f"{found:.0f} ms against {low:.0f} = {found / low:.2f} times"
    results.append(("1,000 separate files / floor", show, "<= 5 times", found <= 5 * low))
    show = f"{theirs / ours:.0f} times faster ({ours / 100:.2f} ms a file against {theirs / 100:.1f})"
    results.append(("separate files / docxtpl", show, ">= 10 times faster", theirs >= 10 * ours))
    zipped = new.to(
        lambda given: drawn(batch.each(given, certificate.render, lambda one: one.name, name="giay-khen")),
        1000,
    )
    [whole] = by_turns(3, zipped)
    results.append(("the same as one .zip with names", f"{whole:.0f} ms", "no target", True))


def annex(results: Results) -> None:
    """An annex of 2,000 rows: the whole Decision against the zipped floor, the table alone against text alone."""
    ready, papers_of = ready_row(), {rows: award(rows) for rows in (500, 2000)}

    def rows_of(number: int) -> tuple[tuple[str, ...], ...]:
        attached = papers_of[number].annex
        assert attached is not None
        return attached.table.groups[0].rows

    def table() -> object:
        attached = papers_of[2000].annex
        assert attached is not None
        return blocks.data_table(attached.table)

    low_text, low, alone, small, large = by_turns(
        9,
        lambda: lambda: [filled_row(ready, row) for row in rows_of(2000)],
        lambda: lambda: floor(ready, [filled_row(ready, row) for row in rows_of(2000)]),
        lambda: table,
        lambda: lambda: decision.render(papers_of[500]),
        lambda: lambda: decision.render(papers_of[2000]),
    )
    show = f"{large:.0f} ms against {low:.0f} = {large / low:.2f} times"
    results.append(("Decision with an annex of 2,000 rows / floor", show, "<= 10 times", large <= 10 * low))
    show = f"{alone:.0f} ms against {low_text:.0f} = {alone / low_text:.2f} times"
    results.append(
        ("table of 2,000 rows / text alone, not zipped", show, "<= 10 times", alone <= 10 * low_text)
    )
    grown = exponent(small, large, 4)
    show = f"{grown:.2f}; ms: 500: {small:.0f}, 2,000: {large:.0f}"
    results.append(("growth from 500 to 2,000 rows", show, "exponent <= 1.2", grown <= 1.2))


def form(results: Results) -> None:
    """Size, pages, bytes: what must hold whatever the machine."""
    one = papers(1)
    size = len(certificate.render(one))
    results.append(
        ("one certificate without emblem", f"{size / 1024:.1f} KiB", "<= 10 KiB", size <= 10 * 1024)
    )
    whole = product(papers(5000))
    with zipfile.ZipFile(io.BytesIO(whole)) as pack:
        pages = []
        for name in pack.namelist():
            with zipfile.ZipFile(io.BytesIO(pack.read(name))) as part:
                pages.append(1 + part.read(DOCUMENT).count(b"<w:pageBreakBefore/>"))
        names = ", ".join(pack.namelist())
    results.append(
        ("pages of 5,000 certificates", f"{pages} in {names}", "5,000", pages == [2000, 2000, 1000])
    )
    code = "import benchmarks.documents as d, hashlib; print(hashlib.sha256(d.product(d.papers(2500))).hexdigest())"
    hashes = {
        subprocess.run(
            [sys.executable, "-c", code],
            cwd=ROOT,
            env=os.environ | {"PYTHONHASHSEED": str(seed)},
            check=True,
            capture_output=True,
            text=True,
        ).stdout.strip()
        for seed in (1, 2)
    } | {hashlib.sha256(product(papers(2500))).hexdigest()}
    results.append(("same input, same bytes", f"{len(hashes)} content in 3 processes", "1", len(hashes) == 1))


def printed(results: Results) -> None:
    """Pages as LibreOffice lays them out, with and without an emblem."""
    if office.MISSING:
        results.append(
            ("pages = recipients in LibreOffice", "LibreOffice or poppler is not here", "200, 200", True)
        )
        return
    given = papers(200)
    with tempfile.TemporaryDirectory(prefix="intranet-bench-") as folder:
        files = {
            "plain": certificate.render(given),
            "emblem": certificate.render(given, emblem=samples.png(300, 400)),
        }
        pages = [office.pages(pdf) for pdf in office.to_pdf(Path(folder), **files).values()]
    shutil.rmtree(folder, ignore_errors=True)
    shown = f"{pages[0]}, with emblem {pages[1]}"
    results.append(("200 certificates as pages in LibreOffice", shown, "200, 200", pages == [200, 200]))


MEMORY = {
    "floor": lambda count: floor(
        ready := ready_certificate(), [filled(ready, paper) for paper in papers(count)]
    ),
    "ours": lambda count: certificate.render(papers(count)),
    "docxtpl": lambda count: peer(template(ready_certificate(), loop=True), papers=papers(count)),
}


def memory(results: Results) -> None:
    """Peak memory added by a batch of 1,000 pages, each way in a process of its own (Linux tells it)."""
    if not Path("/proc/self/status").exists():
        return
    shown = []
    for way in MEMORY:
        done = subprocess.run(
            [sys.executable, "-m", "benchmarks.documents", way],
            cwd=ROOT,
            check=True,
            capture_output=True,
            text=True,
        )
        shown.append(f"{way} {float(done.stdout):.1f}")
    results.append(
        ("peak memory added a page, 1,000 in one file", ", ".join(shown) + " KiB", "no target", True)
    )


def peak() -> int:
    """Return the highest memory of this process in KiB (getrusage would say that of the parent too)."""
    told = Path("/proc/self/status").read_text(encoding="ascii")
    return next(int(row.split()[1]) for row in told.splitlines() if row.startswith("VmHWM:"))


def added(way: str) -> float:
    """Return KiB a page that a batch adds to the peak of this process."""
    MEMORY[way](1)
    Path("/proc/self/clear_refs").write_text(
        "5", encoding="ascii"
    )  # the peak starts anew: imports needed more
    before = peak()
    MEMORY[way](1000)
    return (peak() - before) / 1000


def main() -> None:
    """Run all; exit with 1 when a target is missed."""
    if len(sys.argv) > 1:
        print(added(sys.argv[1]))
        return
    print(
        f"{os.cpu_count()} cores, {platform.machine()}, Python {platform.python_version()}, lxml {etree.__version__}"
    )
    ready = ready_certificate()
    print(
        f"XML of a page: {len(ready.repeated.encode()):,} bytes; of a row: {len(ready_row().repeated.encode()):,}"
    )
    results: Results = []
    one_file(results, ready)
    many_files(results, ready)
    annex(results)
    memory(results)
    form(results)
    printed(results)
    for name, value, target, good in results:
        line(name, value, target, good=good)
    sys.exit(0 if all(good for *_, good in results) else 1)


if __name__ == "__main__":
    main()
