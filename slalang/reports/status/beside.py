"""What stands beside the objectives of a status: earn-backs, caps, what comes, and what it is made from."""

from __future__ import annotations

from slalang.quantities import format_money
from slalang.reports.document import Column, Facts, Remark, Remarks, Row, Section, Table
from slalang.reports.status.wording import moment, money, place_of
from slalang.reports.wording import counted, named
from slalang.status import CapStatus, Status

_EARN_BACKS = (Column("credit of", "wrap"), Column("period"), Column("can return", "right"))
_CAPS = (
    Column("cap", "wrap"),
    Column("over"),
    Column("allows", "right"),
    Column("used", "right"),
    Column("left", "right"),
)
_UPCOMING = (Column("when"), Column("what", "fill"))


def earn_backs_section(status: Status) -> Section | None:
    """The credits of which something can return, with what that needs."""
    if not status.earn_backs:
        return None
    rows = tuple(
        Row(
            (named(line.objective, line.keys), line.credit_period, money(line.amount, status)),
            place_of(status, line.clause),
            tuple(
                map(
                    Remark,
                    [*([line.progress] if line.progress else []), *(f"needs {one}" for one in line.needs)],
                )
            ),
        )
        for line in status.earn_backs
    )
    return Section("Earn-backs still open", (Table(_EARN_BACKS, rows),))


def caps_section(status: Status) -> Section | None:
    """What the caps still allow."""
    if not status.caps:
        return None
    rows = tuple(_cap(line, status) for line in status.caps)
    return Section("Caps, before the running periods", (Table(_CAPS, rows),))


def _cap(line: CapStatus, status: Status) -> Row:
    remarks = (Remark(f"not known yet: {line.missing}"),) if line.missing else ()
    used = format_money(line.used, status.currency)
    cells = (line.text, line.horizon, money(line.limit, status), used, money(line.left, status))
    return Row(cells, place_of(status, line.clause), remarks)


def upcoming_section(status: Status) -> Section:
    """What comes next, in order of time."""
    rows = tuple(
        Row((moment(line.at, status.timezone), line.text), place_of(status, line.clause))
        for line in status.upcoming
    )
    return Section("What comes", (Table(_UPCOMING, rows),))


def remarks_section(status: Status) -> Section | None:
    """What was found in the logs."""
    return Section("Found", (Remarks(tuple(map(Remark, status.remarks))),)) if status.remarks else None


def basis_section(status: Status) -> Section:
    """What the status was made from."""
    logs = tuple((one.event, (f"{one.path}, {counted(one.rows, 'row')}",)) for one in status.inputs)
    versions = ", ".join(f"{name} {version}" for name, version in status.versions)
    pairs = (*logs, ("plan", (status.plan_hash,)), ("versions", (versions,)))
    return Section("Made from", (Facts(pairs),))
