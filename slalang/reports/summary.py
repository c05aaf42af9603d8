"""The top of a statement: who, what, when, and what it comes to."""

from __future__ import annotations

from collections.abc import Iterator
from fractions import Fraction

from slalang.quantities import format_money, format_percent, local_time
from slalang.quantities.instant import format_instant
from slalang.reports.document import Facts, Remark, Remarks, Section
from slalang.reports.wording import Places, counted, named
from slalang.statement import Compliance, FeesLine, Statement

FEW_FEES = 2
"""More lines of fees than this stand in a table of their own."""


def parties_section(statement: Statement) -> Section:
    """Who owes whom, for which stretch of time and under which terms."""
    pairs = [
        ("Agreement", (f"{statement.title} ({statement.agreement})",)),
        ("Provider", (statement.provider,)),
        ("Customer", (statement.customer,)),
        ("Period", _period_lines(statement)),
        ("Terms", statement.terms),
    ]
    if 0 < len(statement.fees) <= FEW_FEES:
        pairs.append(("Fees", tuple(fees_text(line, statement.currency) for line in statement.fees)))
    return Section("", (Facts(tuple(pair for pair in pairs if pair[1])),))


def _period_lines(statement: Statement) -> tuple[str, ...]:
    zone = statement.timezone
    local = [_clock(instant, zone) for instant in (statement.period_start, statement.period_end)]
    utc = [format_instant(instant) for instant in (statement.period_start, statement.period_end)]
    return (
        statement.period,
        f"from {local[0]} to {local[1]} in {zone}, the end not included",
        f"from {utc[0]} to {utc[1]}",
    )


def _clock(instant: int, zone: str) -> str:
    moment = local_time(instant, zone)
    spec = "minutes" if not moment.second and not moment.microsecond else "auto"
    return moment.replace(tzinfo=None).isoformat(" ", spec)


def fees_text(line: FeesLine, currency: str) -> str:
    """The fees of one period in words."""
    of_whom = named(line.period, line.keys)
    if line.amount is None:
        return f"no invoice seen for {of_whom}"
    return f"{format_money(line.amount, currency)} for {of_whom}"


def result_section(statement: Statement) -> Section:
    """What is owed, how many objectives were met, and what is still open."""
    places = Places.short(statement)
    remarks = [Remark(text) for text in _result(statement)]
    remarks += [
        Remark(f"{statement.customer} may terminate: {line.because}", places.find(line.clause))
        for line in statement.terminations
    ]
    return Section("Result", (Remarks(tuple(remarks)),))


def _result(statement: Statement) -> Iterator[str]:
    yield _owed(statement)
    yield _compliance(statement.compliance)
    totals, provider = statement.totals, statement.provider
    reduced, returned, still_open = (
        format_money(abs(amount), statement.currency)
        for amount in (totals.reduced, totals.returned, totals.open)
    )
    if totals.reduced:
        yield f"caps and stacking took {reduced} off the credits"
    if totals.returned > 0:
        yield f"{provider} earned back {returned} of credits"
    if totals.returned < 0:
        yield f"{provider} owes {returned} again that it had earned back"
    if totals.open:
        yield f"{provider} can still earn back {still_open} of credits"


def _owed(statement: Statement) -> str:
    net = statement.totals.net
    debtor, creditor = statement.provider, statement.customer
    if net < 0:
        debtor, creditor = creditor, debtor
    amount = f"{format_money(abs(net), statement.currency)}" if net else "nothing"
    so_far = "" if statement.final else "so far, "
    return f"{so_far}{debtor} owes {creditor} {amount} for {statement.period}"


def _compliance(compliance: Compliance) -> str:
    rest = ("excused", "unmeasured", "pending")
    counts = [f"{getattr(compliance, name)} {name}" for name in rest if getattr(compliance, name)]
    if not compliance.decided:
        return ", ".join(["objectives met: none was decided", *counts])
    share = format_percent(Fraction(compliance.met, compliance.decided), places=1)
    decided = f"objectives met: {compliance.met} of {compliance.decided} decided ({share})"
    return ", ".join([decided, *counts])


def open_points_section(statement: Statement) -> Section | None:
    """Why the statement is not final, or nothing where it is."""
    if statement.final:
        return None
    points = statement.open_points or ("an outcome is not decided yet",)
    heading = f"Provisional: {counted(len(points), 'open point')}"
    return Section(heading, (Remarks(tuple(Remark(text) for text in points)),))
