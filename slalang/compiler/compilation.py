"""One agreement becomes a plan: everything bound, dated and in exact numbers."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from slalang.compiler.assumptions import Assumptions
from slalang.compiler.clauses import ClauseBook
from slalang.compiler.defaults import Defaults
from slalang.compiler.from_calendar import uses_holidays
from slalang.compiler.from_row_expression import RowExpressions
from slalang.compiler.from_stream import Streams
from slalang.compiler.from_table import Tables
from slalang.compiler.from_version import VersionTranslator
from slalang.compiler.ground import Ground
from slalang.compiler.naming import Naming
from slalang.compiler.periods_used import kinds_used
from slalang.diagnostics import Outcome, has_errors
from slalang.model.contract import Agreement, Project, Sourced, Version
from slalang.model.findings import Findings
from slalang.model.typing import Typing
from slalang.plan.plan import FORMAT_VERSION, Assumption, MoneyRounding, Plan
from slalang.plan.terms import Terms
from slalang.quantities import Period, holiday_data_version, minor_digits, periods, zone_data_version
from slalang.syntax import nodes


def compile_agreement(project: Project, agreement: Agreement) -> Outcome[Plan | None]:
    """The plan of an agreement that was checked without errors.

    It is ``None`` where a clause cannot be settled as it stands. Raises ``ValueError`` for an
    agreement that lacks what every one must say.
    """
    findings = Findings()
    plan = _Compilation(project, agreement, _basis(agreement), findings).plan()
    return Outcome(None if has_errors(findings.found) else plan, findings.found)


# --- what every plan needs ---------------------------------------------------------------------


@dataclass(frozen=True)
class _Basis:
    """The clauses without which nothing can be reckoned."""

    first: date
    last: date
    zone: str
    rounding: Sourced[nodes.Round]


def _basis(agreement: Agreement) -> _Basis:
    """The last day of the term is that of the last amendment which moves it."""
    clauses = agreement.versions[0].clauses
    term, zone, rounding = (clauses.only(nodes.Term), clauses.only(nodes.Timezone), clauses.only(nodes.Round))
    last = agreement.versions[-1].clauses.only(nodes.Term)
    if not (term and zone and rounding and last):
        raise ValueError(f"agreement `{agreement.name}` was not checked: a clause it needs is missing")
    return _Basis(term.node.first.value, last.node.last.value, zone.node.zone.value, rounding)


# --- the plan ----------------------------------------------------------------------------------


class _Compilation:
    """One run over one agreement."""

    def __init__(self, project: Project, agreement: Agreement, basis: _Basis, findings: Findings) -> None:
        self._agreement, self._basis = agreement, basis
        self._ground = Ground(
            project=project,
            agreement=agreement,
            typing=Typing(project.scopes),
            zone=basis.zone,
            currency=basis.rounding.node.to.currency,
            first=basis.first,
            last=basis.last,
            findings=findings,
            clauses=ClauseBook(),
            assumptions=Assumptions(),
            naming=Naming(agreement.scope),
        )
        self._tables = Tables(self._ground)
        self._streams = Streams(self._ground, RowExpressions(self._ground, self._tables))

    def plan(self) -> Plan:
        """The plan, which is worth something only where nothing was found."""
        ground, basis = self._ground, self._basis
        rounding = basis.rounding.node
        path = ground.path("round", basis.rounding)
        versions = tuple(self._versions())
        every_period = tuple(
            period
            for kind in kinds_used(versions)
            for period in periods(kind, basis.first, basis.last, basis.zone)
        )
        whole = periods("term", basis.first, basis.last, basis.zone)[0]
        return Plan(
            format_version=FORMAT_VERSION,
            agreement=self._agreement.name,
            title=self._agreement.title,
            provider=self._party(nodes.Provider),
            customer=self._party(nodes.Customer),
            timezone=basis.zone,
            currency=ground.currency,
            minor_digits=minor_digits(ground.currency),
            rounding=MoneyRounding(path, rounding.mode, format(rounding.to.amount, "f")),
            term_start=whole.start,
            term_end=whole.end,
            events=tuple(self._streams.events.values()),
            tables=self._tables.used,
            calendars=tuple(self._streams.calendars.values()),
            clocks=tuple(self._streams.clocks.values()),
            streams=tuple(self._streams.streams.values()),
            periods=every_period,
            versions=versions,
            assumptions=self._assumptions(versions, every_period),
            data_versions=self._data_versions(),
            clauses=ground.clauses.clauses,
        )

    def _versions(self) -> Iterator[Terms]:
        translator = VersionTranslator(self._ground, self._streams)
        for number, version in enumerate(self._agreement.versions):
            if number:
                self._ground.clauses.begin_amendment()
            self._term(version)
            yield translator.translate(version)

    def _term(self, version: Version) -> None:
        """Registers the term, and says where an amendment moves its end."""
        sourced = version.clauses.only(nodes.Term)
        if sourced is None:
            return
        clause = self._ground.path("term", sourced)
        if sourced.through.startswith("amendment") and version is self._agreement.versions[-1]:
            text = f"the term is reckoned as ending on {sourced.node.last.value} from its first day on"
            self._ground.assumptions.assume(text, clause)

    def _party(self, kind: type[nodes.Provider] | type[nodes.Customer]) -> str:
        sourced = self._agreement.versions[0].clauses.only(kind)
        return sourced.node.party.value if sourced else ""

    def _assumptions(
        self, versions: tuple[Terms, ...], periods: tuple[Period, ...]
    ) -> tuple[Assumption, ...]:
        events = tuple(self._streams.events.values())
        defaults = Defaults(events, tuple(self._streams.clocks.values()), periods)
        return tuple(dict.fromkeys((*self._ground.assumptions.made, *defaults.found(versions))))

    def _data_versions(self) -> tuple[tuple[str, str], ...]:
        found = [("tzdata", zone_data_version())]
        if any(map(uses_holidays, self._streams.calendars)):
            found.append(("holidays", holiday_data_version()))
        return tuple(found)
