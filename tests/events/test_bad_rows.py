"""Every bad row is named, with what to do about it; the expected findings stand beside each log."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from slalang.diagnostics import Diagnostic
from slalang.events import Limits, read_events
from slalang.plan.streams import Event
from slalang.plan.streams import EventField as Field
from tests.events.declared import LOCAL_VISIT, OUTAGE, REQUEST, TICKET, VISIT

FOLDER = Path(__file__).parent / "bad_rows"

LOGS = {
    "request.csv": REQUEST,
    "request.jsonl": REQUEST,
    "outage.csv": OUTAGE,
    "visit.tsv": VISIT,
    "alike.csv": VISIT,
    "missing.csv": VISIT,
    "empty.csv": VISIT,
    "blank.csv": VISIT,
    "header.csv": VISIT,
    "utf16.csv": VISIT,
    "local.csv": LOCAL_VISIT,
    "contradiction.csv": TICKET,
    "latin1.csv": VISIT,
    "latin1-header.csv": VISIT,
    "case.csv": VISIT,
    "semicolons.csv": REQUEST,
    "tabs.csv": VISIT,
    "commas.tsv": VISIT,
    "pipes.csv": VISIT,
    "thousands.csv": Event("call", "points", (Field("at", "instant"), Field("took", "integer"))),
    "unit.csv": Event("call", "points", (Field("at", "instant"), Field("took", "duration", unit="ms"))),
}


@pytest.mark.parametrize(("name", "event"), LOGS.items(), ids=LOGS)
def test_findings(
    name: str, event: Event, golden: Callable[[Path, str], None], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(FOLDER)
    outcome = read_events([event], {event.name: [Path(name)]}, default_currency="EUR")
    assert outcome.value is None
    golden(FOLDER / f"{name}.txt", "".join(f"{_written(finding)}\n" for finding in outcome.diagnostics))


def _written(finding: Diagnostic) -> str:
    assert finding.data is not None
    place = f"{finding.data.file}:{finding.data.record} {finding.data.field or ''}".rstrip()
    help = "" if finding.help is None else f"\n    {finding.help}"
    return f"{place}: {finding.kind.code} {finding.kind.name}\n    {finding.message}{help}"


def test_every_log_has_its_findings() -> None:
    assert sorted(path.name for path in FOLDER.iterdir()) == sorted(
        [*LOGS, *(f"{name}.txt" for name in LOGS)]
    )


def test_faults_beyond_the_limit_are_counted(tmp_path: Path) -> None:
    log = tmp_path / "visits.csv"
    log.write_text("at,customer\n" + "yesterday,globex\n" * 50)
    outcome = read_events([VISIT], {"visit": [log]}, default_currency="EUR", limits=Limits(listed=10))
    assert outcome.value is None
    assert len(outcome.diagnostics) == 11
    assert outcome.diagnostics[-1].message.startswith("40 more bad rows or values")
