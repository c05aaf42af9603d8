"""A plan in a form in which two versions that mean the same are equal, part by part."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Any, TypeVar

from slalang.changes.content import content, reference
from slalang.changes.renaming import Renaming
from slalang.changes.sources import Sources, common_fields, sources_of
from slalang.plan.plan import Plan
from slalang.plan.streams import Measure
from slalang.plan.terms import Credit, EarnBack, InvoicedFees, Objective, Terms

Part = TypeVar("Part")


@dataclass(frozen=True)
class Form:
    """A plan under names made of contents, fit to be settled and not to be measured, and what those names
    stand for. ``measures`` are all measures by their names."""

    plan: Plan
    sources: Sources
    measures: dict[str, Measure]


def form_of(plan: Plan, covers: tuple[int, int], used: frozenset[str]) -> Form:
    """The form of a plan. Of calendars counts what lies in a stretch of time, of events the fields used."""
    sources = sources_of(plan, covers, used)
    making = _Making(plan, sources, common_fields(plan, sources), {})
    versions = tuple(map(making.terms, plan.versions))
    tables = tuple(
        replace(table, name=sources.names[table.name], field=making.fields.get(table.field, table.field))
        for table in plan.tables
    )
    settled = replace(
        plan, versions=versions, tables=tables, events=(), streams=(), clocks=(), calendars=(), assumptions=()
    )
    return Form(settled, sources, making.measures)


@dataclass(frozen=True)
class _Making:
    plan: Plan
    sources: Sources
    fields: dict[str, str]
    measures: dict[str, Measure]

    def terms(self, terms: Terms) -> Terms:
        """One version of the terms; what stands in any order stands in one of its own."""
        renaming = Renaming(self.sources.names, self.fields)
        fees = terms.fees
        renamed = renaming.apply(replace(terms, objectives=(), earn_backs=(), fees=None))
        new_fees = self._invoiced(fees) if isinstance(fees, InvoicedFees) else renaming.apply(fees)
        earn_backs = tuple(self._earn_back(one, terms) for one in terms.earn_backs)
        return replace(
            renamed,
            fees=new_fees,
            objectives=tuple(sorted(map(self._objective, terms.objectives), key=lambda one: one.name)),
            earn_backs=tuple(sorted(earn_backs, key=lambda one: one.objective)),
            stacking=_sorted(
                tuple(
                    replace(one, groups=tuple(sorted(tuple(sorted(group)) for group in one.groups)))
                    for one in terms.stacking
                )
            ),
            caps=_sorted(renamed.caps),
            terminations=_sorted(renamed.terminations),
        )

    # --- objectives ------------------------------------------------------------------------------

    def _objective(self, objective: Objective) -> Objective:
        ids = self._ids(objective.measures)
        renaming = Renaming(self.sources.names, self.fields, ids)
        new = renaming.apply(replace(objective, measures=()))
        budgets = [one for one in new.exclusions if one.budget]
        return replace(
            new,
            measures=tuple(self.measures[name] for name in sorted(set(ids.values()))),
            narrow=_sorted(new.narrow),
            point_events=tuple(sorted(new.point_events)),
            interval_events=tuple(sorted(new.interval_events)),
            exclusions=new.exclusions if len(budgets) > 1 else _sorted(new.exclusions),
            breach=_sorted(new.breach),
            credit=_credit(new.credit),
        )

    def _ids(self, measures: Sequence[Measure]) -> dict[str, str]:
        """The new name of each measure, which is known from now on."""
        ids: dict[str, str] = {}
        for one in measures:
            new = self._measure(one)
            self.measures[new.id] = new
            ids[one.id] = new.id
        return ids

    def _measure(self, measure: Measure) -> Measure:
        fields = self.sources.fields.get(measure.over or "", {})
        new = Renaming(self.sources.names, fields).apply(replace(measure, id=""))
        return replace(new, id=reference("measure", new))

    def _invoiced(self, fees: InvoicedFees) -> InvoicedFees:
        renaming = Renaming(self.sources.names, self.fields)
        new = renaming.apply(replace(fees, measure=Measure("", "count")))
        return replace(new, measure=self._measure(fees.measure), narrow=_sorted(new.narrow))

    def _earn_back(self, clause: EarnBack, terms: Terms) -> EarnBack:
        promised = [one for one in terms.objectives if one.name == clause.objective]
        ids = self._ids(promised[0].measures) if promised else {}
        new = Renaming(self.sources.names, self.fields, ids).apply(clause)
        return replace(new, stages=_sorted(new.stages), not_months=tuple(sorted(new.not_months)))


def _credit(credit: Credit | None) -> Credit | None:
    return None if credit is None else replace(credit, rows=_sorted(credit.rows))


def _sorted(parts: tuple[Part, ...]) -> tuple[Part, ...]:
    return tuple(sorted(parts, key=content))


def matching(old: Any, new: Any) -> bool:
    """Whether two parts say the same."""
    return content(old) == content(new)
