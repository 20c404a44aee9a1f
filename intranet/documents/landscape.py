"""The A4 landscape page that certificates share: exact heights, so that every page is full to the same point.

What stands on it, and how, comes from a `CertificateForm`. The pictures of the border are stored once.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache
from itertools import chain
from typing import Any

from . import frame, metrics, package, pictures
from .blocks import glued, place_date_text
from .certificate_form import BLACK, RED, CertificateForm, Line, Look
from .markup import cell, paragraph, row, rule_paragraph, table, text_of, text_paragraph, words
from .parts import PlaceDate, Signer
from .xml import one_line, points

WIDTH = 237.0  # 297 less twice 30
_PAPER = (297.0, 210.0)
_MARGINS = (19.0, 18.0, 30.0, 30.0)
ROOM = WIDTH * 0.97  # what a line may fill: word processors differ a little
LEFT = 115.0  # mm, the column bottom left
_EMBLEM_WIDTH = 60.0  # mm at most
CODE = 20.0  # mm, the square of a code in that column
_BESIDE = 24.0  # mm, what the code takes of it
HEIGHT = points(_PAPER[1] - _MARGINS[0] - _MARGINS[1]) - 8  # points; a little room for the end of the page
GAP = 68.0  # points for signature and seal
_AMPLE = (98.0, 83.0)  # points, where the page has them to spare
_SPARE = 20.0  # points that must then be left between the lines
_RULED = 8.0  # points that a rule takes
_SHRINK = (1.0, 0.95, 0.9, 0.85, 0.8)
_LEFT_ROWS, _TITLE_ROWS, _ROWS = 8, 5, 2  # lines that the bottom holds: left, position, any other
_CODE_IDS = 10_000  # ids of pictures: emblems from 1, codes from here
PAGES_LIMIT = 2000


@dataclass(frozen=True)
class Page:
    """One certificate: the lines in the middle, two or more lines bottom left, place and date, signer.

    `code`: a PNG to stand beside the lines bottom left.
    """

    lines: tuple[Line, ...]
    left: tuple[str, ...]
    place_date: PlaceDate
    signer: Signer
    form: CertificateForm
    code: bytes | None = None


@dataclass(frozen=True)
class _Set:
    """A text as it will stand: its size and its lines."""

    line: Line
    size: float
    rows: list[str]

    @property
    def height(self) -> float:
        return self.line.space + _pitch(self.size) * len(self.rows) + (_RULED if self.line.rule else 0)


def _pitch(size: float) -> int:
    """Return the exact height of a line in points, room for stacked Vietnamese marks included."""
    return round(size * 1.28)


def _fitted(line: Line, shrink: float) -> _Set:
    style = {"bold": line.bold, "italic": line.italic}
    sizes = _shrunk(line.sizes, shrink)
    return _Set(line, *metrics.fit(one_line(line.text), ROOM, sizes, line.rows, **style))


@lru_cache(maxsize=256)
def _shrunk(sizes: tuple[float, ...], shrink: float) -> tuple[float, ...]:
    return tuple(round(size * shrink * 2) / 2 for size in sizes)


def _layout(page: Page, foot: "_Foot") -> tuple[list[_Set], list[str]]:
    """Return the texts as they fit into the page, and those of which words had to be left out.

    All texts get smaller together before any is cut, so that one certificate is always one page.
    """
    room = HEIGHT - _head_height(page.form) - foot.height
    fitted: list[_Set] = []
    for shrink in _SHRINK:
        fitted = [_fitted(line, shrink) for line in page.lines]
        whole = all(len(one.rows) <= one.line.rows for one in fitted)
        if whole and sum(one.height for one in fitted) <= room:
            return fitted, foot.lost
    cut = [replace(one, rows=one.rows[: one.line.rows]) for one in fitted]
    while sum(one.height for one in cut) > room and (long := [one for one in cut if len(one.rows) > 1]):
        worst = max(long, key=lambda one: (len(one.rows), -one.size))
        cut[cut.index(worst)] = replace(worst, rows=worst.rows[:-1])
    while (
        cut and sum(one.height for one in cut) > room
    ):  # more lines than a page holds: the last are left out
        cut.pop()
    pairs = list(zip(fitted, cut, strict=False))
    lost = [one_line(one.line.text) for one, kept in pairs if kept.rows != one.rows]
    lost += [one_line(one.line.text) for one in fitted[len(cut) :]]
    return [_marked(kept, one) for one, kept in pairs], [*lost, *foot.lost]


def _marked(kept: _Set, whole: _Set) -> _Set:
    """Return a cut text ending in "…"."""
    if kept.rows == whole.rows:
        return kept
    return replace(kept, rows=[*kept.rows[:-1], f"{kept.rows[-1][:-1].rstrip()}…"])


def overflowing(page: Page) -> list[str]:
    """Return the texts that do not fit even at their smallest size; such a page must not be printed."""
    return _layout(page, _foot(page))[1]


@lru_cache(maxsize=512)
def _around(look: Look) -> tuple[str, str, str]:
    """Return what stands before the space above, between it and the words, and after the words."""
    whole = text_paragraph(
        "@", look.size, bold=look.bold, italic=look.italic, color=look.color, align=look.align,
        line=_pitch(look.size), exact=True,
    )  # fmt: skip
    start, _, rest = whole.partition('"0"')  # of w:before, the first attribute that says so
    middle, _, end = rest.partition(words("@"))
    return start, middle, end


def _text(text: str, look: Look, before: float = 0) -> str:
    """Return a line of text with `before` points above it."""
    start, middle, end = _around(look)
    return f'{start}"{round(before * 20)}"{middle}{words(text)}{end}'


def _paragraphs(one: _Set, air: float) -> list[str]:
    """Return the paragraphs of a text with `air` points above it."""
    line = one.line
    look = Look(one.size, line.bold, line.italic, line.color)
    made = [_text(part, look, line.space + air if place == 0 else 0) for place, part in enumerate(one.rows)]
    if line.rule and one.rows:
        length = metrics.width(one.rows[-1], one.size, bold=line.bold, italic=line.italic)
        made.append(rule_paragraph(length, WIDTH, before=2, after=_RULED - 4))
    return made


def _head(form: CertificateForm, picture: str, number: int) -> str:
    top: dict[str, Any] = {"align": "center", "page_break_before": number > 1, "mark_size": 2}
    if not picture:  # an exact line would cut a picture off
        top |= {"line": max(points(form.emblem), 1), "exact": True}
    around = frame.border(form.border, _PAPER, number) if form.border else ""
    return f"{paragraph(around, picture, **top)}{_heading(form)}"


def _head_lines(form: CertificateForm) -> list[_Set]:
    return [_fitted(line, 1) for line in form.head]


@lru_cache(maxsize=16)
def _heading(form: CertificateForm) -> str:
    return "".join(part for one in _head_lines(form) for part in _paragraphs(one, 0))


@lru_cache(maxsize=16)
def _head_height(form: CertificateForm) -> float:
    return max(points(form.emblem), 1) + sum(one.height for one in _head_lines(form))


@dataclass(frozen=True)
class _Right:
    """The lines bottom right, none wider than the column."""

    dated: tuple[str, ...]
    titles: tuple[str, ...]
    name: tuple[str, ...]


@dataclass(frozen=True)
class _Foot:
    """The lines at the bottom and their heights in points; `gap` is kept for signature and seal."""

    left: list[str]
    left_height: float
    right: _Right
    upper: float
    lower: float
    gap: float
    lost: list[str]  # texts of which lines had to be left out

    @property
    def height(self) -> float:
        return self.upper + self.gap + self.lower


def _foot(page: Page) -> _Foot:
    form = page.form
    room = LEFT - (_BESIDE if page.code else 0) - 4
    rows = [part for text in page.left for part in _left(text, room, form)]
    left = _capped(rows, _LEFT_ROWS)
    right, lost = _right(page.place_date, page.signer, form)
    left_height = _pitch(form.left_look.size) * len(left)
    upper = _pitch(form.dated_look.size) * len(right.dated) + _pitch(form.title_look.size) * len(right.titles)
    lower = _pitch(form.name_look.size) * len(right.name)
    gap = max(GAP, left_height - upper - lower)
    return _Foot(left, left_height, right, upper, lower, gap, [*(page.left if left != rows else ()), *lost])


def _capped(rows: list[str], most: int) -> list[str]:
    """Return at most so many lines, "…" at the end of the last where some had to be left out."""
    return rows if len(rows) <= most else [*rows[: most - 1], f"{rows[most - 1][:-1].rstrip()}…"]


@lru_cache(maxsize=1024)
def _left(text: str, room: float, form: CertificateForm) -> list[str]:
    look = form.left_look
    shown = _said(text, look)
    if not shown:
        return []
    return [glued(part) for part in metrics.wrap(shown, look.size, room, bold=look.bold, italic=look.italic)]


def _said(text: str, look: Look) -> str:
    return one_line(text).upper() if look.capitals else one_line(text)


def _balanced(text: str, look: Look) -> list[str]:
    room = WIDTH - LEFT - 4
    return metrics.balanced(_said(text, look), look.size, room, bold=look.bold, italic=look.italic)


@lru_cache(maxsize=64)
def _right(place_date: PlaceDate, signer: Signer, form: CertificateForm) -> tuple[_Right, tuple[str, ...]]:
    """Return the lines bottom right, and the texts of which some had to be left out."""
    dated, name = (
        _balanced(place_date_text(place_date), form.dated_look),
        _balanced(signer.name, form.name_look),
    )
    titles = [part for text in signer.lines for part in _balanced(text, form.title_look)]
    given = (
        (dated, _ROWS, (place_date.place,)),
        (titles, _TITLE_ROWS, signer.lines),
        (name, _ROWS, (signer.name,)),
    )
    kept = [tuple(_capped(rows, most)) for rows, most, _texts in given]
    lost = (text for rows, most, texts in given if len(rows) > most for text in texts)
    return _Right(*kept), tuple(lost)


@lru_cache(maxsize=64)
def _right_cell(right: _Right, gap: float, form: CertificateForm) -> str:
    return cell(
        WIDTH - LEFT,
        *(_text(text, form.dated_look) for text in right.dated),
        *(_text(text, form.title_look) for text in right.titles),
        *(_text(text, form.name_look, 0 if at else gap) for at, text in enumerate(right.name)),
    )


def _foot_table(foot: _Foot, form: CertificateForm, code: str, more: float) -> str:
    """Return the block at the bottom with `more` points for signature and seal."""
    height = foot.height + more
    # the left lines stand on the bottom of the block, level with the name
    lift = max(height - foot.left_height - 1, 0)
    left = [_text(text, form.left_look, 0 if at else lift) for at, text in enumerate(foot.left)]
    right = _right_cell(foot.right, foot.gap + more, form)
    if not code:
        return table((LEFT, WIDTH - LEFT), [row(cell(LEFT, *left), right)])
    picture = paragraph(code, before=max(height - points(CODE) - 4, 0), mark_size=2)
    cells = row(cell(_BESIDE, picture), cell(LEFT - _BESIDE, *left), right)
    return table((_BESIDE, LEFT - _BESIDE, WIDTH - LEFT), [cells])


def _page(page: Page, picture: str, code: str, number: int) -> str:
    foot = _foot(page)
    fitted, _lost = _layout(page, foot)
    used = _head_height(page.form) + sum(one.height for one in fitted)
    room = HEIGHT - used - foot.height
    more = next((gap - foot.gap for gap in _AMPLE if gap > foot.gap and room - gap + foot.gap >= _SPARE), 0)
    room = max(room - more, 1)
    # spare room goes between the lines first, so that a short certificate does not look empty below
    air = min(room * 0.6 / max(len(fitted), 1), 14)
    middle = [part for one in fitted for part in _paragraphs(one, air)]
    filler = paragraph(line=max(room - air * len(fitted), 1), exact=True, mark_size=1)
    return "".join(
        [_head(page.form, picture, number), *middle, filler, _foot_table(foot, page.form, code, more)]
    )


def render(pages: Iterable[Page], *, title: str, emblem: bytes | None = None) -> bytes:
    """Return one .docx with a page per certificate, at most PAGES_LIMIT (ValueError above, or for none).

    `emblem` is a PNG that the office gave (BadPicture, a ValueError, when it or a code is none); it is stored once,
    whatever the number of pages. The border is that of the first page's form.
    """
    given: Sequence[Page] = list(pages)
    if not 0 < len(given) <= PAGES_LIMIT:
        raise ValueError(f"from 1 to {PAGES_LIMIT} certificates in one file")
    form = given[0].form
    stored = list(frame.art()) if any(one.form.border for one in given) else []
    place_of_emblem, size = len(stored) + 1, (0, 0)
    if emblem is not None:
        stored.append(pictures.read(emblem))
        size = pictures.box(stored[-1], _EMBLEM_WIDTH, form.emblem - 2)
    given_codes = dict.fromkeys(one.code for one in given if one.code)
    codes = {data: place for place, data in enumerate(given_codes, start=len(stored) + 1)}
    stored += [pictures.read(data) for data in codes]

    def shown(page: Page, number: int) -> str:
        # ids must be unique in the file
        top = pictures.inline(place_of_emblem, size, ident=number) if emblem else ""
        code = ""
        if page.code:
            place = codes[page.code]
            square = pictures.box(stored[place - 1], CODE, CODE)
            code = pictures.inline(place, square, ident=_CODE_IDS + number)
        return _page(page, top, code, number)

    body = (shown(page, number) for number, page in enumerate(given, start=1))
    return package.written(chain(body, [_end(form.border)]), title=title, pictures=tuple(stored))


@lru_cache(maxsize=16)
def _end(border: frame.Border | None) -> str:
    section = package.section(
        landscape=True, margins=_MARGINS, numbered=False, borders=frame.edge(border) if border else None
    )
    return paragraph(line=1, exact=True, mark_size=1) + text_of(section)


__all__ = ["BLACK", "PAGES_LIMIT", "RED", "Line", "Page", "overflowing", "render"]
