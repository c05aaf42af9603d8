"""The rows of a log and of a stream: points, intervals, buckets and cycles."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from tests.oracle.plain import Json
from tests.oracle.spans import Span, union

Fields = Mapping[str, Any]
Log = Mapping[str, Sequence[Fields]]
"""By event: its rows, with ``at`` or ``from`` and ``to``, and the other fields."""


@dataclass(frozen=True)
class Row:
    """A row: where it begins and ends (equal for a point), its fields, whether it is a bucket with too few
    rows to be up or down, and whether nothing has ended it yet."""

    start: int
    end: int
    fields: Fields
    thin: bool = False
    open: bool = False

    @property
    def span(self) -> Span:
        """The time it covers."""
        return self.start, self.end

    def all_fields(self) -> dict[str, Any]:
        """Its fields, with those that follow from where it stands."""
        own = {"at": self.start, "from": self.start, "to": self.end, "length": self.end - self.start}
        return own | dict(self.fields)

    def over(self, span: Span) -> Row:
        """The same row over another stretch of time; what ends before it is not open."""
        times = {"at", "from", "to"}
        return replace(
            self,
            start=span[0],
            end=span[1],
            open=self.open and span[1] == self.end,
            fields={name: one for name, one in self.fields.items() if name not in times},
        )


@dataclass(frozen=True)
class Rows:
    """Rows of one shape, the keys that tell them apart, whether a thin bucket carries a run on, and whether
    they are of several sources that are time together, once nobody asks for their other fields."""

    shape: str
    rows: list[Row]
    keys: tuple[str, ...] = ()
    carries: bool = False
    together: bool = False

    def by_key(self, keys: Sequence[str] | None = None) -> dict[tuple[Any, ...], list[Row]]:
        """The rows of each combination of values of the keys."""
        names = self.keys if keys is None else keys
        found: dict[tuple[Any, ...], list[Row]] = {}
        for row in self.rows:
            found.setdefault(tuple(row.fields[name] for name in names), []).append(row)
        return found

    def spans(self) -> list[Span]:
        """The time that the rows cover."""
        return union(row.span for row in self.rows)


def narrowed(fields: Fields, narrow: Fields) -> bool:
    """Whether a row has the wanted value in each of the fields that it has at all."""
    return all(fields[name] == wanted for name, wanted in narrow.items() if name in fields)


def logged(event: Json, log: Log, narrow: Fields, end: int) -> Rows:
    """The rows of an event that begin before the end of the evaluation; an open one lasts until then."""
    found: list[Row] = []
    seen: list[Fields] = []
    keyed = any(field["key"] for field in event["fields"])
    names = {field["name"]: None for field in event["fields"]}
    for given in log.get(event["name"], ()):
        fields = names | dict(given)
        if keyed and fields in seen:
            continue
        seen.append(fields)
        start = fields["at"] if event["shape"] == "points" else fields["from"]
        if start >= end or not narrowed(fields, narrow):
            continue
        last = start if event["shape"] == "points" else fields["to"]
        own = fields | _closed(fields, end)
        found.append(Row(start, end if last is None else last, own, open=last is None))
    return Rows(event["shape"], found)


def _closed(fields: Fields, end: int) -> Fields:
    return {"to": end} if "to" in fields and fields["to"] is None else {}


def joined(rows: Iterable[Row], keys: Sequence[str]) -> list[Row]:
    """The time of the rows of each combination of keys, overlaps once and what touches joined."""
    found = []
    for key, own in Rows("intervals", list(rows), tuple(keys)).by_key().items():
        fields = dict(zip(keys, key, strict=True))
        found += [Row(start, end, fields) for start, end in union(row.span for row in own)]
    return found
