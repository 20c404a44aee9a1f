"""The .docx around a body: an own slim template (styles, settings, header with the page number), fixed dates.

python-docx's built-in template carries theme fonts, en-US and ja-JP, compatibility mode 14 and a thumbnail;
this one has none of that, and the same input gives the same bytes.
"""

import datetime as dt
import io
import zipfile
from functools import lru_cache
from typing import Any

from docx import Document
from docx.document import Document as DocumentObject

from .xml import FONT, el, one_line, paragraph, points, twips

_STAMP = (2026, 1, 1, 0, 0, 0)
_W = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'
_R = 'xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships"'
_HEAD = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
_TYPES = "http://schemas.openxmlformats.org/package/2006/content-types"
_RELS = "http://schemas.openxmlformats.org/package/2006/relationships"
_OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_MAIN = "application/vnd.openxmlformats-officedocument.wordprocessingml"
_FONTS = f'<w:rFonts w:ascii="{FONT}" w:hAnsi="{FONT}" w:eastAsia="{FONT}" w:cs="{FONT}"/>'
_LANG = '<w:lang w:val="vi-VN" w:eastAsia="vi-VN" w:bidi="vi-VN"/>'

_PARTS = {
    "[Content_Types].xml": f'{_HEAD}<Types xmlns="{_TYPES}">'
    '<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
    '<Default Extension="xml" ContentType="application/xml"/>'
    '<Default Extension="png" ContentType="image/png"/>'
    f'<Override PartName="/word/document.xml" ContentType="{_MAIN}.document.main+xml"/>'
    f'<Override PartName="/word/styles.xml" ContentType="{_MAIN}.styles+xml"/>'
    f'<Override PartName="/word/settings.xml" ContentType="{_MAIN}.settings+xml"/>'
    f'<Override PartName="/word/header1.xml" ContentType="{_MAIN}.header+xml"/>'
    '<Override PartName="/docProps/core.xml" '
    'ContentType="application/vnd.openxmlformats-package.core-properties+xml"/></Types>',
    "_rels/.rels": f'{_HEAD}<Relationships xmlns="{_RELS}">'
    f'<Relationship Id="rId1" Type="{_OFFICE}/officeDocument" Target="word/document.xml"/>'
    '<Relationship Id="rId2" Type="http://schemas.openxmlformats.org/package/2006/relationships/metadata/'
    'core-properties" Target="docProps/core.xml"/></Relationships>',
    "docProps/core.xml": f"{_HEAD}<cp:coreProperties "
    'xmlns:cp="http://schemas.openxmlformats.org/package/2006/metadata/core-properties" '
    'xmlns:dc="http://purl.org/dc/elements/1.1/" xmlns:dcterms="http://purl.org/dc/terms/" '
    'xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance"/>',
    "word/_rels/document.xml.rels": f'{_HEAD}<Relationships xmlns="{_RELS}">'
    f'<Relationship Id="rId1" Type="{_OFFICE}/styles" Target="styles.xml"/>'
    f'<Relationship Id="rId2" Type="{_OFFICE}/settings" Target="settings.xml"/>'
    f'<Relationship Id="rId3" Type="{_OFFICE}/header" Target="header1.xml"/></Relationships>',
    "word/document.xml": f"{_HEAD}<w:document {_W} {_R}><w:body><w:sectPr/></w:body></w:document>",
    "word/settings.xml": f"{_HEAD}<w:settings {_W}>"
    '<w:defaultTabStop w:val="720"/><w:characterSpacingControl w:val="doNotCompress"/>'
    '<w:compat><w:compatSetting w:name="compatibilityMode" w:uri="http://schemas.microsoft.com/office/word" '
    'w:val="15"/></w:compat><w:themeFontLang w:val="vi-VN"/></w:settings>',
    "word/styles.xml": f"{_HEAD}<w:styles {_W}><w:docDefaults><w:rPrDefault><w:rPr>{_FONTS}"
    f'<w:color w:val="000000"/><w:sz w:val="28"/><w:szCs w:val="28"/>{_LANG}</w:rPr></w:rPrDefault>'
    "<w:pPrDefault/></w:docDefaults>"
    f'<w:style w:type="paragraph" w:default="1" w:styleId="Normal"><w:name w:val="Normal"/><w:rPr>{_FONTS}'
    f'<w:color w:val="000000"/><w:sz w:val="28"/><w:szCs w:val="28"/>{_LANG}</w:rPr></w:style>'
    '<w:style w:type="character" w:default="1" w:styleId="DefaultParagraphFont">'
    '<w:name w:val="Default Paragraph Font"/></w:style>'
    '<w:style w:type="table" w:default="1" w:styleId="TableNormal"><w:name w:val="Normal Table"/><w:tblPr>'
    '<w:tblInd w:w="0" w:type="dxa"/><w:tblCellMar><w:left w:w="0" w:type="dxa"/>'
    '<w:right w:w="0" w:type="dxa"/>'
    "</w:tblCellMar></w:tblPr></w:style></w:styles>",
    # page number: Arabic, 14 pt, centred inside the top margin, not on the first page (NĐ 30, I.I.7)
    "word/header1.xml": f'{_HEAD}<w:hdr {_W}><w:p><w:pPr><w:jc w:val="center"/></w:pPr>'
    + "".join(
        f'<w:r><w:rPr>{_FONTS}<w:sz w:val="28"/><w:szCs w:val="28"/></w:rPr>{piece}</w:r>'
        for piece in (
            '<w:fldChar w:fldCharType="begin"/>',
            '<w:instrText xml:space="preserve"> PAGE </w:instrText>',
            '<w:fldChar w:fldCharType="separate"/>',
            "<w:t>2</w:t>",
            '<w:fldChar w:fldCharType="end"/>',
        )
    )
    + "</w:p></w:hdr>",
}


