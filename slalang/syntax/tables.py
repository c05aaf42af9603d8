"""Makes ``tables.json`` from the grammar: ``python -m slalang.syntax.tables``.

Lark reads the grammar, checks it and works out the LALR(1) automaton. What a parse needs of it is kept
as data, so that reading a contract neither builds nor imports Lark. Rows and rules are texts, which are
read much faster than lists.
"""

from __future__ import annotations

import json
from collections.abc import Iterable
from pathlib import Path
from typing import Any

from slalang.syntax.automaton import LEFT_OUT

GRAMMAR = Path(__file__).resolve().parents[2] / "grammar" / "slalang.lark"
TABLES = Path(__file__).with_name("tables.json")


def make_tables(grammar: str) -> dict[str, Any]:
    """The automaton of a grammar as JSON values. A conflict in the grammar raises Lark's own error."""
    lark = _load(grammar)
    table = lark.parser.parser._parse_table
    rules = sorted(lark.rules, key=lambda rule: (rule.origin.name, [each.name for each in rule.expansion]))
    states = _in_order(table)
    rows = [_row(table.states[state], rules, states) for state in states]
    return {
        "terminals": _terminals(lark.terminals),
        "words": _strings(lark.terminals, words=True),
        "signs": _strings(lark.terminals, words=False),
        "rules": [_rule(rule) for rule in rules],
        "rows": rows,
        "start": states[table.start_states["start"]],
        "end": states[table.end_states["start"]],
    }


def write_tables() -> None:
    """Writes the tables beside this module, one part a line."""
    tables = make_tables(GRAMMAR.read_text(encoding="utf-8"))
    parts = [f"{json.dumps(key)}: {json.dumps(part, separators=(',', ':'))}" for key, part in tables.items()]
    TABLES.write_text("{" + ",\n".join(parts) + "}\n", encoding="utf-8")


def _load(grammar: str) -> Any:
    from lark import Lark
    from lark.lexer import Lexer

    class NoLexer(Lexer):
        """Stands in for a lexer: only the automaton is wanted."""

        __future_interface__ = 2

        def __init__(self, conf: Any) -> None:
            """Nothing to prepare."""

        def lex(self, lexer_state: Any, parser_state: Any) -> Any:
            """Never called."""
            raise NotImplementedError

    return Lark(grammar, parser="lalr", lexer=NoLexer, strict=True, maybe_placeholders=True)


def _in_order(table: Any) -> dict[int, int]:
    """A number for each state, the same in every run: in the order they are reached from the first."""
    order = {table.start_states["start"]: 0}
    waiting = list(order)
    for state in waiting:
        for _, (kind, to) in sorted(table.states[state].items()):
            if kind.name == "Shift" and to not in order:
                order[to] = len(order)
                waiting.append(to)
    return order


def _row(row: dict[str, Any], rules: list[Any], states: dict[int, int]) -> str:
    """Pairs of symbol and action: a state to go to, or ``-1 - rule`` to reduce by."""
    numbers = {rule: index for index, rule in enumerate(rules)}
    pairs = (
        (str(name), -1 - numbers[to] if kind.name == "Reduce" else states[to])
        for name, (kind, to) in row.items()
    )
    return " ".join(f"{name} {action}" for name, action in sorted(pairs))


def _terminals(terminals: Iterable[Any]) -> list[list[str]]:
    """Name and regular expression, those first that win over the others."""
    patterns = [each for each in terminals if each.pattern.type == "re"]
    return [[each.name, each.pattern.value] for each in sorted(patterns, key=lambda each: -each.priority)]


def _strings(terminals: Iterable[Any], words: bool) -> dict[str, str]:
    texts = {each.pattern.value: each.name for each in terminals if each.pattern.type == "str"}
    return {text: texts[text] for text in sorted(texts) if text.isalpha() == words}


def _rule(rule: Any) -> str:
    """The symbol it makes, how many it takes, the builder's name, whether a single child stands for
    itself, the first symbol it takes, and which children the builder gets."""
    options = rule.options
    builder = rule.alias or options.template_source or rule.origin.name
    single = bool(options.expand1) and not rule.alias
    first = rule.expansion[0].name if rule.expansion else LEFT_OUT
    children = (LEFT_OUT if child is None else child for child in _children(rule))
    said = (rule.origin.name, len(rule.expansion), builder, int(single), first, *children)
    return " ".join(map(str, said))


def _children(rule: Any) -> Iterable[int | None]:
    """The place of each child; ``-1 - place`` where its own children are meant, ``None`` for a part
    that may be left out and was."""
    places = iter(enumerate(rule.expansion))
    for left_out in rule.options.empty_indices or [False] * len(rule.expansion):
        if left_out:
            yield None
            continue
        place, symbol = next(places)
        if not symbol.is_term and symbol.name.startswith("_"):
            yield -1 - place
        elif rule.options.keep_all_tokens or not (symbol.is_term and symbol.filter_out):
            yield place


if __name__ == "__main__":
    write_tables()
