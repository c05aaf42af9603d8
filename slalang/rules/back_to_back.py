"""What we owe our customer when a supplier fails, beside what the supplier owes us then."""

from __future__ import annotations

from collections.abc import Iterator
from fractions import Fraction

from slalang.graph.supports import Promise, Standing, Support
from slalang.model.constants import constant, written
from slalang.model.contract import Objective, Project, Version
from slalang.model.strictness import DOWN, row_holds, sample_values
from slalang.rules.stretch import Stretch
from slalang.rules.totals import caps_of
from slalang.rules.worth import NOTHING, Tariff, Worth, tariff_of
from slalang.syntax import nodes
from slalang.values import Frozen, value


@value
class Side(Frozen):
    """What one side promises and pays in which version, and the fees it pays of."""

    promise: Promise
    version: Version
    tariff: Tariff

    def owed(self, good: Fraction) -> Worth | None:
        """What is paid if this share of a period is good and no credit is due beside or before it.

        ``None`` where that depends on more.
        """
        objective = self.promise.objective
        if objective.credit is None:
            return NOTHING
        if objective.clauses.only(nodes.RoundedTo):
            return None
        due = _credit(objective.credit.node, objective, self.tariff, self._turned(good))
        return None if due is None else _paid(due, objective, self.version, self.tariff)

    def thresholds(self) -> set[Fraction]:
        """The shares of good at which something changes."""
        return {self._turned(each) for each in _thresholds(self.promise.objective)}

    def _turned(self, share: Fraction) -> Fraction:
        """A share of good as the objective measures it, and the other way round: some measure what is bad."""
        target = self.promise.objective.target
        return 1 - share if target and target.node.operator in DOWN else share

    def shown(self, worth: Worth) -> str:
        """An amount for people: in money where the fees are known, else as a share of them."""
        money = self.tariff.in_money(worth)
        if money is not None:
            return self.tariff.text(money)
        return self.tariff.shown(worth, Stretch(self.promise.objective.each.kind))


@value
class Exchange(Frozen):
    """What both owe where less than this share is good, or so much where that is ``reached``."""

    share: Fraction
    reached: bool
    ours: Worth
    theirs: Worth

    @property
    def words(self) -> str:
        """The share in words: ``below 99.9%``."""
        share = written(self.share, "ratio")
        return f"{share} or less" if self.reached else f"below {share}"


@value
class BackToBack(Frozen):
    """A promise and the one of the supplier under it. ``exchanges`` are from good shares to bad ones.

    The service is taken to be as good as the supplier's is. ``None`` where the credit of one side depends
    on more than that.
    """

    standing: Standing
    support: Support
    ours: Side
    theirs: Side
    exchanges: tuple[Exchange, ...] | None


def back_to_back(standing: Standing, project: Project) -> Iterator[BackToBack]:
    """Each supplier without whom a promise that has a credit fails, where both measure alike."""
    needed = standing.structure.gates.needs_each()
    for support, alone in zip(standing.supports, needed, strict=True):
        below = support.promise if alone and support.declared else None
        version = _version_of(below, project) if below else None
        if below and version and support.figure is not None and standing.promise.objective.credit:
            ours = Side(standing.promise, standing.version, tariff_of(standing.version))
            theirs = Side(below, version, tariff_of(version))
            yield BackToBack(standing, support, ours, theirs, _exchanges(ours, theirs))


def _version_of(promise: Promise, project: Project) -> Version | None:
    for agreement in project.agreements_in(promise.owner.path):
        for version in agreement.versions:
            if any(objective is promise.objective for objective in version.objectives):
                return version
    return None


def _exchanges(ours: Side, theirs: Side) -> tuple[Exchange, ...] | None:
    """The share of good from which downwards something else is owed, in order, and what is owed there."""
    marks = sorted({*ours.thresholds(), *theirs.thresholds(), Fraction(1)})
    found: list[Exchange] = []
    for share in reversed([each for each in sample_values({*marks, Fraction(0)}) if 0 <= each <= 1]):
        mine, other = ours.owed(share), theirs.owed(share)
        if mine is None or other is None:
            return None
        if not found or (found[-1].ours, found[-1].theirs) != (mine, other):
            mark = next(each for each in marks if each >= share)
            found.append(Exchange(mark, mark == share, mine, other))
    return tuple(one for one in found if not (one.ours.is_nothing and one.theirs.is_nothing))


def _paid(due: Worth, objective: Objective, version: Version, tariff: Tariff) -> Worth | None:
    """What is left of a credit under the caps, and under the least amount that is paid."""
    own, stretch = objective.clauses.only(nodes.ObjectiveCap), Stretch(objective.each.kind)
    limits = [(own.node.amount, stretch)] if own else []
    limits += [(cap.amount, reach) for cap, reach in caps_of(version)]
    paid = due
    for amount, reach in limits:
        limit = tariff.worth(amount, reach)
        exceeds = tariff.exceeds(paid, limit) if limit else None
        if limit is None or exceeds is None:
            return None
        paid = limit if exceeds else paid
    least = version.clauses.only(nodes.MinimumPayable)
    needed = tariff.worth(least.node.amount, stretch) if least else NOTHING
    falls_short = tariff.exceeds(needed, paid) if needed else None
    if falls_short is None:
        return None
    return NOTHING if falls_short else paid


def _thresholds(objective: Objective) -> Iterator[Fraction]:
    credit, target = objective.credit, objective.target
    bounds = [target.node.threshold] if target else []
    for row in credit.node.clauses if credit else ():
        match row:
            case nodes.CreditRow(trigger=nodes.Rung(threshold=threshold)):
                bounds.append(threshold)
            case nodes.CreditRow(trigger=nodes.Band(low=low, high=high)):
                bounds += [low, high]
    yield from (known for bound in bounds if bound and (known := constant(bound)) is not None)


def _credit(credit: nodes.Credit, objective: Objective, tariff: Tariff, value: Fraction) -> Worth | None:
    if credit.for_each is not None:
        return None
    target = objective.target.node if objective.target else None
    stretch, amounts = Stretch(objective.each.kind), []
    for row in credit.clauses:
        if not isinstance(row, nodes.CreditRow):
            if not isinstance(row, nodes.AllAddUp):
                return None
            continue
        if row.per is not None or not isinstance(row.trigger, nodes.Rung | nodes.Band | nodes.OnMiss):
            return None
        if row_holds(row.trigger, target, value):
            amounts.append(tariff.worth(row.amount, stretch))
    known = [amount for amount in amounts if amount is not None]
    if len(known) < len(amounts):
        return None
    adds_up = any(isinstance(row, nodes.AllAddUp) for row in credit.clauses)
    return sum(known, NOTHING) if adds_up else tariff.highest(known)
