"""Size is a habit: limits without a list of exceptions."""

import statistics
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent.parent


def lines(path: Path) -> int:
    return len(path.read_text(encoding="utf-8").splitlines())


def sizes(folder: str, pattern: str) -> dict[str, int]:
    found = {str(p.relative_to(ROOT)): lines(p) for p in (ROOT / folder).rglob(pattern)}
    assert found, f"{folder} holds no {pattern}"
    return found


def test_no_module_is_over_500_lines_and_the_median_is_small():
    modules = {name: n for name, n in sizes("intranet", "*.py").items() if n > 5}
    assert {name: n for name, n in modules.items() if n > 500} == {}
    assert statistics.median(modules.values()) <= 120


def test_no_template_is_over_200_lines():
    assert {name: n for name, n in sizes("templates", "*.html").items() if n > 200} == {}


def test_no_test_file_is_over_600_lines():
    assert {name: n for name, n in sizes("tests", "*.py").items() if n > 600} == {}


def test_no_stylesheet_or_script_of_ours_is_over_450_lines():
    assert {
        name: n for name, n in (sizes("static/css", "*.css") | sizes("static/js", "*.js")).items() if n > 450
    } == {}
