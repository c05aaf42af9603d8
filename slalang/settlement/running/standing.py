"""The status of one agreement: from its plan and what was measured up to an instant."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from decimal import Decimal
from fractions import Fraction
from functools import cached_property

from slalang.diagnostics import Outcome
from slalang.plan.plan import Plan
from slalang.plan.reading import Reading, Readings, Running, RunningReading
from slalang.plan.terms import Objective, Terms
from slalang.settlement.accounts import Account
from slalang.settlement.amounts import Amounts, points_text, uses_fees
from slalang.settlement.breaches import with_breaches
from slalang.settlement.credits import Claims, Due, Unknown
from slalang.settlement.evaluation import Evaluation, evaluated
from slalang.settlement.findings import Unsettled
from slalang.settlement.horizons import Horizons
from slalang.settlement.lines import outcome_line
from slalang.settlement.outcomes import Assessment, assess
from slalang.settlement.running.ahead import (
    cap_lines,
    clock_lines,
    horizons_of,
    limit_of,
    open_windows,
    upcoming,
)
from slalang.settlement.running.budgets import budgets
from slalang.settlement.running.prospects import prospects
from slalang.settlement.running.reach import Outlook
from slalang.settlement.series import Series
from slalang.settlement.support import unsupported
from slalang.statement import InputFile, Keys, OutcomeLine
from slalang.status import FORMAT_VERSION, RunningLine, Status


def status_of(
    plan: Plan,
    readings: Readings,
    running: Running,
    *,
    inputs: tuple[InputFile, ...] = (),
    remarks: tuple[str, ...] = (),
    versions: tuple[tuple[str, str], ...] = (),
) -> Outcome[Status | None]:
    """How the agreement stands at the instant of ``running``, up to which ``readings`` go.

    A clause that cannot be settled is an error that names it, and there is no status.
    """
    findings = unsupported(plan)
    if findings:
        return Outcome(None, findings)
    work = _Work(evaluated(plan, readings), running)
    lines = tuple(work.line(one) for one in work.in_order())
    status = Status(
        format_version=FORMAT_VERSION,
        agreement=plan.agreement,
        title=plan.title,
        provider=plan.provider,
        customer=plan.customer,
        as_of=running.at,
        timezone=plan.timezone,
        currency=plan.currency,
        minor_digits=plan.minor_digits,
        clocks=clock_lines(plan, running),
        objectives=lines,
        earn_backs=tuple(open_windows(work.evaluation)),
        caps=tuple(cap_lines(work.evaluation, work.horizons)),
        upcoming=upcoming(plan, running.at, lines),
        remarks=remarks,
        clauses=(),
        inputs=inputs,
        plan_hash=plan.hash,
        versions=tuple((dict(versions) | dict(plan.data_versions)).items()),
    )
    named = set(_named(status))
    places = ((clause.path, clause.place) for clause in plan.clauses if clause.path in named)
    return Outcome(replace(status, clauses=tuple(places)))


def _named(status: Status) -> Iterator[str | None]:
    for line in status.objectives:
        yield line.clause
        yield from (budget.clause for budget in line.budgets)
    yield from (line.clause for line in status.earn_backs)
    yield from (line.clause for line in status.caps)
    yield from (line.clause for line in status.upcoming)


@dataclass(frozen=True)
class _Work:
    evaluation: Evaluation
    running: Running

    @property
    def plan(self) -> Plan:
        return self.evaluation.plan

    @cached_property
    def amounts(self) -> Amounts:
        return Amounts(self.evaluation.book, self.evaluation.money)

    @cached_property
    def horizons(self) -> Horizons:
        return horizons_of(self.evaluation, self.amounts)

    def in_order(self) -> list[RunningReading]:
        """The readings, those of one objective together, in the order in which versions name them."""
        names = [one.name for terms in self.plan.versions for one in terms.objectives]
        return sorted(self.running.objectives, key=lambda one: names.index(one.reading.objective))

    def line(self, running: RunningReading) -> RunningLine:
        """One objective in its running period."""
        return _Period(self, running).line()


@dataclass(frozen=True)
class _Period:
    """A running period of an objective, for one combination of keys."""

    work: _Work
    running: RunningReading

    @cached_property
    def terms(self) -> Terms:
        return self.work.plan.terms_at(self.running.period.start)

    @cached_property
    def objective(self) -> Objective:
        name = self.running.reading.objective
        return next(one for one in self.terms.objectives if one.name == name)

    @property
    def keys(self) -> Keys:
        return tuple(zip(self.objective.keys, self.running.reading.keys, strict=True))

    def line(self) -> RunningLine:
        running, reading = self.running, self.running.reading
        outlook = Outlook(self.work.plan, self.objective, running)
        now = self.assessed(reading)
        blank: OutcomeLine = outcome_line(now)
        credit, credit_open = self.credit(now)
        ends = prospects(outlook, now, self.assessed, self.settled)
        return RunningLine(
            objective=blank.objective,
            title=blank.title,
            service=blank.service,
            keys=blank.keys,
            period=blank.period,
            period_start=blank.period_start,
            period_end=blank.period_end,
            until=running.until,
            unit=blank.unit,
            value=blank.value,
            compared=blank.compared,
            operator=blank.operator,
            target=blank.target,
            minimum_operator=blank.minimum_operator,
            minimum=blank.minimum,
            outcome=blank.outcome,
            counts=blank.counts,
            because=blank.because,
            credit=credit,
            credit_open=credit_open,
            paid_at_most=self.paid_at_most(ends.worst.credit) if self._pays() else None,
            worst=ends.worst,
            best=ends.best,
            budgets=tuple(budgets(outlook)),
            rows=blank.rows,
            cycles=blank.cycles,
            excluded=blank.excluded,
            provided=tuple(self._provided(outlook)),
            notes=(*blank.notes, *reading.undecided),
            clause=blank.clause,
        )

    def _pays(self) -> bool:
        return self.objective.credit is not None and not self.objective.report_only

    def assessed(self, reading: Reading) -> Assessment:
        """What a reading would come to at the close."""
        return assess(self.terms, self.objective, self.running.period, self.keys, reading, self._fees())

    def _fees(self) -> Fraction | None:
        if not uses_fees(self.objective.value):
            return None
        try:
            return self.work.evaluation.book.of(self.running.period, self.keys).amount
        except Unsettled:
            return None

    # --- credits ---------------------------------------------------------------------------------

    @cached_property
    def _earlier(self) -> Series:
        """What the objective came to in the periods that are over."""
        for series in self.work.evaluation.measured.series:
            if (series.objective, series.keys) == (self.objective.name, self.keys):
                return series
        return Series(self.objective.name, self.keys, (), ())

    def settled(self, one: Assessment) -> Due | Unknown | None:
        """The credit of the period, if it came to this."""
        earlier = self._earlier
        entries = with_breaches((*earlier.entries, one))
        series = Series(earlier.objective, earlier.keys, entries, (*earlier.closes, one.period))
        claims = Claims(self.work.plan, self.work.amounts)
        account = Account(series, self.work.evaluation.timeline, claims, term_is_over=False).settled()
        found: list[Due | Unknown] = [*account.dues, *account.unknown]
        return next((due for due in found if due.period.period.end == one.period.end), None)

    def credit(self, now: Assessment) -> tuple[Decimal | None, str | None]:
        """What is due if the period ended now, or why that cannot be said."""
        found = self.settled(now)
        if isinstance(found, Unknown):
            return None, found.reason
        if found and found.points:
            return None, f"{points_text(found.points)} are looked up with those of the whole period"
        return (found.amount if found else self.work.evaluation.money.zero), None

    def paid_at_most(self, due: Decimal | None) -> Decimal | None:
        """The most that caps leave of it."""
        money, evaluation = self.work.evaluation.money, self.work.evaluation
        month = evaluation.timeline.month_of(self.running.period)
        limits = [
            limit_of(evaluation, self.work.horizons, cap, self.running.period)
            for cap in self.work.plan.terms_at(month.start).caps
            if cap.horizon != "interval"
        ]
        most = [
            max(money.zero, money.sum(limit.amount, -limit.before))
            for limit in limits
            if limit.amount is not None and not limit.is_lower_bound
        ]
        return min((*most, *([] if due is None else [due])), default=None)

    def _provided(self, outlook: Outlook) -> Iterator[str]:
        """What worst and best take for given."""
        keys = dict.fromkeys(
            key
            for measure in self.objective.measures
            if measure.aggregate in ("time", "mean") and measure.over
            for key in outlook.steady(measure).keys
        )
        if keys:
            yield f"no further {' or '.join(keys)} turns up in the period"
        if any(one.reading.undecided for one in self._earlier.entries):
            yield "what is undecided in earlier periods stays as it is"
