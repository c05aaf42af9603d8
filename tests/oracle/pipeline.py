"""The real way from a contract and its rows to a statement, in this process."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from fractions import Fraction
from tempfile import TemporaryDirectory
from typing import Any

from slalang.compiler import compile_agreement
from slalang.diagnostics import Outcome
from slalang.events import log_from_rows
from slalang.measurement import EngineName, measure, measure_all
from slalang.model import resolve
from slalang.plan.canonical import to_json
from slalang.plan.plan import Plan
from slalang.plan.reading import GivenRow, Readings
from slalang.plan.terms import InvoicedFees, Narrowing
from slalang.settlement import settle
from slalang.source import SourceFile
from slalang.statement import Statement
from slalang.syntax import parse

Log = Mapping[str, Sequence[Mapping[str, Any]]]


@dataclass(frozen=True)
class Refused:
    """What the compiler or the measurement says it cannot do."""

    messages: tuple[str, ...]


def compiled(text: str) -> Plan | Refused:
    """The plan of the agreement `acme`."""
    parsed = parse(SourceFile("acme.sla", text))
    if parsed.failed:
        return _refused(parsed.diagnostics)
    resolved = resolve({"acme.sla": parsed.value})
    agreement = resolved.value.agreement("acme")
    if resolved.failed or agreement is None:
        return _refused(resolved.diagnostics)
    outcome = compile_agreement(resolved.value, agreement)
    return _refused(outcome.diagnostics) if outcome.value is None or outcome.failed else outcome.value


def _refused(diagnostics: Sequence[Any]) -> Refused:
    return Refused(tuple(found.message for found in diagnostics if found.severity.name == "ERROR"))


def plan_json(plan: Plan) -> dict[str, Any]:
    """The plan as it is published."""
    found: dict[str, Any] = to_json(plan)
    return found


def owned(plan: Plan, owner: str) -> Plan:
    """The same agreement for another owner of rows."""

    def narrowed(narrow: tuple[Narrowing, ...]) -> tuple[Narrowing, ...]:
        return tuple(replace(one, value=owner) if one.field == "owner" else one for one in narrow)

    versions = []
    for terms in plan.versions:
        objectives = tuple(replace(one, narrow=narrowed(one.narrow)) for one in terms.objectives)
        fees = terms.fees
        if isinstance(fees, InvoicedFees):
            fees = replace(fees, narrow=narrowed(fees.narrow))
        versions.append(replace(terms, objectives=objectives, fees=fees))
    return replace(plan, versions=tuple(versions))


def settled(
    plans: Sequence[Plan], rows: Log, end: int, known: int | None = None, engine: EngineName = "duckdb"
) -> list[Statement | Refused]:
    """The statements of agreements that share a log, from the start of the term to an instant."""
    plan = plans[0]
    used = {event.name for event in plan.events}
    given = [_given(name, row) for name, own in rows.items() if name in used for row in own]
    folder = None if engine == "duckdb" else TemporaryDirectory(prefix="slalang-")
    logged = log_from_rows(plan.events, given, plan.currency, folder)
    if logged.value is None:
        return [_refused(logged.diagnostics) for _ in plans]
    with logged.value as log:
        if len(plans) == 1 and engine == "duckdb":
            measured = [measure(plan, log, end=end, as_of=known)]
        else:
            measured = measure_all(
                plans, log, ends=[end] * len(plans), as_of=[known] * len(plans), engine=engine
            )
    return [_statement(own, found, end) for own, found in zip(plans, measured, strict=True)]


def _statement(plan: Plan, measured: Outcome[Readings], end: int) -> Statement | Refused:
    if measured.failed:
        return _refused(measured.diagnostics)
    statement = settle(plan, measured.value, window=("all", plan.term_start, end))
    if statement.failed or statement.value is None:
        return _refused(statement.diagnostics)
    return statement.value


def _given(name: str, row: Mapping[str, Any]) -> GivenRow:
    values = tuple(
        (key, Fraction(value) if isinstance(value, int) and not isinstance(value, bool) else value)
        for key, value in row.items()
        if key not in ("at", "from", "to") and value is not None
    )
    start = row["at"] if "at" in row else row["from"]
    return GivenRow(name, start, row["at"] if "at" in row else row["to"], values)
