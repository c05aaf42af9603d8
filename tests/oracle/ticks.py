"""A second evaluator, slow and plain: time is a set of ticks, and every bucket is a row of its own.

It shares nothing with measurement but the plan. All instants of a log must be whole ticks.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from fractions import Fraction
from typing import Any

from slalang.plan import expressions as x
from slalang.plan.plan import Period, Plan
from slalang.plan.streams import AtOnce, Every, Inside, Lasting, Measure, Metric, Outside, Stream, Where
from slalang.plan.terms import Exclusion, Objective

Values = dict[str, Any]


@dataclass
class Row:
    """A row: where it begins and ends (equal for a point), its fields, and whether its bucket is too
    thin to have a value."""

    start: int
    end: int
    values: Values
    thin: bool = False

    @property
    def fields(self) -> Values:
        own = {"at": self.start, "from": self.start, "to": self.end, "length": self.end - self.start}
        return own | self.values


@dataclass
class Rows:
    """The rows of a stream, and the keys and shape they have."""

    shape: str
    rows: list[Row]
    keys: tuple[str, ...] = ()
    width: int | None = None
    carries: bool = False


# --- expressions -------------------------------------------------------------------------------


def value(expression: x.Expression, fields: Values) -> Any:
    """The value of an expression, ``None`` where it has none."""
    match expression:
        case x.Number(own) | x.Text(own) | x.Truth(own):
            return own
        case x.FieldValue(name):
            return fields[name]
        case x.Negation(operand):
            held = value(operand, fields)
            return None if held is None else not held
        case x.Logic(operator, operands):
            held = [value(operand, fields) for operand in operands]
            decided = operator == "or"
            return decided if decided in held else None if None in held else not decided
        case x.Comparison(operator, left, right):
            return _compared(operator, value(left, fields), value(right, fields))
        case x.Arithmetic(operator, left, right):
            return _calculated(operator, value(left, fields), value(right, fields))
    raise NotImplementedError(expression)


def _compared(operator: str, left: Any, right: Any) -> bool | None:
    if left is None or right is None:
        return None
    return {
        "<": left < right,
        "<=": left <= right,
        ">": left > right,
        ">=": left >= right,
        "=": left == right,
        "!=": left != right,
    }[operator]


def _calculated(operator: str, left: Any, right: Any) -> Fraction | None:
    if left is None or right is None or (operator == "/" and right == 0):
        return None
    left, right = Fraction(left), Fraction(right)
    match operator:
        case "+":
            return left + right
        case "-":
            return left - right
        case "*":
            return left * right
    return left / right


# --- aggregates --------------------------------------------------------------------------------


def aggregate(name: str, found: Sequence[Any], percentile: Fraction | None) -> Any:
    """An aggregate over the values of some rows."""
    present = sorted(one for one in found if one is not None)
    match name:
        case "count":
            return sum(1 for one in present if one is not False)
        case "share":
            return Fraction(sum(one is True for one in found), len(found)) if found else None
        case "sum":
            return sum(present, Fraction(0))
        case "distinct":
            return len(set(present))
        case "lengths":
            return tuple(found)
    if not present:
        return None
    match name:
        case "mean":
            return sum(present, Fraction(0)) / len(present)
        case "min":
            return present[0]
        case "max":
            return present[-1]
    assert percentile is not None
    return next(one for rank, one in enumerate(present, 1) if rank >= percentile * len(present))


# --- streams -----------------------------------------------------------------------------------


@dataclass
class Oracle:
    """Evaluates a plan over rows, given by event as dictionaries of fields."""

    plan: Plan
    log: Mapping[str, Sequence[Values]]
    end: int
    tick: int
    narrow: Mapping[str, Any] = field(default_factory=dict)
    windows: Sequence[tuple[int, int]] = ()

    def rows(self, name: str) -> Rows:
        for stream in self.plan.streams:
            if stream.name == name:
                return self._stream(stream)
        event = next(event for event in self.plan.events if event.name == name)
        rows = [
            Row(*self._span(row), dict(row))
            for row in self.log.get(name, ())
            if row.get("at", row.get("from")) < self.end
            and all(row[key] == wanted for key, wanted in self.narrow.items() if key in row)
        ]
        return Rows(event.shape, rows, tuple(one.name for one in event.fields if one.key))

    def _span(self, row: Values) -> tuple[int, int]:
        if "at" in row:
            return row["at"], row["at"]
        return row["from"], self.end if row["to"] is None else row["to"]

    def _stream(self, stream: Stream) -> Rows:
        sources = [self.rows(source) for source in stream.sources]
        rows = sources[0] if len(sources) == 1 else self._union(sources, stream.keys)
        if not any(isinstance(step, Every | AtOnce) for step in stream.steps):
            rows.keys = stream.keys
        for step in stream.steps:
            rows = self._step(rows, step)
        return rows

    def _step(self, rows: Rows, step: Any) -> Rows:
        match step:
            case Where(condition):
                return self.where(rows, condition)
            case Every():
                return self._every(rows, step)
            case Lasting(length, strictly):
                runs = self._runs(rows.rows, rows.keys)
                long = [one for one in runs if one.end - one.start > length - (not strictly)]
                return Rows("intervals", long, rows.keys)
            case Inside(name) | Outside(name):
                return self._cut(rows, self.rows(name), isinstance(step, Inside))
            case AtOnce():
                return self._at_once(rows, step)
        raise NotImplementedError(step)

    def where(self, rows: Rows, condition: x.Expression) -> Rows:
        kept, before = [], {}
        for row in sorted(rows.rows, key=lambda row: row.start):
            key = self._key(row, rows.keys)
            state, until = before.get(key, (False, None))
            if not row.thin:
                state = value(condition, row.fields) is True
            elif not rows.carries or until != row.start:
                state = False
            before[key] = (state, row.end)
            kept += [row] if state else []
        return Rows(rows.shape, kept, rows.keys, rows.width, rows.carries)

    def _every(self, rows: Rows, step: Every) -> Rows:
        base, found = self.plan.term_start, {}
        for row in rows.rows:
            start = base + (row.start - base) // step.width * step.width
            found.setdefault((start, self._key(row, step.keys)), []).append(row)
        whole = dict(found)
        if not step.keys:
            for start in range(base, self.end, step.width):
                whole.setdefault((start, ()), [])
        for first, last in self.windows:
            starts = [
                start
                for start in range(base - step.width * 2, last + step.width, step.width)
                if first <= start + step.width - 1 < last
            ]
            keys = {key for start, key in found if start in starts} if step.keys else {()}
            for start in starts:
                for key in keys:
                    whole.setdefault((start, key), [])
        buckets = [
            Row(start, start + step.width, self._metrics(key, own, step), len(own) < (step.least_rows or 0))
            for (start, key), own in whole.items()
        ]
        return Rows("buckets", buckets, step.keys, step.width, step.sparse == "carries")

    def _metrics(self, key: tuple[Any, ...], rows: Sequence[Row], step: Every) -> Values:
        return dict(zip(step.keys, key, strict=True)) | {
            metric.name: self._metric(metric, rows) for metric in step.metrics
        }

    def _metric(self, metric: Metric, rows: Sequence[Row]) -> Any:
        if not rows:
            return metric.when_empty
        found = [True if metric.value is None else value(metric.value, row.fields) for row in rows]
        return aggregate(metric.aggregate, found, metric.percentile)

    def _at_once(self, rows: Rows, step: AtOnce) -> Rows:
        assert step.least is not None
        kept: list[Row] = []
        for key in {self._key(row, step.keys) for row in rows.rows}:
            own = [row for row in rows.rows if self._key(row, step.keys) == key]
            down = {one: self.ticks(row for row in own if row.values[step.of] == one)
                    for one in {row.values[step.of] for row in own}}  # fmt: skip
            every_tick = set().union(*down.values())
            enough = {at for at in every_tick if sum(at in ticks for ticks in down.values()) >= step.least}
            kept += self._as_rows(enough, dict(zip(step.keys, key, strict=True)))
        return Rows("intervals", kept, step.keys)

    def _union(self, sources: Sequence[Rows], keys: tuple[str, ...]) -> Rows:
        rows = [row for source in sources for row in source.rows]
        return Rows("intervals", self._runs(rows, keys), keys)

    def _cut(self, rows: Rows, other: Rows, inside: bool) -> Rows:
        kept = []
        for row in rows.rows:
            shared = [key for key in rows.keys if all(key in one.values for one in other.rows)]
            matching = [
                one for one in other.rows if all(one.values[key] == row.values[key] for key in shared)
            ]
            theirs = self.ticks(matching)
            if row.start == row.end:
                kept += [row] if (row.start // self.tick in theirs) is inside else []
                continue
            own = self.ticks([row])
            kept += self._as_rows(own & theirs if inside else own - theirs, row.values)
        return Rows("intervals" if rows.shape == "buckets" else rows.shape, kept, rows.keys)

    def _runs(self, rows: Sequence[Row], keys: tuple[str, ...]) -> list[Row]:
        runs: list[Row] = []
        for key in {self._key(row, keys) for row in rows}:
            ticks = self.ticks(row for row in rows if self._key(row, keys) == key)
            runs += self._as_rows(ticks, dict(zip(keys, key, strict=True)))
        return runs

    def _as_rows(self, ticks: set[int], values: Values) -> list[Row]:
        starts = sorted(at for at in ticks if at - 1 not in ticks)
        ends = sorted(at + 1 for at in ticks if at + 1 not in ticks)
        spans = zip(starts, ends, strict=True)
        return [Row(start * self.tick, end * self.tick, dict(values)) for start, end in spans]

    def ticks(self, rows: Iterable[Row]) -> set[int]:
        """All ticks of the rows."""
        return {at for row in rows for at in range(row.start // self.tick, row.end // self.tick)}

    def _key(self, row: Row, keys: tuple[str, ...]) -> tuple[Any, ...]:
        return tuple(row.values[key] for key in keys)


# --- objectives --------------------------------------------------------------------------------


def reading(oracle: Oracle, objective: Objective, period: Period) -> dict[str, Any]:
    """The measures of an objective in a period."""
    taken = {
        effect: _windows(oracle, [one for one in objective.exclusions if one.effect == effect])
        for effect in ("exclude", "forgive")
    }
    return {
        measure.id: _measured(oracle, objective, measure, period, taken["exclude"], taken["forgive"])
        for measure in objective.measures
    }


def _windows(oracle: Oracle, exclusions: Sequence[Exclusion]) -> set[int]:
    found: set[int] = set()
    for exclusion in exclusions:
        ticks = oracle.ticks(oracle.rows(exclusion.stream).rows)
        budget = exclusion.budget
        if budget is None:
            found |= ticks
            continue
        for horizon in oracle.plan.periods_of(budget.each):
            own = sorted(at for at in ticks if horizon.start <= at * oracle.tick < horizon.end)
            found |= set(own[: budget.length // oracle.tick])
    return found


def _measured(
    oracle: Oracle, objective: Objective, measure: Measure, period: Period, out: set[int], forgiven: set[int]
) -> Any:
    inside = set(range(period.start // oracle.tick, period.end // oracle.tick))
    if measure.aggregate == "period":
        return len(inside - out) * oracle.tick
    assert measure.over is not None
    rows = oracle.rows(measure.over)
    if measure.where is not None:
        rows = oracle.where(rows, measure.where)
    if measure.aggregate == "time":
        return len((oracle.ticks(rows.rows) & inside) - out - forgiven) * oracle.tick
    removed = out | forgiven if rows.shape == "intervals" else out
    found = []
    for row in sorted(rows.rows, key=lambda row: (row.start, row.end)):
        fields = _placed(oracle, objective, measure, row, rows, period, removed)
        if fields is not None:
            found.append(fields)
    if measure.aggregate == "lengths":
        return tuple(sorted(fields["length"] for fields in found))
    values = [True if measure.value is None else value(measure.value, fields) for fields in found]
    return aggregate(measure.aggregate, values, measure.percentile)


def _placed(
    oracle: Oracle,
    objective: Objective,
    measure: Measure,
    row: Row,
    rows: Rows,
    period: Period,
    removed: set[int],
) -> Values | None:
    """The fields of the row, where it belongs to the period and something is left of it."""
    by_start = rows.shape == "intervals" and objective.counted_when == "started"
    last = row.start if by_start else max(row.start, row.end - 1)
    if row.thin:
        return None
    span = oracle.ticks([row])
    if measure.inside:
        span &= set(range(period.start // oracle.tick, period.end // oracle.tick))
    belongs = bool(span) if measure.inside and row.end > row.start else period.start <= last < period.end
    gone = span <= removed if span else row.start // oracle.tick in removed
    if not belongs or gone:
        return None
    if rows.shape == "intervals":
        return row.fields | {"length": len(span - removed) * oracle.tick}
    return row.fields
