"""The open clocks: the list of the day for those who have to stop them."""

from __future__ import annotations

from slalang.reports.document import Column, Remark, Remarks, Row, Section, Table
from slalang.reports.status.wording import moment, time
from slalang.reports.wording import counted
from slalang.status import ClockLine, Status

_COLUMNS = (
    Column("state"),
    Column("of", "wrap"),
    Column("clock"),
    Column("limit"),
    Column("left", "right"),
    Column("due"),
    Column("begun"),
)


def clocks_section(status: Status) -> Section | None:
    """One row for each open cycle, the most urgent first."""
    if not status.clocks:
        return None
    rows = tuple(_row(line, status.timezone) for line in status.clocks)
    return Section("Open clocks", (Remarks((Remark(_summary(status)),)), Table(_COLUMNS, rows)))


def _summary(status: Status) -> str:
    states = [line.state for line in status.clocks]
    counts = ((states.count(state), state) for state in ("over", "running", "paused"))
    told = [f"{number:,} {state}" for number, state in counts if number]
    return f"{counted(len(states), 'clock')}: {', '.join(told)}"


def _row(line: ClockLine, zone: str) -> Row:
    state = f"{line.state.upper()}, paused" if line.state == "over" and line.is_paused else line.state
    return Row(
        (
            state.upper() if line.state == "over" and not line.is_paused else state,
            ", ".join(line.thing),
            line.clock,
            "" if line.limit is None else time(line.limit),
            "" if line.left is None else time(line.left),
            "" if line.due is None else moment(line.due, zone),
            moment(line.start, zone),
        )
    )
