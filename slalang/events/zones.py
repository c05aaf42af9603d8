"""Local times of a zone as a table: from which local time on which offset holds."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from functools import cache
from typing import Literal
from zoneinfo import ZoneInfo

from slalang.quantities import FIRST_DAY, LAST_DAY, load_zone

Fold = Literal["earlier", "later"] | None

_SECOND = 1_000_000
_DAY = 86_400
_MICROSECOND = timedelta(microseconds=1)
_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)


@dataclass(frozen=True)
class LocalSpan:
    """From a local time on (microseconds since 1970 as the clocks show them) the offset that holds.

    ``offset`` is ``None`` where the local time has no one meaning: it is ``impossible`` (skipped when
    the clocks go forward) or ``ambiguous`` (shown twice).
    """

    start: int
    offset: int | None
    reason: Literal["impossible", "ambiguous"] | None = None


@cache
def local_spans(zone: str, fold: Fold) -> tuple[LocalSpan, ...]:
    """The spans of a zone from ``FIRST_DAY`` to ``LAST_DAY``, sorted, without holes.

    ``fold`` says which of two instants a time that is shown twice stands for.
    """
    rules = load_zone(zone)
    seconds = _day_seconds()
    offsets = [_offset(rules, second) for second in seconds]
    spans = [LocalSpan(seconds[0] * _SECOND + offsets[0], offsets[0])]
    for index in range(1, len(seconds)):
        if offsets[index] != offsets[index - 1]:
            moment = _change(rules, seconds[index - 1], seconds[index])
            spans += _spans_from(moment * _SECOND, offsets[index - 1], offsets[index], fold)
    return tuple(spans)


def span_at(spans: tuple[LocalSpan, ...], local: int) -> LocalSpan:
    """The span a local time lies in."""
    return spans[bisect_right(spans, local, key=lambda span: span.start) - 1]


def _day_seconds() -> range:
    first, last = (datetime(day.year, day.month, day.day, tzinfo=UTC) for day in (FIRST_DAY, LAST_DAY))
    second = timedelta(seconds=1)
    return range((first - _EPOCH) // second - 2 * _DAY, (last - _EPOCH) // second + 3 * _DAY, _DAY)


def _change(rules: ZoneInfo, before: int, after: int) -> int:
    """The second between two others at which the clocks change."""
    old = _offset(rules, before)
    return before + bisect_left(range(before, after), True, key=lambda second: _offset(rules, second) != old)


def _spans_from(moment: int, old: int, new: int, fold: Fold) -> list[LocalSpan]:
    """What a change of the clocks begins: the odd local times, then those of the new offset."""
    if new > old:
        return [LocalSpan(moment + old, None, "impossible"), LocalSpan(moment + new, new)]
    if fold is None:
        odd = LocalSpan(moment + new, None, "ambiguous")
    else:
        odd = LocalSpan(moment + new, old if fold == "earlier" else new)
    return [odd, LocalSpan(moment + old, new)]


def _offset(rules: ZoneInfo, second: int) -> int:
    shown = rules.fromutc(_EPOCH.replace(tzinfo=rules) + timedelta(seconds=second))
    return (shown.utcoffset() or timedelta()) // _MICROSECOND
