"""The clause a finding is about, and that its fingerprint outlives whatever moves its line."""

from __future__ import annotations

import pytest

from slalang.diagnostics import Diagnostic, Kind, Label
from slalang.diagnostics.clause import clause_path
from slalang.diagnostics.fingerprint import fingerprints
from slalang.source import SourceFile, Span

TEXT = """language 1

stream outage = incident where cause = "a { in a text" # and a } in a comment
service api needs gateway

agreement acme "Acme" {
  term 2026-01-01 to 2026-12-31
  objective uptime each month {
    target >= 99.9%
    credit { below 99.9% pays 10% of fees }
  }
  earn back uptime {
    a miss forfeits
  }
  amendment "No. 1" from 2026-07-01 {
    objective uptime {
      target >= 99.95%
    }
  }
}
"""
KIND = Kind("SLA999", "some-finding")


def at(text: str, piece: str) -> Span:
    start = text.index(piece)
    return Span(SourceFile("acme.sla", text), start, start + len(piece))


@pytest.mark.parametrize(
    ("piece", "path"),
    [
        ("language", "language"),
        ("cause", "stream outage"),
        ("gateway", "service api"),
        ("2026-12-31", "agreement acme/term"),
        ("99.9%", "agreement acme/objective uptime/target"),
        ("10% of fees", "agreement acme/objective uptime/credit/below"),
        ("forfeits", "agreement acme/earn back uptime/a"),
        ("99.95%", 'agreement acme/amendment "No. 1"/objective uptime/target'),
    ],
)
def test_the_clause_of_a_place(piece: str, path: str) -> None:
    assert clause_path(at(TEXT, piece)) == path


def test_a_place_where_nothing_stands_has_a_clause_too() -> None:
    assert clause_path(Span(SourceFile("empty.sla", ""), 0, 0)) == ""
    assert clause_path(Span(SourceFile("acme.sla", TEXT), len(TEXT), len(TEXT))) == ""
    assert clause_path(at("} } x {", "x")) == "x"


def finding(text: str, piece: str) -> Diagnostic:
    return Diagnostic(KIND, "said", Label(at(text, piece)))


def test_a_fingerprint_stays_when_lines_move_and_words_change() -> None:
    (before,) = fingerprints([finding(TEXT, "99.95%")])
    moved = "# one more line\n\n" + TEXT.replace("99.95%", "99.97%").replace("  term", "\n  term")
    assert fingerprints([finding(moved, "99.97%")]) == (before,)


def test_findings_of_one_clause_are_counted() -> None:
    twice = [finding(TEXT, "99.95%"), finding(TEXT, "99.95%")]
    first, second = fingerprints(twice)
    assert first != second
    assert fingerprints(twice[:1]) == (first,)


def test_another_file_another_rule_and_another_clause_are_told_apart() -> None:
    other = Diagnostic(Kind("SLA998", "another"), "said", Label(at(TEXT, "99.95%")))
    elsewhere = SourceFile("other.sla", TEXT)
    start = TEXT.index("99.95%")
    found = [
        finding(TEXT, "99.95%"),
        finding(TEXT, "99.9%"),
        other,
        Diagnostic(KIND, "said", Label(Span(elsewhere, start, start + 1))),
    ]
    assert len(set(fingerprints(found))) == 4
