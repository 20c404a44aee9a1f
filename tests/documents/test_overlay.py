"""Texts on pre-printed stock: where they land, how they shrink and break, what is said not to fit; calibration."""

import io
import zipfile
from dataclasses import dataclass, replace

import pypdf
import pytest
from docx import Document
from lxml import etree

from intranet.documents import calibration, metrics, overlay
from intranet.documents.overlay import Box, Printer, Stock
from tests.documents import office, samples

TOLERANCE = 0.5  # mm
STOCK = Stock(
    "Phôi A4 ngang",
    297,
    210,
    (
        Box("awarder", 40, 62, 217, 10, (18, 16, 14), bold=True, color="C00000"),
        Box("title", 60, 73, 177, 18, (40, 36, 32, 26), bold=True, color="C00000"),
        Box("name", 55, 93, 187, 20, (26, 24, 22, 20, 18), lines=2, bold=True),
        Box("detail", 35, 114, 227, 13, (16, 15, 14, 13), lines=2),
        Box("achievement", 35, 128, 227, 21, (17, 16, 15, 14, 13), lines=3),
        Box("decision", 28, 157, 100, 13, (13, 12), lines=2, align="left", bold=True, italic=True),
        Box("register", 28, 171, 100, 7, (13, 12), align="left", bold=True, italic=True),
        Box("place_date", 155, 150, 114, 7, (14, 13), italic=True, bold=True),
        Box("signer_title", 155, 157.5, 114, 13, (14, 13), lines=2, bold=True),
        Box("signer_name", 155, 190, 114, 8, (14, 13), align="right", bold=True),
    ),
)
BOXES = {box.field: box for box in STOCK.boxes}
VALUES = {
    "awarder": "CHỦ TỊCH ỦY BAN NHÂN DÂN XÃ ĐẠI THANH",
    "title": "GIẤY KHEN",
    "name": "Bà Nguyễn Thị Lan Anh",
    "detail": "Công chức Tư pháp - Hộ tịch, Điểm phục vụ hành chính công xã Đại Thanh",
    "achievement": "Đã có thành tích xuất sắc trong phong trào thi đua “Cải cách hành chính đồng bộ, Chính quyền phục "
    "vụ nhân dân” và trong công tác chuyển đổi số trên địa bàn xã Đại Thanh năm 2026",
    "decision": "Quyết định số 07/QĐ-UBND\nngày 05 tháng 12 năm 2026",
    "register": "Số sổ vàng: 01",
    "place_date": "Đại Thanh, ngày 05 tháng 12 năm 2026",
    "signer_title": "KT. CHỦ TỊCH\nPHÓ CHỦ TỊCH",
    "signer_name": "Trần Thị Minh Nguyệt",
}
_SYLLABLES = (samples.LONG + " Ẵng Ỗ Lý Văn Ân Đỗ Gấm Quý").split()


def name_of(length: int) -> str:
    """Return a name of exactly so many letters."""
    text = "Bà "
    for place in range(length):
        text += _SYLLABLES[(length + place * 3) % len(_SYLLABLES)] + " "
        if len(text) > length + 1:
            break
    text = text[:length].rstrip()
    return text + "a" * (length - len(text))


def sheets() -> list[dict[str, str]]:
    """Return 200 recipients with names of 5 to 70 letters."""
    made = [
        VALUES | {"name": name_of(5 + n % 66), "register": f"Số sổ vàng: {n + 1:02d}"} for n in range(200)
    ]
    assert sorted({len(one["name"]) for one in made}) == list(range(5, 71))
    return made


@dataclass
class Line:
    """A line found on a page, as one reads the paper: mm to its start and to its baseline."""

    text: str
    size: float
    start: float
    baseline: float
    last: float  # start of the last piece of which the line was put together


def lines_of(pdf, stock: Stock, rotation: int) -> list[list[Line]]:
    """Return the lines of each page: starts and baselines from the PDF, lengths from the widths of the letters."""
    return [_lines(page, stock, rotation) for page in pypdf.PdfReader(pdf).pages]


