"""Whether one clock is stricter than another: its limits and hours, what pauses it and what stops it."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TypeVar

from slalang.model.aggregates import function_of
from slalang.model.contract import Declaration, Objective
from slalang.model.strictness import Strictness
from slalang.quantities import local_time
from slalang.rules.conditions import Condition, find_row, shown
from slalang.rules.deadlines import Ticket, pace_of, tickets
from slalang.rules.survey import Survey
from slalang.source import Span
from slalang.syntax import nodes
from slalang.values import Frozen, value

Wanted = TypeVar("Wanted", bound=nodes.Node)


@value
class Difference(Frozen):
    """One way in which a clock is stricter or looser than another, and a ticket that shows it.

    ``ticket`` says which ticket is treated better by one of them, ``instead`` what the other makes of it.
    """

    verdict: Strictness
    what: str
    ticket: str
    old: Span
    new: Span


def clock_of(objective: Objective, survey: Survey) -> Declaration | None:
    """The clock of an objective that is the share of its cycles in time."""
    node = objective.indicator.node
    measure = node.value if isinstance(node, nodes.Indicator) else None
    match measure:
        case nodes.Aggregate(value=nodes.NameRef(name=name), over=nodes.Name(text=source), where=None):
            found = survey.scope_of(objective.indicator).lookup(source)
            is_share = function_of(measure) == "share" and name.text == "in_time"
            return found if is_share and found and found.kind == "clock" else None
        case _:
            return None


def differences(old: Declaration, new: Declaration, survey: Survey) -> tuple[Difference, ...] | None:
    """All ways in which the new clock differs from the old one; ``None`` where they cannot be compared."""
    if old == new:
        return ()
    before, after = old.node, new.node
    if not isinstance(before, nodes.Clock) or not isinstance(after, nodes.Clock):
        return None
    comparison = _Comparison(survey, old, new, before, after)
    return comparison.found() if comparison.is_possible else None


def verdict_of(found: tuple[Difference, ...]) -> Strictness:
    """What the differences come to."""
    verdicts = {each.verdict for each in found}
    if len(verdicts) > 1:
        return "incomparable"
    return next(iter(verdicts), "equal")


@value
class _Comparison(Frozen):
    survey: Survey
    old: Declaration
    new: Declaration
    before: nodes.Clock
    after: nodes.Clock

    @property
    def is_possible(self) -> bool:
        """Whether both count the same things from the same moments on."""
        same_rows = self._event(self.old, self.before) == self._event(self.new, self.after)
        kept = (nodes.Starts, nodes.Continues, nodes.Restarts)
        changes = [_limit_change(each) for each in (self.before, self.after)]
        return (
            same_rows
            and [key.text for key in self.before.keys] == [key.text for key in self.after.keys]
            and all(_clause(self.before, kind) == _clause(self.after, kind) for kind in kept)
            and changes[0] == changes[1]
        )

    def found(self) -> tuple[Difference, ...] | None:
        """The differences in limits, pauses and stops; ``None`` where one of them cannot be told."""
        paces = pace_of(self.old, self.survey), pace_of(self.new, self.survey)
        pauses, stops = self._by_condition(nodes.Pauses), self._by_condition(nodes.Stops)
        if paces[0] is None or paces[1] is None or pauses is None or stops is None:
            return None
        if paces[0].field and paces[1].field and paces[0].field != paces[1].field:
            return None
        return (*self._limits(list(tickets(paces[0], paces[1])), paces[0].hours.zone), *pauses, *stops)

    def _event(self, clock: Declaration, node: nodes.Clock) -> Declaration | None:
        return self.survey.scope_of(clock).lookup(node.event.text)

    # --- limits and hours ------------------------------------------------------------------------

    def _limits(self, found: list[Ticket], zone: str) -> Iterator[Difference]:
        later = next((ticket for ticket in found if ticket.due_after > ticket.due_before), None)
        sooner = next((ticket for ticket in found if ticket.due_after < ticket.due_before), None)
        if later:
            yield self._due("looser", later, zone)
        if sooner:
            yield self._due("stricter", sooner, zone)

    def _due(self, verdict: Strictness, ticket: Ticket, zone: str) -> Difference:
        kind = f"a {ticket.kind} ticket" if ticket.kind else "a ticket"
        opened, before, after = (
            _shown(each, zone) for each in (ticket.opened, ticket.due_before, ticket.due_after)
        )
        text = f"{kind} opened on {opened} is due on {after}, and by `{self.old.name}` on {before}"
        word = "later" if verdict == "looser" else "sooner"
        what = f"tickets fall due {word}"
        return Difference(verdict, what, text, self._place(self.before), self._place(self.after))

    def _place(self, clock: nodes.Clock) -> Span:
        limit = _clause(clock, nodes.Limit)
        return limit.span if limit else clock.name.span

    # --- pauses and stops ------------------------------------------------------------------------

    def _by_condition(self, kind: type[nodes.Pauses] | type[nodes.Stops]) -> tuple[Difference, ...] | None:
        """The differences in what pauses or stops the time; ``None`` where they cannot be told."""
        old, new = _clause(self.before, kind), _clause(self.after, kind)
        if old == new:
            return ()
        conditions = self._conditions(old, self.old), self._conditions(new, self.new)
        left = _beyond(conditions[0], conditions[1], self.survey)
        added = _beyond(conditions[1], conditions[0], self.survey)
        if left is None or added is None:
            return None
        places = (old.span if old else self.before.name.span), (new.span if new else self.after.name.span)
        return tuple(
            Difference(verdict, what, text.format(row=row, old=f"`{self.old.name}`"), *places)
            for row, (verdict, what, text) in zip((added, left), _SAID[kind], strict=True)
            if row
        )

    def _conditions(self, clause: nodes.Pauses | nodes.Stops | None, clock: Declaration) -> list[Condition]:
        event = self._event(self.old, self.before)
        if clause is None or event is None:
            return []
        rows = self.survey.typing.rows(event)
        return [Condition(clause.condition, rows, self.survey.scope_of(clock))]


_SAID: dict[type[nodes.Node], tuple[tuple[Strictness, str, str], tuple[Strictness, str, str]]] = {
    nodes.Pauses: (
        (
            "looser",
            "the time is paused more often",
            "with {row} the time stands still, and by {old} it runs on",
        ),
        (
            "stricter",
            "the time is paused less often",
            "with {row} the time runs on, and by {old} it stands still",
        ),
    ),
    nodes.Stops: (
        ("looser", "more stops the time", "{row} stops the time, and by {old} it runs on"),
        ("stricter", "less stops the time", "after {row} the time runs on, and by {old} it stops"),
    ),
}
"""What follows when a clause holds for more rows than before, and when for fewer."""


def _beyond(inside: list[Condition], outside: list[Condition], survey: Survey) -> str | None:
    """A row inside and not outside, in words; empty where there is none, ``None`` where that is not sure."""
    if not inside:
        return ""
    answer = find_row(survey, inside, outside) if outside else find_row(survey, inside)
    if not answer.is_plain or not answer.is_certain:
        return None
    return "" if answer.row is None else f"`{shown(answer.row, inside[0].rows)}`"


def _clause(clock: nodes.Clock, kind: type[Wanted]) -> Wanted | None:
    return next((clause for clause in clock.clauses if isinstance(clause, kind)), None)


def _limit_change(clock: nodes.Clock) -> str:
    limit = _clause(clock, nodes.Limit)
    return (limit.change if limit else None) or "as of start"


def _shown(instant: int, zone: str) -> str:
    moment = local_time(instant, zone).replace(tzinfo=None)
    return f"{moment:%A} {moment.isoformat(timespec='minutes')}"
