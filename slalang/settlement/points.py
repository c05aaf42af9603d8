"""Points of all objectives in one period, turned into money by the agreement's table."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal
from fractions import Fraction

from slalang.plan.plan import Plan
from slalang.plan.terms import Objective, Points, PointsTable, Terms
from slalang.plan.written_out import exact_text
from slalang.quantities import allocate
from slalang.quantities.period import Period
from slalang.settlement.amounts import Amounts, Occasion, Worked, capped, points_text
from slalang.settlement.credits import Due, Unknown
from slalang.settlement.findings import Unsettled
from slalang.settlement.timeline import Timeline
from slalang.settlement.wording import clause_text
from slalang.statement import CreditStep


@dataclass(frozen=True)
class PointsDesk:
    """Turns points into money. Those of all objectives, and of all values of their keys, are added up over
    the period of the objectives that pay them; over the month, where these differ."""

    plan: Plan
    timeline: Timeline
    amounts: Amounts

    def in_money(self, dues: Sequence[Due]) -> tuple[list[Due], list[Unknown]]:
        """All credits in money, in their order, and those that cannot be worked out."""
        stretches: dict[Period, list[int]] = {}
        for number, due in enumerate(dues):
            if due.points:
                stretches.setdefault(self._stretch(due), []).append(number)
        result: list[Due | Unknown] = list(dues)
        for stretch, numbers in stretches.items():
            points = [dues[number] for number in numbers]
            for number, one in zip(numbers, self._converted(stretch, points), strict=True):
                result[number] = one
        known = [one for one in result if isinstance(one, Due)]
        return known, [one for one in result if isinstance(one, Unknown)]

    def _stretch(self, due: Due) -> Period:
        """The period over which the points of a credit are added up."""
        paying = [one for one in due.period.terms.objectives if pays_points(one)]
        kinds = {one.each for one in paying}
        period = due.period.period
        return period if kinds == {period.kind} else self.timeline.month_of(period)

    def _converted(self, stretch: Period, dues: Sequence[Due]) -> Iterator[Due | Unknown]:
        terms, table = self._table(stretch, dues)
        total = sum((due.points for due in dues), Fraction(0))
        try:
            worked, clause = self._worked(table, total, Occasion(terms, stretch, (), {}))
        except Unsettled as missing:
            yield from (Unknown(due.period, missing.reason) for due in dues)
            return
        money = self.amounts.money
        amount = money.rounded(worked.amount)
        for due, part in zip(
            dues, allocate(amount, [due.points for due in dues], money.quantum), strict=True
        ):
            text = f"{clause_text(self.plan, clause)}: {points_text(total)} of {stretch.label} come to "
            text += f"{money.text(amount)} ({worked.how})" if worked.amount else "nothing"
            if len(dues) > 1:
                text += f", of which {points_text(due.points)} are its share"
            yield self._priced(due, text, clause, part, worked, total)

    def _table(self, stretch: Period, dues: Sequence[Due]) -> tuple[Terms, PointsTable]:
        """The table in force at the start of the period, or when one of the credits arose."""
        for terms in (self.plan.terms_at(stretch.start), *(due.period.terms for due in dues)):
            if terms.points is not None:
                return terms, terms.points
        raise TypeError("points without a table were not refused")

    def _worked(self, table: PointsTable, total: Fraction, at: Occasion) -> tuple[Worked, str]:
        """The highest step that holds, and its clause; nothing where there are too few points."""
        found = [
            (self.amounts.work_out(one.amount, at), one.clause) for one in table.steps if one.least <= total
        ]
        nothing = Worked(Fraction(0), "", "0"), table.clause
        return max(found, key=lambda one: one[0].rank, default=nothing)

    def _priced(
        self, due: Due, text: str, clause: str, part: Decimal, worked: Worked, total: Fraction
    ) -> Due | Unknown:
        """A credit with its share of the amount, cut to the objective's own cap."""
        money, share = self.amounts.money, due.points / total
        exact = Worked(Fraction(part), "", "", days=worked.days * share)
        reckoned = (
            []
            if worked.sum in ("0", money.text(worked.amount))
            else [f"{worked.sum} = {money.text(worked.amount)}"]
        )
        if share != 1:
            sum = (
                f"{exact_text(due.points)} x {money.text(money.rounded(worked.amount))} / {exact_text(total)}"
            )
            reckoned.append(f"{sum} = {money.text(part)}")
        step = CreditStep("points", text, clause, part, tuple(reckoned), days=exact.days or None)
        steps = [*due.steps, step]
        cap, one = due.period.objective.cap, due.period
        if cap is not None and not isinstance(cap, Points):
            try:
                limit = self.amounts.work_out(cap, Occasion(one.terms, one.period, one.keys, one.measures))
            except Unsettled as missing:
                return Unknown(one, missing.reason)
            most = money.at_most(limit.amount)
            if part > most:
                exact, part = capped(exact, replace(limit, amount=Fraction(most))), most
                path = one.objective.cap_clause or one.objective.clause
                steps.append(
                    CreditStep("objective cap", f"{clause_text(self.plan, path)}: {limit.how}", path, part)
                )
        days = exact.days
        return replace(
            due, amount=part, steps=tuple(steps), days=days, is_in_days=bool(days), points=Fraction(0)
        )


def pays_points(objective: Objective) -> bool:
    """Whether the credit of an objective is in points."""
    credit = None if objective.report_only else objective.credit
    return credit is not None and any(isinstance(row.amount, Points) for row in credit.rows)
