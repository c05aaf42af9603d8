"""Which way conditions, rows and numbers go from one version to the other, as far as that is sure.

A trend is 1 where there is as much or more (more rows, a larger number), -1 where there is as much or less, 0
where nothing differs, and ``None`` where that cannot be told.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, fields, is_dataclass, replace
from typing import Any, TypeAlias

from slalang.changes.content import content
from slalang.changes.sources import Flow, Sources
from slalang.plan.expressions import (
    Arithmetic,
    Comparison,
    Expression,
    FieldValue,
    Logic,
    Lookup,
    Membership,
    Negation,
    Negative,
    Number,
    Truth,
)
from slalang.plan.streams import (
    AtOnce,
    Calendar,
    Clock,
    Every,
    Inside,
    Lasting,
    Metric,
    Outside,
    Step,
    Table,
    Where,
)

Trend: TypeAlias = int | None


def joined(trends: Iterable[Trend]) -> Trend:
    """What several trends come to that all pull the same way."""
    found = set(trends) - {0}
    if None in found or len(found) > 1:
        return None
    return next(iter(found), 0)


def turned(trend: Trend) -> Trend:
    """The other way round."""
    return None if trend is None else -trend


def sign(value: Any) -> int:
    """1, 0 or -1."""
    return int(value > 0) - int(value < 0)


@dataclass
class Trends:
    """Compares what two versions have under names made of contents. ``metrics`` are those of buckets that go
    one way, by the names of both versions."""

    old: Sources
    new: Sources
    metrics: dict[tuple[str, str], int] = field(default_factory=dict)

    # --- rows ------------------------------------------------------------------------------------

    def rows(self, old: str | None, new: str | None) -> Trend:
        """The rows of an event, a stream or a clock."""
        if old == new:
            return 0
        before, after = self.old.flows.get(old or ""), self.new.flows.get(new or "")
        before = before or (Flow((old,), ()) if old else None)
        after = after or (Flow((new,), ()) if new else None)
        return self._flow(before, after) if before and after else None

    def _flow(self, old: Flow, new: Flow) -> Trend:
        start = self._sources(old.sources, new.sources)
        pairs = _aligned(old.steps, new.steps)
        if start is None or pairs is None:
            return None
        trend: Trend = start
        for before, after in pairs:
            if trend and not _keeps_order(after or before):
                return None
            trend = joined((trend, self._step(before, after)))
            if trend is None:
                return None
        return trend

    def _sources(self, old: tuple[str, ...], new: tuple[str, ...]) -> Trend:
        if (
            len(old) == len(new) == 1
            and old != new
            and (old[0] in self.old.flows or new[0] in self.new.flows)
        ):
            return self.rows(old[0], new[0])
        return _subset(set(old), set(new))

    def _step(self, old: Step | None, new: Step | None) -> Trend:
        """How many rows are left after a step; one that only one version has leaves out."""
        if old is None or new is None:
            one = new or old
            leaves_out = isinstance(one, Where | Lasting | Outside | Inside)
            return (-1 if old is None else 1) if leaves_out else None
        match old, new:
            case Where(before), Where(after):
                return self.condition(before, after)
            case Lasting() as before, Lasting() as after:
                longer = (after.length, after.strictly) > (before.length, before.strictly)
                return 0 if before == after else -1 if longer else 1
            case Outside(before), Outside(after):
                return turned(self.rows(before, after))
            case Inside(before), Inside(after):
                return self.rows(before, after)
            case AtOnce() as before, AtOnce() as after if replace(before, least=after.least) == after:
                known = before.least is not None and after.least is not None
                return sign((before.least or 0) - (after.least or 0)) if known or before == after else None
            case Every() as before, Every() as after:
                return self._buckets(before, after)
            case _:
                return 0 if content(old) == content(new) else None

    def _buckets(self, old: Every, new: Every) -> Trend:
        """As many buckets, in which the one metric that differs may go one way."""
        if replace(old, metrics=()) != replace(new, metrics=()):
            return None
        left = [one for one in old.metrics if one not in new.metrics]
        come = [one for one in new.metrics if one not in old.metrics]
        if len(left) == len(come) == 1:
            trend = self._metric(left[0], come[0])
            if trend:
                self.metrics[left[0].name, come[0].name] = trend
            return None if trend is None else 0
        return 0 if not left and not come else None

    def _metric(self, old: Metric, new: Metric) -> Trend:
        same = replace(old, name="", value=None) == replace(new, name="", value=None)
        if not same or old.aggregate not in ("share", "count") or old.value is None or new.value is None:
            return None
        return self.condition(old.value, new.value)

    # --- conditions ------------------------------------------------------------------------------

    def condition(self, old: Expression, new: Expression) -> Trend:
        """The rows for which a condition holds."""
        if content(old) == content(new):
            return 0
        for operator, way in (("and", -1), ("or", 1)):
            if any(isinstance(one, Logic) and one.operator == operator for one in (old, new)):
                return self._operands(_operands(operator, old), _operands(operator, new), way)
        match old, new:
            case Negation(before), Negation(after):
                return turned(self.condition(before, after))
            case Comparison("<" | "<=" as one, left, right), Comparison("<" | "<=" as other, low, high):
                sides = joined((turned(self.number(left, low)), self.number(right, high)))
                return joined((sides, sign((other == "<=") - (one == "<="))))
            case _:
                return _choices(old, new)

    def _operands(self, old: Mapping[str, Expression], new: Mapping[str, Expression], way: int) -> Trend:
        left = [one for key, one in old.items() if key not in new]
        come = [one for key, one in new.items() if key not in old]
        if not left or not come:
            return way if come else -way
        return self.condition(left[0], come[0]) if len(left) == len(come) == 1 else None

    def number(self, old: Expression, new: Expression) -> Trend:
        """A number reckoned from a row."""
        match old, new:
            case Number(before), Number(after):
                return sign(after - before)
            case FieldValue(before), FieldValue(after) if (before, after) in self.metrics:
                return self.metrics[before, after]
            case Negative(before), Negative(after):
                return turned(self.number(before, after))
            case Arithmetic("+" | "-" as one, left, right), Arithmetic(other, low, high) if one == other:
                second = self.number(right, high)
                return joined((self.number(left, low), second if one == "+" else turned(second)))
            case Lookup(before, operand), Lookup(after, same) if content(operand) == content(same):
                return _table(self.old.things.get(before), self.new.things.get(after))
            case _:
                return 0 if content(old) == content(new) else None

    # --- clocks ----------------------------------------------------------------------------------

    def lateness(self, old: str, new: str) -> Trend:
        """How many of a clock's cycles are late: more where it has less time, stops less or runs more."""
        before, after = self.old.things.get(old), self.new.things.get(new)
        if not isinstance(before, Clock) or not isinstance(after, Clock):
            return None
        aside = (
            replace(one, limit=None, calendar=None, pauses=None, stops=Truth(True)) for one in (before, after)
        )
        if len(set(map(content, aside))) > 1:
            return None
        return joined(
            (
                self._limit(before, after),
                self._hours(before.calendar, after.calendar),
                turned(self._pauses(before.pauses, after.pauses)),
                turned(self.condition(before.stops, after.stops)),
            )
        )

    def _limit(self, old: Clock, new: Clock) -> Trend:
        if old.limit is None or new.limit is None:
            return 0 if old.limit == new.limit else None
        return turned(self.number(old.limit, new.limit))

    def _pauses(self, old: Expression | None, new: Expression | None) -> Trend:
        if old is None or new is None:
            return 0 if old is new else 1 if old is None else -1
        return self.condition(old, new)

    def _hours(self, old: str | None, new: str | None) -> Trend:
        """The time in which a clock runs; without a calendar it always does."""
        if old == new:
            return 0
        before, after = (
            sources.things.get(name or "") for sources, name in ((self.old, old), (self.new, new))
        )
        if before is None or after is None:
            return 1 if after is None else -1
        if not isinstance(before, Calendar) or not isinstance(after, Calendar):
            return None
        return 1 if _covers(after, before) else -1 if _covers(before, after) else None


