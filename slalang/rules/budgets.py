"""Time budgets in series: the limit promised for a service beside the limits of those it needs."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date, timedelta
from itertools import accumulate
from typing import Literal, TypeAlias

from slalang.graph.supports import Promise, Standing, Support, standings
from slalang.quantities import (
    HOUR,
    BusinessCalendar,
    Hours,
    OpenTime,
    local_time,
    open_segments,
)
from slalang.rules.deadlines import Pace, pace_of
from slalang.rules.kept import kept
from slalang.rules.survey import Survey
from slalang.source import Span
from slalang.syntax import nodes
from slalang.values import Frozen, value

Fit: TypeAlias = Literal["fits", "too long", "other hours and too long", "other hours", "other fields"]
"""``too long`` is certain: each keeps its limit and the promise is missed. ``other hours`` may fit or not."""

_MONDAY = date(2026, 6, 1)
"""The first day of plain weeks, without a change of the clocks, in which hours are compared."""
_WEEKS = 12


@value
class Chain(Frozen):
    """The limits of one kind of ticket (``P1``; ``None`` where there is one limit for all).

    ``parts`` are the limits of those underneath that have one, in microseconds, in order. ``taken`` is the
    longest that a ticket of the plain week ``opened`` at a moment takes in the hours of the promise, if each
    uses up its limit; it ends at ``closed``.
    """

    kind: str | None
    promised: int
    parts: tuple[int, ...]
    taken: int
    opened: int | None = None
    closed: int | None = None


@value
class Budget(Frozen):
    """A promise to be in time for a service whose parts all work on it, one after the other.

    ``chain`` is the kind of ticket that fits least; ``zone`` that of the first hours that ever end.
    ``supports`` are those underneath that have a limit.
    """

    standing: Standing
    supports: tuple[Support, ...]
    fit: Fit
    chain: Chain | None
    zone: str


def budgets(survey: Survey) -> Iterator[Budget]:
    """The time budgets of a file. What is redundant has none: nobody knows who works on what."""
    for standing in kept_standings(survey):
        if standing.promise.measure.clock and standing.structure.is_series:
            budget = _budget(standing, survey)
            if budget:
                yield budget


def kept_standings(survey: Survey) -> tuple[Standing, ...]:
    """The promises of the file and what they stand on, worked out once in a check."""
    return kept(
        survey,
        ("standings", survey.path),
        lambda: tuple(standings(survey.project, survey.typing, survey.path)),
    )


def _budget(standing: Standing, survey: Survey) -> Budget | None:
    promised = _pace(standing.promise, survey)
    found = [(support, _pace(support.promise, survey)) for support in standing.supports if support.promise]
    parts = [(support, pace) for support, pace in found if pace]
    if promised is None or not parts:
        return None
    paces = [pace for _, pace in parts]
    supports = tuple(support for support, _ in parts)
    fields = {pace.field for pace in (promised, *paces) if pace.field is not None}
    zone = _zone([promised, *paces])
    if len(fields) > 1:
        return Budget(standing, supports, "other fields", None, zone)
    chains = list(_chains(promised, paces))
    worst = max(chains, key=lambda chain: chain.taken - chain.promised, default=None)
    if worst is None:
        return None
    return Budget(standing, supports, _fit(worst, promised, paces), worst, zone)


def _zone(paces: Sequence[Pace]) -> str:
    """The zone in which a witness tells the time."""
    ending = [pace.hours.zone for pace in paces if not _never_closes(pace.hours)]
    return ending[0] if ending else paces[0].hours.zone


def _pace(promise: Promise, survey: Survey) -> Pace | None:
    return pace_of(promise.measure.clock, survey) if promise.measure.clock else None


def _fit(worst: Chain, promised: Pace, parts: Sequence[Pace]) -> Fit:
    common = all(_alike(part.hours, promised.hours) for part in parts)
    if worst.taken > worst.promised:
        return "too long" if common else "other hours and too long"
    # Hours that count for us count in a calendar that never closes too, so no more than the sum is taken.
    certain = all(_alike(part.hours, promised.hours) or _never_closes(part.hours) for part in parts)
    return "fits" if certain and sum(worst.parts) <= worst.promised else "other hours"


def _alike(one: BusinessCalendar, other: BusinessCalendar) -> bool:
    return one == other or (_never_closes(one) and _never_closes(other))


def _never_closes(hours: BusinessCalendar) -> bool:
    open_days = {day for each in hours.weekly if Hours(0, 24 * 60) in each.hours for day in each.weekdays}
    return len(open_days) == 7 and not (hours.holidays or hours.closed_dates or hours.extra_openings)


# --- tickets -----------------------------------------------------------------------------------


def _chains(promised: Pace, parts: Sequence[Pace]) -> Iterator[Chain]:
    """The limits of every kind of ticket that the promise has one for."""
    for kind in dict.fromkeys((*promised.limits, *(kind for part in parts for kind in part.limits))):
        limit = promised.limit(kind)
        limits = [part.limit(kind) for part in parts]
        known = tuple(each for each in limits if each is not None)
        if limit is not None and known:
            yield _chain(kind, limit, limits, promised, parts)


def _chain(
    kind: str | None, limit: int, limits: Sequence[int | None], promised: Pace, parts: Sequence[Pace]
) -> Chain:
    known = tuple(each for each in limits if each is not None)
    if all(_alike(part.hours, promised.hours) for part in parts):
        return Chain(kind, limit, known, sum(known))
    ours = _open_time(promised.hours)
    theirs = [
        (_open_time(part.hours), each) for part, each in zip(parts, limits, strict=True) if each is not None
    ]
    moments = _moments([ours, *(each for each, _ in theirs)], known)
    tried = [(opened, _handed_on(opened, theirs)) for opened in moments]
    spent = [
        (ours.between(opened, closed), -opened, closed) for opened, closed in tried if closed is not None
    ]
    if not spent:
        return Chain(kind, limit, known, 0)
    taken, opened, closed = max(spent)
    return Chain(kind, limit, known, taken, -opened, closed)


def _handed_on(opened: int, parts: Sequence[tuple[OpenTime, int]]) -> int | None:
    """When the last has done its part, if each takes all of its limit and begins when the one before ends."""
    moment: int | None = opened
    for open_time, limit in parts:
        moment = None if moment is None else open_time.due(moment, limit)
    return moment


def _moments(open_times: Sequence[OpenTime], limits: Sequence[int]) -> list[int]:
    """The moments of a week at which hours end, when a ticket waits longest, or begin, and those from which
    the first limits last until then."""
    start = min(each.segments[0][0] for each in open_times if each.segments)
    week = range(start, start + 8 * 24 * HOUR)
    edges = {end for each in open_times for pair in each.segments for end in pair if end in week}
    used = accumulate(limits, initial=0)
    return sorted({edge - length for length in used for edge in edges})


def _open_time(hours: BusinessCalendar) -> OpenTime:
    plain = BusinessCalendar(hours.zone, hours.weekly)
    return OpenTime(open_segments(plain, _MONDAY, _MONDAY + timedelta(weeks=_WEEKS)))


def weekday_and_time(instant: int, zone: str) -> str:
    """A moment of a plain week, for people: ``Friday 17:00``."""
    return f"{local_time(instant, zone):%A %H:%M}"


def limit_of(promise: Promise) -> Span:
    """Where the limit of a promise to be in time is written."""
    clock = promise.measure.clock
    clauses = clock.node.clauses if clock and isinstance(clock.node, nodes.Clock) else ()
    limits = [clause.span for clause in clauses if isinstance(clause, nodes.Limit)]
    return limits[0] if limits else promise.objective.head.node.name.span
