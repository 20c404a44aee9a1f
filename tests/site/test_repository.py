"""What must never be in the repository, and that what is vendored is what it says."""

import hashlib
import re
import subprocess
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent.parent
LOCKS = ("requirements.txt", "requirements-postgres.txt", "requirements-dev.txt")


def own_files(*patterns: str) -> list[Path]:
    listed = subprocess.run(
        ["git", "ls-files", *patterns], cwd=ROOT, capture_output=True, text=True, check=True
    )
    found = [
        ROOT / name
        for name in listed.stdout.splitlines()
        if "/vendor/" not in name and (ROOT / name).exists()
    ]
    assert found, f"no file is called {patterns}"
    return found


@pytest.mark.parametrize("name", LOCKS)
def test_lock_files_name_no_host_and_pin_by_hash(name):
    text = (ROOT / name).read_text()
    assert not re.search(r"https?://|--index-url|--find-links|--extra-index", text)
    requirements = re.findall(r"^[a-z0-9].*$", text, re.MULTILINE)
    assert requirements and all("==" in line and line.endswith("\\") for line in requirements)
    assert text.count("--hash=sha256:") >= len(requirements)


def test_vendored_files_have_the_checksums_that_they_came_with():
    lists = list((ROOT / "static/vendor").glob("*/SHA256SUMS"))
    assert len(lists) == len([p for p in (ROOT / "static/vendor").iterdir() if p.is_dir()])
    for sums in lists:
        for line in sums.read_text().splitlines():
            expected, name = line.split(maxsplit=1)
            found = hashlib.sha256((sums.parent / name.lstrip("*./")).read_bytes()).hexdigest()
            assert found == expected, f"{sums.parent.name}/{name}"


def test_code_and_templates_hold_no_escape_hatches():
    forbidden = re.compile(
        r"\|\s*safe\b|render_template_string|Markup\(|shell=True|pickle|yaml\.load|csrf\.exempt|\b(?:TODO|FIXME)\b"
    )
    for path in own_files("intranet/*.py", "templates/*.html", "intranet/**/*.py", "templates/**/*.html"):
        found = forbidden.search(path.read_text(encoding="utf-8"))
        assert found is None, f"{path.relative_to(ROOT)}: {found[0]}"


def test_templates_hold_no_inline_code():
    for path in own_files("templates/*.html", "templates/**/*.html"):
        text = path.read_text(encoding="utf-8")
        assert not re.search(r"<style|\sstyle\s*=|\son[a-z]+\s*=\s*[\"']|hx-on|javascript:", text), path
        assert not re.search(r"=[\"']js:|hx-vars|autoescape false", text), path
        for script in re.findall(r"<script[^>]*>(.*?)</script>", text, re.DOTALL):
            assert not script.strip(), path


def test_every_template_parses(site):
    for name in site.jinja_env.list_templates():
        site.jinja_env.get_template(name)


def test_nothing_is_loaded_from_outside():
    for path in own_files("templates/**/*.html", "templates/*.html", "static/css/*.css", "static/js/*.js"):
        text = path.read_text(encoding="utf-8")
        assert not re.search(r"(?:src|href|url)\s*[=(]\s*[\"']?(?:https?:)?//", text), path
