"""What the rows of events, streams and clocks look like, step by step."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from slalang.diagnostics import Kind, Label
from slalang.model.clocks import clock_rows
from slalang.model.contract import Declaration, Scope
from slalang.model.cycles import ordered
from slalang.model.events import event_rows
from slalang.model.findings import Findings
from slalang.model.metrics import bucket_rows
from slalang.model.names import bind
from slalang.model.references import row_edges
from slalang.model.row_expressions import UNKNOWN_FIELD, RowExpressions, rows_in_words
from slalang.model.rows import UNKNOWN_ROWS, RowField, RowSource
from slalang.model.suggestions import did_you_mean
from slalang.model.types import DURATION, INSTANT, agree
from slalang.syntax import nodes
from slalang.values import replace

WRONG_ROWS = Kind("SLA119", "wrong-rows")


class RowTypes:
    """Types what events, streams and clocks are made of. Each is typed once and remembered."""

    def __init__(self, scopes: Mapping[str, Scope], findings: Findings, expressions: RowExpressions) -> None:
        self.scopes = scopes
        self.findings = findings
        self.expressions = expressions
        self._known: dict[Declaration, RowSource] = {}
        for declaration in ordered(row_edges(self.scopes)):
            self.findings.look_at(declaration.path)
            self._known[declaration] = self._declared(declaration)

    def of(self, declaration: Declaration) -> RowSource:
        """The rows of an event, a stream or a clock; those on a cycle are unknown."""
        return self._known.get(declaration, UNKNOWN_ROWS)

    def of_source(self, source: nodes.Source, scope: Scope) -> RowSource:
        """The rows of a name, or of a stream in parentheses."""
        if isinstance(source, nodes.Name):
            declaration = bind(source, scope, self.findings, "event", "stream", "clock")
            return self.of(declaration) if declaration else UNKNOWN_ROWS
        return self._rows(source, scope)

    def of_all(self, sources: Sequence[nodes.Source], scope: Scope) -> RowSource:
        """The rows of several sources joined by `or`."""
        return self._joined(sources, [self.of_source(source, scope) for source in sources])

    def _declared(self, declaration: Declaration) -> RowSource:
        scope, node = self.scopes[declaration.path], declaration.node
        match node:
            case nodes.Event():
                return event_rows(declaration, node)
            case nodes.Clock():
                source = self.of_source(node.event, scope)
                return clock_rows(node, source, scope, self.expressions, self.findings)
            case nodes.Stream():
                return self._rows(node.rows, scope)
            case _:
                return UNKNOWN_ROWS

    def _rows(self, rows: nodes.Rows, scope: Scope) -> RowSource:
        found = self.of_all(rows.sources, scope)
        if rows.opening:
            found = self._opened(rows.opening, found, scope)
        for step in rows.steps:
            found = self._step(step, found, scope) if found.known else found
        return found

    # --- sources joined --------------------------------------------------------------------------

    def _joined(self, sources: Sequence[nodes.Source], parts: Sequence[RowSource]) -> RowSource:
        first, *others = parts
        if not others:
            return first
        if not all(part.known for part in parts):
            return UNKNOWN_ROWS
        for source, part in zip(sources[1:], others, strict=True):
            if not _can_join(first, part):
                self._report_join(sources[0], first, source, part)
                return UNKNOWN_ROWS
        return _union(parts)

    def _report_join(
        self, first: nodes.Source, rows: RowSource, other: nodes.Source, others: RowSource
    ) -> None:
        self.findings.report(
            WRONG_ROWS,
            f"{rows_in_words(rows)} cannot be joined with {rows_in_words(others)}",
            Label(other.span, _SHAPES[others.shape]),
            Label(first.span, _SHAPES[rows.shape]),
            help="join moments with moments, and lengths of time with lengths of time",
        )

    # --- steps -----------------------------------------------------------------------------------

    def _opened(self, opening: nodes.Opening, rows: RowSource, scope: Scope) -> RowSource:
        keys = self.keys(opening.keys, rows, scope)
        if not self._need(rows, opening, ("points",), "needs rows that have a moment"):
            return UNKNOWN_ROWS
        if isinstance(opening, nodes.Spaced):
            return rows
        self.expressions.condition(opening.starts, rows, scope)
        self.expressions.condition(opening.ends, rows, scope)
        return as_intervals(rows, keys)

    def _step(self, step: nodes.Step, rows: RowSource, scope: Scope) -> RowSource:
        match step:
            case nodes.Where(condition=condition):
                self.expressions.condition(condition, rows, scope)
                return rows
            case nodes.Every():
                return self._every(step, rows, scope)
            case nodes.WithRows():
                fits = self._need(rows, step, ("buckets",), "belongs after `every`")
                return rows if fits else UNKNOWN_ROWS
            case nodes.Followed():
                return self._followed(step, rows, scope)
            case nodes.Lasting():
                fits = self._need(rows, step, _LASTING, "needs rows that last")
                return as_intervals(rows, rows.keys) if fits else UNKNOWN_ROWS
            case nodes.Outside(source=source) | nodes.Inside(source=source):
                return self._cut(step, source, rows, scope)
            case nodes.AtOnce():
                return self._at_once(step, rows, scope)

    def _every(self, step: nodes.Every, rows: RowSource, scope: Scope) -> RowSource:
        if not self._need(rows, step, ("points",), "cuts moments into buckets"):
            return UNKNOWN_ROWS
        self.keys(step.keys, rows, scope)
        return bucket_rows(step, rows, scope, self.expressions, self.findings)

    def _followed(self, step: nodes.Followed, rows: RowSource, scope: Scope) -> RowSource:
        notice = self.of_source(step.notice, scope)
        self.keys(step.keys, rows, scope)
        self.keys(step.keys, notice, scope)
        if not self._need(rows, step, _LASTING, "needs rows that last"):
            return UNKNOWN_ROWS
        return as_intervals(rows, rows.keys) if rows.joined else rows

    def _cut(
        self, step: nodes.Outside | nodes.Inside, source: nodes.Source, rows: RowSource, scope: Scope
    ) -> RowSource:
        other = self.of_source(source, scope)
        self._need(other, step, _LASTING, "needs lengths of time", source)
        if not self._need(rows, step, ("points", *_LASTING), "needs moments or lengths of time"):
            return UNKNOWN_ROWS
        return replace(rows, shape="intervals", metrics=()) if rows.shape == "buckets" else rows

    def _at_once(self, step: nodes.AtOnce, rows: RowSource, scope: Scope) -> RowSource:
        self.keys((step.of,), rows, scope)
        keys = self.keys(step.keys, rows, scope)
        if step.alive_in:
            alive = self.of_source(step.alive_in, scope)
            self.keys((step.of, *step.keys), alive, scope)
        fits = self._need(rows, step, _LASTING, "needs rows that last")
        return as_intervals(rows, keys) if fits else UNKNOWN_ROWS

    # --- what steps need -------------------------------------------------------------------------

    def keys(self, names: Sequence[nodes.Name], rows: RowSource, scope: Scope) -> tuple[str, ...]:
        """The names as keys, which must be fields of the rows."""
        for name in names:
            if rows.known and name.text not in rows.fields and self._all_read(rows, scope):
                self.findings.report(
                    UNKNOWN_FIELD,
                    f"there is no field `{name.text}` in {rows_in_words(rows)}",
                    Label(name.span, "no such field"),
                    help=did_you_mean(name.text, rows.fields, "the fields are"),
                )
        return tuple(name.text for name in names)

    def _all_read(self, rows: RowSource, scope: Scope) -> bool:
        return self.findings.is_complete(scope.path, *(event.path for event in rows.events))

    def _need(
        self,
        rows: RowSource,
        step: nodes.Step | nodes.Opening,
        shapes: Sequence[str],
        why: str,
        place: nodes.Node | None = None,
    ) -> bool:
        if not rows.known or rows.shape in shapes:
            return True
        self.findings.report(
            WRONG_ROWS,
            f"`{_STEPS[type(step)]}` {why}; {rows_in_words(rows)} are {_SHAPES[rows.shape]}",
            Label((place or step).span, f"these are {_SHAPES[rows.shape]}"),
            *(Label(event.span, f"`{event.name}` is declared here") for event in rows.events[:1]),
            help=_ADVICE.get(shapes[0]),
        )
        return False


_LASTING = ("intervals", "buckets")
_STEPS: dict[type[nodes.Node], str] = {
    nodes.Paired: "from … until",
    nodes.Spaced: "spaced at least",
    nodes.Where: "where",
    nodes.Every: "every",
    nodes.WithRows: "with at least … rows",
    nodes.Followed: "with … within",
    nodes.Lasting: "lasting",
    nodes.Outside: "outside",
    nodes.Inside: "inside",
    nodes.AtOnce: "in … of",
}
_SHAPES = {
    "points": "moments",
    "intervals": "lengths of time",
    "buckets": "buckets of time",
    "cycles": "cycles of a clock",
    "unknown": "rows",
}
_ADVICE = {
    "intervals": "cut moments into buckets first: `every 5m { … }`",
    "points": "only the rows of an event with `at`, and what is kept of them, are moments",
    "buckets": "write `every 5m { … }` before it",
}


def as_intervals(rows: RowSource, keys: Sequence[str]) -> RowSource:
    """Intervals that keep nothing but some keys of the rows they are made of."""
    kept = {key: rows.fields[key] for key in keys if key in rows.fields}
    return RowSource("intervals", kept | interval_fields(), tuple(keys), events=rows.events)


def interval_fields() -> dict[str, RowField]:
    """What every interval has."""
    return {
        "from": RowField("from", INSTANT),
        "to": RowField("to", INSTANT),
        "length": RowField("length", DURATION),
    }


def _can_join(left: RowSource, right: RowSource) -> bool:
    return left.shape == right.shape or (left.has_length and right.has_length)


def _union(parts: Sequence[RowSource]) -> RowSource:
    """The rows of all parts: with the fields all have, and the keys of any that all have."""
    first, *others = parts
    shared = {
        name: known
        for name, known in first.fields.items()
        if all(name in other.fields and agree(other.fields[name].type, known.type) for other in others)
    }
    keys = dict.fromkeys(key for part in parts for key in part.keys if key in shared)
    events = dict.fromkeys(event for part in parts for event in part.events)
    shape = "intervals" if first.has_length else first.shape
    return RowSource(shape, shared, tuple(keys), events=tuple(events), joined=shape == "intervals")
