"""The pipeline and the oracle come to the same on generated contracts and logs.

``python -m tests.oracle.long_run`` goes on for as long as is wanted, and ``python -m tests.oracle.planted``
sees that mistakes are caught.
"""

from __future__ import annotations

import pytest

from slalang.plan.plan import Plan
from tests.oracle import periods
from tests.oracle.calendars import open_time
from tests.oracle.differential import judged, report
from tests.oracle.generating.contracts import contract
from tests.oracle.pipeline import compiled, plan_json
from tests.oracle.plain import instant
from tests.oracle.spans import shared

CONTRACTS = range(1_000_000, 1_000_060)


@pytest.mark.parametrize("first", CONTRACTS[::10])
def test_pipeline_and_oracle_agree(first: int) -> None:
    verdicts = [found for seed in range(first, first + 10) for found in judged(seed)]
    parted = [pair for pair, verdict in verdicts if verdict.parted]
    assert not parted, report(parted[0])
    settled = [verdict for _, verdict in verdicts if not verdict.refused]
    assert len(settled) > 0.7 * len(verdicts)
    assert sum(verdict.breaching for verdict in settled) > 0.5 * len(settled)


@pytest.mark.parametrize("seed", CONTRACTS)
def test_periods_and_opening_hours_are_those_of_the_calendar(seed: int) -> None:
    own = contract(seed)
    plan = compiled(own.text)
    if not isinstance(plan, Plan):
        return
    form = plan_json(plan)
    for kind in {period.kind for period in plan.periods}:
        found = [(one.label, one.start, one.end, one.days, one.whole_days) for one in plan.periods_of(kind)]
        ours = [
            (one.label, one.start, one.end, one.days, one.whole_days) for one in periods.periods(kind, form)
        ]
        assert found == ours
    for calendar in form["calendars"]:
        assert own.frame.hours is not None
        covers = instant(calendar["covers"][0]), instant(calendar["covers"][1])
        zone = own.frame.hours.zone
        days = periods.local_day(covers[0], zone), periods.local_day(covers[1], zone)
        spans = [(instant(start), instant(end)) for start, end in calendar["open"]]
        assert spans == shared(open_time(own.frame.hours, *days), [covers])
