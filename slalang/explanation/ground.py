"""What an explanation reads: the plan, the readings, and the statement made of them."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction

from slalang.plan.plan import Plan
from slalang.plan.reading import Reading, Readings
from slalang.plan.terms import Objective, Terms
from slalang.quantities import format_money, local_time
from slalang.statement import Keys, OutcomeLine, Statement
from slalang.trail import ClauseReference


@dataclass(frozen=True)
class Ground:
    """``to_date`` is the statement from the start of the term, for what began before the period."""

    plan: Plan
    readings: Readings
    statement: Statement
    to_date: Statement

    @property
    def currency(self) -> str:
        """The currency of the agreement."""
        return self.plan.currency

    def clause(self, path: str | None) -> ClauseReference | None:
        """The clause with this path, with the file it was imported from where that is another one."""
        found = self.plan.clause(path) if path else None
        if found is None:
            return None
        own = self.plan.clause(self.plan.rounding.clause)
        file = found.place.rpartition(":")[0]
        is_imported = own is not None and file != own.place.rpartition(":")[0]
        through = f"{found.through}, imported from {file}" if is_imported else found.through
        return ClauseReference(found.path, found.place, found.text, through)

    def quoted(self, path: str) -> str:
        """The words of a clause between backticks."""
        found = self.plan.clause(path)
        return f"`{found.text if found else path}`"

    def terms(self, line: OutcomeLine) -> Terms:
        """The version of the terms that governs a period."""
        return self.plan.terms_at(line.period_start)

    def objective(self, line: OutcomeLine) -> Objective:
        """The promise behind a line."""
        return next(one for one in self.terms(line).objectives if one.name == line.objective)

    def reading(self, line: OutcomeLine) -> Reading | None:
        """What was measured for a line."""
        keys = tuple(value for _, value in line.keys)
        for reading in self.readings.objectives:
            if (reading.objective, reading.period, reading.keys) == (line.objective, line.period, keys):
                return reading
        return None

    def outcomes_of(self, objective: str, keys: Keys) -> Iterator[OutcomeLine]:
        """All lines of an objective since the start of the term."""
        for line in self.to_date.outcomes:
            if (line.objective, line.keys) == (objective, keys):
                yield line

    # --- in words --------------------------------------------------------------------------------

    def money(self, amount: Decimal | Fraction) -> str:
        """An amount for people."""
        return format_money(amount, self.currency)

    def at(self, instant: int) -> str:
        """The local date and time, with seconds only where there are any."""
        moment = local_time(instant, self.plan.timezone)
        spec = "auto" if moment.second or moment.microsecond else "minutes"
        return moment.replace(tzinfo=None).isoformat(" ", spec)

    def span(self, start: int, end: int) -> str:
        """``2026-02-17 08:42 to 13:54``."""
        first, last = self.at(start), self.at(end)
        if start == end:
            return first
        same_day = first.partition(" ")[0] == last.partition(" ")[0]
        return f"{first} to {last.partition(' ')[2] if same_day else last}"


def named(objective: str, keys: Keys, service: str | None = None) -> str:
    """``uptime of api (region eu)``."""
    of_service = f" of {service}" if service else ""
    by_key = ", ".join(f"{field} {value}" for field, value in keys)
    return f"{objective}{of_service}" + (f" ({by_key})" if by_key else "")


def counted(number: int, noun: str) -> str:
    """``1 row``, ``12,345 rows``."""
    return f"{number:,} {noun}" if number == 1 else f"{number:,} {noun}s"
