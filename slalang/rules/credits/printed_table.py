"""Printed tables that do not hold.

What it finds
    A table of ranges (`from 99.0% to below 99.9% pays 10% of fees`) with a value that no row is for, or
    that two rows are for.

Why it matters
    Such tables are copied from contract to contract with `>` and `>=` mixed up. A month that lands on
    the seam has no credit, or two, and each side reads the table its own way.

Bad
    credit {
      from 99.0% to below 99.9% pays 10% of fees
      from 95.0% to below 98.9% pays 25% of fees
      from 0% to 95.0% pays 50% of fees
    }

Good
    credit {
      below 99.9% pays 10% of fees
      below 99.0% pays 25% of fees
      below 95.0% pays 50% of fees
    }

How to fix
    Write rungs: a rung says where it begins and the next one takes over, so no value is left out and none
    is counted twice. The finding offers them. Or make each row begin where the other ends, with one of
    the two ends left out by `to below` or `from above`.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from fractions import Fraction

from slalang.diagnostics import Diagnostic, Fix, Kind, Label
from slalang.model.constants import constant, written
from slalang.model.contract import Objective
from slalang.quantities import Unit
from slalang.rules.bands import Range, TableRow, holes, overlaps, pays_on_good_side_only, table_rows
from slalang.rules.ladder import MISSED, where_missed
from slalang.rules.rule import Rule
from slalang.rules.survey import Survey, clause_text
from slalang.syntax import nodes

TABLE_HOLE = Kind("SLA401", "table-hole")
TABLE_OVERLAP = Kind("SLA402", "table-overlap")


def check(survey: Survey) -> Iterator[Diagnostic]:
    """Looks at the rows of each printed table."""
    for objective, credit in survey.credits():
        rows, target = table_rows(credit.node), objective.target
        if not rows:
            continue
        unit = survey.unit(objective) if credit.node.for_each is None else "duration"
        help, fix = _rungs(objective, credit.node, rows, unit)
        if target and _is_read_for_holes(credit.node, target.node, rows):
            for hole, value in holes(credit.node, target.node, unit, _quantum(objective)):
                yield _hole(rows, hole, written(value, unit), unit, help, fix)
        adds_up = any(isinstance(clause, nodes.AllAddUp) for clause in credit.node.clauses)
        for one, other, common in overlaps(rows) if not adds_up else ():
            yield _overlap(one, other, common, unit, help, fix)


def _is_read_for_holes(credit: nodes.Credit, target: nodes.Target, rows: Sequence[TableRow]) -> bool:
    """Whether a hole would be a fault of its own: not beside a row turned round, or a target."""
    turned = any(row.range.is_empty for row in rows) or pays_on_good_side_only(credit, target)
    return credit.for_each is None and not turned


def _quantum(objective: Objective) -> Fraction | None:
    """What values are rounded to before they are compared."""
    rounding = objective.clauses.only(nodes.RoundedTo)
    quantum = constant(rounding.node.quantum) if rounding else None
    return quantum if quantum and quantum > 0 else None


def _hole(
    rows: Sequence[TableRow], hole: Range, witness: str, unit: Unit | None, help: str | None, fix: Fix | None
) -> Diagnostic:
    above = [row for row in rows if hole.high is not None and row.low >= hole.high]
    below = [row for row in rows if hole.low is not None and row.high <= hole.low]
    places = [Label(row.row.trigger.span, "begins after it") for row in above[:1]]
    places += [Label(row.row.trigger.span, "ends before it") for row in below[-1:]]
    first, *others = places or [Label(rows[0].row.trigger.span)]
    return Diagnostic(
        TABLE_HOLE,
        f"no row of this table is for {_values(hole, unit)}",
        first,
        tuple(others),
        help=help or "let each row begin where the other ends",
        fix=fix,
        witness=witness,
    )


def _overlap(
    one: TableRow, other: TableRow, common: Range, unit: Unit | None, help: str | None, fix: Fix | None
) -> Diagnostic:
    first, second = clause_text(one.row.amount), clause_text(other.row.amount)
    shared = common.low if common.low_included else common.high if common.high_included else None
    middle = (max(one.low, other.low) + min(one.high, other.high)) / 2
    return Diagnostic(
        TABLE_OVERLAP,
        f"two rows of this table are for {_values(common, unit)}: one pays {first}, the other {second}",
        Label(other.row.trigger.span, f"pays {second}"),
        (Label(one.row.trigger.span, f"pays {first}"),),
        help=help or "let each row begin where the other ends",
        fix=fix,
        witness=written(middle if shared is None else shared, unit),
    )


def _values(range: Range, unit: Unit | None) -> str:
    low = None if range.low is None else written(range.low, unit)
    high = None if range.high is None else written(range.high, unit)
    if range.is_point:
        return f"exactly {low}"
    if low is None:
        return f"values {'up to' if range.high_included else 'below'} {high}"
    if high is None:
        return f"values from {low} on" if range.low_included else f"values above {low}"
    return f"{'' if range.low_included else 'above '}{low} to {'' if range.high_included else 'below '}{high}"


# --- rungs in place of the table ---------------------------------------------------------------


def _rungs(
    objective: Objective, credit: nodes.Credit, rows: Sequence[TableRow], unit: Unit | None
) -> tuple[str | None, Fix | None]:
    """The same table as rungs, where every row of the block is a range and each begins elsewhere."""
    target = objective.target
    if target is None or len(rows) != len(credit.clauses) or target.node.operator not in MISSED:
        return None, None
    downwards = target.node.operator in (">=", ">") and credit.for_each is None
    ordered = list(reversed(rows)) if downwards else list(rows)
    begins = [row.high if downwards else row.low for row in ordered]
    if len(set(begins)) < len(begins) or any(row.range.is_empty for row in rows):
        return None, None
    lines = [_rung(row, downwards, unit) for row in ordered]
    first_begin = constant(target.node.threshold)
    if first_begin is not None and (first_begin >= begins[0] if downwards else first_begin <= begins[0]):
        lines[0] = _rung_at_target(target.node, ordered[0])
    first, last = credit.clauses[0].span, credit.clauses[-1].span
    indent = " " * (first.column - 1)
    help = "write rungs: " + ", ".join(f"`{line}`" for line in lines)
    return help, Fix(first.to(last), f"\n{indent}".join(lines))


def _rung_at_target(target: nodes.Target, row: TableRow) -> str:
    """The first rung, begun where the target is missed: no hole before it, and nothing met that pays."""
    return f"{where_missed(target)} pays {row.row.amount.span.text}"


def _rung(row: TableRow, downwards: bool, unit: Unit | None) -> str:
    amount, values = row.row.amount.span.text, row.range
    if downwards:
        return f"{'at or below' if values.high_included else 'below'} {written(row.high, unit)} pays {amount}"
    return f"{'at or above' if values.low_included else 'above'} {written(row.low, unit)} pays {amount}"


RULE = Rule((TABLE_HOLE, TABLE_OVERLAP), check)
