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

from slalang.diagnostics import Diagnostic, Fix, Kind, Label
from slalang.model.constants import written
from slalang.model.contract import Objective
from slalang.quantities import Unit
from slalang.rules.bands import Range, TableRow, holes, overlaps, table_rows
from slalang.rules.rule import Rule
from slalang.rules.survey import Survey, clause_text
from slalang.syntax import nodes

TABLE_HOLE = Kind("SLA401", "table-hole")
TABLE_OVERLAP = Kind("SLA402", "table-overlap")


def check(survey: Survey) -> Iterator[Diagnostic]:
    """Looks at the rows of each printed table."""
    for objective, credit in survey.credits():
        rows = table_rows(credit.node)
        unit = survey.unit(objective) if credit.node.for_each is None else "duration"
        help, fix = _rungs(objective, credit.node, rows, unit)
        for one, other, hole in holes(rows):
            yield _hole(one, other, hole, unit, help, fix)
        adds_up = any(isinstance(clause, nodes.AllAddUp) for clause in credit.node.clauses)
        for one, other, common in overlaps(rows) if not adds_up else ():
            yield _overlap(one, other, common, unit, help, fix)


def _hole(
    one: TableRow, other: TableRow, hole: Range, unit: Unit | None, help: str | None, fix: Fix | None
) -> Diagnostic:
    witness = written(hole.witness(), unit)
    return Diagnostic(
        TABLE_HOLE,
        f"no row of this table is for {_values(hole, unit)}",
        Label(other.row.trigger.span, "begins after it"),
        (Label(one.row.trigger.span, "ends before it"),),
        help=help,
        fix=fix,
        witness=witness,
    )


def _overlap(
    one: TableRow, other: TableRow, common: Range, unit: Unit | None, help: str | None, fix: Fix | None
) -> Diagnostic:
    first, second = clause_text(one.row.amount), clause_text(other.row.amount)
    return Diagnostic(
        TABLE_OVERLAP,
        f"two rows of this table are for {_values(common, unit)}: one pays {first}, the other {second}",
        Label(other.row.trigger.span, f"pays {second}"),
        (Label(one.row.trigger.span, f"pays {first}"),),
        help=help,
        fix=fix,
        witness=written(common.witness(), unit),
    )


def _values(range: Range, unit: Unit | None) -> str:
    low, high = written(range.low, unit), written(range.high, unit)
    if range.is_point:
        return f"exactly {low}"
    return f"{'' if range.low_included else 'above '}{low} to {'' if range.high_included else 'below '}{high}"


# --- rungs in place of the table ---------------------------------------------------------------


def _rungs(
    objective: Objective, credit: nodes.Credit, rows: Sequence[TableRow], unit: Unit | None
) -> tuple[str | None, Fix | None]:
    """The same table as rungs, where every row of the block is a range."""
    target = objective.target
    plain = [clause for clause in credit.clauses if isinstance(clause, nodes.CreditRow)]
    if target is None or len(plain) != len(rows) or len(plain) != len(credit.clauses) or not rows:
        return None, None
    downwards = target.node.operator in (">=", ">") and credit.for_each is None
    ordered = list(reversed(rows)) if downwards else list(rows)
    lines = [_rung(row, downwards, unit) for row in ordered]
    first, last = plain[0].span, plain[-1].span
    indent = " " * (first.column - 1)
    return "write rungs: " + ", ".join(f"`{line}`" for line in lines), Fix(
        first.to(last), f"\n{indent}".join(lines)
    )


def _rung(row: TableRow, downwards: bool, unit: Unit | None) -> str:
    amount, values = row.row.amount.span.text, row.range
    if downwards:
        return (
            f"{'at or below' if values.high_included else 'below'} {written(values.high, unit)} pays {amount}"
        )
    return f"{'at or above' if values.low_included else 'above'} {written(values.low, unit)} pays {amount}"


RULE = Rule((TABLE_HOLE, TABLE_OVERLAP), check)
