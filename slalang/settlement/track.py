"""One objective and key as an earn-back sees it: the periods that have closed."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from slalang.plan.terms import PeriodKind
from slalang.quantities import months_back
from slalang.quantities.period import Period
from slalang.settlement.outcomes import Assessment
from slalang.settlement.timeline import Timeline


class Track:
    """``closes`` are all periods of the objective that are over, also those in which the key does not exist.
    ``arose`` says whether a period brought a credit."""

    def __init__(
        self,
        entries: Sequence[Assessment],
        closes: Sequence[Period],
        arose: Callable[[Period], bool],
        timeline: Timeline,
        *,
        currency: str,
        term_is_over: bool,
    ) -> None:
        self._by_end = {one.period.end: one for one in entries}
        self.closes = closes
        self.arose = arose
        self.timeline = timeline
        self.currency = currency
        self.term_is_over = term_is_over

    def at(self, close: Period) -> Assessment | None:
        """The assessment of a period."""
        return self._by_end.get(close.end)

    def inside(self, kind: PeriodKind, close: Period) -> list[Assessment]:
        """The assessments of the longer period that holds the close, up to it."""
        horizon = self.timeline.holding(kind, close)
        return [
            one
            for end, one in self._by_end.items()
            if end <= close.end and self.timeline.holding(kind, one.period) == horizon
        ]

    def misses(self, close: Period, months: int) -> list[str]:
        """The periods missed in so many months that end with that of the close, up to it."""
        inside = set(months_back(close.month, months))
        return [
            one.period.label
            for end, one in self._by_end.items()
            if end <= close.end and one.missed and one.period.month in inside
        ]

    def up_to(self, instant: int) -> Track:
        """What was known of it at an instant."""
        return Track(
            tuple(one for end, one in self._by_end.items() if end <= instant),
            tuple(close for close in self.closes if close.end <= instant),
            self.arose,
            self.timeline,
            currency=self.currency,
            term_is_over=False,
        )
