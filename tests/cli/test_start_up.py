"""What a check of one file imports. It sits in hooks and editors, and imports are most of what it costs."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

from tests.cli.calling import CONTRACT

HEAVY = {"networkx", "jsonschema", "duckdb", "sqlglot", "lark", "holidays", "rich", "tomllib", "dataclasses"}
MOST = 130
"""The most modules of slalang beside the rules, of which there is one for each."""

SCRIPT = """
import sys, slalang.cli
sys.argv = ["sla", "check", "--no-cache", "acme.sla"]
try:
    slalang.cli.main()
except SystemExit:
    print(*sys.modules, file=sys.stderr)
"""


def test_a_check_of_one_file_imports_little(tmp_path: Path) -> None:
    (tmp_path / "acme.sla").write_text(CONTRACT, encoding="utf-8")
    run = subprocess.run([sys.executable, "-c", SCRIPT], cwd=tmp_path, capture_output=True, text=True)
    assert "SLA209" in run.stdout
    modules = run.stderr.split()
    assert HEAVY & set(modules) == set()
    own = [name for name in modules if name.startswith("slalang.") and not name.startswith("slalang.rules.")]
    assert len(own) <= MOST