def _lines(page, stock: Stock, rotation: int) -> list[Line]:
    found: list[Line] = []
    direction = {0: (1, 0), 90: (0, -1), 270: (0, 1)}[rotation]

    def seen(text, _cm, tm, _font, size):
        if not text.strip("\n"):
            return
        assert (round(tm[0]), round(tm[1])) == direction
        left, top = tm[4] * metrics.MM_PER_POINT, (float(page.mediabox.height) - tm[5]) * metrics.MM_PER_POINT
        x, y = {0: (left, top), 90: (top, stock.height - left), 270: (stock.width - top, left)}[rotation]
        before = found[-1] if found else None
        # some lines are drawn letter by letter
        if before and abs(before.baseline - y) < 0.1 and 0 < x - before.last < size * metrics.MM_PER_POINT:
            before.text, before.last = before.text + text.strip("\n"), x
        elif text.strip():
            found.append(Line(text.strip("\n"), size, x, y, x))

    page.extract_text(visitor_text=seen)
    return found


def wanted(box: Box, printer: Printer) -> tuple[float, float]:
    """Return where a text of this box belongs: mm to its left edge, centre or right edge, and to its middle."""
    share = {"left": 0, "center": 0.5, "right": 1}[box.align]
    x = (box.x + box.width * share) * printer.scale_x + printer.dx
    return x, (box.y + box.height / 2) * printer.scale_y + printer.dy


def off(found: list[Line], box: Box, printer: Printer) -> float:
    """Return how far a text stands from its place, in mm: the worse of both directions."""
    x, y = wanted(box, printer)
    share = {"left": 0, "center": 0.5, "right": 1}[box.align]
    across = []
    for line in found:
        width = metrics.width(line.text, line.size, bold=box.bold, italic=box.italic)
        across.append(abs(line.start + width * share - x))
    capital = 0.655 * found[0].size * metrics.MM_PER_POINT  # height of H in Times New Roman
    middle = (found[0].baseline - capital + found[-1].baseline) / 2
    return max(*across, abs(middle - y))


def squeezed(text: str) -> str:
    """Return text without spaces: where lines break there is none."""
    return "".join(text.split())


def worst(pages: list[list[Line]], given: list[dict[str, str]], printer: Printer) -> dict[str, float]:
    """Return for each field the largest distance from its place; every word of every sheet must be there, in order."""
    found = dict.fromkeys(BOXES, 0.0)
    assert len(pages) == len(given)
    for page, values in zip(pages, given, strict=True):
        rest = list(page)
        for field, box in BOXES.items():
            lines: list[Line] = []
            while squeezed("".join(line.text for line in lines)) != squeezed(values[field]):
                lines.append(rest.pop(0))
            assert len(lines) <= box.lines
            found[field] = max(found[field], off(lines, box, printer))
        assert rest == []
    return found


PRINTERS = {
    "exact": Printer(),
    "moved": Printer(dx=2.3, dy=-1.7, scale_x=1.004, scale_y=0.997),
    "turned_right": Printer(dx=-1.2, dy=0.8, rotation=90),
    "turned_left": Printer(dx=0.6, dy=1.9, scale_x=0.996, scale_y=1.003, rotation=270),
}


def stack(name: str) -> list[dict[str, str]]:
    """Return the sheets for a printer: all, or every seventh name for one whose feed is turned."""
    return sheets() if PRINTERS[name].rotation == 0 else sheets()[::7]


@pytest.fixture(scope="module")
def printed(tmp_path_factory):
    """Return a PDF of sheets for each printer."""
    files = {name: overlay.render(STOCK, stack(name), printer=printer) for name, printer in PRINTERS.items()}
    return office.to_pdf(tmp_path_factory.mktemp("overlay"), **files)


@pytest.mark.libreoffice
@pytest.mark.parametrize("name", PRINTERS)
def test_every_field_lands_within_half_a_millimetre(printed, name):
    printer = PRINTERS[name]
    distances = worst(lines_of(printed[name], STOCK, printer.rotation), stack(name), printer)
    assert {field: mm for field, mm in distances.items() if mm > TOLERANCE} == {}


