"""What rules look at: what one file declares, the types in it, and the parts most rules ask for."""

from __future__ import annotations

from collections.abc import Iterator
from functools import cached_property

from slalang.model.contract import (
    Agreement,
    Bundle,
    Declaration,
    EarnBack,
    Objective,
    Project,
    Scope,
    Sourced,
    Version,
)
from slalang.model.descent import every
from slalang.model.types import DURATION, agree, unit_of
from slalang.model.typing import Typing
from slalang.quantities import Unit
from slalang.syntax import nodes
from slalang.values import Frozen, value


@value
class Survey(Frozen):
    """One file of a resolved project and what rules ask of it.

    Its methods give what the file declares, and nothing of files that it does not import. ``project`` and
    ``typing`` are there to look up what a name in this file stands for, wherever it is declared.
    """

    project: Project
    typing: Typing
    path: str

    @property
    def scope(self) -> Scope:
        """The names of the file, its own and those it imports."""
        return self.project.scopes[self.path]

    def declarations(self) -> Iterator[tuple[Scope, Declaration]]:
        """Everything the file declares, with the names of the file."""
        for declaration in self.scope.own.values():
            yield self.scope, declaration

    def agreements(self) -> Iterator[Agreement]:
        """Every agreement."""
        yield from self.project.agreements_in(self.path)

    def bundles(self) -> Iterator[Bundle]:
        """Every tier, with everything it extends."""
        yield from self.project.bundles_in(self.path)

    def versions(self) -> Iterator[Version]:
        """Every version of every agreement."""
        for agreement in self.agreements():
            yield from agreement.versions

    def objectives(self) -> Iterator[Objective]:
        """Every objective, of agreements and of tiers."""
        for version in self.versions():
            yield from version.objectives
        for bundle in self.bundles():
            yield from bundle.version.objectives

    def credits(self) -> Iterator[tuple[Objective, Sourced[nodes.Credit]]]:
        """Every credit block in force, with its objective.

        Left out are those with a target or a threshold in another unit than what is measured: numbers
        of two units cannot be compared, and that was reported.
        """
        yield from self._credits

    @cached_property
    def _credits(self) -> tuple[tuple[Objective, Sourced[nodes.Credit]], ...]:
        return tuple(
            (objective, credit)
            for objective in self.objectives()
            if (credit := objective.credit) and self.is_in_one_unit(objective, credit)
        )

    def is_in_one_unit(self, objective: Objective, credit: Sourced[nodes.Credit]) -> bool:
        """Whether a target and thresholds are in the unit of what is measured."""
        measured = self.typing.indicator(objective.indicator)
        judged = measured if credit.node.for_each is None else DURATION
        thresholds = [
            (part, credit.scope, judged)
            for bound in every(nodes.Node, credit.node)
            for part in _thresholds(bound)
        ]
        target = objective.target
        if target:
            thresholds.append((target.node.threshold, target.scope, measured))
        return all(agree(self.typing.measure_type(part, scope), needed) for part, scope, needed in thresholds)

    def earn_backs(self) -> Iterator[tuple[Version, EarnBack]]:
        """Every earn-back, with the version it is part of."""
        for version in self.versions():
            for earn_back in version.earn_backs:
                yield version, earn_back

    def scope_of(self, declaration: Declaration) -> Scope:
        """The scope the names inside a declaration belong to."""
        return self.project.scope_of(declaration)

    def agreement_of(self, declaration: Declaration) -> Agreement | None:
        """What a declaration comes to, ``None`` where it is no agreement: of this file or of another."""
        found = self.project.agreements_in(declaration.path)
        return next((each for each in found if each.declaration == declaration), None)

    def bundle_of(self, declaration: Declaration) -> Bundle | None:
        """What a declaration comes to, ``None`` where it is no tier: of this file or of another."""
        found = self.project.bundles_in(declaration.path)
        return next((each for each in found if each.declaration == declaration), None)

    def unit(self, objective: Objective) -> Unit | None:
        """The unit an objective is measured in."""
        return unit_of(self.typing.indicator(objective.indicator))


def _thresholds(bound: nodes.Node) -> tuple[nodes.Expression, ...]:
    match bound:
        case nodes.Rung(threshold=threshold):
            return (threshold,)
        case nodes.Band(low=low, high=high):
            return low, high
        case _:
            return ()


def clause_text(node: nodes.Node) -> str:
    """The clause as it is written, on one line."""
    return " ".join(node.span.text.split())
