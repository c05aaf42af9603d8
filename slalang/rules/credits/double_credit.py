"""Two credits for one miss.

What it finds
    Two rows of one block that are for the same misses and shares of the same, such as two flat amounts or
    two amounts a point. `10% of fees` beside `50 EUR` is left alone: the higher of the two pays. And two
    objectives of one indicator whose credits are reckoned in different ways, where nothing says that only
    the higher pays.

Why it matters
    Of two rows of a block the highest pays, so one of them says nothing; two objectives both pay. A text
    that has the shortfall as a percentage of the charges in one place and half a percent a point in another
    is read by each side as the one or the other.

Bad
    objective success each month {
      target >= 98%
      no data counts as met
      credit {
        when missed each exact point below target pays 1% of fees
        when missed each exact point below target pays 0.5% of fees
      }
    }
    objective failures measures success each month {
      target >= 98%
      no data counts as met
      credit {
        a miss pays 5% of fees
      }
    }
    cap credits of each month at 20% of its fees

Good
    objective success each month {
      target >= 98%
      no data counts as met
      credit {
        when missed each exact point below target pays 0.5% of fees
      }
    }
    cap credits of each month at 20% of its fees

How to fix
    Keep the rule that was agreed. Where both are to be paid, write `all add up`; of two objectives write
    `credits of one and other in one month pay only the highest` where they are not.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import combinations

from slalang.diagnostics import Diagnostic, Kind, Label, Severity
from slalang.model.constants import constant, written
from slalang.model.contract import Objective, Sourced, Version
from slalang.model.strictness import UP
from slalang.quantities import Unit
from slalang.rules.ladder import base_of, just_beyond
from slalang.rules.rule import Rule
from slalang.rules.survey import Survey, clause_text
from slalang.syntax import nodes

TWO_ROWS = Kind("SLA419", "two-rows-for-one-miss")
TWO_OBJECTIVES = Kind("SLA420", "two-objectives-for-one-miss", Severity.WARNING)


def check(survey: Survey) -> Iterator[Diagnostic]:
    """Compares the rows of each block, then the objectives of each indicator."""
    for objective, credit in survey.credits():
        if not any(isinstance(clause, nodes.AllAddUp) for clause in credit.node.clauses):
            yield from _two_rows(objective, credit.node, survey)
    for version in survey.versions():
        for one, other in combinations(version.objectives, 2):
            if _is_one_miss(one, other) and not _is_stacked(one, other, version):
                yield from _two_objectives(one, other, survey)


# --- rows of one block -------------------------------------------------------------------------


def _two_rows(objective: Objective, credit: nodes.Credit, survey: Survey) -> Iterator[Diagnostic]:
    each_miss = not objective.clauses.every(nodes.BreachWhen)
    first: dict[object, nodes.CreditRow] = {}
    for row in credit.clauses:
        if isinstance(row, nodes.CreditRow):
            earlier = first.setdefault(_when(row, each_miss), row)
            if earlier is not row:
                bound = row.trigger if isinstance(row.trigger, nodes.Rung) else objective.target
                yield _same_misses(earlier, row, _beyond(bound, survey.unit(objective)))


def _when(row: nodes.CreditRow, each_miss: bool) -> object:
    """What the row pays for, and of what. The higher of amounts of two bases is a choice of its own.

    A band is left out: two of them are found to overlap.
    """
    trigger: object = row.trigger
    if isinstance(trigger, nodes.Band):
        return row.span
    if isinstance(trigger, nodes.OnMiss) or (each_miss and isinstance(trigger, nodes.OnBreach)):
        trigger = "a miss"
    return trigger, row.per, base_of(row.amount)


def _beyond(bound: nodes.Rung | Sourced[nodes.Target] | None, unit: Unit | None) -> str | None:
    """A value for which a rung holds, or one that misses a target."""
    if bound is None:
        return None
    node = bound if isinstance(bound, nodes.Rung) else bound.node
    threshold = constant(node.threshold)
    falls = node.operator in (("<", "<=") if isinstance(node, nodes.Rung) else (">", ">="))
    return None if threshold is None else written(just_beyond(threshold, falls, unit), unit)


def _same_misses(row: nodes.CreditRow, other: nodes.CreditRow, value: str | None) -> Diagnostic:
    first, second = clause_text(row.amount), clause_text(other.amount)
    what = clause_text(other).partition(" pays ")[0]
    return Diagnostic(
        TWO_ROWS,
        f"two rows are for the same misses: `{what}` pays {first}, and {second} as well"
        if first != second
        else f"two rows are for the same misses, and both pay {first}",
        Label(other.span, f"pays {second}"),
        (Label(row.span, f"pays {first}"),),
        help="keep the row that was agreed, or write `all add up` where both are to be paid",
        witness=value and f"{value} has both rows",
    )


# --- two objectives ----------------------------------------------------------------------------


def _is_one_miss(one: Objective, other: Objective) -> bool:
    """Whether both are judged by the same number in the same periods."""
    pairs = (
        (one.indicator, other.indicator),
        (one.service, other.service),
        ([key.text for key in one.for_each], [key.text for key in other.for_each]),
        (one.each.kind, other.each.kind),
        (one.looking_back, other.looking_back),
    )
    return all(mine == theirs for mine, theirs in pairs)


def _is_stacked(one: Objective, other: Objective, version: Version) -> bool:
    for stacking in version.clauses.every(nodes.Stacking):
        named = {name.text for group in stacking.node.groups for name in group}
        if not named or {one.name, other.name} <= named:
            return True
    return False


def _two_objectives(one: Objective, other: Objective, survey: Survey) -> Iterator[Diagnostic]:
    rows, others = _rows(one), _rows(other)
    ways, other_ways = {_way(row) for row in rows}, {_way(row) for row in others}
    if not rows or not others or ways & other_ways or any(map(_is_of_pool, (*rows, *others))):
        return
    yield Diagnostic(
        TWO_OBJECTIVES,
        f"one miss is paid for twice: `{one.name}` and `{other.name}` both judge "
        f"`{one.indicator.name}` each {one.each.kind}",
        Label(others[0].span, f"paid by `{other.name}`"),
        (Label(rows[0].span, f"paid by `{one.name}` too"),),
        help=f"keep the one that was agreed, or write `credits of {one.name} and {other.name} in one month "
        "pay only the highest`",
        witness=_missing_both(one, other, survey),
    )


def _missing_both(one: Objective, other: Objective, survey: Survey) -> str | None:
    """A value that misses both targets, where they point the same way."""
    bounds = [each.target.node for each in (one, other) if each.target]
    thresholds = [threshold for bound in bounds if (threshold := constant(bound.threshold)) is not None]
    directions = {bound.operator in UP for bound in bounds}
    if len(thresholds) < 2 or len(directions) > 1:
        return None
    falls, unit = directions.pop(), survey.unit(one)
    worst = min(thresholds) if falls else max(thresholds)
    return f"{written(just_beyond(worst, falls, unit), unit)} misses both targets"


def _rows(objective: Objective) -> Sequence[nodes.CreditRow]:
    clauses = objective.credit.node.clauses if objective.credit else ()
    return [clause for clause in clauses if isinstance(clause, nodes.CreditRow)]


def _way(row: nodes.CreditRow) -> str:
    """How a row reckons: by the unit, or at once."""
    return "at once" if row.per is None else type(row.per).__name__


def _is_of_pool(row: nodes.CreditRow) -> bool:
    """Whether the row takes its part of what is at risk, of which each objective has its own."""
    return isinstance(row.amount, nodes.Share) and row.amount.of.kind in ("at risk", "pool")


RULE = Rule((TWO_ROWS, TWO_OBJECTIVES), check)
