"""The least and the most that credits come to: of one objective in a period, of all over a stretch."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from fractions import Fraction
from typing import TypeAlias

from slalang.model.constants import constant
from slalang.model.contract import Objective, Version
from slalang.model.descent import every
from slalang.model.strictness import holds, row_holds
from slalang.rules.horizon import Horizon, horizon_of
from slalang.rules.kept import kept
from slalang.rules.paying import possible, telling_values
from slalang.rules.repeats import why_never_so_many, why_none_in_a_row
from slalang.rules.stretch import Stretch
from slalang.rules.survey import Survey
from slalang.rules.worth import NOTHING, Tariff, Worth, tariff_of
from slalang.syntax import nodes
from slalang.values import Frozen, value

_POINT = Fraction(1, 100)


@value
class Extent(Frozen):
    """What the credit of one objective comes to in one period.

    ``least`` is the smallest credit above nothing, ``most`` the highest; ``None`` where it is not known
    before anything is measured. ``is_open`` where it grows with what happens, without an end.
    """

    objective: Objective
    least: Worth | None
    most: Worth | None
    is_open: bool = False

    @property
    def stretch(self) -> Stretch:
        """The period it is for."""
        return Stretch(self.objective.each.kind)


def extents(version: Version, survey: Survey) -> tuple[Extent, ...]:
    """The credits of a version, each after its objective's own cap."""
    return kept(survey, ("extents", id(version)), lambda: tuple(_extents(version, survey)))


def _extents(version: Version, survey: Survey) -> Iterator[Extent]:
    tariff = tariff_of(version)
    for objective in version.objectives:
        extent = before_cap(objective, version, survey)
        if extent:
            yield _capped(extent, tariff)


def before_cap(objective: Objective, version: Version, survey: Survey) -> Extent | None:
    """What the credit comes to before any cap, ``None`` where there is no credit."""
    key = ("before cap", id(objective), id(version))
    return kept(survey, key, lambda: _before_cap(objective, version, survey))


def _before_cap(objective: Objective, version: Version, survey: Survey) -> Extent | None:
    credit = objective.credit
    if credit is None or not survey.is_in_one_unit(objective, credit):
        return None
    return _Block(objective, credit.node, tariff_of(version), horizon_of(version), survey).extent()


def _capped(extent: Extent, tariff: Tariff) -> Extent:
    cap = extent.objective.clauses.only(nodes.ObjectiveCap)
    limit = tariff.worth(cap.node.amount, extent.stretch) if cap else None
    if cap is None:
        return extent
    if limit is None or extent.most is None:
        return Extent(extent.objective, extent.least, limit if extent.is_open else None)
    return Extent(extent.objective, extent.least, lower(extent.most, limit, tariff))


def lower(one: Worth, other: Worth, tariff: Tariff) -> Worth | None:
    """The lower of the two, ``None`` where that depends on the fees."""
    exceeds = tariff.exceeds(one, other)
    return None if exceeds is None else other if exceeds else one


# --- one block ---------------------------------------------------------------------------------


_Occasion: TypeAlias = tuple[tuple[nodes.CreditRow, ...], Fraction | None]