@pytest.mark.libreoffice
def test_words_seen_by_poppler_are_centred_in_their_boxes(printed):
    """The same through `pdftotext -bbox`, which measures the letters itself."""
    pages: dict[int, list[tuple]] = {}
    for page, word, *place in office.boxes(printed["exact"]):
        pages.setdefault(page, []).append((word, *place))
    given = sheets()
    assert len(pages) == len(given)
    for number, values in enumerate(given, start=1):
        for field, box in BOXES.items():
            inside = [
                word for word in pages[number]
                if box.y <= (word[2] + word[4]) / 2 <= box.y + box.height
                and box.x <= (word[1] + word[3]) / 2 <= box.x + box.width
            ]  # fmt: skip
            assert sorted(word[0].replace("&quot;", '"') for word in inside) == sorted(values[field].split())
            left, right = min(word[1] for word in inside), max(word[3] for word in inside)
            assert box.x - TOLERANCE <= left
            assert right <= box.x + box.width + TOLERANCE
            share = {"left": 0, "center": 0.5, "right": 1}[box.align]
            place = left + (right - left) * share
            assert place == pytest.approx(box.x + box.width * share, abs=TOLERANCE), (number, field)


@pytest.mark.libreoffice
def test_a_turned_feed_exchanges_width_and_height(printed):
    sizes = {
        name: (round(float(page.mediabox.width)), round(float(page.mediabox.height)))
        for name in PRINTERS
        for page in pypdf.PdfReader(printed[name]).pages[:1]
    }
    assert sizes == {
        "exact": (842, 595),
        "moved": (842, 595),
        "turned_right": (595, 842),
        "turned_left": (595, 842),
    }


@pytest.mark.libreoffice
def test_any_size_of_paper_has_a_page_for_each_sheet_and_no_blank_one(tmp_path):
    small = Stock("A5", 210, 148, (Box("name", 20, 60, 170, 16, (22, 18, 14), lines=2, bold=True),))
    wide = Stock("A3", 420, 297, (Box("name", 60, 130, 300, 30, (40, 30, 20), lines=2),))
    edge = Stock("A4", 297, 210, (Box("name", 0, 0, 297, 8, (14,)), Box("register", 0, 202, 297, 8, (14,))))
    given = [{"name": name_of(n), "register": str(n)} for n in (5, 30, 70)]
    pdfs = office.to_pdf(
        tmp_path,
        small=overlay.render(small, given),
        wide=overlay.render(wide, given),
        edge=overlay.render(edge, given),
        empty=overlay.render(STOCK, [{}, VALUES, {}]),
    )
    assert [office.pages(pdf) for pdf in pdfs.values()] == [3, 3, 3, 3]
    page = pypdf.PdfReader(pdfs["wide"]).pages[0].mediabox
    assert (round(float(page.width)), round(float(page.height))) == (1191, 842)
    for name, stock in (("small", small), ("wide", wide)):
        for lines in lines_of(pdfs[name], stock, 0):
            assert off(lines, stock.boxes[0], Printer()) < TOLERANCE


def shown(field: str, text: str, **changes) -> overlay.Placed:
    """Return how one text is placed."""
    box = replace(BOXES[field], **changes)
    (one,) = overlay.placed(replace(STOCK, boxes=(box,)), {field: text})
    return one


def test_a_name_shrinks_to_its_smallest_size_before_it_breaks():
    sizes = [(len(one.lines), one.size) for one in (shown("name", name_of(n)) for n in range(5, 71))]
    assert sizes[0] == (1, 26)
    single = [size for lines, size in sizes if lines == 1]
    assert set(single) == {26, 24, 22, 20, 18}
    assert {lines for lines, _size in sizes} == {1, 2}
    for length in range(5, 71):
        one = shown("name", name_of(length))
        if len(one.lines) == 2:
            assert metrics.width(name_of(length), 18, bold=True) > 187 * overlay.ROOM
            widths = [metrics.width(line, one.size, bold=True) for line in one.lines]
            assert min(widths) > 0.6 * max(widths)
            assert " ".join(one.lines) == name_of(length)


