"""The exports that the documentation shows are settled with the declarations beside them."""

from __future__ import annotations

import json
import re
from fractions import Fraction
from pathlib import Path

import pytest

from tests.cli.calling import call
from tests.transcripts.session import PROJECT

PAGE = (PROJECT / "docs/how-to/exports.md").read_text("utf-8")
SECTION = re.compile(r"^## (\w+)\n.*?```(?:csv|json)\n(.*?)```.*?```sla\n(.*?)```", re.MULTILINE | re.DOTALL)
PROMISE = """
indicator repaired = share(in_time over repair)

agreement desk "Desk" {
  provider "Helpful Ltd"
  customer "Shop GmbH"
  term     2026-01-01 to 2026-12-31
  timezone "Europe/Berlin"
  fees     100 EUR each month
  round    half up to 0.01 EUR
  objective repaired each month {
    target >= 90%
    no data counts as met
  }
}
"""


@pytest.mark.parametrize(("system", "export", "declared"), SECTION.findall(PAGE))
def test_the_export_is_read_as_it_is(
    system: str, export: str, declared: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """In each, one of two tickets is in time, and only because waiting is not counted."""
    file = re.findall(r'from "(\S+?\.\w+)"', declared)[0]
    (tmp_path / file).write_text(export)
    (tmp_path / "desk.sla").write_text(declared + PROMISE)
    done = call(
        tmp_path, monkeypatch, "settle", "desk", "--period", "2026-02", "--as-of", "2026-03-01",
        "--output-format", "json",
    )  # fmt: skip
    assert done.code == 0, (system, done.err)
    (outcome,) = json.loads(done.out)["outcomes"]
    assert Fraction(outcome["value"]) == Fraction(1, 2)


def test_all_three_are_tried() -> None:
    assert [system for system, _, _ in SECTION.findall(PAGE)] == ["ServiceNow", "Jira", "Zendesk"]
