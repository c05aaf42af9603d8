"""Periods: calendar days, ISO weeks, months, quarters, years and contract years of one agreement.

A period is half-open in instants and follows the agreement's own zone. The term cuts the first and
the last one; a part period knows how many days it has and how many the whole one would have.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterator, Sequence
from datetime import date, datetime, timedelta
from itertools import count, pairwise
from typing import Literal, TypeAlias

from slalang.quantities.instant import Instant, day_start, first_instant, local_date, local_time
from slalang.values import Frozen, value

PeriodKind: TypeAlias = Literal["day", "week", "month", "quarter", "year", "contract year", "term"]

PERIOD_KINDS: tuple[PeriodKind, ...] = ("day", "week", "month", "quarter", "year", "contract year", "term")
"""The kinds of period, shortest first."""

_DAY = timedelta(days=1)


@value
class Period(Frozen):
    """A half-open period of the agreement's own time zone, as instants in UTC.

    ``days`` are the calendar days that exist of it, ``whole_days`` those of the uncut period.
    ``month`` is the label of the month that holds its last instant.
    """

    kind: PeriodKind
    label: str
    start: Instant
    end: Instant
    days: int
    whole_days: int
    month: str

    @property
    def whole(self) -> bool:
        """Whether the term leaves it uncut."""
        return self.days == self.whole_days

    @property
    def length(self) -> int:
        """Its length in microseconds; a day of a change of the clocks has 23 or 25 hours."""
        return self.end - self.start


def periods(kind: PeriodKind, first: date, last: date, zone: str) -> tuple[Period, ...]:
    """The periods of one kind that a term from its first to its last day holds, in order of time.

    They tile the term: each starts where the one before ends. A local day that a zone skipped
    altogether has no period. A contract year starts at an anniversary of the first day; the anniversary
    of 29 February in a common year is 1 March.
    """
    bounds = pairwise(_bounds(kind, first, last))
    cut = (_cut(kind, number, whole, (first, last + _DAY), zone) for number, whole in enumerate(bounds, 1))
    return tuple(period for period in cut if period.start < period.end)


def _cut(
    kind: PeriodKind, number: int, whole: tuple[date, date], term: tuple[date, date], zone: str
) -> Period:
    begin, end = max(whole[0], term[0]), min(whole[1], term[1])
    return Period(
        kind=kind,
        label=_label(kind, whole[0], number),
        start=day_start(begin, zone),
        end=day_start(end, zone),
        days=(end - begin).days,
        whole_days=(whole[1] - whole[0]).days,
        month=month_label(end - _DAY),
    )


def _bounds(kind: PeriodKind, first: date, last: date) -> Iterator[date]:
    """The first days of the uncut periods, up to and with the first one after the term."""
    for bound in _starts(kind, first, last):
        yield bound
        if bound > last:
            return


def _starts(kind: PeriodKind, first: date, last: date) -> Iterator[date]:
    match kind:
        case "day":
            return (first + n * _DAY for n in count())
        case "week":
            return (first + (7 * n - first.weekday()) * _DAY for n in count())
        case "month":
            return (add_months(first.replace(day=1), n) for n in count())
        case "quarter":
            return (add_months(date(first.year, 3 * (quarter_of(first) - 1) + 1, 1), 3 * n) for n in count())
        case "year":
            return (date(first.year + n, 1, 1) for n in count())
        case "contract year":
            return (anniversary(first, n) for n in count())
        case "term":
            return iter((first, last + _DAY))


def _label(kind: PeriodKind, begin: date, number: int) -> str:
    match kind:
        case "day":
            return begin.isoformat()
        case "week":
            year, week, _ = begin.isocalendar()
            return f"{year:04}-W{week:02}"
        case "month":
            return month_label(begin)
        case "quarter":
            return f"{begin.year:04}-Q{quarter_of(begin)}"
        case "year":
            return f"{begin.year:04}"
        case "contract year":
            return f"contract year {number}"
        case "term":
            return "term"


# --- finding periods ---------------------------------------------------------------------------


def period_at(periods: Sequence[Period], instant: int) -> Period | None:
    """The one of the periods (of one kind, in order) that holds the instant."""
    index = bisect_right(periods, instant, key=lambda period: period.start) - 1
    return periods[index] if index >= 0 and instant < periods[index].end else None


def period_holding(periods: Sequence[Period], inner: Period) -> Period | None:
    """The one of the periods (of one kind, in order) that holds the last instant of another."""
    return period_at(periods, inner.end - 1)


def looking_back(period: Period, days: int, zone: str) -> tuple[int, int]:
    """The window of so many local days that ends with the period."""
    after = local_date(period.end - 1, zone) + _DAY
    return day_start(after - days * _DAY, zone), period.end


def looking_back_months(period: Period, months: int, zone: str) -> tuple[int, int]:
    """The window of so many months on the calendar that ends with the period."""
    after = local_date(period.end - 1, zone) + _DAY
    return day_start(add_months(after, -months), zone), period.end


# --- calendar lengths --------------------------------------------------------------------------


def add_months(day: date, months: int) -> date:
    """So many months later (or earlier); a day the month does not have becomes its last day."""
    year, month = divmod(day.year * 12 + day.month - 1 + months, 12)
    return date(year, month + 1, min(day.day, days_in_month(year, month + 1)))


def later(instant: int, days: int, months: int, zone: str) -> int:
    """The instant so many days and months later, at the same local time of day.

    Where clocks show that time twice it is the first showing, where they skip it the moment of the jump.
    """
    local = local_time(instant, zone).replace(tzinfo=None)
    day = add_months(local.date(), months) + days * _DAY
    return first_instant(datetime.combine(day, local.time()), zone)


def anniversary(day: date, years: int) -> date:
    """The same day so many years later; for 29 February in a common year, 1 March."""
    if (day.month, day.day) == (2, 29) and days_in_month(day.year + years, 2) == 28:
        return date(day.year + years, 3, 1)
    return day.replace(year=day.year + years)


def days_in_month(year: int, month: int) -> int:
    """How many days a month has."""
    following = date(year + 1, 1, 1) if month == 12 else date(year, month + 1, 1)
    return (following - _DAY).day


def quarter_of(day: date) -> int:
    """The quarter of the year a day is in, 1 to 4."""
    return (day.month + 2) // 3


def month_label(day: date) -> str:
    """The month of a day, as ``2026-03``."""
    return f"{day.year:04}-{day.month:02}"


def months_back(label: str, months: int) -> tuple[str, ...]:
    """The labels of so many months that end with the labelled one, in order of time."""
    last = date.fromisoformat(f"{label}-01")
    return tuple(month_label(add_months(last, back)) for back in range(1 - months, 1))
