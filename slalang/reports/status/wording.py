"""How a status shows instants, amounts and lengths of time."""

from __future__ import annotations

import posixpath
from decimal import Decimal
from fractions import Fraction

from slalang.quantities import format_duration, format_money, local_time
from slalang.status import Status


def moment(instant: int, zone: str) -> str:
    """The local time, ``Wed 2026-03-11 09:00``, with seconds only where there are any."""
    local = local_time(instant, zone)
    day = ("Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun")[local.weekday()]
    shown = local.replace(tzinfo=None).isoformat(" ")
    return f"{day} {shown.removesuffix(':00')}"


def time(length: Fraction | int) -> str:
    """A length of time as people read it."""
    return format_duration(length)


def money(amount: Decimal | None, status: Status) -> str:
    """The amount, or that it is open."""
    return "open" if amount is None else format_money(amount, status.currency)


def place_of(status: Status, clause: str | None) -> str | None:
    """Where a clause is written: file and line."""
    found = dict(status.clauses).get(clause or "")
    return None if found is None else posixpath.basename(found)
