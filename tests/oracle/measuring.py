"""The measures of one objective in one period."""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction
from typing import Any

from tests.oracle.aggregates import aggregate
from tests.oracle.exclusions import Taken
from tests.oracle.expressions import value
from tests.oracle.plain import Json, optional
from tests.oracle.rows import Row, Rows
from tests.oracle.spans import Span, covered, length, shared, union, without
from tests.oracle.streams import Evaluation


@dataclass
class Measuring:
    """An objective, the window in which it is judged, and what is taken out of it."""

    evaluation: Evaluation
    objective: Json
    window: Span
    taken: Taken

    def measures(self) -> dict[str, Any]:
        """Every measure by its id."""
        return {measure["id"]: self.measure(measure) for measure in self.objective["measures"]}

    def measure(self, measure: Json) -> Any:
        """A number, the lengths of intervals, or ``None`` where there is no value."""
        excluded, forgiven = self.taken.of("exclude"), self.taken.of("forgive")
        if measure["aggregate"] == "period":
            return Fraction(length(without([self.window], excluded)))
        rows = self.evaluation.rows(measure["over"])
        if measure["where"] is not None:
            rows = self.evaluation.where(rows, measure["where"])
        if measure["aggregate"] == "time":
            down = without(rows.spans(), union(excluded, forgiven))
            return Fraction(length(shared(down, [self.window])))
        counted = [fields for row in rows.rows if (fields := self.counted(row, rows, measure)) is not None]
        if measure["aggregate"] == "lengths":
            return sorted(fields["length"] for fields in counted)
        found = [self._value(measure["value"], fields) for fields in counted]
        return aggregate(measure["aggregate"], found, optional(measure["percentile"]))

    def _value(self, expression: Json | None, fields: Any) -> Any:
        return True if expression is None else value(expression, fields, self.evaluation.plan)

    def counted(self, row: Row, rows: Rows, measure: Json) -> dict[str, Any] | None:
        """The fields of a row, where it belongs to the period and something is left of it."""
        if rows.shape == "cycles":
            return row.all_fields() if self.holds(self.moment(row)) else None
        excluded, forgiven = self.taken.of("exclude"), self.taken.of("forgive")
        if rows.shape == "points":
            gone = covered(row.span, excluded)
            return row.all_fields() if self.holds(row.start) and not gone else None
        if rows.shape == "buckets" and not measure["inside"]:
            gone = row.thin or covered(row.span, excluded)
            return row.all_fields() if self.holds(row.end - 1) and not gone else None
        thin = rows.shape == "buckets" and row.thin
        return None if thin else self._interval(row, measure, union(excluded, forgiven))

    def _interval(self, row: Row, measure: Json, removed: list[Span]) -> dict[str, Any] | None:
        """An interval belongs whole to the period of its end or its start; ``inside`` to each it touches."""
        part = shared([row.span], [self.window]) if measure["inside"] else [row.span]
        if measure["inside"] and row.start < row.end:
            belongs = bool(part)
        elif self.objective["counted_when"] == "started":
            belongs = self.holds(row.start)
        else:
            belongs = self.holds(max(row.start, row.end - 1))
        if not belongs or covered(row.span, removed):
            return None
        left = without(part, removed)
        if row.start < row.end and not left:
            return None
        return row.all_fields() | {"length": length(left)}

    def holds(self, at: int | None) -> bool:
        """Whether the instant lies in the window."""
        return at is not None and self.window[0] <= at < self.window[1]

    def moment(self, row: Row) -> int | None:
        """The instant by which a cycle belongs to a period; of a clock without a limit that of its stop. One
        that is late and still runs stops later: for the time being it counts in the last period."""
        when = self.objective["counted_when"] or "due"
        if when == "started":
            return row.start
        if when == "due" and row.fields["due"] is not None:
            return int(row.fields["due"])
        stopped = row.fields["stopped"]
        return self.evaluation.end - 1 if stopped is None else stopped