@value
class _Block(Frozen):
    objective: Objective
    credit: nodes.Credit
    tariff: Tariff
    horizon: Horizon | None
    survey: Survey

    @property
    def _rows(self) -> tuple[nodes.CreditRow, ...]:
        return tuple(clause for clause in self.credit.clauses if isinstance(clause, nodes.CreditRow))

    def extent(self) -> Extent:
        is_open = self.credit.for_each is not None or any(self._is_open(row) for row in self._rows)
        is_open = is_open or (bool(self.objective.for_each) and any(map(_is_fixed, self._rows)))
        return Extent(self.objective, self._least(), None if is_open else self._most(), is_open)

    def _is_open(self, row: nodes.CreditRow) -> bool:
        match row.per:
            case nodes.PerPoint(size=size):
                counts = self.survey.unit(self.objective) == "ratio" and (size is None or size.value > 0)
                return counts and self._most_points(row.per) is None
            case nodes.PerTime(unit=unit):
                return unit.microseconds > 0
            case _:
                return row.per is not None

    def _worth(self, row: nodes.CreditRow) -> Worth | None:
        return self.tariff.worth(row.amount, Stretch(self.objective.each.kind))

    # --- least -----------------------------------------------------------------------------------

    def _least(self) -> Worth | None:
        """What the row that pays least pays for one unit."""
        rows = [row for row in self._rows if not _is_of_the_credit(row)]
        if any(_is_measured(row) for row in rows):
            return None
        found = [self._worth(row) for row in rows]
        known = [worth for worth in found if worth and not worth.is_nothing]
        if None in found or not known:
            return None
        least: Worth | None = known[0]
        for worth in known[1:]:
            least = lower(least, worth, self.tariff) if least else None
        return least

    # --- most ------------------------------------------------------------------------------------

    def _most(self) -> Worth | None:
        found = [self._together_of(rows, value) for rows, value in self._occasions()]
        known = [worth for worth in found if worth]
        most = self.tariff.highest(known) if len(known) == len(found) else None
        return None if most is None else self._repeated(most)

    def _occasions(self) -> Sequence[_Occasion]:
        """The rows that can hold together, and a value for which they do: where that makes a difference."""
        objective = self.objective
        rounding = objective.clauses.only(nodes.RoundedTo)
        said = [id(each.node) for each in (objective.target, objective.minimum, rounding) if each]
        key = ("occasions", id(self.credit), *said, objective.indicator)
        return kept(self.survey, key, self._all_occasions)

    def _all_occasions(self) -> Sequence[_Occasion]:
        values: Sequence[Fraction | None] = telling_values(self.objective, self.survey) or (None,)
        found = [
            (tuple(row for row in self._rows if self._can_hold(row.trigger, value)), value)
            for value in values
        ]
        if any(isinstance(row.per, nodes.PerPoint) for row in self._rows):
            return found
        alone = {tuple(map(id, rows)): (rows, value) for rows, value in found}
        return [
            occasion for ids, occasion in alone.items() if not any(set(ids) < set(other) for other in alone)
        ]

    def _holding(self, value: Fraction | None) -> tuple[nodes.CreditRow, ...]:
        return tuple(row for row in self._rows if self._can_hold(row.trigger, value))

    def _together_of(self, holding: Sequence[nodes.CreditRow], value: Fraction | None) -> Worth | None:
        """What is paid at most for the value, whatever else is so."""
        rows = [row for row in holding if not self._is_never_reached(row.trigger)]
        own = [self._paid(row, value) for row in rows if not _is_of_the_credit(row)]
        known = [worth for worth in own if worth]
        if len(known) < len(own):
            return None
        base = self._together(known)
        more = [_ratio(row) for row in rows if _is_of_the_credit(row)]
        if base is None or not more:
            return base
        return self._together([base, *(base.times(ratio) for ratio in more)])

    def _paid(self, row: nodes.CreditRow, value: Fraction | None) -> Worth | None:
        worth = self._worth(row)
        if worth is None or not isinstance(row.per, nodes.PerPoint):
            return worth
        points = self._most_points(row.per) if value is None else self._points(row.per, value)
        return None if points is None else worth.times(points)

    def _together(self, worths: Iterable[Worth]) -> Worth | None:
        if any(isinstance(clause, nodes.AllAddUp) for clause in self.credit.clauses):
            return sum(worths, NOTHING)
        return self.tariff.highest(worths)

    def _can_hold(self, trigger: nodes.Trigger, value: Fraction | None) -> bool:
        target = self.objective.target
        if value is None or target is None:
            return True
        if isinstance(trigger, nodes.Rung | nodes.Band):
            return row_holds(trigger, target.node, value)
        return isinstance(trigger, nodes.Always) or not self._is_met(value)

    def _is_never_reached(self, trigger: nodes.Trigger) -> bool:
        if self.horizon is None or not isinstance(trigger, nodes.OnNthBreach):
            return False
        return why_never_so_many(trigger, self.objective, self.horizon) is not None

    def _is_met(self, value: Fraction) -> bool:
        target = self.objective.target
        threshold = constant(target.node.threshold) if target else None
        return target is not None and threshold is not None and holds(target.node.operator, value, threshold)

    def _repeated(self, most: Worth) -> Worth | None:
        if self.horizon and why_none_in_a_row(self.objective, self.horizon):
            return most
        for repeat in self.credit.clauses:
            if isinstance(repeat, nodes.Repeat):
                if isinstance(repeat.pays, nodes.Number) and repeat.is_factor:
                    return most.times(repeat.pays.value)
                other = self.tariff.worth(repeat.pays, Stretch(self.objective.each.kind))
                return self.tariff.highest((most, other)) if other else None
        return most

    # --- points below target ---------------------------------------------------------------------

    def _most_points(self, per: nodes.PerPoint) -> Fraction | None:
        values = possible(self.objective, self.survey)
        target = self.objective.target
        if target is None:
            return None
        worst = values.low if target.node.operator in (">=", ">") else values.high
        return None if worst is None else self._points(per, worst)

    def _points(self, per: nodes.PerPoint, value: Fraction) -> Fraction | None:
        target = self.objective.target
        threshold = constant(target.node.threshold) if target else None
        if target is None or threshold is None or (per.size and per.size.value <= 0):
            return None
        short = threshold - value if target.node.operator in (">=", ">") else value - threshold
        steps = max(short, Fraction(0)) / (_POINT * (per.size.value if per.size else 1))
        return steps if per.mode == "exact" else Fraction(_WHOLE[per.mode](steps))


_WHOLE = {
    "full": lambda steps: steps // 1,
    "started": lambda steps: -(-steps // 1),
    "nearest": lambda steps: (2 * steps + 1) // 2,
}


def _is_fixed(row: nodes.CreditRow) -> bool:
    """Whether a row pays the same for each key, however many there are."""
    return next(every(nodes.Base, row.amount), None) is None


def _is_measured(row: nodes.CreditRow) -> bool:
    """Whether what a row pays can be as little as can be."""
    exact = isinstance(row.per, nodes.PerPoint | nodes.PerTime) and row.per.mode == "exact"
    return exact or next(every(nodes.Aggregate, row.amount), None) is not None


def _is_of_the_credit(row: nodes.CreditRow) -> bool:
    return isinstance(row.amount, nodes.Share) and row.amount.of.kind == "the credit"


def _ratio(row: nodes.CreditRow) -> Fraction:
    return row.amount.ratio.value if isinstance(row.amount, nodes.Share) else Fraction(1)
