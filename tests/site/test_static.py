"""What the browser loads: vendored files as they were checked in, nothing from other hosts, error pages that need nothing."""

import hashlib
import re

import pytest
from bs4 import BeautifulSoup
from jinja2 import Environment, FileSystemLoader, StrictUndefined

from intranet.config import ROOT

STATIC, TEMPLATES = ROOT / "static", ROOT / "templates"
VENDOR = sorted(path for path in (STATIC / "vendor").iterdir() if path.is_dir())
OWN = sorted([*(STATIC / "css").glob("*.css"), *(STATIC / "js").glob("*.js")])
ERRORS = sorted(path.name for path in (TEMPLATES / "errors").glob("[0-9]*.html"))


@pytest.mark.parametrize("folder", VENDOR, ids=lambda path: path.name)
def test_vendored_files_are_those_of_the_checksum_list(folder):
    listed = {}
    for line in (folder / "SHA256SUMS").read_text().splitlines():
        checksum, name = line.split()
        listed[name] = checksum
    found = {
        path.name: hashlib.sha256(path.read_bytes()).hexdigest()
        for path in folder.iterdir()
        if path.name != "SHA256SUMS"
    }
    assert found == listed
    assert "LICENSE" in found


def test_every_font_and_image_of_our_styles_is_here():
    missing = [
        (path.name, name)
        for path in OWN
        for name in re.findall(r'url\("?([^")]+)"?\)', path.read_text())
        if not (path.parent / name).is_file()
    ]
    assert missing == []


@pytest.mark.parametrize("path", OWN, ids=lambda path: path.name)
def test_our_scripts_and_styles_name_no_other_host(path):
    assert re.findall(r"(?:https?:)?//[a-z0-9-]+\.[a-z]+", path.read_text()) == []


@pytest.mark.parametrize("path", OWN, ids=lambda path: path.name)
def test_our_scripts_evaluate_nothing(path):
    assert re.findall(r"\beval\(|new Function|innerHTML|document\.write", path.read_text()) == []


def test_every_icon_that_a_template_names_is_in_the_sprite():
    sprite = set(re.findall(r'<symbol id="([^"]+)"', (STATIC / "img/icons.svg").read_text()))
    named = {
        name
        for path in TEMPLATES.rglob("*.html")
        for name in re.findall(r"\bicon\(['\"]([\w-]+)['\"]", path.read_text())
    }
    assert named - sprite == set()


@pytest.mark.parametrize("name", ERRORS)
def test_an_error_page_needs_no_database_no_account_and_no_request(name):
    bare = Environment(loader=FileSystemLoader(TEMPLATES), autoescape=True)
    page = BeautifulSoup(bare.get_template(f"errors/{name}").render(), "html5lib")
    assert page.title is not None
    assert page.h1 is not None
    assert page.title.get_text() == page.h1.get_text()
    assert page.html["lang"] == "vi"
    assert len(page.select("main p")) >= 2  # what happened, what to do next


def test_every_template_compiles():
    known = Environment(loader=FileSystemLoader(TEMPLATES), autoescape=True, undefined=StrictUndefined)
    filters = {
        name for path in TEMPLATES.rglob("*.html") for name in re.findall(r"\|\s*(\w+)", path.read_text())
    }
    known.filters.update({name: str for name in filters if name not in known.filters})
    names = [str(path.relative_to(TEMPLATES)) for path in TEMPLATES.rglob("*.html")]
    for name in names:
        known.get_template(name)
    assert len(names) >= 30
