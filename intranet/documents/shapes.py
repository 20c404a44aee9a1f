"""Line art as vector shapes: DrawingML custom geometry (ISO/IEC 29500-1 20.1.9), anchored to the page, behind the text.

Places are millimetres from the top left corner of the page.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from functools import lru_cache

from .markup import text_of
from .xml import run_properties

EMU_PER_MM = 36000
_DASHED = '<a:prstDash val="dash"/>'
_UNITS = 100  # of a path, in a millimetre
_WP = "http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing"
_A = "http://schemas.openxmlformats.org/drawingml/2006/main"
_PIC = "http://schemas.openxmlformats.org/drawingml/2006/picture"
_WPS = "http://schemas.microsoft.com/office/word/2010/wordprocessingShape"
_SIDES = '<wp:position{axis} relativeFrom="page"><wp:posOffset>{at}</wp:posOffset></wp:position{axis}>'
Point = tuple[float, float]


@dataclass(frozen=True)
class Pen:
    """How lines are drawn: width in mm, colour as RRGGBB."""

    width: float
    color: str = "000000"
    dashed: bool = False


def move(points: Iterable[Point], *, closed: bool = False) -> str:
    """Return a path through points by straight lines."""
    first, *rest = points
    lines = "".join(f"<a:lnTo>{_point(one)}</a:lnTo>" for one in rest)
    return f"<a:moveTo>{_point(first)}</a:moveTo>{lines}{'<a:close/>' if closed else ''}"


def rectangle(x: float, y: float, width: float, height: float) -> str:
    """Return the outline of a rectangle."""
    return move([(x, y), (x + width, y), (x + width, y + height), (x, y + height)], closed=True)


def _point(at: Point) -> str:
    return f'<a:pt x="{round(at[0] * _UNITS)}" y="{round(at[1] * _UNITS)}"/>'


def drawing(
    paths: Iterable[str], pen: Pen, size: tuple[float, float], *, ident: str | int, height: int = 1
) -> str:
    """Return w:r with one shape of all paths as large as the page (width and height in mm), behind the text.

    `ident` is unique in the file, `height` tells what lies over what.
    """
    shape = _shape(paths, pen, size).replace("<wps:wsp>", f'<wps:wsp xmlns:wps="{_WPS}">', 1)
    return _anchored(_WPS, shape, size, (0, 0, height), ident)


def picture(relation: str, size: tuple[float, float], at: Point, *, ident: str | int, flip: str = "") -> str:
    """Return w:r with a picture behind the text: its size and place on the page in mm.

    `flip`: "H" or "V" for its mirror image; `ident` is unique in the file.
    """
    wide, high = (round(side * EMU_PER_MM) for side in size)
    flipped = f' flip{flip}="1"' if flip else ""
    content = (
        f'<pic:pic xmlns:pic="{_PIC}"><pic:nvPicPr><pic:cNvPr id="0" name="border.png"/><pic:cNvPicPr/></pic:nvPicPr>'
        f'<pic:blipFill><a:blip r:embed="{relation}"/><a:stretch><a:fillRect/></a:stretch></pic:blipFill>'
        f'<pic:spPr><a:xfrm{flipped}><a:off x="0" y="0"/><a:ext cx="{wide}" cy="{high}"/></a:xfrm>'
        '<a:prstGeom prst="rect"><a:avLst/></a:prstGeom></pic:spPr></pic:pic>'
    )
    return _anchored(_PIC, content, size, (*at, 1), ident)


def _shape(paths: Iterable[str], pen: Pen, size: tuple[float, float]) -> str:
    wide, high = (round(side * EMU_PER_MM) for side in size)
    dashed = _DASHED if pen.dashed else ""
    box = f'w="{round(size[0] * _UNITS)}" h="{round(size[1] * _UNITS)}"'
    return (
        "<wps:wsp><wps:cNvSpPr/><wps:spPr>"
        f'<a:xfrm><a:off x="0" y="0"/><a:ext cx="{wide}" cy="{high}"/></a:xfrm>'
        '<a:custGeom><a:avLst/><a:gdLst/><a:ahLst/><a:cxnLst/><a:rect l="0" t="0" r="r" b="b"/>'
        f'<a:pathLst><a:path {box} fill="none">{"".join(paths)}</a:path></a:pathLst></a:custGeom><a:noFill/>'
        f'<a:ln w="{round(pen.width * EMU_PER_MM)}"><a:solidFill><a:srgbClr val="{pen.color}"/></a:solidFill>'
        f'{dashed}<a:miter lim="800000"/></a:ln></wps:spPr><wps:bodyPr/></wps:wsp>'
    )


def _anchored(
    kind: str, content: str, size: tuple[float, float], at: tuple[float, float, int], ident: str | int
) -> str:
    wide, high, left, top = (round(side * EMU_PER_MM) for side in (*size, *at[:2]))
    return (
        f'<w:r>{_plain()}<w:drawing><wp:anchor xmlns:wp="{_WP}" distT="0" distB="0" distL="0" distR="0" simplePos="0" '
        f'relativeHeight="{at[2]}" behindDoc="1" locked="1" layoutInCell="1" allowOverlap="1">'
        f'<wp:simplePos x="0" y="0"/>{_SIDES.format(axis="H", at=left)}{_SIDES.format(axis="V", at=top)}'
        f'<wp:extent cx="{wide}" cy="{high}"/><wp:effectExtent l="0" t="0" r="0" b="0"/><wp:wrapNone/>'
        f'<wp:docPr id="{ident}" name="Shape"/><wp:cNvGraphicFramePr/>'
        f'<a:graphic xmlns:a="{_A}"><a:graphicData uri="{kind}">{content}</a:graphicData></a:graphic></wp:anchor>'
        "</w:drawing></w:r>"
    )


@lru_cache(maxsize=1)
def _plain() -> str:
    """Return w:rPr with the font of all documents."""
    return text_of(run_properties(1))