def test_two_lines_take_the_largest_size_that_the_height_of_the_box_allows():
    one = shown("name", name_of(70), height=20)
    assert one.height <= 20
    assert one.height / one.size * (one.size + 2) > 20
    assert shown("name", name_of(70), height=17).size < one.size


def test_a_long_text_breaks_before_it_shrinks():
    one = shown("achievement", VALUES["achievement"], height=22)
    assert (len(one.lines), one.size) == (3, 17)
    assert shown("achievement", VALUES["achievement"], height=21).size == 16


def test_lines_given_by_the_caller_stay_apart():
    assert shown("signer_title", "KT. CHỦ TỊCH\nPHÓ CHỦ TỊCH").lines == ("KT. CHỦ TỊCH", "PHÓ CHỦ TỊCH")


def test_what_does_not_fit_is_named_and_cut():
    assert overlay.overflowing(STOCK, VALUES) == []
    assert overlay.overflowing(STOCK, VALUES | {"achievement": samples.ENDLESS}) == ["achievement"]
    both = VALUES | {"name": "W" * 60, "register": samples.LONG}
    assert overlay.overflowing(STOCK, both) == ["name", "register"]
    assert overlay.overflowing(STOCK, VALUES | {"signer_title": "A\nB\nC"}) == ["signer_title"]
    low = replace(STOCK, boxes=(replace(BOXES["name"], height=5),))
    assert overlay.overflowing(low, VALUES) == ["name"]
    cut = shown("achievement", samples.ENDLESS)
    assert len(cut.lines) == 3
    assert cut.lines[-1].endswith("…")


def document(content: bytes):
    """Return the root of the main part."""
    with zipfile.ZipFile(io.BytesIO(content)) as pack:
        assert pack.testzip() is None
        return etree.fromstring(pack.read("word/document.xml"))


def test_frames_stay_in_their_boxes_and_carry_exact_heights():
    root = document(overlay.render(STOCK, [VALUES]))
    frames = [dict(node.attrib) for node in root.iter("{*}framePr")]
    assert len(frames) == len(BOXES)
    w = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
    for frame, box in zip(frames, BOXES.values(), strict=True):
        assert (frame[f"{w}hRule"], frame[f"{w}hAnchor"], frame[f"{w}vAnchor"]) == ("exact", "page", "page")
        x, y, wide, high = (int(frame[w + name]) / 1440 * 25.4 for name in "xywh")
        assert x == pytest.approx(box.x, abs=0.02)
        assert wide == pytest.approx(box.width, abs=0.02)
        assert box.y - 1 <= y  # the capitals stand in the middle, so room for marks may reach out a little
        assert y + high <= box.y + box.height + 1


def test_the_same_sheets_give_the_same_bytes_in_the_given_order():
    given = sheets()[:5]
    assert overlay.render(STOCK, given) == overlay.render(STOCK, given)
    texts = [p.text for p in Document(io.BytesIO(overlay.render(STOCK, given))).paragraphs]
    assert [t for t in texts if t.startswith("Số sổ")] == [one["register"] for one in given]


@pytest.mark.parametrize("number", [0, 2001])
def test_a_stack_has_bounds(number):
    with pytest.raises(ValueError, match="from 1 to 2000"):
        overlay.render(STOCK, [VALUES] * number)


def test_only_quarter_turns():
    with pytest.raises(ValueError, match="45"):
        overlay.render(STOCK, [VALUES], printer=Printer(rotation=45))


def test_a_sheet_turned_half_round_is_turned_in_the_tray():
    assert overlay.render(STOCK, [VALUES], printer=Printer(rotation=180)) == overlay.render(STOCK, [VALUES])


