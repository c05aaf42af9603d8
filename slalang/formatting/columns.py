"""Columns: lines of one kind that stand together are padded so that what follows their first part aligns.

- fields of an event and rows of a table: after the name or the key;
- clauses of a calendar and of a clock: after the first word;
- provider, customer, scope, tier, term, timezone, fees, round and ``at risk``: after that word;
- target and minimum: before the comparison;
- streams and indicators without a title, pools, and the values of a bucket: before the ``=``;
- rungs, ranges of a printed table, and points: before ``pays``.

A blank line ends the columns, and so does a line of another kind or one with a block. A comment does not:
adding one moves nothing.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import NamedTuple

from slalang.formatting.lines import COMMENT, Line
from slalang.formatting.spacing import flat

_ROWS = frozenset({"CALENDAR", "CLOCK", "EVENT", "TABLE"})
_LADDERS = frozenset({"BONUS", "CREDIT", "POINTS"})
_RUNGS = frozenset({"ABOVE", "AT", "BELOW", "FROM"})
_COMPARISONS = frozenset({"AT_LEAST", "AT_MOST", "EQUAL", "LESSTHAN", "MORETHAN", "UNEQUAL"})
_LEVELS = frozenset({"MINIMUM", "TARGET"})
_TERMS = frozenset({"FEES", "PROVIDER", "ROUND", "SCOPE", "TERM", "TIER", "TIMEZONE"})
_CONTRACTS = frozenset({"AGREEMENT", "AMENDMENT", "TIER"})
_DEFINITIONS = frozenset({"INDICATOR", "POOL", "STREAM"})


class _Column(NamedTuple):
    """The kind of lines a line aligns with, and the piece its second column begins with."""

    kind: str
    place: int


def align(lines: Iterable[Line]) -> None:
    """Sets the column and the padding of each line that stands with others of its kind."""
    run: list[Line] = []
    kind: str | None = None
    for line in lines:
        column = _column(line)
        own = kind if line.is_comment else column and column.kind
        if line.apart or own != kind:
            _pad(run)
            run = []
        if column:
            line.column = column.place
            run.append(line)
        kind = own
    _pad(run)


def _pad(run: Iterable[Line]) -> None:
    widths = [len(flat(line, line.pieces[: line.column])) for line in run]
    for line, width in zip(run, widths, strict=True):
        line.padding = max(widths) - width


def _column(line: Line) -> _Column | None:
    if line.opens or line.is_comment or line.first == "RBRACE":
        return None
    types = [piece.type for piece in line.pieces]
    column = _by_block(line, types) or _by_words(line, types)
    return None if column and COMMENT in types[: column.place] else column


def _by_block(line: Line, types: list[str]) -> _Column | None:
    if line.block in _ROWS:
        return _Column(line.block, 1)
    if line.block in _LADDERS and line.first in _RUNGS:
        return _Column("rung", types.index("PAYS"))
    if line.block in _CONTRACTS:
        return _term(types[:2])
    return _Column("value", 1) if line.block == "EVERY" else None


def _by_words(line: Line, types: list[str]) -> _Column | None:
    if line.first in _DEFINITIONS and types[2] == "EQUAL":
        return _Column(line.first, 2)
    if line.first in _LEVELS and types[1] in _COMPARISONS:
        return _Column("level", 1)
    return None


def _term(types: list[str]) -> _Column | None:
    if types[0] in _TERMS or types == ["CUSTOMER", "STRING"]:
        return _Column("term", 1)
    return _Column("term", 2) if types == ["AT", "RISK"] else None
