"""The formats of a comparison: each says the same, and none hides what could not be compared."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from jsonschema import Draft202012Validator

from slalang.cli.schema import schema
from slalang.comparison import Comparison
from slalang.reports.changes import COMPARISON_FORMATS, ComparisonFormat, render_comparison
from slalang.workspace.comparing import compare_snapshots, snapshot_of

CASES = Path(__file__).with_name("cases")


def compared(case: Path) -> Comparison:
    return compare_snapshots(snapshot_of("before", case), snapshot_of("after", case))


@pytest.mark.parametrize("case", ["target", "rung-both-ways", "amendment", "no-change-names"])
def test_the_json_is_as_its_schema_says(case: str) -> None:
    form = json.loads(render_comparison(compared(CASES / case), "json"))
    Draft202012Validator(schema("diff")).validate(form)
    assert form["format_version"] == 1


@pytest.mark.parametrize("format", COMPARISON_FORMATS)
def test_every_format_tells_both_sides_the_direction_and_the_witness(format: ComparisonFormat) -> None:
    text = render_comparison(compared(CASES / "rung-amount"), format)
    for said in ("25%", "30%", "acme.sla:29", "tier bronze", "better for the customer", "2,500.00 EUR"):
        assert said in text


@pytest.mark.parametrize("format", COMPARISON_FORMATS)
def test_every_format_says_what_could_not_be_compared(format: ComparisonFormat, tmp_path: Path) -> None:
    text = (CASES / "target" / "before" / "acme.sla").read_text(encoding="utf-8")
    (tmp_path / "old.sla").write_text(text, encoding="utf-8")
    (tmp_path / "new.sla").write_text(text.replace("time(downtime)", "time(down)"), encoding="utf-8")
    comparison = compare_snapshots(snapshot_of("old.sla", tmp_path), snapshot_of("new.sla", tmp_path))
    assert not comparison.is_complete
    assert not comparison.is_empty
    told = render_comparison(comparison, format)
    assert "compared" in told.lower().replace("_", " ")
    assert "down" in told
    assert "agreement `acme` of new.sla" in told.replace("\\", "")


@pytest.mark.parametrize("format", ["markdown", "html"])
def test_what_a_contract_says_cannot_break_out(format: ComparisonFormat, tmp_path: Path) -> None:
    text = (CASES / "target" / "before" / "acme.sla").read_text(encoding="utf-8")
    (tmp_path / "old.sla").write_text(text, encoding="utf-8")
    other = text.replace('"Acme GmbH"', '"<script>alert(1)</script> @everyone"')
    (tmp_path / "new.sla").write_text(other, encoding="utf-8")
    comparison = compare_snapshots(snapshot_of("old.sla", tmp_path), snapshot_of("new.sla", tmp_path))
    shown = render_comparison(comparison, format)
    if format == "html":
        assert "<script>" not in shown
    else:
        assert '`customer "<script>' in shown
