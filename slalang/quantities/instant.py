"""Instants: whole microseconds since 1970 in UTC, and the local times that stand for them.

The rules of a zone come from the ``tzdata`` package alone, never from the machine, so the same
contract means the same instants everywhere. Zones are given by their IANA names.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from datetime import UTC, date, datetime, time, timedelta
from functools import cache, lru_cache
from importlib import import_module
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Literal, TypeAlias

if TYPE_CHECKING:
    from zoneinfo import ZoneInfo

FIRST_DAY = date(1900, 1, 1)
LAST_DAY = date(2199, 12, 31)
"""The days terms and logs may lie in; reckoning in local days is safe some way beyond them."""

Instant: TypeAlias = Annotated[int, "instant"]
"""A number of microseconds that is an instant and no length of time: JSON shows it as a date and time."""

_EPOCH = datetime(1970, 1, 1)
_MICROSECOND = timedelta(microseconds=1)
_DATE = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")
_DATE_TIME = re.compile(
    _DATE.pattern + r"T[0-9]{2}:[0-9]{2}(?::[0-9]{2}(?:\.[0-9]{1,6})?)?(?:Z|[+-][0-9]{2}:[0-9]{2})?"
)


class LocalTimeError(ValueError):
    """A local time that a change of the clocks makes ``ambiguous`` or ``impossible``.

    ``candidates`` are the two instants it could stand for, the earlier first: shown twice, or read with
    the offset after and before the jump.
    """

    def __init__(self, local: datetime, zone: str, candidates: tuple[int, int], reason: _Reason) -> None:
        super().__init__(f"{local.isoformat()} is {reason} in {zone}")
        self.local = local
        self.zone = zone
        self.candidates = candidates
        self.reason = reason


_Reason = Literal["ambiguous", "impossible"]


# --- zones -------------------------------------------------------------------------------------


def _zone_data() -> Path:
    """The folder of the ``tzdata`` package."""
    return Path(str(import_module("tzdata").__file__)).parent


@cache
def zone_names() -> frozenset[str]:
    """The names of all zones the zone data has."""
    return frozenset((_zone_data() / "zones").read_text("ascii").split())


def is_zone(name: str) -> bool:
    """Whether the zone data has a zone of this name."""
    return name in zone_names()


def zone_data_version() -> str:
    """The IANA release of the zone data, such as ``2026a``."""
    return str(import_module("tzdata").IANA_VERSION)


@cache
def load_zone(name: str) -> ZoneInfo:
    """The rules of a zone. Raises ``ValueError`` for a name that ``is_zone`` denies."""
    if not is_zone(name):
        raise ValueError(f"{name} is not a zone")
    # Most contracts need no rules of a zone to be checked, and the module takes a while to load.
    from zoneinfo import ZoneInfo

    with _zone_data().joinpath("zoneinfo", *name.split("/")).open("rb") as rules:
        return ZoneInfo.from_file(rules, key=name)


# --- local times to instants -------------------------------------------------------------------


def instant_of(moment: datetime, zone: str, ambiguous: Literal["earlier", "later"] | None = None) -> int:
    """The instant of a date and time: local to the zone, or of its own offset where it has one.

    ``ambiguous`` says which of two to take for a local time that is shown twice. Raises
    ``LocalTimeError`` for such a time without that choice, and for one that is never shown.
    """
    if moment.tzinfo is not None:
        return _at_own_offset(moment)
    first, second = _readings(moment, zone)
    if first == second:
        return first
    if first < second and ambiguous:
        return first if ambiguous == "earlier" else second
    reason: _Reason = "ambiguous" if first < second else "impossible"
    raise LocalTimeError(moment, zone, (min(first, second), max(first, second)), reason)


def first_instant(local: datetime, zone: str) -> int:
    """The first instant at which the clocks of the zone show this local time, or a later one.

    A time shown twice is its first showing, one that is skipped is the moment of the jump.
    """
    before, after = _readings(local, zone)
    if before <= after:
        return before
    shown = load_zone(zone)
    jump = bisect_left(range(after, before), True, key=lambda t: _wall_clock(t, shown) >= local)
    return after + jump


@lru_cache(maxsize=10_000)
def day_start(day: date, zone: str) -> int:
    """The first instant of a local day, which is not always midnight."""
    return first_instant(datetime.combine(day, time()), zone)


def _readings(local: datetime, zone: str) -> tuple[int, int]:
    """The local time with the offset before and the offset after a change of the clocks around it."""
    aware = local.replace(tzinfo=load_zone(zone))
    return _at_own_offset(aware.replace(fold=0)), _at_own_offset(aware.replace(fold=1))


def _at_own_offset(moment: datetime) -> int:
    offset = moment.utcoffset() or timedelta()
    return (moment.replace(tzinfo=None) - _EPOCH - offset) // _MICROSECOND


# --- instants to local times -------------------------------------------------------------------


def local_time(instant: int, zone: str) -> datetime:
    """The date and time the clocks of the zone show at the instant, with their offset."""
    return _utc(instant).astimezone(load_zone(zone))


def local_date(instant: int, zone: str) -> date:
    """The date in the zone at the instant."""
    return local_time(instant, zone).date()


def format_instant(instant: int) -> str:
    """``2026-03-29T03:00:00Z``, with a fraction of a second only where there is one."""
    return _utc(instant).replace(tzinfo=None).isoformat() + "Z"


def format_local(instant: int, zone: str) -> str:
    """The local time with its offset: ``2026-03-29T04:00:00+01:00``."""
    return local_time(instant, zone).isoformat()


def _utc(instant: int) -> datetime:
    return (_EPOCH + instant * _MICROSECOND).replace(tzinfo=UTC)


def _wall_clock(instant: int, zone: ZoneInfo) -> datetime:
    return _utc(instant).astimezone(zone).replace(tzinfo=None)


# --- text --------------------------------------------------------------------------------------


def parse_date(text: str) -> date | None:
    """The date written as ``2026-01-31``, or ``None`` where the text is no date of the calendar."""
    moment = _from_iso(text) if _DATE.fullmatch(text) else None
    return None if moment is None else moment.date()


def parse_date_time(text: str) -> datetime | None:
    """``2026-01-01T09:00`` (no zone: a local time), with ``Z`` or with an offset; ``None`` otherwise."""
    return _from_iso(text) if _DATE_TIME.fullmatch(text) else None


def parse_instant(text: str) -> Instant | None:
    """The instant of a date and time with ``Z`` or an offset; ``None`` otherwise."""
    moment = parse_date_time(text)
    return None if moment is None or moment.tzinfo is None else _at_own_offset(moment)


def _from_iso(text: str) -> datetime | None:
    try:
        return datetime.fromisoformat(text)
    except ValueError:
        return None
