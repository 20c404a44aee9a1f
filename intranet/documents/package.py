"""The .docx around a body: an own slim template (styles, settings, header with the page number), fixed dates.

python-docx's built-in template carries theme fonts, en-US and ja-JP, compatibility mode 14 and a thumbnail;
this one has none of that, and the same input gives the same bytes.
"""

from collections.abc import Iterable, Sequence
from functools import lru_cache
from html import escape
from itertools import chain
from typing import Any

from lxml import etree

from .archive import STAMP, zipped
from .pictures import Picture, relation
from .xml import FONT, RAW, el, one_line, paragraph, points, twips

_W = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'
_R = 'xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships"'
_ROOT = f"<w:document {_W} {_R}>"
_HEAD = "<?xml version='1.0' encoding='UTF-8' standalone='yes'?>\n"
_TYPES = "http://schemas.openxmlformats.org/package/2006/content-types"
_RELS = "http://schemas.openxmlformats.org/package/2006/relationships"
_OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_MAIN = "application/vnd.openxmlformats-officedocument.wordprocessingml"
_FONTS = f'<w:rFonts w:ascii="{FONT}" w:hAnsi="{FONT}" w:eastAsia="{FONT}" w:cs="{FONT}"/>'
_DATE = "{:04}-{:02}-{:02}T{:02}:{:02}:{:02}Z".format(*STAMP)
_LANG = '<w:lang w:val="vi-VN" w:eastAsia="vi-VN" w:bidi="vi-VN"/>'

# in the order of the zip; document.xml and what depends on title and pictures is put in by `written`
_CONTENT_TYPES, _PROPERTIES, _DOCUMENT = "[Content_Types].xml", "docProps/core.xml", "word/document.xml"
_RELATED = "word/_rels/document.xml.rels"
_IMAGES = {"png": "image/png", "emf": "image/x-emf"}
_PARTS = {
    _CONTENT_TYPES: f'{_HEAD}<Types xmlns="{_TYPES}">%s'
    '<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
    '<Default Extension="xml" ContentType="application/xml"/>'
    '<Override PartName="/docProps/core.xml" '
    'ContentType="application/vnd.openxmlformats-package.core-properties+xml"/>'
    f'<Override PartName="/word/document.xml" ContentType="{_MAIN}.document.main+xml"/>'
    f'<Override PartName="/word/header1.xml" ContentType="{_MAIN}.header+xml"/>'
    f'<Override PartName="/word/settings.xml" ContentType="{_MAIN}.settings+xml"/>'
    f'<Override PartName="/word/styles.xml" ContentType="{_MAIN}.styles+xml"/></Types>',
    "_rels/.rels": f'{_HEAD}<Relationships xmlns="{_RELS}">'
    f'<Relationship Id="rId1" Type="{_OFFICE}/officeDocument" Target="word/document.xml"/>'
    '<Relationship Id="rId2" Type="http://schemas.openxmlformats.org/package/2006/relationships/metadata/'
    'core-properties" Target="docProps/core.xml"/></Relationships>',
    _PROPERTIES: f"{_HEAD}<cp:coreProperties "
    'xmlns:cp="http://schemas.openxmlformats.org/package/2006/metadata/core-properties" '
    'xmlns:dc="http://purl.org/dc/elements/1.1/" xmlns:dcterms="http://purl.org/dc/terms/" '
    'xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance">'
    f'<dcterms:created xsi:type="dcterms:W3CDTF">{_DATE}</dcterms:created>'
    f'<dcterms:modified xsi:type="dcterms:W3CDTF">{_DATE}</dcterms:modified><dc:title>%s</dc:title>'
    "<dc:creator></dc:creator><dc:language>vi-VN</dc:language></cp:coreProperties>",
    _RELATED: f'{_HEAD}<Relationships xmlns="{_RELS}">'
    f'<Relationship Id="rId1" Type="{_OFFICE}/styles" Target="styles.xml"/>'
    f'<Relationship Id="rId2" Type="{_OFFICE}/settings" Target="settings.xml"/>'
    f'<Relationship Id="rId3" Type="{_OFFICE}/header" Target="header1.xml"/>%s</Relationships>',
    _DOCUMENT: "",
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
}


def section(
    *,
    landscape: bool = False,
    margins: tuple[float, float, float, float] = (20, 20, 30, 15),
    numbered: bool = True,
    restart: bool = False,
    bare_first: bool = True,
    borders: Any = None,
) -> Any:
    """Return w:sectPr of an A4 page; margins top, bottom, left, right in mm.

    NĐ 30/2020 wants 20-25, 20-25, 30-35, 15-20. A numbered section shows no number on its first page unless
    `bare_first` is False (registers).
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
        el("titlePg") if numbered and bare_first else None,
    )  # fmt: skip


def build(body: list[Any], last_section: Any, *, title: str, pictures: Sequence[Picture] = ()) -> bytes:
    """Return a .docx of the given body elements, the last of which end in `last_section`.

    `pictures` are those that the body shows: number n has the relation `pictures.relation(n)`, from 1.
    """
    document = etree.fromstring(f"{_ROOT}<w:body/></w:document>")
    root = document[0]
    root.extend(body)
    if len(root) and root[-1].tag == el("tbl").tag:
        # Word adds a line of 14 pt after a last table, which may open a blank page: ours is 1 pt high
        root.append(paragraph(line=1, exact=True, mark_size=1))
    root.append(last_section)
    shown = etree.tostring(document, encoding="unicode")
    # rows that were written as text stand in the tree as processing instructions; text never holds a plain "?>"
    shown = shown.replace(f"<?{RAW} ", "").replace("?>", "")
    return _packed([shown], title, pictures)


def written(body: Iterable[str], *, title: str, pictures: Sequence[Picture] = ()) -> bytes:
    """Return a .docx of a body that is text already: what stands in w:body, with the prefixes w and r.

    The pieces are taken one by one, so a long body need not be in memory.
    """
    return _packed(chain([_ROOT, "<w:body>"], body, ["</w:body></w:document>"]), title, pictures)


def _packed(document: Iterable[str], title: str, pictures: Sequence[Picture]) -> bytes:
    parts: dict[str, bytes | Iterable[bytes]] = dict(
        _constant(one_line(title)[:250], tuple(one.kind for one in pictures))
    )
    constant = parts.keys() - {_DOCUMENT}
    parts[_DOCUMENT] = (piece.encode() for piece in chain([_HEAD], document))
    parts |= {f"word/media/image{place}.{one.kind}": one.data for place, one in enumerate(pictures, start=1)}
    return zipped(dict(sorted(parts.items(), key=_order)), constant=constant)


@lru_cache(maxsize=64)
def _constant(title: str, pictures: tuple[str, ...]) -> dict[str, bytes]:
    """Return all parts but the document as they are for one title and pictures of these kinds."""
    related = "".join(
        f'<Relationship Id="{relation(n)}" Type="{_OFFICE}/image" Target="media/image{n}.{kind}"/>'
        for n, kind in enumerate(pictures, start=1)
    )
    given = {
        _CONTENT_TYPES: "".join(
            f'<Default Extension="{kind}" ContentType="{_IMAGES[kind]}"/>' for kind in sorted(set(pictures))
        ),
        _PROPERTIES: escape(title, quote=False),
        _RELATED: related,
    }
    return {name: (part % given[name] if name in given else part).encode() for name, part in _PARTS.items()}


def _order(part: tuple[str, Any]) -> tuple[bool, str]:
    return part[0] != _CONTENT_TYPES, part[0]


__all__ = ["build", "points", "section", "written", "zipped"]
