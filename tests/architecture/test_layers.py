"""Who may import whom: every module imports from lower rows or from its own package only."""

from __future__ import annotations

import ast
from pathlib import Path

import pytest

import slalang

ROOT = Path(slalang.__file__).parent

ROWS = (
    {"values", "__init__"},
    {"source"},
    {"diagnostics"},
    {"quantities"},
    {"syntax"},
    {"model"},
    {"graph"},
    {"plan"},
    {"statement", "comparison"},
    {"status", "trail"},
    {"rules", "compiler", "events", "ledger"},
    {"formatting", "reports", "changes", "settlement", "measurement", "explanation"},
    {"workspace"},
    {"cli", "lsp"},
    {"__main__"},
)
HEIGHT = {room: height for height, rooms in enumerate(ROWS) for room in rooms}
HEAVY = {"duckdb", "sqlglot", "networkx", "jsonschema", "holidays", "pyarrow", "pyspark", "rich"}
ENGINES = {"events", "measurement"}
"""Rooms that the workspace opens only to settle: what they import at the top costs a check nothing."""
MODULES = sorted(ROOT.rglob("*.py"))


def room_of(module: Path) -> str:
    first = module.relative_to(ROOT).parts[0]
    return first.removesuffix(".py")


def imports(tree: ast.AST) -> list[str]:
    names: list[str] = []
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            names += [alias.name for alias in node.names]
        elif isinstance(node, ast.ImportFrom) and node.module:
            names.append(node.module)
            names += [f"{node.module}.{alias.name}" for alias in node.names if node.module == "slalang"]
    return names


@pytest.mark.parametrize("module", MODULES, ids=lambda path: str(path.relative_to(ROOT)))
def test_a_module_imports_downwards_only(module: Path) -> None:
    own = room_of(module)
    for name in imports(ast.parse(module.read_text(encoding="utf-8"))):
        if name.startswith("slalang."):
            room = name.split(".")[1]
            if room in HEIGHT and room != own:
                assert HEIGHT[room] < HEIGHT[own], f"{own} must not import {name}"


@pytest.mark.parametrize("module", MODULES, ids=lambda path: str(path.relative_to(ROOT)))
def test_heavy_libraries_are_imported_where_they_are_used(module: Path) -> None:
    for node in ast.parse(module.read_text(encoding="utf-8")).body:
        for name in imports(node) if isinstance(node, ast.Import | ast.ImportFrom) else []:
            first, _, rest = name.partition(".")
            heavy = first in HEAVY or (first == "slalang" and rest.split(".")[0] in ENGINES)
            assert not heavy or room_of(module) in ENGINES, f"import {name} inside the function that needs it"


def test_every_room_has_a_row() -> None:
    assert {room_of(module) for module in MODULES} <= set(HEIGHT)
