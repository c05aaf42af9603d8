"""Each rule on contracts it finds something in, and on contracts it finds nothing in."""

from __future__ import annotations

import inspect
import re
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

import slalang.rules
from slalang.diagnostics.pages import HEADINGS
from slalang.rules import JOINT_RULES, RULES, JointRule, Rule
from tests.model.checking import project_of, shown

HERE = Path(__file__).parent
EVERY = (*RULES, *JOINT_RULES)
CASES = sorted(HERE.glob("*/*/*.sla"))


def module_of(rule: Rule | JointRule) -> str:
    """The category and name of a rule: the end of the name of its module."""
    return "/".join(rule.check.__module__.split(".")[-2:])


@pytest.mark.parametrize("case", CASES, ids=lambda case: str(case.relative_to(HERE).with_suffix("")))
def test_findings_of_a_case(case: Path, golden: Callable[[Path, str], None]) -> None:
    found = project_of({case.name: case.read_text(encoding="utf-8")}).diagnostics
    golden(case.with_suffix(".txt"), shown(found))
    if case.stem == "good" or case.stem.endswith("_right"):
        assert found == ()


def test_every_rule_has_its_cases_and_every_case_its_rule() -> None:
    folders = {str(case.parent.relative_to(HERE)) for case in CASES}
    assert folders == {module_of(rule) for rule in EVERY}
    for folder in folders:
        assert (HERE / folder / "good.sla").exists(), folder


def test_every_kind_of_every_rule_is_seen() -> None:
    seen: set[str] = set()
    for case in CASES:
        seen |= {each.kind.code for each in project_of({case.name: case.read_text()}).diagnostics}
    assert {kind.code for rule in EVERY for kind in rule.kinds} <= seen


@pytest.mark.parametrize("rule", EVERY, ids=module_of)
def test_a_rule_explains_itself(rule: Rule | JointRule) -> None:
    text = inspect.getdoc(sys.modules[rule.check.__module__]) or ""
    places = [text.find(f"\n{heading}\n") for heading in HEADINGS]
    assert -1 not in places
    assert places == sorted(places)


def test_every_golden_has_its_case() -> None:
    assert {golden.with_suffix(".sla") for golden in HERE.glob("*/*/*.txt")} == set(CASES)


def test_rules_ask_their_survey_for_what_a_file_declares() -> None:
    """A rule that walks the whole project would find things that are not kept with their file."""
    walked = re.compile(r"project\.(agreements|bundles|tests)\b|project\.scopes\.(values|items)\(")
    for module in Path(slalang.rules.__file__).parent.rglob("*.py"):
        if module.name != "survey.py":
            assert not walked.search(module.read_text(encoding="utf-8")), module.name


def test_the_names_of_joint_rules_are_their_own() -> None:
    names = [rule.name for rule in JOINT_RULES]
    assert len(set(names)) == len(names)
