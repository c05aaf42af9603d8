"""Earn-backs: which credits, after what, how much, and the choices that every contract must make."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import TypeVar

from slalang.compiler.findings import refuse
from slalang.compiler.from_measure import Measures
from slalang.compiler.from_threshold import level_of
from slalang.compiler.ground import Ground
from slalang.compiler.literals import months_in
from slalang.model.contract import EarnBack as Agreed
from slalang.model.contract import Objective as Promise
from slalang.model.contract import Sourced
from slalang.plan.expressions import MeasureValue
from slalang.plan.terms import Chronic, Consecutive, EarnBack, MeanOf, OfTheNext, Stage
from slalang.syntax import nodes

Wanted = TypeVar("Wanted", bound=nodes.Node)


@dataclass(frozen=True)
class EarnBackTranslator:
    """Translates the earn-back of one objective, which weights of its means are measured with."""

    ground: Ground
    agreed: Agreed
    promise: Promise
    measures: Measures

    def translate(self) -> Iterator[EarnBack]:
        """The clause with all its choices; nothing where one is left open."""
        self._refuse_the_rest()
        excused, end = self._only(nodes.OnExcused), self._only(nodes.AtTermEnd)
        missed, above = self._only(nodes.OnMissInside), self._only(nodes.ForMinimumMet)
        stages = tuple(self._stages())
        if not (excused and end):
            self._refuse(self.agreed.head.node, "a choice of it is left open")
            return
        not_months = self._only(nodes.NotForMonths)
        counts = [each.node.as_what for each in self.agreed.clauses.every(nodes.NoLongerCounts)]
        yield EarnBack(
            clause=self.ground.path(self._path, self.agreed.head),
            objective=self.promise.name,
            eligible="minimum met" if above else "every credit",
            stages=stages,
            on_excused=excused.node.choice,
            at_term_end=end.node.choice,
            on_miss=missed.node.choice if missed else None,
            not_months=not_months.node.months if not_months else (),
            held_until_decided=self._only(nodes.HeldUntilDecided) is not None,
            still_counts_as_breach="breach" not in counts,
            still_counts_towards_caps="caps" not in counts,
            chronic=self._chronic(),
            choices=tuple(self._choices()),
        )

    @property
    def _path(self) -> str:
        return f"earn-back.{self.promise.name}"

    def _only(self, kind: type[Wanted]) -> Sourced[Wanted] | None:
        return self.agreed.clauses.only(kind)

    def _chronic(self) -> Chronic | None:
        sourced = self._only(nodes.NotForChronic)
        months = months_in(sourced.node.within) if sourced else None
        return Chronic(sourced.node.more_than, months) if sourced and months else None

    # --- choices ---------------------------------------------------------------------------------

    def _choices(self) -> Iterator[tuple[str, str]]:
        """The clause path of every choice that is written."""
        for kind, choice, word in _CHOICES:
            sourced = self._only(kind)
            if sourced is not None:
                yield choice, self.ground.path(f"{self._path}.{word}", sourced)
        for counts in self.agreed.clauses.every(nodes.NoLongerCounts):
            what, choice = counts.node.as_what, _NO_LONGER[counts.node.as_what]
            yield choice, self.ground.path(f"{self._path}.{what}", counts)

    def _refuse_the_rest(self) -> None:
        """What the language can say and nothing reckons with."""
        for sourced in self.agreed.clauses.statements:
            match sourced.node:
                case nodes.NotForChronic(within=within) if months_in(within) is None:
                    self._refuse(sourced.node, "misses are counted over months")

    # --- stages ----------------------------------------------------------------------------------

    def _stages(self) -> Iterator[Stage]:
        for number, sourced in enumerate(self.agreed.clauses.every(nodes.Stage), 1):
            condition = self._condition(sourced)
            if condition is not None:
                clause = self.ground.path(f"{self._path}.stage.{number}", sourced)
                node = sourced.node
                yield Stage(clause, condition, node.returns.value, node.of, node.offset)

    def _condition(self, sourced: Sourced[nodes.Stage]) -> Consecutive | OfTheNext | MeanOf | None:
        match sourced.node.condition:
            case nodes.Consecutive(count=count, level=level):
                return Consecutive(count, level_of(level, self.ground))
            case nodes.OfTheNext(count=count, window=window, level=level):
                return OfTheNext(count, window, level_of(level, self.ground))
            case nodes.MeanOf() as node:
                return self._mean(node, sourced)

    def _mean(self, node: nodes.MeanOf, sourced: Sourced[nodes.Stage]) -> MeanOf | None:
        each = node.each.kind
        if isinstance(node.level, nodes.WithoutCredit):
            self._refuse(node, "a mean is held against the target or a level")
        if each not in ("quarter", "year", "contract year"):
            self._refuse(node, "a mean is taken over a quarter, a year or a contract year")
            return None
        weight = None if node.weight is None else self._weight(node.weight, sourced)
        return MeanOf(each, weight, level_of(node.level, self.ground))

    def _weight(self, name: nodes.Name, sourced: Sourced[nodes.Stage]) -> str | None:
        declaration = sourced.scope.lookup(name.text)
        value = None if declaration is None else self.measures.indicator(declaration)
        if isinstance(value, MeasureValue):
            return value.measure
        self._refuse(name, "a weight is one count, sum or time")
        return None

    def _refuse(self, node: nodes.Node, why: str) -> None:
        refuse(self.ground.findings, node, why)


_CHOICES: tuple[tuple[type[nodes.Node], str, str], ...] = (
    (nodes.ForEveryCredit, "eligible", "eligible"),
    (nodes.ForMinimumMet, "eligible", "eligible"),
    (nodes.NotForMonths, "not_months", "not-months"),
    (nodes.NotForChronic, "chronic", "not-chronic"),
    (nodes.OnMissInside, "on_miss", "miss"),
    (nodes.OnExcused, "on_excused", "excused"),
    (nodes.AtTermEnd, "at_term_end", "term-end"),
    (nodes.HeldUntilDecided, "held_until_decided", "held"),
)

_NO_LONGER = {"breach": "still_counts_as_breach", "caps": "still_counts_towards_caps"}
