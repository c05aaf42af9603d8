"""The time an agreement runs for: its term, its zone and the periods in it."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from functools import lru_cache

from slalang.model.contract import Version
from slalang.quantities import (
    FIRST_DAY,
    HOUR,
    LAST_DAY,
    Period,
    PeriodKind,
    is_zone,
    local_date,
    local_time,
    periods,
)
from slalang.rules.survey import Survey
from slalang.syntax import nodes
from slalang.values import Frozen, value

DAY = 24 * HOUR


@value
class Horizon(Frozen):
    """The first and the last day of a term, and the zone in which its days begin."""

    first: date
    last: date
    zone: str

    @property
    def days(self) -> int:
        """How many days it has."""
        return (self.last - self.first).days + 1

    def periods(self, kind: PeriodKind) -> tuple[Period, ...]:
        """The periods of a kind in order of time, those that the term cuts too."""
        return _periods(kind, self.first, self.last, self.zone)

    def first_day(self, period: Period) -> date:
        """The day a period begins on."""
        return local_date(period.start, self.zone)

    def last_day(self, period: Period) -> date:
        """The last day of a period."""
        return local_date(period.end - 1, self.zone)

    def shown(self, instant: int) -> str:
        """An instant as the clocks of the zone show it: ``2026-03-01T00:00``."""
        return local_time(instant, self.zone).replace(tzinfo=None).isoformat(timespec="minutes")


def horizon_of(version: Version) -> Horizon | None:
    """The horizon of a version, ``None`` where the term or the zone is missing or was reported."""
    term, zone = version.clauses.only(nodes.Term), version.clauses.only(nodes.Timezone)
    if term is None or zone is None or not is_zone(zone.node.zone.value):
        return None
    first, last = term.node.first.value, term.node.last.value
    if not FIRST_DAY <= first <= last <= LAST_DAY:
        return None
    return Horizon(first, last, zone.node.zone.value)


def horizons(survey: Survey) -> Iterator[tuple[Version, Horizon]]:
    """Every version with a term, and the time it could govern."""
    for version in survey.versions():
        horizon = horizon_of(version)
        if horizon:
            yield version, horizon


_periods = lru_cache(maxsize=512)(periods)
