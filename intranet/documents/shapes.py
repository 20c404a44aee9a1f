"""Line art as vector shapes: DrawingML custom geometry (ISO/IEC 29500-1 20.1.9), anchored to the page, behind the text.

Places are millimetres from the top left corner of the shape.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

EMU_PER_MM = 36000
_DASHED = '<a:prstDash val="dash"/>'
UNITS = 100  # of a path, in a millimetre
_WP = "http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing"
_A = "http://schemas.openxmlformats.org/drawingml/2006/main"
_WPS = "http://schemas.microsoft.com/office/word/2010/wordprocessingShape"
_SIDES = '<wp:position{axis} relativeFrom="page"><wp:posOffset>{at}</wp:posOffset></wp:position{axis}>'
Point = tuple[float, float]


@dataclass(frozen=True)
class Pen:
    """How lines are drawn: width in mm, colour as RRGGBB; `fill` paints what they enclose."""

    width: float
    color: str = "000000"
    fill: str | None = None
    dashed: bool = False


def move(points: Iterable[Point], *, closed: bool = False, units: int = UNITS) -> str:
    """Return a path through points by straight lines."""
    first, *rest = points
    lines = "".join(f"<a:lnTo>{_point(one, units)}</a:lnTo>" for one in rest)
    return f"<a:moveTo>{_point(first, units)}</a:moveTo>{lines}{'<a:close/>' if closed else ''}"


def curve(
    start: Point, pieces: Sequence[tuple[Point, Point, Point]], *, closed: bool = False, units: int = UNITS
) -> str:
    """Return a path of cubic Bézier pieces: two points that draw it, then its end."""
    bends = "".join(
        f"<a:cubicBezTo>{''.join(_point(one, units) for one in piece)}</a:cubicBezTo>" for piece in pieces
    )
    return f"<a:moveTo>{_point(start, units)}</a:moveTo>{bends}{'<a:close/>' if closed else ''}"


def rectangle(x: float, y: float, width: float, height: float, *, units: int = UNITS) -> str:
    """Return the outline of a rectangle."""
    return move([(x, y), (x + width, y), (x + width, y + height), (x, y + height)], closed=True, units=units)


def _point(at: Point, units: int) -> str:
    return f'<a:pt x="{round(at[0] * units)}" y="{round(at[1] * units)}"/>'


def drawing(
    paths: Iterable[str],
    pen: Pen,
    size: tuple[float, float],
    *,
    ident: int,
    at: Point = (0, 0),
    units: int = UNITS,
) -> str:
    """Return w:r with one shape of all paths: its width and height, and its place on the page, in mm.

    `ident` is unique in the file.
    """
    wide, high, left, top = (round(side * EMU_PER_MM) for side in (*size, *at))
    fill = f'<a:solidFill><a:srgbClr val="{pen.fill}"/></a:solidFill>' if pen.fill else "<a:noFill/>"
    line = (
        f'<a:ln w="{round(pen.width * EMU_PER_MM)}"><a:solidFill><a:srgbClr val="{pen.color}"/></a:solidFill>'
        f'{_DASHED if pen.dashed else ""}<a:miter lim="800000"/></a:ln>'
        if pen.width
        else "<a:ln><a:noFill/></a:ln>"
    )
    kind = "" if pen.fill else ' fill="none"'
    box = f'w="{round(size[0] * units)}" h="{round(size[1] * units)}"'
    return (
        f'<w:r><w:drawing><wp:anchor xmlns:wp="{_WP}" distT="0" distB="0" distL="0" distR="0" simplePos="0" '
        f'relativeHeight="{ident}" behindDoc="1" locked="1" layoutInCell="1" allowOverlap="1">'
        f'<wp:simplePos x="0" y="0"/>{_SIDES.format(axis="H", at=left)}{_SIDES.format(axis="V", at=top)}'
        f'<wp:extent cx="{wide}" cy="{high}"/><wp:effectExtent l="0" t="0" r="0" b="0"/><wp:wrapNone/>'
        f'<wp:docPr id="{ident}" name="Shape {ident}"/><wp:cNvGraphicFramePr/>'
        f'<a:graphic xmlns:a="{_A}"><a:graphicData uri="{_WPS}"><wps:wsp xmlns:wps="{_WPS}"><wps:cNvSpPr/><wps:spPr>'
        f'<a:xfrm><a:off x="0" y="0"/><a:ext cx="{wide}" cy="{high}"/></a:xfrm>'
        "<a:custGeom><a:avLst/><a:gdLst/><a:ahLst/><a:cxnLst/>"
        f'<a:rect l="0" t="0" r="r" b="b"/><a:pathLst><a:path {box}{kind}>{"".join(paths)}</a:path></a:pathLst>'
        f"</a:custGeom>{fill}{line}</wps:spPr><wps:bodyPr/></wps:wsp></a:graphicData></a:graphic></wp:anchor>"
        "</w:drawing></w:r>"
    )
