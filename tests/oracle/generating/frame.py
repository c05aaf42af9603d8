"""The frame of a contract: its term, its zone, its calendar, and the instants at which things go wrong."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from random import Random
from zoneinfo import ZoneInfo

DAY = timedelta(days=1)
SECOND = 1_000_000
MINUTE = 60 * SECOND
HOUR = 60 * MINUTE

ZONES = {
    "Europe/Berlin": (date(2026, 3, 29), date(2026, 10, 25)),
    "America/New_York": (date(2026, 3, 8), date(2026, 11, 1)),
    "Australia/Lord_Howe": (date(2026, 4, 5), date(2026, 10, 4)),
    "Asia/Beirut": (date(2026, 3, 29), date(2026, 10, 25)),
    "UTC": (date(2026, 3, 1), date(2026, 10, 1)),
    "Asia/Kolkata": (date(2026, 2, 28), date(2026, 9, 30)),
}
"""Zones, with the days on which their clocks change (or some others)."""


@dataclass(frozen=True)
class Hours:
    """Opening hours: their zone, on which days of the week (0 is Monday) which spans of minutes of the day
    (an end before the start is past midnight), and days on which all is closed."""

    zone: str
    weekly: tuple[tuple[tuple[int, ...], tuple[tuple[int, int], ...]], ...]
    closed: tuple[date, ...] = ()


@dataclass(frozen=True)
class Frame:
    """The time that a contract is about. ``first`` and ``last`` are the days of the term."""

    zone: str
    first: date
    last: date
    each: str
    hours: Hours | None = None
    edges: tuple[int, ...] = field(default=())

    @property
    def start(self) -> int:
        """The first instant of the term."""
        return midnight(self.first, self.zone)

    @property
    def end(self) -> int:
        """The first instant after the term."""
        return midnight(self.last + DAY, self.zone)


def midnight(day: date, zone: str) -> int:
    """The instant of a local midnight."""
    return instant(datetime(day.year, day.month, day.day), zone)


def instant(local: datetime, zone: str) -> int:
    """Microseconds since 1970 of a local time, the earlier where there are two."""
    aware = local.replace(tzinfo=ZoneInfo(zone))
    return (aware - datetime(1970, 1, 1, tzinfo=ZoneInfo("UTC"))) // timedelta(microseconds=1)


def frame(random: Random, length: str, with_hours: bool = False) -> Frame:
    """A frame: ``short`` of some days around a change of the clocks, ``months`` of some months, ``years``."""
    zone = random.choice([*ZONES, "Europe/Berlin", "UTC"])
    change = random.choice(ZONES[zone])
    if length == "short":
        first = change - random.randint(0, 8) * DAY
        last = first + random.randint(6, 16) * DAY
        each = random.choice(["day", "day", "week"])
    elif length == "months":
        first = _month_begins(change, -random.randint(0, 2))
        if random.random() < 0.3:
            first += random.randint(1, 27) * DAY
        last = _month_begins(first, random.randint(2, 5)) - DAY
        if random.random() < 0.3:
            last -= random.randint(1, 20) * DAY
        each = random.choice(["month", "month", "month", "week", "quarter"])
    else:
        first = _month_begins(date(2025, random.choice([1, 1, 4, 10, 12]), 1), 0)
        last = _month_begins(first, random.choice([12, 12, 15, 18])) - DAY
        each = random.choice(
            ["month", "month", "month", "month", "month", "quarter", "year", "contract year"]
        )
    hours = _hours(random, zone) if with_hours else None
    plain = Frame(zone, first, last, each, hours)
    return Frame(zone, first, last, each, hours, tuple(_edges(plain, random)))


def _month_begins(day: date, months: int) -> date:
    number = day.year * 12 + day.month - 1 + months
    return date(number // 12, number % 12 + 1, 1)


def _edges(frame: Frame, random: Random) -> list[int]:
    """Instants at which a period begins or ends, clocks change, or offices open and close."""
    found = [frame.start, frame.end]
    days = (frame.last - frame.first).days
    every = [frame.first + number * DAY for number in range(days + 1)]
    if frame.each == "day":
        found += [midnight(day, frame.zone) for day in every]
    if frame.each == "week":
        found += [midnight(day, frame.zone) for day in every if day.weekday() == 0]
    found += [midnight(day, frame.zone) for day in every if day.day == 1]
    for day in ZONES[frame.zone]:
        if frame.first <= day <= frame.last:
            found += [midnight(day, frame.zone) + hours * HOUR for hours in (0, 1, 2, 3)]
            found += [midnight(day + DAY, frame.zone)]
    if frame.hours is not None:
        for day in random.sample(every, min(len(every), 8)):
            for days_of_week, spans in frame.hours.weekly:
                if day.weekday() in days_of_week:
                    found += [midnight(day, frame.hours.zone) + at * MINUTE for span in spans for at in span]
    return sorted(set(found))


WEEK = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")
SPANS = [
    ((540, 1020),),
    ((540, 750), (810, 1080)),
    ((480, 720), (720, 960)),
    ((1320, 360),),
    ((0, 180), (1380, 1440)),
    ((30, 210),),
]


def _hours(random: Random, zone: str) -> Hours:
    days = random.choice([(0, 1, 2, 3, 4), (0, 1, 2, 3, 4, 5, 6), (0, 2, 4), (5, 6)])
    own = zone if random.random() < 0.7 else random.choice(list(ZONES))
    weekly = [(days, random.choice(SPANS))]
    rest = tuple(day for day in range(7) if day not in days)
    if rest and random.random() < 0.4:
        weekly.append((rest, ((600, 840),)))
    change = random.choice(ZONES[zone])
    closed = (change + DAY,) if random.random() < 0.4 else ()
    return Hours(own, tuple(weekly), closed)


def calendar_text(hours: Hours) -> list[str]:
    """The calendar as a declaration."""
    lines = ["calendar office {", f'  timezone "{hours.zone}"']
    for days, spans in hours.weekly:
        written = ", ".join(f"{_clock(start)} to {_clock(end)}" for start, end in spans)
        lines += [f"  open {_days(days)} {written}"]
    lines += [f"  closed {day.isoformat()}" for day in hours.closed]
    return [*lines, "}"]


def _days(days: tuple[int, ...]) -> str:
    if len(days) > 1 and days == tuple(range(days[0], days[-1] + 1)):
        return f"{WEEK[days[0]]} to {WEEK[days[-1]]}"
    return ", ".join(WEEK[day] for day in days)


def _clock(minutes: int) -> str:
    return f"{minutes // 60:02d}:{minutes % 60:02d}"
