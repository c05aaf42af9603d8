"""Floors too low for what is promised above them.

What it finds
    A floor (`fewer than 30 ticket counts as excused`) under which the target still allows no miss at all,
    and percentiles over so few rows that they are the greatest value of all.

Why it matters
    99% of 30 tickets is more than 29 of them: the first late ticket misses the target, and the floor was
    agreed so that single tickets would not decide. p99.9 of 100 rows is the slowest of them.

Bad
    objective resolved_in_time each month {
      target >= 99%
      no data counts as excused
      fewer than 30 resolution counts as excused
    }
    objective p99_latency each month {
      target <= 300ms
      no data counts as excused
      fewer than 50 request counts as excused
    }

Good
    objective resolved_in_time each month {
      target >= 99%
      no data counts as excused
      fewer than 30 resolution counts as excused
      fewer than 100 resolution allows 1 miss
    }
    objective p99_latency each month {
      target <= 300ms
      no data counts as excused
      fewer than 100 request counts as excused
    }

How to fix
    Raise the floor to the number of rows that leaves room for one miss, or allow one miss below it.
"""

from __future__ import annotations

from collections.abc import Iterator
from fractions import Fraction

from slalang.diagnostics import Diagnostic, Kind, Label, Severity
from slalang.model.aggregates import function_of, sources_named
from slalang.model.constants import constant
from slalang.model.contract import Objective, Scope, Sourced
from slalang.model.descent import every
from slalang.model.strictness import holds
from slalang.quantities import format_value
from slalang.rules.bounds import as_compared, threshold_of
from slalang.rules.rule import Rule
from slalang.rules.survey import Survey, clause_text
from slalang.syntax import nodes

NO_MISS_ALLOWED = Kind("SLA269", "no-miss-allowed", Severity.WARNING)
PERCENTILE_OF_FEW = Kind("SLA270", "percentile-of-few-rows", Severity.WARNING)


def check(survey: Survey) -> Iterator[Diagnostic]:
    """Looks at the floors of objectives, and at those of buckets."""
    for objective in survey.objectives():
        for floor in objective.clauses.every(nodes.LowVolume):
            if floor.node.verdict and floor.node.fewer_than > 1:
                yield from _of_share(objective, floor, survey)
                yield from _of_percentile(objective, floor, survey)
    for _, declaration in survey.declarations():
        for rows in every(nodes.Rows, declaration.node):
            yield from _of_buckets(rows)


# --- shares ------------------------------------------------------------------------------------


def _of_share(objective: Objective, floor: Sourced[nodes.LowVolume], survey: Survey) -> Iterator[Diagnostic]:
    share, one_miss = _share(objective, floor, survey), floor.node.fewer_than
    target = objective.target
    threshold = threshold_of(target.node.threshold, target.scope, objective, survey) if target else None
    if share is None or target is None or threshold is None or not 0 < threshold < 1:
        return
    is_good = target.node.operator in (">=", ">")
    needed = _rows_for_one_miss(1 - threshold if is_good else threshold, target.node.operator)
    value = as_compared(Fraction(one_miss - 1, one_miss) if is_good else Fraction(1, one_miss), objective)
    if _allows_more(objective, needed) or holds(target.node.operator, value, threshold):
        return
    yield _no_miss(objective, floor.node, target.node, format_value(value, "ratio", ""), needed)


def _share(objective: Objective, floor: Sourced[nodes.LowVolume], survey: Survey) -> nodes.Aggregate | None:
    """The one share that the indicator is, or is the complement of, over the rows of the floor."""
    node, scope = objective.indicator.node, survey.project.scope_of(objective.indicator)
    match node:
        case nodes.Indicator(value=nodes.Aggregate() as share):
            pass
        case nodes.Indicator(value=nodes.Binary(operator="-", left=whole, right=nodes.Aggregate() as share)):
            if constant(whole) != 1:
                return None
        case _:
            return None
    return share if function_of(share) == "share" and _is_over(share, floor, scope) else None


def _is_over(aggregate: nodes.Aggregate, floor: Sourced[nodes.LowVolume], scope: Scope) -> bool:
    """Whether the aggregate takes each row that the floor counts."""
    sources = sources_named(aggregate) or ()
    names = [source.text for source in sources if isinstance(source, nodes.Name)]
    own, counted = [scope.lookup(name) for name in names], floor.scope.lookup(floor.node.rows.text)
    return aggregate.where is None and len(sources) == 1 and counted is not None and own == [counted]


def _rows_for_one_miss(room: Fraction, operator: str) -> int:
    """The least number of rows of which one is no more than the room a target leaves."""
    least = -(-room.denominator // room.numerator)
    exact = room.denominator % room.numerator == 0
    return least + 1 if exact and operator in (">", "<") else least


def _allows_more(objective: Objective, needed: int) -> bool:
    """Whether another clause allows misses up to where the target does."""
    floors = [clause.node for clause in objective.clauses.every(nodes.LowVolume)]
    return any(floor.allows and floor.fewer_than >= needed for floor in floors)


def _no_miss(
    objective: Objective, floor: nodes.LowVolume, target: nodes.Target, value: str, needed: int
) -> Diagnostic:
    rows, few = floor.rows.text, floor.fewer_than
    return Diagnostic(
        NO_MISS_ALLOWED,
        f"with {few} rows of `{rows}` a single miss makes `{objective.name}` {value}, and "
        f"`{clause_text(target)}` is missed: it takes {needed} rows before one miss is allowed",
        Label(floor.span, "judged from here on"),
        (Label(target.span, "one miss is too many"),),
        help=f"write `fewer than {needed} {rows} counts as {floor.verdict}`, "
        f"or add `fewer than {needed} {rows} allows 1 miss`",
        witness=f"1 miss of {few} is {value}",
    )


# --- percentiles -------------------------------------------------------------------------------


def _of_percentile(
    objective: Objective, floor: Sourced[nodes.LowVolume], survey: Survey
) -> Iterator[Diagnostic]:
    node, scope = objective.indicator.node, survey.project.scope_of(objective.indicator)
    for aggregate in every(nodes.Aggregate, node):
        if _is_over(aggregate, floor, scope):
            yield from _percentile(aggregate, floor.node.fewer_than, floor.node)


def _of_buckets(rows: nodes.Rows) -> Iterator[Diagnostic]:
    metrics: list[nodes.Metric] = []
    for step in rows.steps:
        if isinstance(step, nodes.Every):
            metrics = list(step.metrics)
        elif isinstance(step, nodes.WithRows):
            for aggregate in every(nodes.Aggregate, *metrics):
                yield from _percentile(aggregate, step.least, step)


def _percentile(aggregate: nodes.Aggregate, rows: int, floor: nodes.Node) -> Iterator[Diagnostic]:
    rank = aggregate.percentile
    if rank is None or not 0 < rank < 1 or rows < 1 or rows * (1 - rank) >= 1:
        return
    needed = _rows_for_one_miss(1 - rank, "<=")
    yield Diagnostic(
        PERCENTILE_OF_FEW,
        f"of {rows} rows `{clause_text(aggregate)}` is simply the largest of them: "
        f"it takes {needed} rows before one of them may be larger",
        Label(floor.span, f"{rows} rows are enough"),
        (Label(aggregate.span, f"needs {needed} rows"),),
        help=f"ask for at least {needed} rows, or take a lower percentile",
        witness=f"{rows} rows, one of them slow: the slow one decides",
    )


RULE = Rule((NO_MISS_ALLOWED, PERCENTILE_OF_FEW), check)
