"""Whatever is compiled can be measured and settled: what a plan holds is what the next rooms expect."""

from __future__ import annotations

from collections.abc import Iterator
from fractions import Fraction

import pytest

from slalang.diagnostics import Severity
from slalang.events import log_from_rows
from slalang.measurement import measure
from slalang.plan.plan import Plan
from slalang.plan.reading import GivenRow
from slalang.settlement import settle
from tests.compiler.contracts import compiled
from tests.compiler.test_nothing_dropped import CASES, Case

HOUR = 3_600_000_000
FEES_BY_KEY = "fees-not-by-key"


def rows(plan: Plan) -> Iterator[GivenRow]:
    """Two days of requests, a week of incidents, two invoices."""
    start = plan.term_start
    for number in range(48):
        values = {
            "customer": "acme",
            "service": "api",
            "kind": "read" if number % 2 else "write",
            "status": Fraction(500 if number % 3 == 0 else 200),
            "user": f"user {number // 3}",
            "latency": Fraction(number * 10_000),
            "price": Fraction(number),
            "up": number % 4 > 0,
            "site": "one",
        }
        yield GivenRow("request", start + number * HOUR, start + number * HOUR, tuple(values.items()))
    for number in range(6):
        begin = start + number * 30 * HOUR
        cause = "planned" if number % 2 else "fire"
        place = (("zone", f"zone {number % 2}"), ("site", "one"), ("cause", cause))
        severity = ("severity", Fraction(1 + number % 3))
        yield GivenRow("incident", begin, begin + 5 * HOUR, (*place, severity))
    for day in (1, 40):
        at = start + day * 24 * HOUR
        yield GivenRow("invoice", at, at, (("amount", Fraction(1000)),))


def fitting(plan: Plan) -> tuple[GivenRow, ...]:
    """The rows of events that the plan has, with the fields it has."""
    fields = {event.name: {field.name for field in event.fields} for event in plan.events}
    return tuple(
        GivenRow(row.over, row.start, row.end, tuple(one for one in row.values if one[0] in fields[row.over]))
        for row in rows(plan)
        if row.over in fields
    )


@pytest.mark.parametrize("case", CASES, ids=lambda case: f"{case.kind.__name__}: {case.text}")
def test_a_compiled_clause_can_be_measured_and_settled(case: Case) -> None:
    plan = compiled(case.contract(with_it=True)).value
    if plan is None:
        return
    end = plan.periods_of("month")[2].end
    logged = log_from_rows(plan.events, fitting(plan), plan.currency)
    assert logged.value is not None
    with logged.value as log:
        measured = measure(plan, log, end=end)
    settled = settle(plan, measured.value, window=("2026-Q1", plan.term_start, end))
    found = (*measured.diagnostics, *settled.diagnostics)
    errors = [one for one in found if one.severity is Severity.ERROR and one.kind.name != FEES_BY_KEY]
    assert errors == []
    assert settled.value is not None or found