def _aligned(old: tuple[Step, ...], new: tuple[Step, ...]) -> list[tuple[Step | None, Step | None]] | None:
    """The steps side by side, where at most one is only in one version."""
    if len(old) == len(new):
        return list(zip(old, new, strict=True))
    longer, shorter = (old, new) if len(old) > len(new) else (new, old)
    if len(longer) != len(shorter) + 1:
        return None
    for number in range(len(longer)):
        rest = (*longer[:number], *longer[number + 1 :])
        if content(rest) == content(shorter):
            padded = (*shorter[:number], None, *shorter[number:])
            pairs = zip(longer, padded, strict=True)
            return [(one, other) if longer is old else (other, one) for one, other in pairs]
    return None


def _keeps_order(step: Step | None) -> bool:
    """Whether more rows before a step are never fewer after it."""
    if isinstance(step, Where):
        return not _names_length(step.condition)
    return isinstance(step, Lasting | Outside | Inside) or (
        isinstance(step, AtOnce) and step.least is not None
    )


def _names_length(part: Any) -> bool:
    if isinstance(part, FieldValue):
        return part.field == "length"
    if isinstance(part, tuple):
        return any(map(_names_length, part))
    if is_dataclass(part) and not isinstance(part, type):
        return any(_names_length(getattr(part, each.name)) for each in fields(part))
    return False


def _operands(operator: str, value: Expression) -> dict[str, Expression]:
    parts = value.operands if isinstance(value, Logic) and value.operator == operator else (value,)
    return {content(one): one for one in parts}


def _subset(old: set[str], new: set[str]) -> Trend:
    return 0 if old == new else 1 if old < new else -1 if new < old else None


def _choices(old: Expression, new: Expression) -> Trend:
    """``a in (x, y)`` against ``a in (x, y, z)``, or ``a = x``."""
    before, after = (_membership(one) for one in (old, new))
    if before is None or after is None or before[0] != after[0]:
        return None
    return _subset(before[1], after[1])


def _membership(value: Expression) -> tuple[str, set[str]] | None:
    match value:
        case Membership(operand, values):
            return content(operand), set(map(content, values))
        case Comparison("=", left, right):
            field, other = (left, right) if isinstance(left, FieldValue) else (right, left)
            return content(field), {content(other)}
        case _:
            return None


def _table(old: Any, new: Any) -> Trend:
    """The values of a table: all as large or larger, or all as small or smaller."""
    if not isinstance(old, Table) or not isinstance(new, Table) or old.field != new.field:
        return None
    rows = dict(old.rows), dict(new.rows)
    keys = rows[0].keys() | rows[1].keys()
    values = [(rows[0].get(key, old.default), rows[1].get(key, new.default)) for key in keys]
    values.append((old.default, new.default))
    if any((before is None) != (after is None) for before, after in values):
        return None
    return joined(
        sign(after - before) for before, after in values if before is not None and after is not None
    )


def _covers(wide: Calendar, narrow: Calendar) -> bool:
    """Whether all open time of one calendar is open in the other."""
    return all(any(start <= first and last <= end for start, end in wide.open) for first, last in narrow.open)
