"""House rules that the source must keep: who commits, who sees the web, what templates may hold."""

import ast
import re
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent.parent
MODULES = sorted((ROOT / "intranet").rglob("*.py"))
TEMPLATES = sorted((ROOT / "templates").rglob("*.html"))
WEB = {"flask", "flask_login", "flask_wtf", "wtforms"}
NEUTRAL = {
    "flask.g",
    "flask.has_request_context",
    "flask.current_app",
}  # tell nothing about who asks for what


def name(path: Path) -> str:
    return path.relative_to(ROOT).as_posix()


def may_commit(path: Path) -> bool:
    return path.stem.endswith("routes") or path.parent.name == "seed" or path.stem in ("commands", "web")


def may_see_the_web(path: Path) -> bool:
    above = path.stem in ("forms", "blueprint", "app", "commands") or path.stem.endswith("routes")
    return above or path.parent.name == "core"


def imported(tree: ast.AST) -> set[str]:
    """Return what a module imports from other packages, as "package.name"."""
    found = set()
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            found |= {alias.name for alias in node.names}
        elif isinstance(node, ast.ImportFrom) and node.level == 0:
            found |= {f"{node.module}.{alias.name}" for alias in node.names}
    return found


def calls(tree: ast.AST, method: str) -> list[int]:
    """Return the lines on which a method of this name is called."""
    return [
        node.lineno
        for node in ast.walk(tree)
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute) and node.func.attr == method
    ]


TREES = {path: ast.parse(path.read_text(encoding="utf-8")) for path in MODULES}


def test_only_routes_commands_and_seeds_commit():
    found = [
        f"{name(p)}:{line}" for p, t in TREES.items() if not may_commit(p) for line in calls(t, "commit")
    ]
    assert found == [], "acts never commit: one request is one transaction"


def test_nothing_below_forms_sees_the_web():
    found = [
        f"{name(path)}: {one}"
        for path, tree in TREES.items()
        if not may_see_the_web(path)
        for one in imported(tree) - NEUTRAL
        if one.split(".")[0] in WEB
    ]
    assert found == [], "acts get actor=, reason=, at=; only forms and routes know the request"


def test_only_the_workflow_engine_changes_a_state():
    found = []
    for path, tree in TREES.items():
        for node in ast.walk(tree):
            targets = node.targets if isinstance(node, ast.Assign) else []
            flat = [t for one in targets for t in (one.elts if isinstance(one, ast.Tuple) else [one])]
            if any(isinstance(t, ast.Attribute) and t.attr == "state" for t in flat):
                found.append(name(path))
    assert found == ["intranet/core/workflow.py"]


def test_only_the_clock_reads_the_clock():
    reading = re.compile(r"\b(datetime|date)\.(now|today|utcnow)\(|time\.time\(")
    found = [name(p) for p in MODULES if reading.search(p.read_text(encoding="utf-8"))]
    assert found == ["intranet/core/clock.py"]


def test_no_sql_is_built_from_values():
    found = []
    for path, tree in TREES.items():
        for node in ast.walk(tree):
            sql = isinstance(node, ast.Call) and getattr(node.func, "attr", "") in ("text", "exec_driver_sql")
            if sql and node.args and isinstance(node.args[0], (ast.JoinedStr, ast.BinOp)):
                found.append(f"{name(path)}:{node.lineno}")
    assert found == []


def test_every_template_is_used():
    everything = "\n".join(p.read_text(encoding="utf-8") for p in [*MODULES, *TEMPLATES])
    for path in TEMPLATES:
        short = path.relative_to(ROOT / "templates").as_posix()
        used = f'"{short}"' in everything or short.startswith("errors/")
        assert used, f"{short} is rendered nowhere"


def test_no_page_carries_words_of_computers():
    jargon = re.compile(
        r"\b(submit|server|database|upload|download|login|logout|token|session|click|admin)\b", re.IGNORECASE
    )
    found = []
    for path in TEMPLATES:
        text = re.sub(r"\{#.*?#\}", " ", path.read_text(encoding="utf-8"), flags=re.DOTALL)
        text = re.sub(r"<[^>]*>", " ", re.sub(r"\{[{%].*?[}%]\}", " ", text, flags=re.DOTALL))
        found += [f"{name(path)}: {hit.group()}" for hit in jargon.finditer(text)]
    assert found == []
