"""Measuring one agreement: from its plan and an event log to exact readings."""

from __future__ import annotations

from slalang.diagnostics import Outcome
from slalang.events import EventLog
from slalang.plan.plan import Plan
from slalang.plan.reading import GivenRow, Readings


def measure(plan: Plan, log: EventLog, *, end: int, given: tuple[GivenRow, ...] = ()) -> Outcome[Readings]:
    """The readings of all objectives in all periods that are over by ``end``, an instant.

    Rows count up to ``end``: later ones are not seen, and an interval that is open then lasts to it. The
    rows ``given`` for a stream stand in place of all of its rows. What cannot be measured is an error
    that names the clause; the readings of the rest are complete. Only the tables of the log are read,
    and they are left as they were.
    """
    # The engine's libraries take a while to load, and most commands measure nothing.
    from slalang.measurement.evaluation import evaluated

    return evaluated(plan, log, end, given)
