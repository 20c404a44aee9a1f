"""The form of a certificate as data: which lines stand on it, in what order, in which sizes and colours.

NĐ 98/2023/NĐ-CP Điều 104 expired and its successor may change it, so no line is written into the code of a page.
"""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import lru_cache

from .blocks import QUOC_HIEU, TIEU_NGU
from .frame import PLAIT, Border

RED, BLACK = "C8102E", "000000"
_FIELD = re.compile(r"\{(\w+)\}")


@dataclass(frozen=True, slots=True)
class Line:
    """One centred text: sizes to try from large to small, at most `rows` lines; `space` points above it.

    In a form `text` names fields: "{role} của sáng kiến “{initiative}”". `rule` draws a line as long as the text below.
    """

    text: str
    sizes: tuple[float, ...]
    rows: int = 1
    bold: bool = False
    italic: bool = False
    color: str = BLACK
    space: float = 0
    capitals: bool = False
    rule: bool = False


@dataclass(frozen=True)
class Look:
    """How a line at the bottom is set; size in points."""

    size: float
    bold: bool = True
    italic: bool = False
    color: str = BLACK
    align: str = "center"
    capitals: bool = False


NATION = (  # upright, bold, black; the rule is as long as the line
    Line(QUOC_HIEU, (14,), bold=True),
    Line(TIEU_NGU, (15,), bold=True, rule=True),
)


@dataclass(frozen=True, eq=False)
class CertificateForm:
    """A form: lines from the emblem down, lines bottom left, looks of what stands bottom right.

    `emblem`: millimetres kept free on top; a picture is 2 mm less high. `border`: None where the paper has one.
    """

    lines: tuple[Line, ...]
    head: tuple[Line, ...] = NATION
    left: tuple[str, ...] = ("{decision}", "{register}")
    left_look: Look = Look(13, italic=True, align="left")
    dated_look: Look = Look(14, italic=True)
    title_look: Look = Look(14, capitals=True)
    name_look: Look = Look(15)
    emblem: float = 21.0
    border: Border | None = PLAIT

    @property
    def fields(self) -> set[str]:
        """Return the fields that the form asks for."""
        texts = [*(line.text for line in self.lines), *self.left]
        return {name for text in texts for name in _pieces(text)[1::2]}

    def filled(self, values: Mapping[str, str]) -> tuple[Line, ...]:
        """Return the lines with their texts; one whose fields are all empty is left out."""
        return tuple(_said(line, text) for line in self.lines if (text := filled(line.text, values)))

    def left_lines(self, values: Mapping[str, str]) -> tuple[str, ...]:
        """Return the lines bottom left; a new line in a text begins another."""
        return tuple(part for one in self.left for part in filled(one, values).split("\n") if part)


def _said(line: Line, text: str) -> Line:
    """Return a line of the form with its text."""
    return Line(
        text.upper() if line.capitals else text,
        line.sizes, line.rows, line.bold, line.italic, line.color, line.space,
        rule=line.rule,
    )  # fmt: skip


def unknown(form: CertificateForm, known: Iterable[str]) -> list[str]:
    """Return the fields of a form that its certificates do not have: a slip of the pen of who wrote the form."""
    return sorted(form.fields - set(known))


@lru_cache(maxsize=256)
def _pieces(text: str) -> list[str]:
    """Return text and names of fields by turns."""
    return _FIELD.split(text)


def filled(text: str, values: Mapping[str, str]) -> str:
    """Return text with its fields filled in; "" when it has fields and all are empty. Braces in values mean nothing."""
    pieces = _pieces(text)
    if len(pieces) == 1:
        return text
    given = [values.get(name, "").strip() for name in pieces[1::2]]
    if not any(given):
        return ""
    if len(pieces) == 3 and not pieces[0] and not pieces[2]:
        return given[0]
    return "".join(given[place // 2] if place % 2 else piece for place, piece in enumerate(pieces))
