"""What rules look at: the project, the types in it, and the parts most rules ask for."""

from __future__ import annotations

from collections.abc import Iterator

from slalang.model.contract import (
    Agreement,
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
from slalang.syntax.nodes.making import Frozen
from slalang.syntax.nodes.making import node as value


@value
class Survey(Frozen):
    """A resolved project and what rules ask of it."""

    project: Project
    typing: Typing

    def agreements(self) -> Iterator[Agreement]:
        """Every agreement."""
        yield from self.project.agreements

    def declarations(self) -> Iterator[tuple[Scope, Declaration]]:
        """Everything that is declared, with the names of its file."""
        for scope in self.project.scopes.values():
            for declaration in scope.own.values():
                yield scope, declaration

    def versions(self) -> Iterator[Version]:
        """Every version of every agreement."""
        for agreement in self.agreements():
            yield from agreement.versions

    def objectives(self) -> Iterator[Objective]:
        """Every objective, of agreements and of tiers."""
        for version in self.versions():
            yield from version.objectives
        for bundle in self.project.bundles:
            yield from bundle.version.objectives

    def credits(self) -> Iterator[tuple[Objective, Sourced[nodes.Credit]]]:
        """Every credit block in force, with its objective.

        Left out are those with a target or a threshold in another unit than what is measured: numbers
        of two units cannot be compared, and that was reported.
        """
        for objective in self.objectives():
            if objective.credit and self._is_in_one_unit(objective, objective.credit):
                yield objective, objective.credit

    def _is_in_one_unit(self, objective: Objective, credit: Sourced[nodes.Credit]) -> bool:
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
