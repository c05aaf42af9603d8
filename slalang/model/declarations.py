"""What can be wrong with declarations one by one: calendars, services, literals, circles."""

from __future__ import annotations

from collections.abc import Mapping

from slalang.diagnostics import Fix, Kind, Label
from slalang.model.bundles import Tiers, tier_edges
from slalang.model.calendar_files import check_calendar_files
from slalang.model.calendars import check_calendar
from slalang.model.contract import Declaration, Scope
from slalang.model.counts import check_counts
from slalang.model.descent import every
from slalang.model.events import check_event
from slalang.model.findings import Findings
from slalang.model.names import bind
from slalang.model.references import (
    above,
    check_cycles,
    check_depth,
    indicator_edges,
    row_edges,
    service_edges,
)
from slalang.model.suggestions import nearest
from slalang.model.zones import check_day
from slalang.quantities import CURRENCIES, is_currency
from slalang.source import SourceFile
from slalang.syntax import nodes

UNKNOWN_CURRENCY = Kind("SLA113", "unknown-currency")


def check_definitions(
    scopes: Mapping[str, Scope],
    tiers: Tiers,
    calendar_files: Mapping[str, SourceFile],
    findings: Findings,
) -> frozenset[Declaration]:
    """Reports what is wrong with declarations by themselves, and what is made of itself.

    Returns what nobody can follow down to its end: it is made of itself, stands on too much, or on such.
    """
    for scope in scopes.values():
        findings.look_at(scope.path)
        _check_literals(scope.file, findings)
        for declaration in scope.own.values():
            _check_declaration(declaration, scope, calendar_files, findings)
    tangled: set[Declaration] = set()
    for edges in (row_edges(scopes), indicator_edges(scopes), service_edges(scopes), tier_edges(tiers)):
        endless = check_cycles(edges, findings) or check_depth(edges, findings)
        tangled |= above(edges, endless)
    return frozenset(tangled)


def _check_declaration(
    declaration: Declaration, scope: Scope, calendar_files: Mapping[str, SourceFile], findings: Findings
) -> None:
    match declaration.node:
        case nodes.Event() as event:
            check_event(event, scope.path, findings)
        case nodes.Calendar() as calendar:
            check_calendar(calendar, scope.path, findings)
            check_calendar_files(calendar, scope.path, calendar_files, findings)
        case nodes.Service() as service:
            _check_service(service, scope, findings)


def _check_service(service: nodes.Service, scope: Scope, findings: Findings) -> None:
    match service.basis:
        case nodes.Needs(need=need):
            for each in every(nodes.NeedService, need):
                bind(each.service, scope, findings, "service")
        case nodes.BackedBy(agreement=agreement):
            bind(agreement, scope, findings, "agreement")


# --- literals ----------------------------------------------------------------------------------


def _check_literals(file: nodes.File, findings: Findings) -> None:
    for node in every(nodes.Node, *file.declarations):
        check_counts(node, findings)
        if isinstance(node, nodes.Money) and not is_currency(node.currency):
            _report_currency(node, findings)
        elif isinstance(node, nodes.Date | nodes.DateTime):
            check_day(node, findings)


def _report_currency(money: nodes.Money, findings: Findings) -> None:
    near = nearest(money.currency, CURRENCIES)
    corrected = money.span.text.replace(money.currency, near) if near else ""
    findings.report(
        UNKNOWN_CURRENCY,
        f"there is no currency `{money.currency}`",
        Label(money.span, "unknown currency"),
        help=f"did you mean `{near}`?" if near else "currencies are written as `EUR`, `USD`, `GBP`",
        fix=Fix(money.span, corrected) if near else None,
    )
