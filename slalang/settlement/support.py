"""Clauses that cannot be settled as they stand, found before anything is."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from slalang.diagnostics import Diagnostic
from slalang.plan.plan import Plan
from slalang.plan.terms import (
    Amount,
    Consecutive,
    EarnBack,
    FeesByKey,
    InvoicedFees,
    Objective,
    Points,
    Share,
    Terms,
)
from slalang.settlement.amounts import uses_fees
from slalang.settlement.findings import AT_ODDS, CHOICE_LEFT_OPEN, FEES_NOT_BY_KEY, NO_BASE, refused


def unsupported(plan: Plan) -> tuple[Diagnostic, ...]:
    """One error for each clause that cannot be settled."""
    found = (finding for terms in plan.versions for finding in _Check(plan, terms).findings())
    return tuple(dict.fromkeys(found))


@dataclass(frozen=True)
class _Check:
    plan: Plan
    terms: Terms

    def findings(self) -> Iterator[Diagnostic]:
        for path, amount in self._amounts():
            yield from self._amount(path, amount)
        for objective in self.terms.objectives:
            yield from self._keyed(objective)
        for clause in self.terms.earn_backs:
            yield from self._earn_back(clause)

    # --- amounts ---------------------------------------------------------------------------------

    def _amounts(self) -> Iterator[tuple[str, Amount]]:
        for objective in self.terms.objectives:
            yield from _amounts_of(objective)
        for cap in self.terms.caps:
            yield cap.clause, cap.amount
        for bonus in self.terms.bonuses:
            yield from ((row.clause, row.amount) for row in bonus.rows)
            if bonus.cap:
                yield bonus.cap_clause or bonus.clause, bonus.cap
        if self.terms.points:
            yield from ((one.clause, one.amount) for one in self.terms.points.steps)

    def _amount(self, path: str, amount: Amount) -> Iterator[Diagnostic]:
        if isinstance(amount, Points):
            if self.terms.points is None:
                yield refused(
                    NO_BASE, self.plan, path, "pays points, and the agreement has no table of points"
                )
            return
        if isinstance(amount, Share) and amount.of in ("at risk", "pool"):
            yield from self._at_risk(path, amount)
        if uses_fees(amount) and self.terms.fees is None:
            yield refused(NO_BASE, self.plan, path, "is a share of fees, and the agreement has no fees")

    def _at_risk(self, path: str, share: Share) -> Iterator[Diagnostic]:
        risk = self.terms.at_risk
        if risk is None:
            yield refused(NO_BASE, self.plan, path, "is a share of an amount at risk that is not agreed")
        elif share.pool is not None and share.pool not in {pool.name for pool in risk.pools}:
            yield refused(NO_BASE, self.plan, path, f"is a share of `{share.pool}`, which is no pool")

    # --- fees by key -----------------------------------------------------------------------------

    def _keyed(self, objective: Objective) -> Iterator[Diagnostic]:
        """Fees must be known for each value that an objective is promised for."""
        needing = [path for path, amount in _amounts_of(objective) if uses_fees(amount)]
        if not needing:
            return
        fields = ", ".join(f"`{field}`" for field in objective.keys)
        if objective.keys and not self._are_given_by(objective.keys):
            why = f"pays for each {fields}, and the fees are not given for each {fields}"
            yield refused(FEES_NOT_BY_KEY, self.plan, needing[0], why)
        elif not objective.keys and self._has_default():
            why = "is a share of all fees, and the table of fees has an `else` row for values nobody listed"
            yield refused(FEES_NOT_BY_KEY, self.plan, needing[0], why)

    def _are_given_by(self, keys: tuple[str, ...]) -> bool:
        match self.terms.fees:
            case FeesByKey(field=field):
                return field in keys
            case InvoicedFees(measure=measure):
                return self._is_alone(keys) and self._has_fields(measure.over, keys)
            case _:
                return False

    def _has_fields(self, name: str | None, keys: tuple[str, ...]) -> bool:
        event = next((event for event in self.plan.events if event.name == name), None)
        return event is None or set(keys) <= {field.name for field in event.fields}

    def _is_alone(self, keys: tuple[str, ...]) -> bool:
        """Fees are read by the values of keys alone: other keys of as many fields could be mistaken."""
        others = {one.keys for one in self.terms.objectives if one.keys != keys}
        return all(len(other) != len(keys) for other in others)

    def _has_default(self) -> bool:
        fees = self.terms.fees
        tables = {table.name: table for table in self.plan.tables}
        return isinstance(fees, FeesByKey) and tables[fees.table].default is not None

    # --- earn-backs ------------------------------------------------------------------------------

    def _earn_back(self, clause: EarnBack) -> Iterator[Diagnostic]:
        if clause.has_offsets and clause.held_until_decided:
            why = "holds credits that are set against later ones: what is held was never paid"
            yield refused(AT_ODDS, self.plan, clause.clause, why)
        if clause.has_offsets and clause.at_term_end == "returns in part":
            why = "returns an offset in part at the end of the term, when there is no later credit"
            yield refused(AT_ODDS, self.plan, clause.clause, why)
        if clause.has_offsets and not clause.still_counts_towards_caps:
            why = "returns an offset bit by bit, and does not say from when on caps forget the credit"
            yield refused(AT_ODDS, self.plan, clause.clause, why)
        conditions = [stage.condition for stage in clause.stages]
        if clause.on_miss is None and any(isinstance(one, Consecutive) for one in conditions):
            why = "does not say what a miss does to consecutive periods; add `a miss forfeits` or the like"
            yield refused(CHOICE_LEFT_OPEN, self.plan, clause.clause, why)
        if sum(one.objective == clause.objective for one in self.terms.earn_backs) > 1:
            why = f"is one of two earn-backs of `{clause.objective}`: a credit returns by one of them"
            yield refused(AT_ODDS, self.plan, clause.clause, why)
        if any(one.objective == clause.objective for one in self.terms.banks):
            why = f"returns credits of `{clause.objective}` that tokens offset: which comes first is not said"
            yield refused(AT_ODDS, self.plan, clause.clause, why)


def _amounts_of(objective: Objective) -> Iterator[tuple[str, Amount]]:
    if objective.credit and not objective.report_only:
        yield from ((row.clause, row.amount) for row in objective.credit.rows)
    if objective.cap:
        yield objective.cap_clause or objective.clause, objective.cap
