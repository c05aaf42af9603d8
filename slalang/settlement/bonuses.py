"""What the provider earns by a bonus clause, period by period."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction
from typing import Literal

from slalang.plan.plan import Plan
from slalang.plan.terms import Bonus, CreditRow
from slalang.settlement.amounts import Amounts, Worked
from slalang.settlement.credits import occasion_of
from slalang.settlement.findings import Unsettled
from slalang.settlement.outcomes import Assessment
from slalang.settlement.rows import Subject, row_holds, row_pays
from slalang.settlement.series import Series
from slalang.settlement.wording import clause_text
from slalang.statement import BonusLine, CreditStep


@dataclass(frozen=True)
class Earned:
    """A bonus, booked at the close of its period."""

    at: int
    line: BonusLine


@dataclass(frozen=True)
class Unearned:
    """A bonus that cannot be worked out, and why."""

    period: Assessment
    reason: str


def earned(series: Sequence[Series], plan: Plan, amounts: Amounts) -> Iterator[Earned | Unearned]:
    """The bonuses of all periods that have one, by the terms in force in each. Excused periods and those
    that a rule counts as met have none: a bonus is for what was measured."""
    for one in series:
        for period in one.entries:
            for bonus in period.terms.bonuses:
                if bonus.objective == one.objective:
                    yield from _of(bonus, period, plan, amounts)


def _of(bonus: Bonus, one: Assessment, plan: Plan, amounts: Amounts) -> Iterator[Earned | Unearned]:
    subject = Subject(one, one.compared, lambda months: 0)
    holding = [row for row in bonus.rows if row_holds(row, subject)]
    if not holding:
        return
    try:
        steps = tuple(_steps(bonus, holding, subject, plan, amounts))
    except Unsettled as missing:
        yield Unearned(one, missing.reason)
        return
    amount = steps[-1].amount
    if amount:
        line = BonusLine(
            one.objective.name, one.keys, one.period.label, amount, bonus.netted, bonus.clause, steps
        )
        yield Earned(one.period.end, line)


def _steps(
    bonus: Bonus, holding: Sequence[CreditRow], subject: Subject, plan: Plan, amounts: Amounts
) -> Iterator[CreditStep]:
    """The rows that pay, the cap where it bites, and the rounding where there is something to round."""
    money, at = amounts.money, occasion_of(subject.period)
    paying = [(row, row_pays(row, subject, amounts, at)) for row in holding]
    if not bonus.all_add_up:
        paying = [max(paying, key=lambda pair: pair[1].amount)]
    exact = Fraction(0)
    for row, worked in paying:
        exact += worked.amount
        yield _step("base", row.clause, worked, exact, plan, amounts)
    limit = amounts.work_out(bonus.cap, at) if bonus.cap else None
    if limit and exact > limit.amount:
        exact = Fraction(money.at_most(limit.amount))
        yield _step("objective cap", bonus.cap_clause or bonus.clause, limit, exact, plan, amounts)
    amount: Decimal = money.rounded(exact)
    if limit:
        amount = min(amount, money.at_most(limit.amount))
    if Fraction(amount) != exact or not exact:
        text = f"{money.mode} to {money.text(money.quantum)}"
        yield CreditStep("rounding", text, plan.rounding.clause, amount)


def _step(
    step: Literal["base", "objective cap"],
    clause: str,
    worked: Worked,
    exact: Fraction,
    plan: Plan,
    amounts: Amounts,
) -> CreditStep:
    money = amounts.money
    shown, more = money.shown(exact)
    text = f"{clause_text(plan, clause)}: {worked.how}{more}"
    total = money.text(worked.amount)
    reckoned = () if worked.sum == total else (f"{worked.sum} = {total}",)
    return CreditStep(step, text, clause, shown, (*worked.before, *reckoned))
