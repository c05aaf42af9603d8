"""Amendments: inside the term, at the start of the periods they govern, and of what can be amended."""

from __future__ import annotations

from datetime import date, timedelta

from slalang.diagnostics import Kind, Label, Severity
from slalang.model.contract import Agreement, Version
from slalang.model.findings import Findings
from slalang.model.mismatches import source_text
from slalang.quantities import PeriodKind, anniversary
from slalang.quantities.period import add_months
from slalang.syntax import nodes

OUTSIDE_TERM = Kind("SLA304", "amendment-outside-term")
MID_PERIOD = Kind("SLA305", "amendment-in-mid-period", Severity.WARNING)
SAME_DAY = Kind("SLA312", "amendments-on-one-day")
FIXED_FOR_THE_TERM = Kind("SLA222", "fixed-for-the-term")

_FIXED = (nodes.Provider, nodes.Customer, nodes.Timezone, nodes.Round)
"""What an agreement has once: with another party, zone or rounding it would be another agreement."""


def check_amendments(agreement: Agreement, findings: Findings) -> None:
    """Reports amendments that lie outside the term, in the middle of a period, or on one day."""
    previous: Version | None = None
    for version in agreement.versions:
        if version.amendment is None:
            continue
        _check_fixed(agreement.versions[0], version, version.amendment.node, findings)
        term = version.clauses.only(nodes.Term)
        if term and term.node.first.value <= term.node.last.value:
            _check_inside(version, version.amendment.node, term.node, findings)
        if previous and previous.amendment and previous.effective == version.effective:
            _report_same_day(version.amendment.node, previous.amendment.node, findings)
        previous = version


def _check_fixed(first: Version, version: Version, amendment: nodes.Amendment, findings: Findings) -> None:
    """Reports what an amendment changes although the whole term goes by it."""
    for kind in _FIXED:
        before, after = first.clauses.only(kind), version.clauses.only(kind)
        if before and after and before.node != after.node and after.node in amendment.clauses:
            _report_fixed(before.node, after.node, amendment, findings)
    term, moved = first.clauses.only(nodes.Term), version.clauses.only(nodes.Term)
    if term and moved and term.node.first != moved.node.first and moved.node in amendment.clauses:
        _report_fixed(term.node.first, moved.node.first, amendment, findings)


def _report_fixed(
    before: nodes.Node, after: nodes.Node, amendment: nodes.Amendment, findings: Findings
) -> None:
    is_start = isinstance(before, nodes.Date)
    old, new = source_text(before), source_text(after)
    findings.report(
        FIXED_FOR_THE_TERM,
        f'amendment "{amendment.title.value}" changes '
        + (f"when the term began, from {old} to {new}" if is_start else f"`{old}` to `{new}`")
        + ", and that holds for the whole term",
        Label(after.span, "changed here"),
        Label(before.span, "agreed here"),
        help="take it out; an amendment may move the last day of the term"
        if is_start
        else "end the term on the day before, and write a new agreement from this day on",
    )


def _check_inside(version: Version, amendment: nodes.Amendment, term: nodes.Term, findings: Findings) -> None:
    day, first, last = amendment.effective.value, term.first.value, term.last.value
    if not first <= day <= last:
        findings.report(
            OUTSIDE_TERM,
            f'amendment "{amendment.title.value}" begins on {day}, and the term runs from {first} to {last}',
            Label(amendment.effective.span, "before the term" if day < first else "after the term"),
            Label(term.span, "the term"),
            help="move the amendment into the term, or change the term",
        )
        return
    for kind in _kinds_touched(version, amendment):
        start, following = _around(kind, day, first)
        if first <= start < day and following <= last:
            _report_mid_period(amendment, kind, start, following, findings)
            return


def _kinds_touched(version: Version, amendment: nodes.Amendment) -> list[PeriodKind]:
    """The periods of what the amendment changes, the longest first; months where that is not said."""
    names = {clause.name.text for clause in amendment.clauses if isinstance(clause, nodes.Objective)}
    names |= {clause.objective.text for clause in amendment.clauses if isinstance(clause, nodes.EarnBack)}
    kinds = {objective.each.kind for objective in version.objectives if objective.name in names}
    fees = version.clauses.only(nodes.Fees)
    if fees and any(isinstance(clause, nodes.Fees) for clause in amendment.clauses):
        kinds.add(fees.node.each.kind)
    order: tuple[PeriodKind, ...] = ("contract year", "year", "quarter", "month", "week", "day")
    return [kind for kind in order if kind in (kinds or {"month"})]


def _around(kind: PeriodKind, day: date, first: date) -> tuple[date, date]:
    """The first day of the period that holds the day, and of the one after it."""
    match kind:
        case "contract year":
            years = day.year - first.year - (anniversary(first, day.year - first.year) > day)
            return anniversary(first, years), anniversary(first, years + 1)
        case "year":
            return date(day.year, 1, 1), date(day.year + 1, 1, 1)
        case "quarter":
            start = date(day.year, 3 * ((day.month - 1) // 3) + 1, 1)
            return start, add_months(start, 3)
        case "month":
            return day.replace(day=1), add_months(day.replace(day=1), 1)
        case "week":
            start = day - timedelta(days=day.weekday())
            return start, start + timedelta(days=7)
        case _:
            return day, day + timedelta(days=1)


def _report_mid_period(
    amendment: nodes.Amendment, kind: PeriodKind, start: date, following: date, findings: Findings
) -> None:
    day = amendment.effective.value
    findings.report(
        MID_PERIOD,
        f'amendment "{amendment.title.value}" begins in the middle of a {kind}: '
        f"the terms before it govern until {following - timedelta(days=1)}",
        Label(amendment.effective.span, f"the {kind} began on {start}"),
        help=f"write `from {following}` to say so, or `from {start}` to have it govern this {kind} too",
        witness=day.isoformat(),
    )


def _report_same_day(later: nodes.Amendment, earlier: nodes.Amendment, findings: Findings) -> None:
    findings.report(
        SAME_DAY,
        f'amendments "{earlier.title.value}" and "{later.title.value}" begin on one day: '
        "which of them has the last word is not said",
        Label(later.effective.span, "begins"),
        Label(earlier.effective.span, "begins on the same day"),
        help="join them in one amendment, or give them different days",
    )
