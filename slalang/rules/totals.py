"""The most that all credits of an agreement come to over a stretch, and what its caps reach over."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from slalang.model.contract import Version
from slalang.rules.extent import Extent, extents
from slalang.rules.stretch import MONTHS, Stretch, is_longer, periods_in
from slalang.rules.survey import Survey
from slalang.rules.worth import NOTHING, Tariff, Worth, tariff_of
from slalang.syntax import nodes


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


def caps_of(version: Version) -> Iterator[tuple[nodes.Cap, Stretch]]:
    """The caps of a version, with what they reach over, where that is a number of months."""
    for sourced in version.clauses.every(nodes.Cap):
        match sourced.node.horizon:
            case nodes.EachPeriod(period=period) if period.kind in MONTHS:
                yield sourced.node, Stretch(period.kind)
            case nodes.AnyWindow(length=length) if length.unit in MONTHS:
                yield sourced.node, Stretch(length.unit, length.count)
