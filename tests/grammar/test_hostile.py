"""Contracts made to break the reader: they get a finding, never an exception, and in linear time."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from slalang.source import SourceFile
from slalang.syntax import parse
from slalang.syntax.building import MOST_ERRORS

MANY = 20_000
VALUE = "language 1\nindicator x = "

HOSTILE = {
    "parentheses": VALUE + "(" * 100_000 + "1" + ")" * 100_000,
    "open parentheses": VALUE + "(" * MANY,
    "not": VALUE + "not " * MANY + "y",
    "minus": VALUE + "-" * MANY + "1",
    "terms": VALUE + "1" + " + 1" * MANY,
    "factors": VALUE + "1" + " * 1" * MANY,
    "else": VALUE + "a" + " else a" * MANY,
    "calls": VALUE + "sum(" * MANY,
    "streams": "language 1\nstream x = " + "(" * MANY + "a" + ")" * MANY,
    "needs": "language 1\nservice x needs " + "(" * MANY,
    "needs k of n": "language 1\nservice x needs " + "at least 1 of (" * MANY,
    "blocks": "language 1\n" + "tier x {\n" * MANY,
    "braces": "language 1\n" + "{" * MANY,
    "closing braces": "language 1\n" + "}" * MANY,
    "clauses": "language 1\n" + "garbage here\n" * MANY,
    "quotes": "language 1\n" + "“" * MANY,
    "a brace where a value is due": 'language 1\ntest "x" of y {\n  given z in 2026-01 = } 99.2%\n}\n',
    "text after the brace of a block": "language 1\ntier x {\n  objective y {\n  }z\n}",
    "a text that swallows the last brace": 'language 1\ntier x {\n  objective y {\n  }z"\n  c "a}',
    "hidden": "language 1\n" + "\u202e" * MANY,
}


@pytest.mark.parametrize("text", HOSTILE.values(), ids=HOSTILE.keys())
def test_it_is_refused(text: str) -> None:
    outcome = parse(SourceFile("x.sla", text))
    assert outcome.failed
    assert len(outcome.diagnostics) <= 3 * MOST_ERRORS


def test_the_deepest_that_is_read_can_be_compared_and_shown() -> None:
    def nested(depth: int, term: str) -> str:
        return VALUE + f"({term} + " * depth + "1" + ")" * depth

    for term in ("1", "not a", "sum(a over b)"):
        depth = next(n for n in range(1, 1000) if parse(SourceFile("x.sla", nested(n, term))).failed)
        text = nested(depth - 1, term)
        first, second = parse(SourceFile("x.sla", text)).value, parse(SourceFile("x.sla", text)).value
        assert first == second
        assert hash(first) == hash(second)
        assert repr(first) == repr(second)


NUMBERS = ["1" * 31, "1" * 400, "0." + "1" * 13, "1e9", "1e999999999", "٣", "１", "1__0"]


@pytest.mark.parametrize("number", NUMBERS)
def test_a_number_no_contract_needs_is_refused(number: str) -> None:
    assert parse(SourceFile("x.sla", VALUE + number)).failed


WORDS = ["tier", "x", "{", "}", "(", ")", "\n", ",", "=", ">=", "99%", "5m", '"a"', "objective", "each"]
WORDS += ["month", "credit", "below", "pays", "10%", "of", "fees", "stream", "where", "in", "at", "least"]
WORDS += ["2", "earn", "“", "//", "[", "contract", "and"]


@settings(max_examples=200, deadline=None)
@given(st.lists(st.sampled_from(WORDS), max_size=60))
def test_any_order_of_words_gets_findings_inside_the_file(words: list[str]) -> None:
    text = "language 1\n" + " ".join(words)
    outcome = parse(SourceFile("x.sla", text))
    for diagnostic in outcome.diagnostics:
        assert diagnostic.primary is not None
        assert 0 <= diagnostic.primary.span.start <= diagnostic.primary.span.end <= len(text)


@settings(max_examples=200, deadline=None)
@given(st.text(max_size=80))
def test_any_text_gets_findings(text: str) -> None:
    parse(SourceFile("x.sla", text))
