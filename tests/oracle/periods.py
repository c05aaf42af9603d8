"""The periods of a term, on the calendar of its own time zone."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

from tests.oracle.plain import EPOCH, MICROSECOND, Json, instant

DAY = timedelta(days=1)


@dataclass(frozen=True)
class Period:
    """A period: what exists of it, in instants, and its days, there and if the term did not cut it."""

    kind: str
    label: str
    start: int
    end: int
    days: int
    whole_days: int

    @property
    def last(self) -> int:
        """Its last instant."""
        return self.end - 1


def midnight(day: date, zone: str) -> int:
    """The first instant of a local day: of the instants whose local date it is, the earliest."""
    local = datetime(day.year, day.month, day.day, tzinfo=ZoneInfo(zone))
    return (local - EPOCH) // MICROSECOND


def local_day(at: int, zone: str) -> date:
    """The local date of an instant."""
    return (EPOCH + at * MICROSECOND).astimezone(ZoneInfo(zone)).date()


def term(plan: Json) -> tuple[date, date]:
    """The first day of the term, and the day after its last."""
    zone = plan["timezone"]
    return local_day(instant(plan["term_start"]), zone), local_day(instant(plan["term_end"]), zone)


def begins(kind: str, day: date, first: date) -> bool:
    """Whether a period of the kind begins on the day; ``first`` is the first day of the term."""
    match kind:
        case "day":
            return True
        case "week":
            return day.weekday() == 0
        case "month":
            return day.day == 1
        case "quarter":
            return day.day == 1 and day.month in (1, 4, 7, 10)
        case "year":
            return (day.month, day.day) == (1, 1)
        case "contract year":
            return day >= first and day == anniversary(first, day.year)
        case "term":
            return day == first
    raise NotImplementedError(kind)


def anniversary(first: date, year: int) -> date:
    """The anniversary of a day; that of 29 February is 1 March where there is none."""
    try:
        return first.replace(year=year)
    except ValueError:
        return date(year, 3, 1)


def label(kind: str, start: date, number: int) -> str:
    """How the period that begins on the day is written."""
    match kind:
        case "day":
            return start.isoformat()
        case "week":
            year, week, _ = start.isocalendar()
            return f"{year}-W{week:02d}"
        case "month":
            return f"{start.year}-{start.month:02d}"
        case "quarter":
            return f"{start.year}-Q{(start.month + 2) // 3}"
        case "year":
            return str(start.year)
    return f"{kind} {number}"


def periods(kind: str, plan: Json) -> list[Period]:
    """The periods of one kind, in order of time, cut by the term."""
    first, after = term(plan)
    if kind == "term":
        days = (after - first).days
        return [Period(kind, "term", instant(plan["term_start"]), instant(plan["term_end"]), days, days)]
    start = first
    while not begins(kind, start, first):
        start -= DAY
    found: list[Period] = []
    while start < after:
        end = start + DAY
        while not begins(kind, end, first):
            end += DAY
        here, there = max(start, first), min(end, after)
        bounds = midnight(here, plan["timezone"]), midnight(there, plan["timezone"])
        named = label(kind, start, len(found) + 1)
        found.append(Period(kind, named, *bounds, (there - here).days, (end - start).days))
        start = end
    return found


def holding(kind: str, at: int, plan: Json) -> Period:
    """The period of a kind that holds an instant."""
    return next(one for one in periods(kind, plan) if one.start <= at < one.end)


def last_days(days: int, period: Period, plan: Json) -> Period:
    """So many days that end with a period, as far as the term has them."""
    zone = plan["timezone"]
    after = local_day(period.end, zone)
    first = max(after - days * DAY, term(plan)[0])
    there = (after - first).days
    return Period("by days", f"{days} days", midnight(first, zone), period.end, there, there)


def month_of(at: int, plan: Json) -> str:
    """The label of the month that holds an instant."""
    return f"{local_day(at, plan['timezone']):%Y-%m}"
