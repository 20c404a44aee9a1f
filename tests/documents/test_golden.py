"""Every kind part by part against stored XML: a change of form is seen, read and stored on purpose.

To store the present form as the right one, after looking at the rendered pages:
    GOLDEN=renew .venv/bin/python -m pytest tests/documents/test_golden.py
"""

import difflib
import io
import os
import re
import zipfile
from pathlib import Path

import pytest
from lxml import etree

import intranet.documents.kinds
from tests.documents.kinds_of import KINDS

STORE = Path(__file__).parent / "golden"
RENEW = os.environ.get("GOLDEN") == "renew"
BODY = "word/document.xml"
CERTIFICATES = ("certificate", "initiative_certificate")
DRAWN = ("movement_report", "quarter_board")  # charts are files beside the body
# what is beside the body: papers have a page number, certificates a border
PACKAGES = {
    "package": tuple(kind for kind in KINDS if kind not in CERTIFICATES + DRAWN),
    "package_certificate": CERTIFICATES,
    **{f"package_{kind}": (kind,) for kind in DRAWN},
}


def parts(content: bytes) -> dict[str, str]:
    """Return the parts of a .docx as canonical XML, a line per paragraph, row, table and property."""
    with zipfile.ZipFile(io.BytesIO(content)) as pack:
        return {name: lines(pack.read(name)) for name in pack.namelist() if name.endswith((".xml", ".rels"))}


def lines(xml: bytes) -> str:
    canonical = etree.tostring(etree.fromstring(xml), method="c14n").decode()
    return (
        re.sub(
            r"(?=<(?:w:p|w:tr|w:tbl|w:sectPr|w:style|Override|Relationship|w:compat)[ >])", "\n", canonical
        )
        + "\n"
    )


def agree(name: str, found: str) -> None:
    """Fail with the lines that differ from the stored ones."""
    path = STORE / name
    if RENEW:
        STORE.mkdir(exist_ok=True)
        path.write_text(found, encoding="utf-8", newline="\n")
    stored = path.read_text(encoding="utf-8")
    difference = difflib.unified_diff(stored.splitlines(), found.splitlines(), name, "now", lineterm="", n=0)
    shown = "\n".join(line[:400] for line in difference)
    assert stored == found, f"{name} has another form than the stored one:\n{shown[:6000]}"


@pytest.mark.parametrize("kind", KINDS)
def test_the_body_is_the_stored_one(kind):
    agree(f"{kind}.xml", parts(KINDS[kind]())[BODY])


@pytest.mark.parametrize(("name", "kinds"), PACKAGES.items())
def test_all_other_parts_are_the_same_but_the_title(name, kinds):
    shared: dict[str, set[str]] = {}
    for kind in kinds:
        for part, found in parts(KINDS[kind]()).items():
            if part != BODY:
                shared.setdefault(part, set()).add(re.sub(r"<dc:title>[^<]*</dc:title>", "", found))
    assert {part: len(forms) for part, forms in shared.items() if len(forms) > 1} == {}
    agree(f"{name}.xml", "".join(f"== {part}\n{forms.pop()}" for part, forms in sorted(shared.items())))


def test_every_kind_has_a_stored_form():
    folder = Path(intranet.documents.kinds.__file__).parent
    modules = {path.stem for path in folder.glob("*.py")} - {"__init__"}
    assert set(KINDS) == modules
    assert {path.stem for path in STORE.glob("*.xml")} == modules | set(PACKAGES)


@pytest.mark.parametrize("kind", KINDS)
def test_the_same_input_gives_the_same_bytes(kind):
    assert KINDS[kind]() == KINDS[kind]()
