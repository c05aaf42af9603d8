"""Agreements: their term, money and scope, and what their clauses name."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from slalang.diagnostics import Kind, Label
from slalang.model.amounts import check_amount
from slalang.model.calendars import check_order
from slalang.model.completeness import statements_of
from slalang.model.contract import Agreement, Declaration, Scope, Sourced, Version
from slalang.model.credits import check_told_apart, report_points
from slalang.model.descent import every
from slalang.model.drafts import UNKNOWN_OBJECTIVE
from slalang.model.evidence import events_of, evidence_of
from slalang.model.findings import Findings
from slalang.model.mismatches import MIXED_CURRENCIES, require, source_text
from slalang.model.names import bind
from slalang.model.promises import check_lasting
from slalang.model.row_expressions import UNKNOWN_FIELD
from slalang.model.settings import check_setting
from slalang.model.suggestions import did_you_mean
from slalang.model.types import described, money
from slalang.model.typing import Typing
from slalang.model.zones import check_local_time, check_zone
from slalang.quantities import is_currency
from slalang.syntax import nodes

WRONG_PERIOD = Kind("SLA136", "wrong-period")


def check_terms(agreement: Agreement, scopes: Mapping[str, Scope], typing: Typing) -> None:
    """Reports what is wrong with the clauses of an agreement, in any of its versions."""
    _check_currencies(agreement, typing.findings)
    _check_local_times(agreement, scopes, typing.findings)
    for version in agreement.versions:
        check_version(version, scopes, typing)


def check_version(version: Version, scopes: Mapping[str, Scope], typing: Typing) -> None:
    """Reports what is wrong with the clauses in force from one day on."""
    for statement in version.clauses.statements:
        _check_clause(statement, version, scopes, typing)
    _check_scope(version, scopes, typing)


def _check_clause(
    statement: Sourced[nodes.ContractClause], version: Version, scopes: Mapping[str, Scope], typing: Typing
) -> None:
    scope, findings = statement.scope, typing.findings
    _check_points(statement.node, typing)
    match statement.node:
        case nodes.Term(first=first, last=last) as term:
            check_order(first, last, "the term is", term, findings)
        case nodes.Timezone(zone=zone):
            check_zone(zone, findings)
        case nodes.Fees(amount=amount):
            require(money(), amount, typing.measure_type(amount, scope, fees=False), findings, "`fees`")
        case nodes.AtRisk(amount=amount):
            check_amount(amount, scope, typing, "`at risk`")
        case nodes.Pool(amount=amount):
            check_amount(amount, scope, typing, "`pool`")
        case nodes.Allocations(amount=amount):
            check_amount(amount, scope, typing, "`allocations`")
        case nodes.PointsTable(rows=rows):
            for row in rows:
                check_amount(row.amount, scope, typing, "`pays`")
        case nodes.Cap(horizon=horizon, amount=amount):
            check_amount(amount, scope, typing, "this cap")
            if isinstance(horizon, nodes.EachInterval):
                check_lasting((horizon.stream,), scope, typing, "a cap of each of them")
                check_told_apart(horizon.stream, scope, version, findings)
        case nodes.Stacking(groups=groups, cause=cause):
            for group in groups:
                for name in group:
                    check_objective_name(name, scope, version, findings)
            if cause is not None:
                _check_cause(cause, groups, version, scopes, typing)
        case nodes.Claim(claim=claim):
            bind(claim, scope, findings, "event", "stream")
        case nodes.CreditsWhile(sources=sources):
            check_lasting(sources, scope, typing, "`credits only while`")
        case nodes.MayTerminate(condition=condition):
            _check_termination(condition, scope, version, typing)
        case nodes.Bank(objective=objective) | nodes.Bonus(objective=objective):
            check_objective_name(objective, scope, version, findings)


def _check_cause(
    cause: nodes.Name,
    groups: tuple[tuple[nodes.Name, ...], ...],
    version: Version,
    scopes: Mapping[str, Scope],
    typing: Typing,
) -> None:
    """Reports a cause that no intervals behind the credits name: they could never meet."""
    names = {name.text for group in groups for name in group}
    promises = [one for one in version.objectives if not names or one.name in names]
    behind = [each for one in promises for each in evidence_of(one.indicator, scopes, typing)]
    intervals = [each.rows for each in behind if each.rows.shape == "intervals"]
    if any(cause.text in rows.fields for rows in intervals):
        return
    if not typing.findings.is_complete(*(event.path for event in events_of(tuple(behind)))):
        return
    known = {field for rows in intervals for field in rows.fields}
    typing.findings.report(
        UNKNOWN_FIELD,
        f"no intervals behind these credits have a field `{cause.text}` that would name one cause",
        Label(cause.span, "names no cause"),
        help=did_you_mean(cause.text, known, "their fields are")
        or "credits meet in the intervals of one event: measure both by it",
    )


def _check_points(clause: nodes.ContractClause, typing: Typing) -> None:
    """Reports points in a clause of the agreement that is about money."""
    match clause:
        case nodes.Cap(amount=nodes.Points() as points):
            why = "a cap of the agreement holds for credits that are money already; `cap at` in an objective "
            report_points(points, f"{why}may be in points", typing)
        case nodes.AtRisk(amount=nodes.Points() as points) | nodes.Pool(amount=nodes.Points() as points):
            report_points(points, "what is at risk is a share of fees", typing)
        case nodes.Allocations(amount=nodes.Points() as points):
            report_points(points, "what is at risk is a share of fees", typing)
        case nodes.Bonus():
            for points in every(nodes.Points, clause):
                report_points(points, "a bonus is not looked up in the table of points", typing)
        case nodes.PointsTable(rows=rows):
            for row in rows:
                if isinstance(row.amount, nodes.Points):
                    report_points(row.amount, "the table says what points come to", typing)


def _check_termination(
    condition: nodes.MissedTimes | nodes.MissedInARow | nodes.ValueInPeriod,
    scope: Scope,
    version: Version,
    typing: Typing,
) -> None:
    if not check_objective_name(condition.objective, scope, version, typing.findings):
        return
    objective = version.objective(condition.objective.text)
    if objective is None:
        return
    if isinstance(condition, nodes.ValueInPeriod):
        measured = typing.indicator(objective.indicator)
        found = typing.measure_type(condition.threshold, scope)
        because = f"`{objective.indicator.name}` is {described(measured)}"
        require(measured, condition.threshold, found, typing.findings, "this threshold", because)
        check_period(condition.period, condition.period.kind, objective.each, typing.findings)
    elif isinstance(condition, nodes.MissedInARow):
        check_period(condition, condition.unit, objective.each, typing.findings)


def check_objective_name(
    name: nodes.Name, scope: Scope, version: Version, findings: Findings, whose: str = "this agreement"
) -> bool:
    """Whether the agreement has an objective of the name; if not, that is reported."""
    if version.objective(name.text):
        return True
    known = [objective.name for objective in version.objectives]
    paths = {scope.path, *(part.scope.path for each in version.objectives for part in each.parts)}
    if findings.is_complete(*paths):
        findings.report(
            UNKNOWN_OBJECTIVE,
            f"{whose} has no objective `{name.text}`",
            Label(name.span, "no such objective"),
            help=did_you_mean(name.text, known, "its objectives are"),
        )
    return False


def check_period(place: nodes.Node, unit: str, each: nodes.Period, findings: Findings) -> None:
    """Reports a clause that counts in other periods than those the objective is judged in."""
    if unit == each.kind:
        return
    findings.report(
        WRONG_PERIOD,
        f"`{source_text(place)}` counts in {unit}s, and the objective is judged each {each.kind}",
        Label(place.span, f"in {unit}s"),
        Label(each.span, f"each {each.kind}"),
        help=f"count in {each.kind}s",
    )


# --- scope -------------------------------------------------------------------------------------


def _check_scope(version: Version, scopes: Mapping[str, Scope], typing: Typing) -> None:
    if not version.objectives:
        return
    events = list(dict.fromkeys(_events(version, scopes, typing)))
    complete = typing.findings.is_complete(*(event.path for event in events))
    for setting in version.fixed:
        name = setting.node.field
        having = [event for event in events if name.text in typing.rows(event).fields]
        for event in having:
            check_setting(setting.node, typing.rows(event).fields[name.text], typing.findings)
        if not having and complete and events:
            known = {field for event in events for field in typing.rows(event).fields}
            typing.findings.report(
                UNKNOWN_FIELD,
                f"no event of this agreement has a field `{name.text}`",
                Label(name.span, "fixes nothing"),
                help=did_you_mean(name.text, known, "the fields are"),
            )


def _events(version: Version, scopes: Mapping[str, Scope], typing: Typing) -> Iterator[Declaration]:
    """The events the agreement rests on: behind indicators, exclusions, credits and fees."""
    for objective in version.objectives:
        yield from events_of(evidence_of(objective.indicator, scopes, typing))
    for statement in statements_of(version):
        for name in every(nodes.Name, statement.node):
            found = statement.scope.lookup(name.text)
            if found and found.kind in ("event", "stream", "clock"):
                yield from typing.rows(found).events


def _check_local_times(agreement: Agreement, scopes: Mapping[str, Scope], findings: Findings) -> None:
    """Reports local times of the files the agreement draws on that its clocks show twice, or never."""
    zone = agreement.versions[0].clauses.only(nodes.Timezone)
    parts = (part for version in agreement.versions for each in version.objectives for part in each.parts)
    for path in {agreement.scope.path, *(part.scope.path for part in parts)}:
        for moment in _local_times(scopes[path].file):
            if zone:
                check_local_time(moment, zone.node.zone.value, findings)


def _local_times(file: nodes.File) -> tuple[nodes.DateTime, ...]:
    """The local times in a file, but for those of its tests. Kept with it: each agreement asks."""
    kept: tuple[nodes.DateTime, ...] | None = file.__dict__.get("_local_times")
    if kept is None:
        drawn = [node for node in file.declarations if not isinstance(node, nodes.Test)]
        local = (moment for moment in every(nodes.DateTime, *drawn) if moment.value.tzinfo is None)
        kept = file.__dict__["_local_times"] = tuple(local)
    return kept


# --- currencies --------------------------------------------------------------------------------


def _check_currencies(agreement: Agreement, findings: Findings) -> None:
    """Reports amounts in another currency than the one the agreement is rounded in."""
    places = list(_amounts(agreement))
    rounding = agreement.versions[0].clauses.only(nodes.Round)
    own = rounding.node.to if rounding else next(iter(places), None)
    for amount in places:
        if own and amount.currency != own.currency and is_currency(amount.currency):
            findings.report(
                MIXED_CURRENCIES,
                f"`{source_text(amount)}` is in {amount.currency}, "
                f"and agreement `{agreement.name}` is in {own.currency}",
                Label(amount.span, f"in {amount.currency}"),
                Label(own.span, f"in {own.currency}"),
                help=f"an agreement has one currency: write this amount in {own.currency}",
            )


def _amounts(agreement: Agreement) -> Iterator[nodes.Money]:
    """The amounts the agreement writes down, those of the tables it uses too."""
    for version in agreement.versions:
        for statement in statements_of(version):
            yield from every(nodes.Money, statement.node)
            for use in every(nodes.NameRef, statement.node):
                found = statement.scope.lookup(use.name.text)
                if found and found.kind == "table":
                    yield from every(nodes.Money, found.node)
