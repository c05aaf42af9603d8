"""What the ``test`` blocks of contracts expect, held against a statement and compared exactly."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from fractions import Fraction

from slalang.diagnostics import Diagnostic, Kind, Label
from slalang.plan.plan import Plan
from slalang.quantities import format_money, format_value, round_ratio
from slalang.statement import BonusLine, CreditLine, EarnBackLine, OutcomeLine, Statement
from slalang.syntax.nodes import (
    ExpectAmount,
    ExpectOutcome,
    ExpectValue,
    NamedPeriod,
    RoundedTo,
    Setting,
    TestClause,
)
from slalang.workspace.given import exact, selection, window_of_period
from slalang.workspace.written import written_rounded, written_value

NOT_AS_EXPECTED = Kind("SLA250", "not-as-expected")
NOTHING_TO_COMPARE = Kind("SLA251", "nothing-to-compare")


@dataclass(frozen=True)
class Expectations:
    """A statement to hold the expectations of a test against."""

    plan: Plan
    statement: Statement

    def differences(self, clause: TestClause) -> Iterator[Diagnostic]:
        """The differences from one clause; what is given expects nothing."""
        match clause:
            case ExpectValue():
                yield from self._value(clause)
            case ExpectOutcome():
                yield from self._outcome(clause)
            case ExpectAmount():
                yield from self._amount(clause)

    def _value(self, clause: ExpectValue) -> Iterator[Diagnostic]:
        line = self._line(clause.subject.text, clause.selection, clause.period)
        if line is None:
            yield self._missing(clause, clause.subject.text)
            return
        measured = line.value if line.compared is None else line.compared
        expected, actual = exact(clause.value, self.plan), self._rounded(measured, clause.rounding)
        if actual != expected:
            rounded = f" {clause.rounding.span.text}" if clause.rounding else ""
            shown = self._shown(expected, line) + rounded, self._shown(actual, line) + rounded
            yield self._differs(clause, *shown, self._help(actual, line))

    def _rounded(self, value: Fraction | None, rounding: RoundedTo | None) -> Fraction | None:
        if value is None or rounding is None:
            return value
        return round_ratio(value, rounding.mode or "half up", exact(rounding.quantum, self.plan))

    def _help(self, value: Fraction | None, line: OutcomeLine) -> str | None:
        """What can be written for a value that has no end."""
        if value is None or written_value(value, line.unit, self.plan.currency):
            return None
        rounded = written_rounded(value, line.unit, self.plan.currency)
        return f"to expect a value without end, write for example `= {rounded}`"

    def _outcome(self, clause: ExpectOutcome) -> Iterator[Diagnostic]:
        line = self._line(clause.objective.text, clause.selection, clause.period)
        if line is None:
            yield self._missing(clause, clause.objective.text)
            return
        accepted = {clause.outcome, "minimum missed"} if clause.outcome == "missed" else {clause.outcome}
        if line.outcome not in accepted:
            measured = f" ({self._shown(line.value, line)})" if line.value is not None else ""
            yield self._differs(clause, clause.outcome, line.outcome + measured)

    def _amount(self, clause: ExpectAmount) -> Iterator[Diagnostic]:
        name = clause.objective.text if clause.objective else None
        known = {each.name for terms in self.plan.versions for each in terms.objectives}
        if name not in {None, *known}:
            yield self._missing(clause, name or "")
            return
        expected, actual = exact(clause.amount, self.plan), self._total(clause, name)
        if actual != expected:
            yield self._differs(clause, self._money(expected), self._money(actual))

    def _total(self, clause: ExpectAmount, name: str | None) -> Fraction:
        """Credits as paid, or what returned, of the periods whose last instant is in the one named."""
        window = window_of_period(clause.period, self.plan)
        chosen = selection(clause.selection).items()
        lines: Sequence[CreditLine | EarnBackLine | BonusLine] = self.statement.earn_backs
        if clause.what != "earn back":
            lines = self.statement.credits if clause.what == "credit" else self.statement.bonuses
        ends = {(line.objective, line.period): line.period_end for line in self.statement.outcomes}
        return sum(
            (
                Fraction(line.paid - line.lapsed if isinstance(line, CreditLine) else line.amount)
                for line in lines
                if window.start < ends[line.objective, line.period] <= window.end
                and name in (None, line.objective)
                and chosen <= dict(line.keys).items()
            ),
            Fraction(0),
        )

    def _line(self, name: str, settings: Sequence[Setting], period: NamedPeriod) -> OutcomeLine | None:
        wanted = (name, period.label, selection(settings))
        lines = self.statement.outcomes
        found = (line for line in lines if (line.objective, line.period, dict(line.keys)) == wanted)
        return next(found, None)

    def _shown(self, value: Fraction | None, line: OutcomeLine) -> str:
        """As a test can say it, where it can."""
        if value is None:
            return "nothing measured"
        currency = self.plan.currency
        return written_value(value, line.unit, currency) or format_value(value, line.unit, currency)

    def _money(self, amount: Fraction) -> str:
        currency = self.plan.currency
        return written_value(amount, "money", currency) or format_money(amount, currency)

    def _differs(self, clause: TestClause, expected: str, actual: str, help: str | None = None) -> Diagnostic:
        message = f"expected {expected}, and it is {actual}"
        return Diagnostic(NOT_AS_EXPECTED, message, Label(clause.span), help=help)

    def _missing(self, clause: TestClause, name: str) -> Diagnostic:
        known = sorted({f"`{line.objective}` in {line.period}" for line in self.statement.outcomes})
        few = ", ".join(known[:6]) + (", ..." if len(known) > 6 else "")
        message = f"there is no outcome of `{name}` for this period"
        return Diagnostic(
            NOTHING_TO_COMPARE, message, Label(clause.span), help=f"there are {few}" if few else None
        )
