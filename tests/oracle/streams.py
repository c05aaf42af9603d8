"""Streams: rows made from other rows, step by step."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from fractions import Fraction
from typing import Any

from tests.oracle.aggregates import aggregate
from tests.oracle.clocks import cycles
from tests.oracle.expressions import value
from tests.oracle.openings import followed, paired, spaced
from tests.oracle.plain import Json, instant, optional
from tests.oracle.rows import Fields, Log, Row, Rows, joined, logged
from tests.oracle.spans import Span, chosen, holds, shared, union, without

KEYED = ("every", "at-once", "paired", "spaced")
"""The steps that say by which keys their rows are told apart."""


@dataclass
class Evaluation:
    """One look at a log: which rows count (``narrow``), how far it is known (``end``), in which windows
    it is judged, and which time stops clocks."""

    plan: Json
    log: Log
    end: int
    narrow: Fields = field(default_factory=dict)
    windows: Sequence[Span] = ()
    stopped: Sequence[Span] = ()
    known: dict[str, Rows] = field(default_factory=dict)
    occupied: dict[str, list[Row]] = field(default_factory=dict)
    """Of each stream of buckets those that have a row."""

    def rows(self, name: str) -> Rows:
        """The rows of an event, a stream or a clock; what several sources have together is time."""
        rows = self.apart(name)
        return replace(rows, rows=joined(rows.rows, rows.keys)) if rows.together else rows

    def apart(self, name: str) -> Rows:
        """The same, while rows of several sources still have all fields that the sources share."""
        if name not in self.known:
            self.known[name] = self._rows(name)
        return self.known[name]

    def _rows(self, name: str) -> Rows:
        for stream in self.plan["streams"]:
            if stream["name"] == name:
                return self.stream(stream)
        for clock in self.plan["clocks"]:
            if clock["name"] == name:
                return self._cycles(clock)
        event = next(event for event in self.plan["events"] if event["name"] == name)
        return logged(event, self.log, self.narrow, self.end)

    def _cycles(self, clock: Json) -> Rows:
        found = cycles(clock, self.plan, self.rows(clock["event"]), self.end, self.stopped)
        return Rows("cycles", [cycle.row() for cycle in found if cycle.decided])

    def stream(self, stream: Json) -> Rows:
        """The rows of a stream."""
        keys = tuple(stream["keys"])
        sources = [self.apart(source) for source in stream["sources"]]
        rows = sources[0] if len(sources) == 1 else either(sources, stream["shape"], keys)
        if not any(step["kind"] in KEYED for step in stream["steps"]):
            rows = replace(rows, keys=keys)
        for step in stream["steps"]:
            rows = self._step(rows, step, stream)
        return rows

    def _step(self, rows: Rows, step: Json, stream: Json) -> Rows:
        match step["kind"]:
            case "where":
                return self.where(rows, step["condition"])
            case "every":
                made, self.occupied[stream["name"]] = buckets(self, rows, step)
                return made
            case "lasting":
                return lasting(rows, step)
            case "inside":
                return cut(rows, self.apart(step["stream"]), inside=True)
            case "outside":
                return cut(rows, self.apart(step["stream"]), inside=False)
            case "at-once":
                return at_once(self, stream, rows, step)
            case "paired":
                return paired(rows, step, self.end, self._holds)
            case "spaced":
                return spaced(rows, step)
            case "followed":
                return followed(rows, step, self.rows(step["notice"]), self.plan["timezone"])
        raise NotImplementedError(step["kind"])

    def behind(self, stream: Json) -> list[Row]:
        """What says from when to when a value exists: the buckets that have a row, or the rows of the events
        that a stream is made of, whatever cuts them or says when they count."""
        if stream["name"] in self.occupied:
            return self.occupied[stream["name"]]
        streams = {one["name"]: one for one in self.plan["streams"]}
        sources = list(dict.fromkeys(stream["sources"]))
        found = [self.behind(streams[name]) if name in streams else self.rows(name).rows for name in sources]
        return [row for rows in found for row in rows]

    def _holds(self, condition: Json, row: Row) -> bool:
        return value(condition, row.all_fields(), self.plan) is True

    def where(self, rows: Rows, condition: Json) -> Rows:
        """The rows for which the condition holds. A thin bucket is neither up nor down; where it carries,
        it goes on being what the bucket right before it was."""
        kept: list[Row] = []
        before: dict[Any, tuple[bool, int]] = {}
        for row in sorted(rows.rows, key=lambda row: row.start):
            key = tuple(row.fields.get(name) for name in rows.keys)
            holds_before, until = before.get(key, (False, None))
            if row.thin:
                holding = rows.carries and until == row.start and holds_before
            else:
                holding = value(condition, row.all_fields(), self.plan) is True
            before[key] = (holding, row.end)
            if holding:
                kept.append(row)
        return replace(rows, rows=kept)


def either(sources: Sequence[Rows], shape: str, keys: tuple[str, ...]) -> Rows:
    """The rows of all sources with the fields that they share: points as they are, anything else as time."""
    names = [row.fields.keys() for source in sources for row in source.rows]
    shared_names = set(names[0]).intersection(*names) if names else set()
    rows = [
        replace(row, fields={name: row.fields[name] for name in row.fields if name in shared_names})
        for source in sources
        for row in source.rows
    ]
    return Rows(shape, rows, keys, together=shape != "points")


def lasting(rows: Rows, step: Json) -> Rows:
    """What touches is joined first; then the runs that are long enough stay."""
    runs = joined(rows.rows, rows.keys)
    least, strictly = step["length"], step["strictly"]
    long = [
        run for run in runs if run.end - run.start > least or (run.end - run.start == least and not strictly)
    ]
    return Rows("intervals", long, rows.keys)


def cut(rows: Rows, other: Rows, inside: bool) -> Rows:
    """The parts of the rows inside (or outside) the other rows. Where rows are told apart by keys that the
    other ones have as well, each is cut by those with its own values."""
    kept: list[Row] = []
    for row in rows.rows:
        theirs = union(one.span for one in other.rows if _same(row, one, rows.keys))
        if row.start == row.end:
            kept += [row] if holds(theirs, row.start) is inside else []
        elif inside:
            kept += [row.over(span) for span in shared([row.span], theirs)]
        else:
            kept += [row.over(span) for span in without([row.span], theirs)]
    return replace(rows, shape="points" if rows.shape == "points" else "intervals", rows=kept)


def _same(row: Row, other: Row, keys: Sequence[str]) -> bool:
    return all(other.fields[key] == row.fields[key] for key in keys if key in other.fields)


# --- buckets -----------------------------------------------------------------------------------


def buckets(evaluation: Evaluation, rows: Rows, step: Json) -> tuple[Rows, list[Row]]:
    """Buckets of one width, counted from the start of the term, one for each combination of keys. Those
    without a row are there as well: without keys always, with keys for what has a row in the period. And
    those that have a row, by themselves."""
    width, keys = step["width"], tuple(step["keys"])
    base = instant(evaluation.plan["term_start"])
    filled: dict[tuple[int, tuple[Any, ...]], list[Row]] = {}
    for row in rows.rows:
        key = tuple(row.fields[name] for name in keys)
        filled.setdefault((base + (row.start - base) // width * width, key), []).append(row)
    windows = evaluation.windows if keys else [(base, max(evaluation.end, *map(max, evaluation.windows)))]
    for start, end in windows:
        alive = {key for (at, key) in filled if start < at + width <= end} if keys else {()}
        first = base + (start - base) // width * width
        for at in range(first, end, width):
            if not keys or start < at + width <= end:
                for key in alive:
                    filled.setdefault((at, key), [])
    least = step["least_rows"] or 0
    ordered = sorted(filled.items(), key=lambda one: one[0][0])
    made = [
        Row(
            at,
            at + width,
            dict(zip(keys, key, strict=True)) | metrics(evaluation, own, step),
            len(own) < least,
        )
        for (at, key), own in ordered
    ]
    occupied = [bucket for bucket, (_, own) in zip(made, ordered, strict=True) if own]
    return Rows("buckets", made, keys, step["sparse"] == "carries"), occupied


def metrics(evaluation: Evaluation, rows: Sequence[Row], step: Json) -> dict[str, Any]:
    """The numbers of one bucket."""
    return {metric["name"]: _metric(evaluation, rows, metric) for metric in step["metrics"]}


def _metric(evaluation: Evaluation, rows: Sequence[Row], metric: Json) -> Fraction | None:
    if not rows:
        return optional(metric["when_empty"])
    found = [_value(evaluation, row, metric["value"]) for row in rows]
    return aggregate(metric["aggregate"], found, optional(metric["percentile"]))


def _value(evaluation: Evaluation, row: Row, expression: Json | None) -> Any:
    return True if expression is None else value(expression, row.all_fields(), evaluation.plan)


# --- several at once ---------------------------------------------------------------------------


def at_once(evaluation: Evaluation, stream: Json, rows: Rows, step: Json) -> Rows:
    """The time in which enough of the values (or all that exist then) have a row, for each of the keys."""
    keys = tuple(step["keys"])
    found: list[Row] = []
    living = _living(evaluation, stream, step)
    for key, own in Rows(rows.shape, rows.rows, keys).by_key().items():
        fields = dict(zip(keys, key, strict=True))
        alive = _by_value([row for row in living if _same_in(fields, row)], step["of"])
        spans = _at_once(_by_value(own, step["of"]), alive, step)
        found += [Row(start, end, fields) for start, end in spans]
    return Rows("intervals", found, keys)


def _same_in(key: Mapping[str, Any], row: Row) -> bool:
    return all(row.fields[name] == wanted for name, wanted in key.items() if name in row.fields)


def _by_value(rows: Sequence[Row], name: str) -> dict[Any, list[Row]]:
    found: dict[Any, list[Row]] = {}
    for row in rows:
        found.setdefault(row.fields[name], []).append(row)
    return found


def _living(evaluation: Evaluation, stream: Json, step: Json) -> list[Row]:
    """When which values exist: as the stream that is named says, else between their first and their last row
    in the logs (or buckets) behind."""
    if step["alive_in"] is not None:
        return evaluation.rows(step["alive_in"]).rows
    names = (*step["keys"], step["of"])
    return [
        Row(
            min(row.start for row in own),
            max(row.end for row in own),
            dict(zip(names, key, strict=True)),
        )
        for key, own in Rows("", evaluation.behind(stream), names).by_key().items()
    ]


def _at_once(down: dict[Any, list[Row]], alive: dict[Any, list[Row]], step: Json) -> list[Span]:
    """The time in which enough values have a row while they exist: so many, or all that exist then."""
    lives = [union(row.span for row in own) for own in alive.values()]
    falls = [
        shared(life, union(row.span for row in down.get(name, ())))
        for name, life in zip(alive, lives, strict=True)
    ]
    if step["least"] is not None:
        return chosen(lambda covers: sum(covers) >= step["least"], *falls)
    many = len(lives)
    return chosen(lambda covers: any(covers) and sum(covers[:many]) == sum(covers[many:]), *lives, *falls)
