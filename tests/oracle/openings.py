"""Rows that are opened up by key: intervals from their starts and ends, rows that keep their distance, and
intervals after which a notice comes in time."""

from __future__ import annotations

from calendar import monthrange
from collections.abc import Callable
from datetime import timedelta
from typing import Any
from zoneinfo import ZoneInfo

from tests.oracle.plain import EPOCH, MICROSECOND, Json
from tests.oracle.rows import Row, Rows

Holds = Callable[[Json, Row], bool]


def paired(rows: Rows, step: Json, end: int, holds: Holds) -> Rows:
    """An interval from each row that starts one to the next one of the same keys that ends it; what nothing
    ends is open to the end of the evaluation. Of one instant the ends come first."""
    keys = tuple(step["keys"])
    made: list[Row] = []
    for key, own in Rows(rows.shape, rows.rows, keys).by_key().items():
        fields, since = dict(zip(keys, key, strict=True)), None
        for at in sorted({row.start for row in own}):
            here = [row for row in own if row.start == at]
            if since is not None and any(holds(step["ends"], row) for row in here):
                made.append(Row(since, at, fields))
                since = None
            if since is None and any(holds(step["starts"], row) for row in here):
                since = at
        if since is not None:
            made.append(Row(since, end, fields, open=True))
    return Rows("intervals", made, keys)


def spaced(rows: Rows, step: Json) -> Rows:
    """The first row of each combination of keys, and each one far enough after the last that was kept."""
    keys = tuple(step["keys"])
    kept: list[Row] = []
    for own in Rows(rows.shape, rows.rows, keys).by_key().values():
        last, distance = None, step["least"]
        for row in sorted(own, key=lambda row: (row.start, in_order(row))):
            if last is not None and row.start - last < distance:
                continue
            if last is not None and step["longest"] is not None:
                distance = min(2 * distance, step["longest"])
            kept.append(row)
            last = row.start
    return Rows("points", kept, keys)


def in_order(row: Row) -> list[tuple[bool, Any]]:
    """The values of a row, field by field as they are declared, one that is missing last."""
    return [(one is None, 0 if one is None else one) for one in row.fields.values()]


def followed(rows: Rows, step: Json, notices: Rows, zone: str) -> Rows:
    """The intervals after whose start or end a notice with the same keys comes in time."""
    kept = []
    for row in rows.rows:
        since = row.start if step["of"] == "start" else row.end
        own = [one for one in notices.rows if all(one.fields[key] == row.fields[key] for key in step["keys"])]
        still_open = row.open and step["of"] == "end"
        if not still_open and any(since <= one.start <= later(since, step["within"], zone) for one in own):
            kept.append(row)
    return Rows(rows.shape, kept, rows.keys, rows.carries)


def later(at: int, length: Json, zone: str) -> int:
    """So much later; days and months end at the same time of day, in the agreement's zone."""
    if length["kind"] == "exact":
        return at + int(length["length"])
    local = (EPOCH + at * MICROSECOND).astimezone(ZoneInfo(zone)).replace(tzinfo=None, fold=0)
    if length["kind"] == "days":
        there = local + timedelta(days=length["days"])
    else:
        there = months_on(local, length["months"])
    return (there.replace(tzinfo=ZoneInfo(zone)) - EPOCH) // MICROSECOND


def months_on(day: Any, months: int) -> Any:
    """A date or time so many months on; a day that the month does not have is its last one."""
    number = day.year * 12 + day.month - 1 + months
    year, month = number // 12, number % 12 + 1
    return day.replace(year=year, month=month, day=min(day.day, monthrange(year, month)[1]))
