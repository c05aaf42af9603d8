"""The plan: one agreement in its compiled form, everything bound, dated and in exact numbers."""

from __future__ import annotations

from dataclasses import dataclass, field, replace

from slalang.diagnostics import Label
from slalang.plan.canonical import canonical_bytes, digest
from slalang.plan.streams import Calendar, Clock, Event, Stream, Table
from slalang.plan.terms import PeriodKind, RoundingMode, Terms
from slalang.quantities.instant import Instant
from slalang.quantities.period import Period as Period
from slalang.source import Span

FORMAT_VERSION = 1


@dataclass(frozen=True)
class Clause:
    """Where a clause is written, its text on one line, and what it came through (a tier, an
    amendment, the agreement itself, or the declaration it is).

    ``span`` is there as long as the plan is not written out: findings point at it.
    """

    path: str
    place: str
    text: str
    through: str
    span: Span | None = field(default=None, compare=False, repr=False)


@dataclass(frozen=True)
class Assumption:
    """A choice the contract left to the defaults, in words, and the clause it concerns."""

    text: str
    clause: str | None = None


@dataclass(frozen=True)
class MoneyRounding:
    """How an amount becomes a line: the mode and the quantum, such as half up to 0.01."""

    clause: str
    mode: RoundingMode
    quantum: str


@dataclass(frozen=True)
class Plan:
    """Everything measurement and settlement need to know of one agreement.

    ``streams`` stand in the order in which they depend on each other. ``periods`` holds every period of
    the term of each kind that is used (months always). ``clauses`` says where things are written and is
    left out of the hash, so that moving a line changes no hash.
    """

    format_version: int
    agreement: str
    title: str
    provider: str
    customer: str
    timezone: str
    currency: str
    minor_digits: int
    rounding: MoneyRounding
    term_start: Instant
    term_end: Instant
    events: tuple[Event, ...]
    tables: tuple[Table, ...]
    calendars: tuple[Calendar, ...]
    clocks: tuple[Clock, ...]
    streams: tuple[Stream, ...]
    periods: tuple[Period, ...]
    versions: tuple[Terms, ...]
    assumptions: tuple[Assumption, ...]
    data_versions: tuple[tuple[str, str], ...]
    """Versions of the data the compiler drew on: ``tzdata`` and, where used, ``holidays``."""
    clauses: tuple[Clause, ...]

    @property
    def hash(self) -> str:
        """SHA-256 over the canonical JSON of everything but the places of clauses."""
        return digest(canonical_bytes(replace(self, clauses=())))

    def periods_of(self, kind: PeriodKind) -> tuple[Period, ...]:
        """The periods of one kind, in order of time."""
        return tuple(period for period in self.periods if period.kind == kind)

    def terms_at(self, instant: int) -> Terms:
        """The version of the terms in force at an instant (the first one before its start)."""
        in_force = self.versions[0]
        for version in self.versions[1:]:
            if version.effective <= instant:
                in_force = version
        return in_force

    def clause(self, path: str) -> Clause | None:
        """Where the clause with this path is written."""
        return next((clause for clause in self.clauses if clause.path == path), None)

    def label(self, path: str, text: str = "") -> Label | None:
        """The clause with this path as a place that a finding points at."""
        clause = self.clause(path)
        return Label(clause.span, text) if clause and clause.span else None
