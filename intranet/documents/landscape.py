"""The A4 landscape page that certificates share: exact heights, so that every page is full to the same point.

Form of the Giấy khen: NĐ 98/2023/NĐ-CP Điều 104 (A4 landscape, ornamental border that resembles no state
award, red title lines, bold italic lines at the bottom). It may change: labels and lines come from the kinds.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache
from itertools import chain
from typing import Any

from . import metrics, package, pictures
from .blocks import QUOC_HIEU, TIEU_NGU, glued, place_date_text
from .markup import cell, paragraph, row, rule_paragraph, table, text_of, text_paragraph, words
from .parts import PlaceDate, Signer
from .xml import el, one_line, points

RED, GOLD, BLACK = "C8102E", "B8860B", "000000"
WIDTH = 237.0  # 297 less twice 30
_MARGINS = (17.0, 13.0, 30.0, 30.0)
ROOM = WIDTH * 0.97  # what a line may fill: word processors differ a little
LEFT = 115.0  # mm, the column bottom left
HEIGHT = points(210 - _MARGINS[0] - _MARGINS[1]) - 8  # points; a little room for the end of the page
EMBLEM = 20.0  # mm, kept free on top when the office has given no picture
_HEAD = points(EMBLEM) + 19 + 20 + 8  # points: emblem, Quốc hiệu, Tiêu ngữ, rule
GAP = 68.0  # points for signature and seal
_SHRINK = (1.0, 0.95, 0.9, 0.85, 0.8)
PAGES_LIMIT = 2000


@dataclass(frozen=True)
class Line:
    """One centred text: sizes to try from large to small, at most `rows` lines; `space` points above it."""

    text: str
    sizes: tuple[float, ...]
    rows: int = 1
    bold: bool = False
    italic: bool = False
    color: str = BLACK
    space: float = 0


@dataclass(frozen=True)
class Page:
    """One certificate: the lines in the middle, two or more lines bottom left, place and date, signer."""

    lines: tuple[Line, ...]
    left: tuple[str, ...]
    place_date: PlaceDate
    signer: Signer


@dataclass(frozen=True)
class _Set:
    """A text as it will stand: its size and its lines."""

    line: Line
    size: float
    rows: list[str]

    @property
    def height(self) -> float:
        return self.line.space + _pitch(self.size) * len(self.rows)


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


def _layout(page: Page) -> tuple[list[_Set], list[str]]:
    """Return the texts as they fit into the page, and those of which words had to be left out.

    All texts get smaller together before any is cut, so that one certificate is always one page.
    """
    room = HEIGHT - _HEAD - _foot(page).height
    fitted: list[_Set] = []
    for shrink in _SHRINK:
        fitted = [_fitted(line, shrink) for line in page.lines]
        whole = all(len(one.rows) <= one.line.rows for one in fitted)
        if whole and sum(one.height for one in fitted) <= room:
            return fitted, []
    cut = [replace(one, rows=one.rows[: one.line.rows]) for one in fitted]
    while sum(one.height for one in cut) > room and (long := [one for one in cut if len(one.rows) > 1]):
        worst = max(long, key=lambda one: (len(one.rows), -one.size))
        cut[cut.index(worst)] = replace(worst, rows=worst.rows[:-1])
    lost = [one_line(one.line.text) for one, kept in zip(fitted, cut, strict=True) if kept.rows != one.rows]
    if sum(one.height for one in cut) > room:  # the lines at the bottom take the whole page
        lost += [*page.left, *page.signer.lines, page.signer.name]
    return [_marked(kept, one) for one, kept in zip(fitted, cut, strict=True)], lost


def _marked(kept: _Set, whole: _Set) -> _Set:
    """Return a cut text ending in "…"."""
    if kept.rows == whole.rows:
        return kept
    return replace(kept, rows=[*kept.rows[:-1], f"{kept.rows[-1][:-1].rstrip()}…"])


def overflowing(page: Page) -> list[str]:
    """Return the texts that do not fit even at their smallest size; such a page must not be printed."""
    return _layout(page)[1]


@dataclass(frozen=True)
class _Look:
    """How a line of text is set: size and height of the line in points."""

    size: float
    pitch: int
    bold: bool = True
    italic: bool = False
    color: str = BLACK
    align: str = "center"


@lru_cache(maxsize=512)
def _around(look: _Look) -> tuple[str, str, str]:
    """Return what stands before the space above, between it and the words, and after the words."""
    whole = text_paragraph(
        "@", look.size, bold=look.bold, italic=look.italic, color=look.color, align=look.align,
        line=look.pitch, exact=True,
    )  # fmt: skip
    start, _, rest = whole.partition('"0"')  # of w:before, the first attribute that says so
    middle, _, end = rest.partition(words("@"))
    return start, middle, end


def _text(text: str, look: _Look, before: float = 0) -> str:
    """Return a line of text with `before` points above it."""
    start, middle, end = _around(look)
    return f'{start}"{round(before * 20)}"{middle}{words(text)}{end}'


def _paragraphs(one: _Set, air: float) -> list[str]:
    """Return the paragraphs of a text with `air` points above it."""
    line = one.line
    look = _Look(one.size, _pitch(one.size), line.bold, line.italic, line.color)
    return [_text(part, look, line.space + air if place == 0 else 0) for place, part in enumerate(one.rows)]


def _head(picture: str, first: bool) -> str:
    top: dict[str, Any] = {"align": "center", "page_break_before": not first, "mark_size": 2}
    if not picture:  # an exact line would cut a picture off
        top |= {"line": points(EMBLEM), "exact": True}
    return f"{paragraph(picture, **top)}{_heading()}"


@lru_cache(maxsize=1)
def _heading() -> str:
    rule = rule_paragraph(metrics.width(TIEU_NGU, 15, bold=True), WIDTH, before=2, after=4)
    return "".join([_text(QUOC_HIEU, _Look(14, 19)), _text(TIEU_NGU, _Look(15, 20)), rule])


@dataclass(frozen=True)
class _Right:
    """The lines bottom right, none wider than the column."""

    dated: tuple[str, ...]
    titles: tuple[str, ...]
    name: tuple[str, ...]


@dataclass(frozen=True)
class _Foot:
    """The lines at the bottom and their heights in points."""

    left: list[str]
    right: _Right

    @property
    def upper(self) -> float:
        return 19 * (len(self.right.dated) + len(self.right.titles))

    @property
    def gap(self) -> float:
        return max(GAP, 19 * len(self.left) - self.upper - 20 * len(self.right.name))

    @property
    def height(self) -> float:
        return self.upper + self.gap + 20 * len(self.right.name)


def _foot(page: Page) -> _Foot:
    return _Foot([part for text in page.left for part in _left(text)], _right(page.place_date, page.signer))


@lru_cache(maxsize=1024)
def _left(text: str) -> list[str]:
    return metrics.wrap(one_line(text), 13, LEFT - 4, bold=True, italic=True)


@lru_cache(maxsize=64)
def _right(place_date: PlaceDate, signer: Signer) -> _Right:
    room = WIDTH - LEFT - 4
    titles = (metrics.balanced(one_line(text).upper(), 14, room, bold=True) for text in signer.lines)
    return _Right(
        tuple(metrics.balanced(place_date_text(place_date), 14, room, bold=True, italic=True)),
        tuple(part for lines in titles for part in lines),
        tuple(metrics.balanced(one_line(signer.name), 15, room, bold=True)),
    )


_LEFT_LOOK = _Look(13, 19, italic=True, align="left")


@lru_cache(maxsize=64)
def _right_cell(right: _Right, gap: float) -> str:
    return cell(
        WIDTH - LEFT,
        *(_text(text, _Look(14, 19, italic=True)) for text in right.dated),
        *(_text(text, _Look(14, 19)) for text in right.titles),
        *(_text(text, _Look(15, 20), 0 if at else gap) for at, text in enumerate(right.name)),
    )


def _foot_table(foot: _Foot) -> str:
    # the left lines stand on the bottom of the block, level with the name
    lift = max(foot.height - 19 * len(foot.left) - 1, 0)
    left = [_text(glued(text), _LEFT_LOOK, 0 if at else lift) for at, text in enumerate(foot.left)]
    return table((LEFT, WIDTH - LEFT), [row(cell(LEFT, *left), _right_cell(foot.right, foot.gap))])


def _page(page: Page, picture: str, *, first: bool) -> str:
    fitted, _lost = _layout(page)
    foot = _foot(page)
    room = max(HEIGHT - _HEAD - foot.height - sum(one.height for one in fitted), 1)
    # spare room goes between the lines first, so that a short certificate does not look empty below
    air = min(room * 0.6 / max(len(fitted), 1), 14)
    middle = [part for one in fitted for part in _paragraphs(one, air)]
    filler = paragraph(line=max(room - air * len(fitted), 1), exact=True, mark_size=1)
    return "".join([_head(picture, first), *middle, filler, _foot_table(foot)])


def _border() -> Any:
    edges = (
        el(edge, val="thinThickThinMediumGap", sz=36, space=22, color=GOLD)
        for edge in ("top", "left", "bottom", "right")
    )
    return el("pgBorders", *edges, offsetFrom="page")


def render(pages: Iterable[Page], *, title: str, emblem: bytes | None = None) -> bytes:
    """Return one .docx with a page per certificate, at most PAGES_LIMIT (ValueError above, or for none).

    `emblem` is a PNG that the office gave (BadPicture, a ValueError, when it is none); it is stored once, whatever
    the number of pages.
    """
    given: Sequence[Page] = list(pages)
    if not 0 < len(given) <= PAGES_LIMIT:
        raise ValueError(f"from 1 to {PAGES_LIMIT} certificates in one file")
    stored = () if emblem is None else (pictures.read(emblem),)
    size = pictures.box(stored[0], EMBLEM * 3, EMBLEM - 1) if stored else (0, 0)
    body = (
        # ids must be unique in the file
        _page(page, pictures.inline(1, size, ident=number) if stored else "", first=number == 1)
        for number, page in enumerate(given, start=1)
    )
    return package.written(chain(body, [_end()]), title=title, pictures=stored)


@lru_cache(maxsize=1)
def _end() -> str:
    section = package.section(landscape=True, margins=_MARGINS, numbered=False, borders=_border())
    return paragraph(line=1, exact=True, mark_size=1) + text_of(section)