CORNERS = Stock(
    "Bốn góc",
    297,
    210,
    tuple(
        Box(f"{x} {y}", x, y, 40, 8, (12,), align=align)
        for x, align in ((8, "left"), (128.5, "center"), (249, "right"))
        for y in (8, 101, 194)
    ),
)
SIMULATED = [  # offset and stretching of a printer, across and down
    (0.0, 0.0, 1.0, 1.0),
    (2.4, -1.3, 1.0, 1.0),
    (-3.7, 4.2, 0.985, 1.012),
    (1.1, 2.2, 1.006, 0.994),
]


def landed(at: float, moved: float, stretched: float) -> float:
    """Return where such a printer puts what is sent to a place."""
    return moved + stretched * at


def measured_on(printer: Printer, simulated) -> tuple[float, ...]:
    """Return what a ruler finds on a ruled sheet made with this profile: left and top of both crosses."""
    x, y, across, down = simulated
    found = []
    for cross in calibration.crosses(CORNERS):
        found.append(landed(cross[0] * printer.scale_x + printer.dx, x, across))
        found.append(landed(cross[1] * printer.scale_y + printer.dy, y, down))
    return tuple(found)


def misses(printer: Printer, simulated) -> float:
    """Return the largest distance in mm at which such a printer misses a place, over the whole page."""
    x, y, across, down = simulated
    gaps = [0.0]
    for one in overlay.placed(CORNERS, dict.fromkeys((b.field for b in CORNERS.boxes), "Lan"), printer):
        share = {"left": 0, "center": 0.5, "right": 1}[one.box.align]
        gaps.append(landed(one.x + one.width * share, x, across) - (one.box.x + one.box.width * share))
        capital = 0.655 * one.size * metrics.MM_PER_POINT
        gaps.append(landed(one.baselines[0] - capital / 2, y, down) - (one.box.y + one.box.height / 2))
    return max(map(abs, gaps))


@pytest.mark.parametrize("simulated", SIMULATED)
@pytest.mark.parametrize("rotation", [0, 90])
def test_a_measured_printer_lands_within_a_tenth(simulated, rotation):
    found = calibration.solve(CORNERS, measured_on(Printer(), simulated), rotation)
    assert found.rotation == rotation
    assert misses(found, simulated) < 0.1
    assert simulated == SIMULATED[0] or misses(Printer(), simulated) > TOLERANCE
    # printed once more with the profile, the crosses stand where they belong: nothing changes
    again = calibration.solve(CORNERS, measured_on(found, simulated), before=found)
    assert misses(again, simulated) < 0.1


@pytest.mark.parametrize("simulated", SIMULATED)
def test_distances_typed_to_half_a_millimetre_are_good_enough(simulated):
    """The ruler is read a quarter of a millimetre wrong at most, in any direction at each of the four distances."""
    exact = measured_on(Printer(), simulated)
    rounded = tuple(round(mm * 2) / 2 for mm in exact)
    assert misses(calibration.solve(CORNERS, rounded), simulated) <= TOLERANCE
    for signs in range(16):
        read = tuple(mm + (0.25 if signs >> place & 1 else -0.25) for place, mm in enumerate(exact))
        assert misses(calibration.solve(CORNERS, read), simulated) <= TOLERANCE


@pytest.mark.parametrize("measured", [(20, 20, 20, 190), (277, 20, 20, 190), (20, 190, 277, 20)])
def test_crosses_that_were_mixed_up_are_refused(measured):
    with pytest.raises(ValueError, match="second cross"):
        calibration.solve(CORNERS, measured)


