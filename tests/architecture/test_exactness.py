"""No float on any path to a measurement or to money."""

from __future__ import annotations

import ast
from pathlib import Path

import pytest

import slalang

ROOT = Path(slalang.__file__).parent
ROOMS = ("quantities", "model", "compiler", "plan", "measurement", "settlement", "events")
MODULES = [
    *sorted(path for room in ROOMS for path in (ROOT / room).rglob("*.py")),
    ROOT / "statement.py",
    ROOT / "status.py",
]


def floats(tree: ast.AST) -> list[int]:
    found = []
    for node in ast.walk(tree):
        literal = isinstance(node, ast.Constant) and isinstance(node.value, float | complex)
        if literal or (isinstance(node, ast.Name) and node.id in {"float", "complex"}):
            found.append(node.lineno)
    return found


@pytest.mark.parametrize("module", MODULES, ids=lambda path: str(path.relative_to(ROOT)))
def test_no_float(module: Path) -> None:
    assert floats(ast.parse(module.read_text(encoding="utf-8"))) == []


def test_the_check_sees_a_float() -> None:
    assert floats(ast.parse("x = 0.1\ny = float(z)")) == [1, 2]
