"""The least and the most that credits come to: of one objective in a period, of all over a stretch."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from fractions import Fraction

from slalang.model.constants import constant
from slalang.model.contract import Objective, Version
from slalang.model.descent import every
from slalang.model.strictness import holds, row_holds
from slalang.rules.paying import possible, telling_values
from slalang.rules.survey import Survey
from slalang.rules.worth import MONTHS, NOTHING, Stretch, Tariff, Worth, tariff_of
from slalang.syntax import nodes
from slalang.values import Frozen, value

_POINT = Fraction(1, 100)
_DAYS = {"month": 31, "quarter": 92, "year": 366, "contract year": 366}
_WEEKS = {"month": 5, "quarter": 14, "year": 53, "contract year": 53}


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
    found = (before_cap(objective, version, survey) for objective in version.objectives)
    return tuple(_capped(extent, tariff_of(version)) for extent in found if extent)


def before_cap(objective: Objective, version: Version, survey: Survey) -> Extent | None:
    """What the credit comes to before any cap, ``None`` where there is no credit."""
    credit = objective.credit
    if credit is None or not survey.is_in_one_unit(objective, credit):
        return None
    return _Block(objective, credit.node, tariff_of(version), survey).extent()


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


@value
class _Block(Frozen):
    objective: Objective
    credit: nodes.Credit
    tariff: Tariff
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
        found = [self._at(value) for value in self._values()]
        known = [worth for worth in found if worth]
        most = self.tariff.highest(known) if len(known) == len(found) else None
        return None if most is None else self._repeated(most)

    def _values(self) -> Sequence[Fraction | None]:
        """Values at which something changes; none in particular where that is not known."""
        return telling_values(self.objective, self.survey) or (None,)

    def _at(self, value: Fraction | None) -> Worth | None:
        """What is paid at most for the value, whatever else is so."""
        rows = [row for row in self._rows if self._can_hold(row.trigger, value)]
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

    def _is_met(self, value: Fraction) -> bool:
        target = self.objective.target
        threshold = constant(target.node.threshold) if target else None
        return target is not None and threshold is not None and holds(target.node.operator, value, threshold)

    def _repeated(self, most: Worth) -> Worth | None:
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


# --- all credits over a stretch ----------------------------------------------------------------


def most_over(stretch: Stretch, version: Version, survey: Survey) -> Worth | None:
    """The most that all credits of a stretch come to before caps of the agreement.

    ``None`` where one of them is open, or it is not known. Credits of which only the highest of a month
    pays count once, where all of them are judged by the month.
    """
    tariff, found = tariff_of(version), extents(version, survey)
    if any(extent.is_open or extent.most is None for extent in found):
        return None
    worths: list[Worth | None] = []
    alone = list(found)
    for stacking in version.clauses.every(nodes.Stacking):
        groups = _groups(stacking.node, alone)
        if groups:
            alone = [each for each in alone if not any(each in group for group in groups)]
            highest = tariff.highest(sum((one.most or NOTHING for one in group), NOTHING) for group in groups)
            worths.append(None if highest is None else highest.times(periods_in(stretch, "month") or 0))
    worths += [_over(stretch, extent, tariff) for extent in alone]
    known = [worth for worth in worths if worth]
    return sum(known, NOTHING) if len(known) == len(worths) else None


def _groups(stacking: nodes.Stacking, extents: Sequence[Extent]) -> list[list[Extent]]:
    """The credits of which only the highest group pays; none where they are not all by the month."""
    named = [{name.text for name in group} for group in stacking.groups]
    if not named:
        named = [{each.objective.name} for each in extents]
    groups = [[each for each in extents if each.objective.name in names] for names in named]
    by_month = all(each.objective.each.kind == "month" for group in groups for each in group)
    is_month = stacking.period is not None and stacking.period.kind == "month"
    return [group for group in groups if group] if by_month and is_month else []


def _over(stretch: Stretch, extent: Extent, tariff: Tariff) -> Worth | None:
    """What one objective pays at most; of a period longer than the stretch only where fees are even."""
    count = periods_in(stretch, extent.objective.each.kind)
    if count is None or extent.most is None:
        return None
    is_even = tariff.amount is not None or not extent.most.fees
    return extent.most.times(count) if is_even or not is_longer(extent.stretch, stretch) else None


def periods_in(stretch: Stretch, kind: str) -> int | None:
    """How many periods of a kind can end in a stretch of months, ``None`` in one of days or weeks."""
    months = stretch.months
    if months is None:
        return None
    if kind in MONTHS:
        return -(-months // MONTHS[kind])
    table = _DAYS if kind == "day" else _WEEKS
    return table[stretch.kind] * stretch.count


def is_longer(one: Stretch, other: Stretch) -> bool:
    """Whether the one is longer than the other."""
    return (one.months or 0) > (other.months or 0)


def caps_of(version: Version) -> Iterator[tuple[nodes.Cap, Stretch]]:
    """The caps of a version, with what they reach over, where that is a number of months."""
    for sourced in version.clauses.every(nodes.Cap):
        match sourced.node.horizon:
            case nodes.EachPeriod(period=period) if period.kind in MONTHS:
                yield sourced.node, Stretch(period.kind)
            case nodes.AnyWindow(length=length) if length.unit in MONTHS:
                yield sourced.node, Stretch(length.unit, length.count)
