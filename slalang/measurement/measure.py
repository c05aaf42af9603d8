"""Measuring one agreement: from its plan and an event log to exact readings."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Literal, TypeAlias

from slalang.diagnostics import Outcome
from slalang.events import EventLog
from slalang.plan.plan import Plan
from slalang.plan.reading import GivenRow, Readings, Running, Tracing

if TYPE_CHECKING:
    from slalang.measurement.dialects import Dialect
    from slalang.measurement.engine import Opening

EngineName: TypeAlias = Literal["duckdb", "spark"]


def measure(
    plan: Plan,
    log: EventLog,
    *,
    end: int,
    as_of: int | None = None,
    given: tuple[GivenRow, ...] = (),
    traced: Tracing | None = None,
) -> Outcome[Readings]:
    """The readings of all objectives in all periods that are over by ``end``, an instant.

    Rows count up to ``as_of``, the instant up to which the logs are complete, or to ``end`` where that is
    later; without it, as far as the logs themselves go (see ``known_until``). Later rows are not seen, and
    what is open then lasts to it. The rows ``given`` for a stream stand in place of all of its rows. What
    cannot be measured is an error that names the clause; the readings of the rest are complete. Only the
    tables of the log are read, and they are left as they were. Readings that are ``traced`` name
    the first things that each measure was made of.
    """
    # The engine's libraries take a while to load, and most commands measure nothing.
    from slalang.measurement.evaluation import evaluated

    return evaluated(plan, log, end, as_of, given, traced=traced)


def measure_running(plan: Plan, log: EventLog, at: int) -> Outcome[Running]:
    """The periods that are not over at an instant, measured up to it, and the clocks that run then.

    The logs are complete up to the instant; later rows are not seen. What cannot be measured is an error that
    names the clause.
    """
    from slalang.measurement.running import measured_running

    return measured_running(plan, log, at)


def measure_all(
    plans: Sequence[Plan],
    log: EventLog,
    *,
    ends: Sequence[int],
    as_of: Sequence[int | None],
    engine: EngineName = "duckdb",
) -> list[Outcome[Readings]]:
    """For each plan what ``measure`` says of it, ``ends`` and ``as_of`` being its own.

    Agreements that promise the same and differ in whose rows count are measured in one pass over the log,
    however many they are. ``spark`` counts in the session that Spark has, or in one of its own; the readings
    are the same.
    """
    from slalang.measurement.together import evaluated_together

    return evaluated_together(plans, log, ends, as_of, _opening(engine))


def _opening(engine: EngineName) -> Opening:
    from slalang.measurement.engine import opened

    if engine == "duckdb":
        return opened
    from slalang.measurement.spark import opened_in_spark

    return opened_in_spark


def queries(plan: Plan, log: EventLog, dialect: Dialect) -> Outcome[str]:
    """The queries that measure the whole term of a plan, as a text in the dialect.

    ``log`` has no rows: what queries are asked does not depend on them.
    """
    from slalang.measurement.script import written

    return written(plan, log, dialect)