@pytest.mark.libreoffice
def test_ruled_sheet_and_proof_draw_at_known_places(tmp_path):
    moved = PRINTERS["moved"]
    pdfs = office.to_pdf(
        tmp_path,
        ruled=calibration.ruled_sheet(STOCK),
        turned=calibration.ruled_sheet(STOCK, Printer(rotation=90)),
        proof=calibration.proof(STOCK, moved),
    )
    assert [office.pages(pdf) for pdf in pdfs.values()] == [1, 1, 1]
    for cross in calibration.crosses(STOCK):
        assert passes(strokes(pdfs["ruled"]), cross)
        assert passes(strokes(pdfs["turned"]), (STOCK.height - cross[1], cross[0]))
        assert passes(strokes(pdfs["proof"]), (cross[0] * 1.004 + 2.3, cross[1] * 0.997 - 1.7))
    assert not passes(strokes(pdfs["ruled"]), (100, 100))
    drawn = strokes(pdfs["proof"])
    for box in STOCK.boxes:
        for x, y in ((box.x, box.y), (box.x + box.width, box.y + box.height)):
            at = (x * moved.scale_x + moved.dx, y * moved.scale_y + moved.dy)
            assert any(abs(px - at[0]) < 0.1 and abs(py - at[1]) < 0.1 for line in drawn for px, py in line)
    assert "Chức danh người tặng" in office.text(pdfs["proof"])
    assert "Dấu 2: cách mép trái" in office.text(pdfs["ruled"])


def strokes(pdf) -> list[list[tuple[float, float]]]:
    """Return the lines drawn on the first page: their points in mm from its top left corner."""
    page = pypdf.PdfReader(pdf).pages[0]
    high = float(page.mediabox.height)
    found: list[list[tuple[float, float]]] = []
    state = [(1.0, 0.0, 0.0, 1.0, 0.0, 0.0)]

    def seen(operator, operands, *_matrices):
        if operator == b"q":
            state.append(state[-1])
        elif operator == b"Q":
            state.pop()
        elif operator == b"cm":
            a, b, c, d, e, f = map(float, operands)
            m = state[-1]
            state[-1] = (
                a * m[0] + b * m[2], a * m[1] + b * m[3], c * m[0] + d * m[2], c * m[1] + d * m[3],
                e * m[0] + f * m[2] + m[4], e * m[1] + f * m[3] + m[5],
            )  # fmt: skip
        elif operator in {b"m", b"l"}:
            x, y = map(float, operands)
            m = state[-1]
            at = x * m[0] + y * m[2] + m[4], high - (x * m[1] + y * m[3] + m[5])
            point = (at[0] * metrics.MM_PER_POINT, at[1] * metrics.MM_PER_POINT)
            if operator == b"m":
                found.append([point])
            elif found:
                found[-1].append(point)

    page.extract_text(visitor_operand_before=seen)
    return found


def passes(lines: list[list[tuple[float, float]]], at: tuple[float, float]) -> bool:
    """Return whether a level and an upright line run through a place."""
    x, y = at
    level = any(
        abs(a[1] - y) < 0.1 and abs(b[1] - y) < 0.1 and min(a[0], b[0]) < x < max(a[0], b[0])
        for a, b in (line for line in lines if len(line) == 2)
    )
    return level and any(
        abs(a[0] - x) < 0.1 and abs(b[0] - x) < 0.1 and min(a[1], b[1]) < y < max(a[1], b[1])
        for a, b in (line for line in lines if len(line) == 2)
    )


BAD = {
    "emoji": "Bà Lan 🎉👩‍👩‍👧",
    "right_to_left": "Bà \u202eLan\u202c שלום مرحبا",
    "controls": "Bà\x00 Lan\x0b\x1f\ufffe]]>&<b>",
    "surrogate": "Bà \ud83d Lan",
    "endless": ("Đã có thành tích " * 320)[:5000],
    "one_word": "Ẵ" * 5000,
    "empty": "",
    "spaces": " \n\t \n ",
}


@pytest.mark.libreoffice
def test_bad_input_never_breaks_a_file(tmp_path):
    given = [dict.fromkeys(overlay.FIELDS, text) for text in BAD.values()]
    content = overlay.render(STOCK, given)
    document(content)
    for values in given:
        assert set(overlay.overflowing(STOCK, values)) <= set(overlay.FIELDS)
    one_by_one = {name: overlay.render(STOCK, [values]) for name, values in zip(BAD, given, strict=True)}
    pdfs = office.to_pdf(tmp_path, all=content, **one_by_one)
    assert office.pages(pdfs.pop("all")) == len(BAD)
    assert {name: office.pages(pdf) for name, pdf in pdfs.items()} == dict.fromkeys(BAD, 1)
