"""The terms in force from a day on: everything promised, and the money that follows."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field, replace

from slalang.compiler.from_cap import CapTranslator, minimum_payable_of, points_of, stackings_of
from slalang.compiler.from_claim import claim_of, credits_while_of
from slalang.compiler.from_earn_back import EarnBackTranslator
from slalang.compiler.from_fees import FeesTranslator, at_risk_of
from slalang.compiler.from_measure import MeasureIds, Measures
from slalang.compiler.from_objective import ObjectiveTranslator
from slalang.compiler.from_reward import bank_of, bonus_of
from slalang.compiler.from_stream import Streams
from slalang.compiler.from_termination import TerminationTranslator
from slalang.compiler.ground import Ground
from slalang.model.contract import Version
from slalang.plan.terms import Bonus, EarnBack, Objective, Terms
from slalang.quantities import day_start
from slalang.syntax import nodes


@dataclass
class VersionTranslator:
    """Translates the versions of an agreement, one after the other."""

    ground: Ground
    streams: Streams
    _ids: dict[str, MeasureIds] = field(default_factory=dict)

    def translate(self, version: Version) -> Terms:
        """The terms of a version. An amendment must have been begun in the book of clauses."""
        measures = {promise.name: self._measures(promise.name) for promise in version.objectives}
        objectives = tuple(self._objectives(version, measures))
        earn_backs = tuple(self._earn_backs(version, measures))
        bonuses = tuple(self._bonuses(version, measures))
        minimum = minimum_payable_of(version, self.ground)
        return Terms(
            effective=day_start(version.effective, self.ground.zone),
            title=version.amendment.through if version.amendment else "the agreement",
            fees=FeesTranslator(self.ground, self.streams, version).translate(),
            objectives=tuple(
                replace(objective, measures=measures[objective.name].used) for objective in objectives
            ),
            at_risk=at_risk_of(version, self.ground),
            points=points_of(version, self.ground, self.streams),
            claim=claim_of(version, self.ground, self.streams),
            credits_while=credits_while_of(version, self.ground, self.streams),
            stacking=tuple(stackings_of(version, self.ground)),
            caps=tuple(CapTranslator(self.ground, self.streams, version).translate()),
            minimum_payable=minimum[0] if minimum else None,
            minimum_payable_clause=minimum[1] if minimum else None,
            earn_backs=earn_backs,
            banks=tuple(bank_of(bank, self.ground) for bank in version.clauses.every(nodes.Bank)),
            bonuses=bonuses,
            terminations=tuple(TerminationTranslator(self.ground, version).translate()),
        )

    def _measures(self, name: str) -> Measures:
        ids = self._ids.setdefault(name, MeasureIds())
        return Measures(self.ground, self.streams, name, ids)

    def _objectives(self, version: Version, measures: dict[str, Measures]) -> Iterator[Objective]:
        for promise in version.objectives:
            yield ObjectiveTranslator(self.ground, version, promise, measures[promise.name]).translate()

    def _earn_backs(self, version: Version, measures: dict[str, Measures]) -> Iterator[EarnBack]:
        """The earn-backs; their weights are measured with the objectives."""
        for agreed in version.earn_backs:
            promise = version.objective(agreed.objective)
            if promise:
                translator = EarnBackTranslator(self.ground, agreed, promise, measures[promise.name])
                yield from translator.translate()

    def _bonuses(self, version: Version, measures: dict[str, Measures]) -> Iterator[Bonus]:
        """The bonuses; what their amounts ask for is measured with the objectives."""
        for bonus in version.clauses.every(nodes.Bonus):
            name = bonus.node.objective.text
            if name in measures:
                yield bonus_of(bonus, measures[name], self.ground)
