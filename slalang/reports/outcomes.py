"""What each objective came to, and everything needed to check the number."""

from __future__ import annotations

from collections.abc import Iterator
from fractions import Fraction

from slalang.quantities import format_duration, format_percent, format_value
from slalang.reports.behind import behind_texts
from slalang.reports.document import Column, Remark, Row, Section, Table
from slalang.reports.wording import Places, bound_text, counted, measured_text, named
from slalang.statement import ExclusionEffect, OutcomeLine, Statement

_COLUMNS = (
    Column("objective", "wrap"),
    Column("period"),
    Column("measured"),
    Column("target"),
    Column("minimum"),
    Column("outcome"),
)


def outcomes_section(statement: Statement) -> Section | None:
    """One row for each objective, key and period."""
    if not statement.outcomes:
        return None
    places = Places.short(statement)
    rows = tuple(_row(line, statement, places) for line in statement.outcomes)
    return Section("Objectives", (Table(_COLUMNS, rows),))


def _row(line: OutcomeLine, statement: Statement, places: Places) -> Row:
    currency = statement.currency
    cells = (
        named(line.objective, line.keys, line.service),
        line.period,
        measured_text(line, currency),
        bound_text(line.operator, line.target, line.unit, currency),
        bound_text(line.minimum_operator, line.minimum, line.unit, currency),
        line.outcome,
    )
    return Row(cells, places.find(line.clause), tuple(_remarks(line, statement, places)))


def _remarks(line: OutcomeLine, statement: Statement, places: Places) -> Iterator[Remark]:
    if line.because:
        yield Remark(f"because {line.because}")
    if line.compared is not None and line.compared != line.value:
        rounded = format_value(line.compared, line.unit, statement.currency)
        yield Remark(f"compared as {rounded}, rounded as the contract says")
    yield from map(Remark, _weight(line))
    yield from (Remark(rule.text, places.find(rule.clause)) for rule in line.breach_rules)
    yield from map(Remark, _time(line))
    yield from map(Remark, _data(line))
    yield from map(Remark, behind_texts(line, statement.timezone))
    yield from _exclusions(line, places)
    yield from map(Remark, line.notes)


def _weight(line: OutcomeLine) -> Iterator[str]:
    if not line.counts:
        yield "reported only: it decides no credit"
    elif line.breach and line.outcome not in ("missed", "minimum missed"):
        yield "a breach"
    elif not line.breach and line.outcome in ("missed", "minimum missed"):
        yield "not a breach by the breach clauses of the contract"


def _time(line: OutcomeLine) -> Iterator[str]:
    """A share of time as time: what was lost, and what the target allows."""
    if line.measured_time is None or line.value is None:
        return
    lost = (1 - line.value) * line.measured_time
    whole = format_duration(line.measured_time)
    said = f"down {format_duration(lost)} of {whole}" if lost else f"no downtime counted in {whole}"
    if line.target is None or line.operator not in (">", ">="):
        yield said
        return
    allowed = (1 - line.target) * line.measured_time
    balance = _balance(allowed - lost) if lost else ""
    yield f"{said}; the target allows {format_duration(allowed)}{balance}"


def _balance(left: Fraction) -> str:
    if not left:
        return ", all of it used"
    return f", {format_duration(abs(left))} {'left' if left > 0 else 'too much'}"


def _data(line: OutcomeLine) -> Iterator[str]:
    said = []
    if line.rows is not None:
        said.append(counted(line.rows, "row"))
    if line.cycles is not None:
        said.append(f"{counted(line.cycles, 'cycle')} decided")
    if line.buckets is not None:
        said.append(_buckets(line.buckets, line.empty_buckets or 0))
    if said:
        yield "; ".join(said)


def _buckets(buckets: int, empty: int) -> str:
    if not empty or not buckets:
        return f"{counted(buckets, 'bucket')}, {'none empty' if buckets else 'so no data'}"
    share = format_percent(Fraction(buckets - empty, buckets), places=2)
    return f"{counted(buckets, 'bucket')}, {empty:,} empty: data in {share} of them"


def _exclusions(line: OutcomeLine, places: Places) -> Iterator[Remark]:
    """What each clause took, where it took any; and what is taken out in all, where that is not the same."""
    taken = [clause for clause in line.exclusions if clause.time]
    for clause in taken:
        yield Remark(_EFFECTS[clause.effect].format(format_duration(clause.time)), places.find(clause.clause))
    own = [clause.time for clause in taken if clause.effect == "excluded"]
    if not own and line.excluded:
        yield Remark(f"{format_duration(line.excluded)} excluded: outside the time it is measured in")
    elif own and own != [line.excluded]:
        yield Remark(f"{format_duration(line.excluded)} excluded from the period in all")


_EFFECTS: dict[ExclusionEffect, str] = {
    "excluded": "{} excluded from the period",
    "forgiven": "{} forgiven: in the period, but not counted as down",
}
