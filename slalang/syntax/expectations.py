"""What can stand at a place, named for people."""

from __future__ import annotations

from collections.abc import Sequence

from slalang.syntax.automaton import END, Automaton
from slalang.syntax.lexer import NEWLINE
from slalang.syntax.run import ERROR

_CLAUSES = {
    "declaration": "a declaration",
    "calendar_clause": "a clause of a calendar",
    "event_field": "a field",
    "table_clause": "a row of the table",
    "metric_clause": "a number of each bucket, such as `failed = share(status >= 500)`",
    "clock_clause": "a clause of a clock",
    "agreement_clause": "a clause of an agreement",
    "contract_clause": "a clause of a tier",
    "points_clause": "a row such as `at least 10 pays 2% of fees`",
    "objective_clause": "a clause of an objective",
    "credit_clause": "a row of a credit",
    "earn_back_clause": "a clause of an earn-back",
    "bank_clause": "a clause of a bank",
    "bonus_clause": "a clause of a bonus",
    "test_clause": "`given` or `expect`",
}
_PARTS = {
    "amount": "an amount such as `10% of fees`",
    "expression": "a value",
    "condition": "a condition",
    "sum": "a value",
    "product": "a value",
    "factor": "a value",
    "negation": "a condition",
    "signed": "a value",
    "setting": "a field and its value",
    "per": "a unit such as `each full 30m`",
    "need": "a service",
    "need_and": "a service",
    "need_one": "a service",
    "rows": "a stream",
    "sources": "a stream",
    "source": "a stream",
    "base": "what it is a share of, such as `fees`",
    "instant": "a moment such as `2026-01-31T09:00`",
    "length": "a length such as `48h` or `30 days`",
    "horizon": "`each`, `any` or `the term`",
    "money": "money such as `100 EUR`",
    "period": "a period such as `month`",
    "periods": "a unit such as `months`",
    "when": "a period such as `2026-03`",
    "weekday": "a day such as `mon`",
    "calendar_month": "a month such as `december`",
    "plain_type": "a type such as `text`",
    "rounding": "a rounding such as `half up`",
    "verdict": "`met`, `missed`, `minimum missed` or `excused`",
    "outcome": "an outcome such as `missed`",
    "comparator": "a comparison such as `>=`",
    "plus": "an operator",
    "times": "an operator",
    "name": "a name",
    "new_name": "a name",
    "text": "a text in quotes",
}
_TERMINALS = {
    "NAME": "a name",
    "NUMBER": "a number",
    "PERCENT": "a percentage such as `99.9%`",
    "QUANTITY": "a length such as `5m`",
    "DATE": "a date such as `2026-01-31`",
    "TIME": "a time such as `09:00`",
    "CURRENCY": "a currency such as `EUR`",
    "ORDINAL": "a number such as `4th`",
    "STRING": "a text in quotes",
    NEWLINE: "the end of the line",
    END: "the end of the file",
}
_JOINING = frozenset({"IN_LIST", "AND", "OR", "NOT", "ELSE", "PRESENT"})
"""Words that are operators where there are others."""
_PHRASES = _CLAUSES | _PARTS
_MOST = 8


def expected_terminals(automaton: Automaton, stack: Sequence[int]) -> dict[str, int]:
    """Each terminal that can come next, with the state that takes it."""
    settled = {}
    for terminal in automaton.rows[stack[-1]]:
        if not terminal.islower() and terminal != ERROR and "{" not in terminal:
            after = automaton.settle(stack, terminal)
            if after:
                settled[terminal] = after[-1]
    return settled


def expected_words(automaton: Automaton, expected: dict[str, int]) -> list[str]:
    """The keywords among what can come next."""
    return sorted(automaton.texts[each] for each in expected if automaton.texts.get(each, "").isalpha())


def describe(automaton: Automaton, expected: dict[str, int]) -> str:
    """What can come next, in words: ``a value``, ``an operator or the end of the line``."""
    operators = _JOINING if "PLUS" in expected else frozenset()
    named = {each: state for each, state in expected.items() if each not in operators}
    phrases = dict.fromkeys(_phrase(automaton, each, state) for each, state in named.items())
    if any(phrase in phrases for phrase in _CLAUSES.values()):
        phrases = {phrase: None for phrase in phrases if phrase in _CLAUSES.values()}
    if "an operator" in phrases:
        phrases.pop("a comparison such as `>=`", None)
    ordered = sorted(phrases, key=lambda phrase: (phrase.startswith(("`", "the end")), phrase))
    shown = [phrase for phrase in ordered if phrase != "`}`" or len(ordered) < 3]
    if len(shown) > _MOST:
        shown = [phrase for phrase in shown if not phrase.startswith("`")] or shown[:_MOST]
    return shown[0] if len(shown) == 1 else f"{', '.join(shown[:-1])} or {shown[-1]}"


def clause_words(automaton: Automaton, expected: dict[str, int]) -> list[str]:
    """The words a clause can begin with, where a clause is expected."""
    for terminal, state in expected.items():
        if _phrase(automaton, terminal, state) in _CLAUSES.values():
            return expected_words(automaton, expected)
    return []


def _phrase(automaton: Automaton, terminal: str, state: int) -> str:
    row = automaton.rows[state]
    for symbol, phrase in _PHRASES.items():
        if symbol in row and terminal in automaton.begins(symbol):
            return phrase
    return _TERMINALS.get(terminal) or f"`{automaton.texts.get(terminal, terminal.lower())}`"