def zipped(parts: dict[str, bytes]) -> bytes:
    """Return parts as a zip with fixed dates and order, so that the same parts give the same bytes."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as pack:
        for name, content in parts.items():
            info = zipfile.ZipInfo(name, _STAMP)
            info.compress_type = zipfile.ZIP_DEFLATED
            info.external_attr = 0o600 << 16
            pack.writestr(info, content)
    return out.getvalue()


@lru_cache(maxsize=1)
def template() -> bytes:
    """Return the slim template as a .docx."""
    return zipped({name: content.encode() for name, content in _PARTS.items()})


def section(
    *,
    landscape: bool = False,
    margins: tuple[float, float, float, float] = (20, 20, 30, 15),
    numbered: bool = True,
    restart: bool = False,
    borders: Any = None,
) -> Any:
    """Return w:sectPr of an A4 page; margins top, bottom, left, right in mm.

    NĐ 30/2020 wants 20-25, 20-25, 30-35, 15-20.
    """
    top, bottom, left, right = margins
    wide, high = (297, 210) if landscape else (210, 297)
    size = {"w": twips(wide), "h": twips(high)} | ({"orient": "landscape"} if landscape else {})
    header = None
    if numbered:
        header = el("headerReference", type="default")
        header.set(f"{{{_OFFICE}}}id", "rId3")
    return el(
        "sectPr",
        header,
        el("type", val="nextPage"),
        el("pgSz", **size),
        el(
            "pgMar", top=twips(top), right=twips(right), bottom=twips(bottom), left=twips(left),
            header=twips(10), footer=twips(10), gutter=0,
        ),
        borders,
        el("pgNumType", start=1) if restart else None,
        el("titlePg") if numbered else None,
    )  # fmt: skip


def build(body: list[Any], last_section: Any, *, title: str, document: DocumentObject | None = None) -> bytes:
    """Return a .docx of the given body elements, the last of which end in `last_section`.

    `document` is one that already holds the pictures of the body; else the slim template is used.
    """
    document = document or Document(io.BytesIO(template()))
    root = document.element.body
    for leftover in list(root):
        root.remove(leftover)
    root.extend(body)
    if len(root) and root[-1].tag == el("tbl").tag:
        # Word adds a line of 14 pt after a last table, which may open a blank page: ours is 1 pt high
        root.append(paragraph(line=1, exact=True, mark_size=1))
    root.append(last_section)
    properties = document.core_properties
    stamp = dt.datetime(*_STAMP)  # noqa: DTZ001  # a fixed date, so that equal content gives equal bytes
    properties.created = properties.modified = stamp
    properties.title, properties.author, properties.language = one_line(title)[:250], "", "vi-VN"
    out = io.BytesIO()
    document.save(out)
    with zipfile.ZipFile(io.BytesIO(out.getvalue())) as pack:
        return zipped({name: pack.read(name) for name in sorted(pack.namelist(), key=_order)})


def _order(name: str) -> tuple[bool, str]:
    return name != "[Content_Types].xml", name


__all__ = ["build", "points", "section", "template", "zipped"]
