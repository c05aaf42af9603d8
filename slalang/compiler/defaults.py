"""The defaults that decide something in an agreement, in words."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from slalang.compiler.from_measure import measures_in
from slalang.plan.expressions import Arithmetic, Expression, MeasureValue, Negative
from slalang.plan.plan import Assumption
from slalang.plan.streams import Clock, Event, Measure
from slalang.plan.terms import InvoicedFees, Objective, OnBreach, Terms
from slalang.quantities import PERIOD_KINDS, Period

_OF_ROWS = ("mean", "min", "max", "percentile", "share")


@dataclass(frozen=True)
class Defaults:
    """Finds where the terms are silent. ``events`` and ``clocks`` are those of the plan, ``periods`` too."""

    events: Sequence[Event]
    clocks: Sequence[Clock]
    periods: Sequence[Period]

    def found(self, versions: Sequence[Terms]) -> Iterator[Assumption]:
        """The defaults of all versions; what several of them leave open comes several times."""
        for event in self.events:
            if event.shape == "intervals":
                yield Assumption(
                    f"the log of `{event.name}` is complete: where it is empty, nothing happened"
                )
        if len(versions) > 1:
            yield Assumption("the terms in force at the start of a period govern the whole of it")
        for terms in versions:
            for objective in terms.objectives:
                yield from self._objective(objective)
            yield from self._money(terms)
            yield from _earn_backs(terms)
            yield from _rewards(terms)

    # --- measuring -------------------------------------------------------------------------------

    def _objective(self, objective: Objective) -> Iterator[Assumption]:
        name, each = objective.name, objective.each
        if objective.point_events and objective.no_data is None:
            rows = " or ".join(f"`{event}`" for event in objective.point_events)
            yield Assumption(f"a {each} without a row of {rows} leaves `{name}` unmeasured", objective.clause)
        if any(period.kind == each and not period.whole for period in self.periods):
            text = f"a {each} that the term cuts is measured over the part that exists"
            yield Assumption(text, objective.clause)
        yield from self._value(objective)
        for exclusion in objective.exclusions:
            if exclusion.budget:
                text = f"the allowance for `{exclusion.stream}` is used up in order of time, by its length"
                yield Assumption(text, exclusion.clause)
        yield from _breaches(objective)

    def _value(self, objective: Objective) -> Iterator[Assumption]:
        known = {measure.id: measure for measure in objective.measures}
        measures = measures_in(objective.value, known)
        name, clause = objective.name, objective.clause
        if any(measure.aggregate == "percentile" for measure in measures):
            yield Assumption("percentiles are by nearest rank", clause)
        if may_have_no_value(objective.value, known):
            text = f"`{name}` has no value over no rows: the clause about no data decides"
            unsaid = f"`{name}` has no value over no rows, and is unmeasured then"
            yield Assumption(text if objective.no_data else unsaid, clause)
        if objective.counted_when is None:
            yield from self._placed(objective, measures)

    def _placed(self, objective: Objective, measures: Sequence[Measure]) -> Iterator[Assumption]:
        cycles = {clock.name for clock in self.clocks}
        limited = {clock.name for clock in self.clocks if clock.limit}
        intervals = {event.name for event in self.events if event.shape == "intervals"}
        for measure in measures:
            over = measure.over or ""
            if over in cycles:
                when = "is due" if over in limited else "stops"
                yield Assumption(
                    f"a cycle of `{over}` belongs to the period in which it {when}", objective.clause
                )
            elif over in intervals and measure.aggregate != "time" and not measure.inside:
                text = f"an interval of `{over}` belongs whole to the period in which it ends"
                yield Assumption(text, objective.clause)

    # --- money -----------------------------------------------------------------------------------

    def _money(self, terms: Terms) -> Iterator[Assumption]:
        paying = [one for one in terms.objectives if one.credit and not one.report_only]
        if not paying:
            return
        if terms.claim is None:
            yield Assumption("credits need no claim: what is due is paid")
        if len(paying) > 1 and not terms.stacking:
            yield Assumption("credits of several objectives add up")
        if len(paying) > 1:
            for cap in terms.caps:
                yield Assumption("where a cap bites, all credits are reduced in proportion", cap.clause)
        for objective in paying:
            if objective.credit and len(objective.credit.rows) > 1 and not objective.credit.all_add_up:
                yield Assumption(
                    f"of several credit rows of `{objective.name}` that hold, the highest pays",
                    objective.credit.clause,
                )
            if objective.each != "month":
                text = f"the credit of a {objective.each} belongs to the month that holds its last instant"
                yield Assumption(text, objective.clause)
            yield from _base(objective, terms)
        yield from self._pro_rata(terms)

    def _pro_rata(self, terms: Terms) -> Iterator[Assumption]:
        fees = terms.fees
        if fees is None or isinstance(fees, InvoicedFees):
            return
        if any(period.kind == fees.each and not period.whole for period in self.periods):
            yield Assumption(
                f"the fees of a {fees.each} that the term cuts are pro-rated by days", fees.clause
            )


def _base(objective: Objective, terms: Terms) -> Iterator[Assumption]:
    """What the fees of a period are that is longer or shorter than that of the fees."""
    fees = terms.fees
    if fees is None or objective.each == fees.each:
        return
    longer = PERIOD_KINDS.index(objective.each) > PERIOD_KINDS.index(fees.each)
    if longer:
        text = f"the fees of a {objective.each} are the sum of those of each {fees.each} in it"
        yield Assumption(text, objective.clause)
    elif not fees.spread_by_days:
        text = f"the fees of a {objective.each} are the whole fees of the {fees.each} around it"
        yield Assumption(text, objective.clause)


def _breaches(objective: Objective) -> Iterator[Assumption]:
    credit = objective.credit
    uses = credit is not None and (
        credit.repeat is not None or any(isinstance(row.trigger, OnBreach) for row in credit.rows)
    )
    if uses and not objective.breach:
        yield Assumption(f"each missed target of `{objective.name}` is a breach", objective.clause)
    for rule in objective.breach:
        if rule.months is not None:
            text = f"excused and unmeasured periods of `{objective.name}` are no misses and stretch no window"
            yield Assumption(text, rule.clause)


def _earn_backs(terms: Terms) -> Iterator[Assumption]:
    for clause in terms.earn_backs:
        yield Assumption(
            f"an earn-back of `{clause.objective}` begins with the period after the credit's own",
            clause.clause,
        )
        if terms.caps:
            yield Assumption("caps are not run again when a credit returns", clause.clause)
        if clause.still_counts_as_breach and _is_counted(clause.objective, terms):
            yield Assumption(
                f"a credit of `{clause.objective}` that was earned back still counts as a breach",
                clause.clause,
            )


def _rewards(terms: Terms) -> Iterator[Assumption]:
    for bank in terms.banks:
        text = f"a credit uses as many tokens of `{bank.objective}` as it takes, the oldest first"
        yield Assumption(text, bank.clause)
        if bank.expires is None:
            yield Assumption(f"a token of `{bank.objective}` expires when the term ends", bank.clause)
    for bonus in terms.bonuses:
        if len(bonus.rows) > 1 and not bonus.all_add_up:
            text = f"of several bonus rows of `{bonus.objective}` that hold, the highest pays"
            yield Assumption(text, bonus.clause)
        if not bonus.netted:
            text = f"a bonus of `{bonus.objective}` is owed apart, and not netted against credits"
            yield Assumption(text, bonus.clause)


def _is_counted(name: str, terms: Terms) -> bool:
    """Whether misses of the objective are counted over several periods."""
    if any(one.objective == name and one.value is None for one in terms.terminations):
        return True
    for objective in terms.objectives:
        credit = objective.credit
        if objective.name == name and credit:
            nth = any(isinstance(row.trigger, OnBreach) and row.trigger.nth for row in credit.rows)
            return nth or credit.repeat is not None
    return False


def may_have_no_value(expression: Expression, measures: dict[str, Measure]) -> bool:
    """Whether the expression has no value where there are no rows; with ``else`` it always has one."""
    match expression:
        case MeasureValue(name):
            return measures[name].aggregate in _OF_ROWS
        case Negative(operand):
            return may_have_no_value(operand, measures)
        case Arithmetic("/", left, right):
            divides = any(each.aggregate != "period" for each in measures_in(right, measures))
            return divides or may_have_no_value(left, measures)
        case Arithmetic(_, left, right):
            return may_have_no_value(left, measures) or may_have_no_value(right, measures)
        case _:
            return False
