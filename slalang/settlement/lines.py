"""Outcomes and credits as lines of a statement."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from fractions import Fraction

from slalang.plan.expressions import Arithmetic, MeasureValue, Number
from slalang.plan.terms import Bound, Objective
from slalang.quantities.period import Period
from slalang.settlement.outcomes import Assessment
from slalang.settlement.returns import Standing
from slalang.settlement.series import Governed
from slalang.statement import (
    BreachLine,
    CreditLine,
    CreditRowLine,
    ExclusionLine,
    OpenCreditLine,
    OutcomeLine,
)


def pending_line(governed: Governed) -> OutcomeLine:
    """An objective in a period that is not over; which keys it will have is not known yet."""
    return _blank_line(governed.objective, governed.period)


def outcome_line(one: Assessment, rows: tuple[CreditRowLine, ...] = ()) -> OutcomeLine:
    """An objective in a period that is over, with the rows of its credit block held against it."""
    reading, ruling = one.reading, one.ruling
    return replace(
        _blank_line(one.objective, one.period),
        keys=one.keys,
        value=one.value,
        compared=one.compared,
        outcome=one.outcome,
        breach=one.breach,
        breach_rules=tuple(BreachLine(text, clause) for text, clause in one.breach_rules),
        because=ruling.because if ruling else None,
        rows=reading.rows,
        cycles=reading.cycles,
        buckets=reading.buckets,
        empty_buckets=reading.empty_buckets,
        excluded=reading.excluded,
        exclusions=tuple(_exclusions(one)),
        notes=reading.notes,
        behind=() if reading.value is not None else reading.behind,
        clause=(ruling.clause if ruling else None) or _target_clause(one.objective),
        measured_time=_measured_time(one),
        credit_rows=rows,
    )


def credit_line(standing: Standing) -> CreditLine:
    """A credit as due and as paid, and where its earn-back has brought it."""
    paid = standing.paid
    one = paid.due.period
    return CreditLine(
        objective=one.objective.name,
        keys=one.keys,
        period=one.period.label,
        month=one.period.month,
        due=paid.due.amount,
        paid=paid.amount,
        returned=standing.returned,
        state=standing.state,
        steps=paid.due.steps + paid.cuts,
        open_amount=standing.open_amount,
        window=standing.window,
        claim=standing.claim,
        lapsed=standing.lapsed,
        due_days=paid.due.days or None,
        paid_days=paid.days if paid.due.days else None,
    )


def open_line(standing: Standing) -> OpenCreditLine:
    """A credit of which something can still return."""
    one = standing.paid.due.period
    return OpenCreditLine(
        objective=one.objective.name,
        keys=one.keys,
        credit_period=one.period.label,
        amount=standing.open_amount,
        progress=standing.progress,
        clause=standing.clause,
    )


def _blank_line(objective: Objective, period: Period) -> OutcomeLine:
    target, minimum = objective.target, objective.minimum
    return OutcomeLine(
        objective=objective.name,
        title=objective.title,
        service=objective.service,
        keys=(),
        period=period.label,
        period_start=period.start,
        period_end=period.end,
        unit=objective.unit,
        value=None,
        compared=None,
        operator=_relation(target),
        target=_threshold(target),
        minimum_operator=_relation(minimum),
        minimum=_threshold(minimum),
        outcome="pending",
        breach=False,
        counts=not objective.report_only,
        because=None,
        rows=None,
        buckets=None,
        empty_buckets=None,
        excluded=0,
        exclusions=(),
        notes=(),
        clause=_target_clause(objective),
    )


def _exclusions(one: Assessment) -> Iterator[ExclusionLine]:
    forgiving = {each.clause for each in one.objective.exclusions if each.effect == "forgive"}
    for clause, time in one.reading.exclusions:
        yield ExclusionLine(clause, "forgiven" if clause in forgiving else "excluded", time)


def _relation(bound: Bound | None) -> str | None:
    return bound.operator if bound else None


def _threshold(bound: Bound | None) -> Fraction | None:
    return bound.threshold if bound else None


def _target_clause(objective: Objective) -> str:
    return objective.target.clause if objective.target else objective.clause


def _measured_time(one: Assessment) -> int | None:
    """The length the value is a share of, where it is ``1 - time(...) / time(period)``."""
    match one.objective.value:
        case Arithmetic("-", Number(value), Arithmetic("/", MeasureValue(down), MeasureValue(whole))):
            kinds = {measure.id: measure.aggregate for measure in one.objective.measures}
            length = one.measures.get(whole)
            is_share = value == 1 and kinds.get(down) == "time" and kinds.get(whole) == "period"
            return int(length) if is_share and isinstance(length, Fraction) else None
        case _:
            return None
