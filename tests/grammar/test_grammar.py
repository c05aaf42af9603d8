"""The grammar is LALR(1) without conflicts, its tables are fresh, and the example files parse."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from lark import Lark

from slalang.source import SourceFile
from slalang.syntax import parse
from slalang.syntax.automaton import load_automaton
from slalang.syntax.building import BUILDERS
from slalang.syntax.tables import GRAMMAR, TABLES, make_tables

HERE = Path(__file__).parent
FILES = sorted(HERE.glob("*.sla"))


def test_the_tables_are_those_of_the_grammar_which_has_no_conflict() -> None:
    made = make_tables(GRAMMAR.read_text(encoding="utf-8"))
    assert json.loads(json.dumps(made)) == json.loads(TABLES.read_text(encoding="utf-8"))


def test_every_rule_has_a_builder() -> None:
    needed = {rule.builder for rule in load_automaton().every_rule if not rule.collects and not rule.single}
    assert needed - set(BUILDERS) == set()
    assert set(BUILDERS) - {rule.builder for rule in load_automaton().every_rule} == set()


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.stem)
def test_a_file_parses(path: Path) -> None:
    outcome = parse(SourceFile(path.name, path.read_text(encoding="utf-8")))
    assert outcome.diagnostics == ()
    assert outcome.value.declarations


def test_lark_finds_no_conflict_and_no_terminals_that_collide() -> None:
    grammar = GRAMMAR.read_text(encoding="utf-8")
    Lark(grammar, parser="lalr", lexer="contextual", strict=True, maybe_placeholders=True)
