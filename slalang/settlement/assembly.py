"""The part of an evaluation that falls in a window, as a statement."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import replace
from decimal import Decimal
from fractions import Fraction

from slalang.plan.plan import Assumption, Plan
from slalang.plan.terms import FeesByKey
from slalang.quantities import local_date
from slalang.settlement.bonuses import Earned
from slalang.settlement.evaluation import Evaluation
from slalang.settlement.fees import FeePeriod
from slalang.settlement.lines import credit_line, open_line, outcome_line, pending_line
from slalang.settlement.money import Money
from slalang.settlement.open_points import open_points
from slalang.settlement.returns import Move
from slalang.settlement.window import Window
from slalang.statement import (
    FORMAT_VERSION,
    AssumptionLine,
    Compliance,
    CreditLine,
    FeesLine,
    InputFile,
    Keys,
    LogRemark,
    OpenCreditLine,
    OutcomeLine,
    Statement,
    Totals,
)


def assembled(
    evaluation: Evaluation,
    window: Window,
    inputs: tuple[InputFile, ...],
    remarks: tuple[LogRemark, ...],
    versions: tuple[tuple[str, str], ...],
) -> Statement:
    """The statement of a window."""
    plan, points = evaluation.plan, open_points(evaluation, window)
    outcomes = tuple(_outcomes(evaluation, window))
    standings = [one for one in evaluation.standings if window.holds(one.paid.due.period.period.end)]
    credits = tuple(map(credit_line, standings))
    still_open = tuple(_still_open(evaluation, window))
    every_move = (*(move for one in evaluation.standings for move in one.moves), *evaluation.tokens)
    moves = [move for move in every_move if window.holds(move.at)]
    bonuses = [one for one in evaluation.bonuses if isinstance(one, Earned) and window.holds(one.at)]
    moves.sort(key=lambda move: move.at)
    statement = Statement(
        format_version=FORMAT_VERSION,
        agreement=plan.agreement,
        title=plan.title,
        provider=plan.provider,
        customer=plan.customer,
        period=window.label,
        period_start=window.start,
        period_end=window.end,
        timezone=plan.timezone,
        currency=plan.currency,
        minor_digits=plan.minor_digits,
        final=not points,
        open_points=points,
        terms=tuple(_terms(plan, window)),
        fees=tuple(_fees(evaluation, window)),
        outcomes=outcomes,
        credits=credits,
        caps=tuple(one.line for one in evaluation.payments.caps if window.holds(one.at)),
        earn_backs=tuple(move.line for move in moves if move.line.event != "lapsed"),
        open_credits=still_open,
        terminations=tuple(line for at, line in evaluation.terminations if window.holds(at)),
        ledger=tuple(one.line for one in evaluation.ledger if window.holds(one.at)),
        totals=_totals(credits, moves, bonuses, still_open, evaluation.money, _balance(evaluation, window)),
        bonuses=tuple(one.line for one in bonuses),
        compliance=_compliance(outcomes),
        assumptions=tuple(_assumptions(plan)),
        clauses=(),
        inputs=inputs,
        remarks=remarks,
        plan_hash=plan.hash,
        versions=tuple((dict(versions) | dict(plan.data_versions)).items()),
    )
    return replace(statement, clauses=tuple(_places(plan, statement)))


def _outcomes(evaluation: Evaluation, window: Window) -> Iterator[OutcomeLine]:
    """By objective and keys in order of time, then what is not over."""
    series, pending = evaluation.measured.series, evaluation.measured.pending
    names = dict.fromkeys(one.name for terms in evaluation.plan.versions for one in terms.objectives)
    for name in names:
        over = (entry for one in series if one.objective == name for entry in one.entries)
        yield from (
            outcome_line(entry, evaluation.credit_rows(entry))
            for entry in over
            if window.holds(entry.period.end)
        )
        waiting = (one for one in pending if one.objective.name == name)
        yield from (pending_line(one) for one in waiting if window.holds(one.period.end))


def _still_open(evaluation: Evaluation, window: Window) -> Iterator[OpenCreditLine]:
    """Of all credits up to the end of the window, those of which something can still return."""
    for standing in evaluation.standings:
        if standing.open_amount and standing.paid.due.period.period.end <= window.end:
            yield open_line(standing)


def _terms(plan: Plan, window: Window) -> Iterator[str]:
    """The versions in force at some time of the window."""
    first = plan.terms_at(window.start)
    for version in plan.versions:
        if version is first or window.start < version.effective < window.end:
            yield f"{version.title}, from {local_date(version.effective, plan.timezone)}"


def _assumptions(plan: Plan) -> Iterator[AssumptionLine]:
    """Each choice once, at the first clause it concerns."""
    first: dict[str, Assumption] = {}
    for one in plan.assumptions:
        first.setdefault(one.text, one)
    yield from (AssumptionLine(one.text, one.clause) for one in first.values())


# --- fees --------------------------------------------------------------------------------------


def _fees(evaluation: Evaluation, window: Window) -> Iterator[FeesLine]:
    """The fees of each fee period that the window touches."""
    for one in evaluation.book.periods:
        if one.period.start < window.end and window.start < one.period.end:
            for keys in _fee_keys(evaluation, one):
                amount = evaluation.book.find(one, keys)
                if amount is not None or not keys:
                    yield FeesLine(one.period.label, keys, amount)


def _fee_keys(evaluation: Evaluation, one: FeePeriod) -> list[Keys]:
    """In all, or for each value that has fees of its own."""
    seen = dict.fromkeys(series.keys for series in evaluation.measured.series if series.keys)
    if isinstance(one.fees, FeesByKey):
        tables = {table.name: table for table in evaluation.plan.tables}
        listed = (((one.fees.field, value),) for value, _ in tables[one.fees.table].rows)
        return list(dict.fromkeys([*listed, *(keys for keys in seen if one.fees.field in dict(keys))]))
    return [(), *(keys for keys in seen if evaluation.book.is_by_key(one, keys))]


# --- sums --------------------------------------------------------------------------------------


def _totals(
    credits: Sequence[CreditLine],
    moves: Sequence[Move],
    bonuses: Sequence[Earned],
    still_open: Sequence[OpenCreditLine],
    money: Money,
    balance: Decimal,
) -> Totals:
    due = money.sum(*(line.due for line in credits))
    paid = money.sum(*(line.paid for line in credits))
    returned = money.sum(*(move.line.amount for move in moves))
    held = money.sum(*(-move.owed for move in moves if move.line.event in ("held", "released")))
    apart, netted = (
        money.sum(*(one.line.amount for one in bonuses if one.line.netted is is_netted))
        for is_netted in (False, True)
    )
    lapsed = money.sum(*(-move.owed for move in moves if move.line.event == "lapsed"))
    return Totals(
        credits=due,
        reduced=money.sum(due, -paid),
        paid=paid,
        returned=returned,
        net=money.sum(paid, -returned, -held, -netted, -lapsed),
        open=money.sum(*(line.amount for line in still_open)),
        held=held,
        balance=balance,
        bonus=netted,
        bonus_apart=apart,
        lapsed=lapsed,
        days=sum((line.paid_days for line in credits if line.paid_days), Fraction(0)),
    )


def _balance(evaluation: Evaluation, window: Window) -> Decimal:
    """The balance after the last movement up to the end of the window."""
    up_to = [one.line.balance for one in evaluation.ledger if one.at <= window.end]
    return up_to[-1] if up_to else evaluation.money.zero


def _compliance(outcomes: Sequence[OutcomeLine]) -> Compliance:
    counts = Counter(line.outcome for line in outcomes)
    return Compliance(
        met=counts["met"],
        decided=counts["met"] + counts["missed"] + counts["minimum missed"],
        excused=counts["excused"],
        unmeasured=counts["unmeasured"],
        pending=counts["pending"],
    )


# --- clauses -----------------------------------------------------------------------------------


def _places(plan: Plan, statement: Statement) -> Iterator[tuple[str, str]]:
    """Where the clauses that the statement names are written."""
    named = set(_named(statement))
    yield from ((clause.path, clause.place) for clause in plan.clauses if clause.path in named)


def _named(statement: Statement) -> Iterator[str | None]:
    for outcome in statement.outcomes:
        yield outcome.clause
        yield from (line.clause for line in outcome.exclusions)
        yield from (rule.clause for rule in outcome.breach_rules)
        yield from (row.clause for row in outcome.credit_rows)
    for credit in statement.credits:
        yield from (step.clause for step in credit.steps)
        yield from (line.clause for line in credit.window)
    for bonus in statement.bonuses:
        yield from (step.clause for step in bonus.steps)
    for lines in (
        statement.caps,
        statement.earn_backs,
        statement.open_credits,
        statement.terminations,
        statement.ledger,
    ):
        yield from (line.clause for line in lines)
    yield from (line.clause for line in statement.assumptions)
