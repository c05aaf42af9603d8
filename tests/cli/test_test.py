"""What ``sla test`` tells about tests, passed and failed."""

from __future__ import annotations

import json
from pathlib import Path
from xml.etree import ElementTree

import pytest

from tests.cli.running import sla

AGREEMENT = Path(__file__).parents[2] / "slalang" / "starter" / "acme.sla"
SECOND = """
test "a <February> that is not" of acme {
  given uptime in 2026-02 = 99.5%
  expect credit of uptime in 2026-02 = 1 EUR
  expect uptime met in 2026-02
}
"""


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """One test that passes and one that fails twice."""
    (tmp_path / "acme.sla").write_text(AGREEMENT.read_text("utf-8") + SECOND, "utf-8")
    return tmp_path


def test_every_test_is_a_case_of_junit_named_by_its_title(folder: Path) -> None:
    done = sla(folder, "test", "--output-format", "junit:out.xml")
    assert done.returncode == 1
    root = ElementTree.parse(folder / "out.xml").getroot()
    assert (root.get("tests"), root.get("failures")) == ("2", "1")
    cases = [(case.get("classname"), case.get("name"), len(case)) for case in root.iter("testcase")]
    assert cases == [
        ("acme.sla", "a bad February is paid, and earned back in May", 0),
        ("acme.sla", "a <February> that is not", 1),
    ]
    (failure,) = root.iter("failure")
    assert failure.get("type") == "SLA250 not-as-expected"
    assert failure.get("message") == (
        "expected 1.00 EUR, and it is 100.00 EUR; expected met, and it is missed (99.5%)"
    )
    assert "acme.sla:5" in (failure.text or "")


def test_tests_that_pass_are_cases_too(folder: Path) -> None:
    (folder / "acme.sla").write_bytes(AGREEMENT.read_bytes())
    done = sla(folder, "test", "--output-format", "junit")
    (case,) = ElementTree.fromstring(done.stdout).iter("testcase")
    assert (case.get("name"), len(case)) == ("a bad February is paid, and earned back in May", 0)


@pytest.mark.parametrize("format", ["full", "concise", "json"])
def test_each_difference_names_its_test(folder: Path, format: str) -> None:
    printed = sla(folder, "test", "--output-format", format).stdout
    if format == "json":
        printed = "\n".join(found["message"] for found in json.loads(printed)["findings"])
    said = "in test `a <February> that is not`: expected 1.00 EUR, and it is 100.00 EUR"
    assert said in printed
    assert "acme.sla:5" in printed or format == "json"
