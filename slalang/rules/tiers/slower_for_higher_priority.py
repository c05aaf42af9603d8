"""Limits that are longer for a higher priority.

What it finds
    A table of lengths of time in which a more urgent priority has more time than a less urgent one.

Why it matters
    Two rows were probably swapped: what is most urgent then waits longest.

Bad
    table limits by priority {
      P1 8h
      P2 4h
      P3 40h
    }
    clock repair of ticket_change by ticket {
      starts when change = created
      stops  when change = resolved
      limit  limits
    }
    indicator repaired_in_time = share(in_time over repair)
    objective repaired_in_time each month {
      target >= 95%
    }

Good
    table limits by priority {
      P1 4h
      P2 8h
      P3 40h
    }
    clock repair of ticket_change by ticket {
      starts when change = created
      stops  when change = resolved
      limit  limits
    }
    indicator repaired_in_time = share(in_time over repair)
    objective repaired_in_time each month {
      target >= 95%
    }

How to fix
    Swap the two lengths.
"""

from __future__ import annotations

from collections.abc import Iterator
from itertools import pairwise

from slalang.diagnostics import Diagnostic, Kind, Label, Severity
from slalang.rules.rule import Rule
from slalang.rules.survey import Survey
from slalang.syntax import nodes

SLOWER_FOR_HIGHER_PRIORITY = Kind("SLA248", "slower-for-higher-priority", Severity.WARNING)

_PREFIXES = ("p", "prio", "priority", "s", "sev", "severity")
_WORDS = {"critical": 1, "high": 2, "medium": 3, "normal": 3, "low": 4}


def check(survey: Survey) -> Iterator[Diagnostic]:
    """Compares the rows of each table by how urgent they are."""
    for _, declaration in survey.declarations():
        table = declaration.node
        if isinstance(table, nodes.Table):
            ranked = [(rank, row) for row in table.rows if (rank := _rank(row, table.field.text)) is not None]
            for (one, urgent), (other, less) in pairwise(sorted(ranked, key=lambda each: each[0])):
                if one < other and _length(urgent) > _length(less) > 0:
                    yield _finding(table, urgent, less)


def _rank(row: nodes.TableRow, field: str) -> int | None:
    """How urgent the value of a row is, 1 the most; ``None`` where it does not say."""
    if not isinstance(row.value, nodes.Duration) or isinstance(row.key, nodes.ElseKey | nodes.Truth):
        return None
    text = row.key.span.text.strip('"').lower()
    if isinstance(row.key, nodes.Number):
        return int(text) if field.lower() in _PREFIXES and text.isdigit() else None
    if text in _WORDS:
        return _WORDS[text]
    prefix = text.rstrip("0123456789")
    number = text.removeprefix(prefix)
    return int(number) if number and prefix.rstrip("_- ") in _PREFIXES else None


def _length(row: nodes.TableRow) -> int:
    return row.value.microseconds if isinstance(row.value, nodes.Duration) else 0


def _finding(table: nodes.Table, urgent: nodes.TableRow, less: nodes.TableRow) -> Diagnostic:
    more, fewer = urgent.value.span.text, less.value.span.text
    return Diagnostic(
        SLOWER_FOR_HIGHER_PRIORITY,
        f"`{table.name.text}` gives `{urgent.key.span.text}` {more}, and the less urgent "
        f"`{less.key.span.text}` only {fewer}",
        Label(urgent.span, "more urgent, and slower"),
        (Label(less.span, "less urgent, and faster"),),
        help="swap the two lengths",
        witness=f"after {more} a `{urgent.key.span.text}` is in time and a `{less.key.span.text}` late",
    )


RULE = Rule((SLOWER_FOR_HIGHER_PRIORITY,), check)
