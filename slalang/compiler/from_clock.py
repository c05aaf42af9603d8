"""Clocks: what starts, stops and pauses a cycle, and its limit."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal, TypeAlias

from slalang.compiler.from_row_expression import NOTHING, RowExpressions
from slalang.compiler.ground import Ground
from slalang.model.contract import Scope
from slalang.model.rows import RowSource
from slalang.plan.expressions import Expression, Lookup
from slalang.plan.streams import Clock
from slalang.syntax import nodes

_AsOf: TypeAlias = Literal["start", "stop", "restarting", "carrying"]
_AS_OF: dict[str, _AsOf] = {
    "as of start": "start",
    "as of stop": "stop",
    "restarting": "restarting",
    "carrying": "carrying",
}


@dataclass(frozen=True)
class ClockTranslator:
    """Translates one clock over the rows of its event. ``event`` and ``calendar`` are names of the plan."""

    ground: Ground
    expressions: RowExpressions
    scope: Scope
    rows: RowSource

    def translate(self, node: nodes.Clock, name: str, event: str, calendar: str | None) -> Clock:
        """The clock under the name the plan has for it."""
        clauses = {type(clause): clause for clause in node.clauses}
        limit = clauses.get(nodes.Limit)
        continues = clauses.get(nodes.Continues)
        self._assume(node, limit if isinstance(limit, nodes.Limit) else None)
        return Clock(
            name=name,
            event=event,
            keys=tuple(key.text for key in node.keys),
            starts=self._condition(clauses.get(nodes.Starts)) or NOTHING,
            stops=self._condition(clauses.get(nodes.Stops)) or NOTHING,
            limit=self._translated(limit.value) if isinstance(limit, nodes.Limit) else None,
            pauses=self._condition(clauses.get(nodes.Pauses)),
            continues=self._condition(continues),
            continues_with_gap=isinstance(continues, nodes.Continues) and continues.with_the_gap,
            restarts=self._condition(clauses.get(nodes.Restarts)),
            calendar=calendar,
            limit_as_of=_as_of(limit),
        )

    def _condition(self, clause: nodes.ClockClause | None) -> Expression | None:
        if clause is None or isinstance(clause, nodes.RunsIn | nodes.Limit):
            return None
        return self._translated(clause.condition)

    def _translated(self, expression: nodes.Expression) -> Expression:
        return self.expressions.translate(expression, self.rows, self.scope)

    def _assume(self, node: nodes.Clock, limit: nodes.Limit | None) -> None:
        assume = self.ground.assumptions.assume
        name = node.name.text
        kinds = {type(clause) for clause in node.clauses}
        if limit and limit.change is None and isinstance(self._translated(limit.value), Lookup):
            assume(f"the limit of a cycle of `{name}` is the one that holds when it starts")
        if not kinds & {nodes.Continues, nodes.Restarts}:
            assume(f"when `{name}` starts again after it stopped, a new cycle begins")
        if nodes.RunsIn not in kinds:
            assume(f"`{name}` runs day and night: it names no calendar")


def calendar_name(node: nodes.Clock) -> nodes.Name | None:
    """The calendar a clock runs in, ``None`` for one that always runs."""
    found = (clause.calendar for clause in node.clauses if isinstance(clause, nodes.RunsIn))
    return next(found, None)


def _as_of(limit: object) -> _AsOf:
    change = limit.change if isinstance(limit, nodes.Limit) else None
    return _AS_OF[change or "as of start"]
