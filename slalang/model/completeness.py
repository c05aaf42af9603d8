"""What an agreement must say: parties, term, zone, rounding, and what its other clauses refer to."""

from __future__ import annotations

from collections.abc import Iterator

from slalang.diagnostics import Kind, Label
from slalang.model.contract import Agreement, Objective, Sourced, Version
from slalang.model.descent import every
from slalang.model.findings import Findings
from slalang.model.statements import WORDS
from slalang.model.suggestions import did_you_mean
from slalang.syntax import nodes

MISSING_STATEMENT = Kind("SLA115", "missing-statement")
UNKNOWN_POOL = Kind("SLA135", "unknown-pool")

_NEEDED: dict[type[nodes.Node], tuple[str, str]] = {
    nodes.Provider: ("who provides", 'provider "…"'),
    nodes.Customer: ("who the customer is", 'customer "…"'),
    nodes.Term: ("from when to when it holds", "term 2026-01-01 to 2026-12-31"),
    nodes.Timezone: ("in which time zone its periods are", 'timezone "Europe/Berlin"'),
    nodes.Round: ("how money is rounded", "round half up to 0.01 EUR"),
}


def check_completeness(agreement: Agreement, findings: Findings) -> None:
    """Reports what the agreement leaves out, once for all its versions."""
    first = agreement.versions[0]
    if not findings.is_complete(*_paths(agreement)):
        return
    for kind, (what, example) in _NEEDED.items():
        if first.clauses.only(kind) is None:
            _report_missing(agreement, what, example, findings)
    for version in agreement.versions:
        for objective in version.objectives:
            _check_objective(objective, findings)
        _check_bases(agreement, version, findings)


def _paths(agreement: Agreement) -> set[str]:
    """The files that say something of the agreement."""
    parts = [part for version in agreement.versions for each in version.objectives for part in each.parts]
    statements = [each for version in agreement.versions for each in version.clauses.statements]
    return {agreement.scope.path, *(each.scope.path for each in (*parts, *statements))}


def _report_missing(agreement: Agreement, what: str, example: str, findings: Findings) -> None:
    findings.report(
        MISSING_STATEMENT,
        f"agreement `{agreement.name}` does not say {what}",
        Label(agreement.node.name.span, f"no `{example.split()[0]}`"),
        help=f"add a line such as `{example}`",
    )


# --- objectives --------------------------------------------------------------------------------


def _check_objective(objective: Objective, findings: Findings) -> None:
    if objective.target is None and objective.clauses.only(nodes.ReportOnly) is None:
        findings.report(
            MISSING_STATEMENT,
            f"objective `{objective.name}` does not say what is promised",
            Label(objective.head.node.name.span, "no `target`"),
            help="add a line such as `target >= 99.9%`, or `report only` to measure without a promise",
        )
    for statement in objective.clauses.statements:
        if objective.minimum is None and _asks_for_minimum(statement.node):
            findings.report(
                MISSING_STATEMENT,
                f"`{' '.join(statement.node.span.text.split())}` asks for a minimum, "
                f"and objective `{objective.name}` has none",
                Label(statement.node.span, "which minimum?"),
                Label(objective.head.node.name.span, "no `minimum`"),
                help="add a line such as `minimum >= 99.5%`",
            )


def _asks_for_minimum(statement: nodes.ObjectiveClause) -> bool:
    match statement:
        case nodes.NoData(verdict=verdict) | nodes.LowVolume(verdict=verdict):
            return verdict == "minimum missed"
        case nodes.BreachWhen(missed=missed):
            return missed == "minimum"
        case _:
            return False


# --- what amounts refer to ---------------------------------------------------------------------


def statements_of(version: Version) -> Iterator[Sourced[nodes.Node]]:
    """Every statement in force, those of objectives and earn-backs too."""
    yield from version.clauses.statements
    for objective in version.objectives:
        yield from objective.clauses.statements
    for earn_back in version.earn_backs:
        yield from earn_back.clauses.statements


def _check_bases(agreement: Agreement, version: Version, findings: Findings) -> None:
    for statement in statements_of(version):
        for node in every(nodes.Node, statement.node):
            needed = _base_of(node, statement)
            if needed and version.clauses.only(needed) is None and not isinstance(statement.node, needed):
                _report_without(agreement, node, needed, findings)
            if isinstance(node, nodes.Base) and node.pool:
                _check_pool(node.pool, version, findings)


def _base_of(node: nodes.Node, statement: Sourced[nodes.Node]) -> type[nodes.Node] | None:
    """The clause of the agreement that says what an amount is taken of."""
    match node:
        case nodes.Share(of=base):
            return nodes.Fees if "fees" in base.kind else nodes.AtRisk if base.kind == "at risk" else None
        case nodes.FeesFor() | nodes.ServiceFor():
            return nodes.Fees
        case nodes.Points():
            return nodes.PointsTable
        case nodes.NameRef(name=name) if name.text == "fees" and statement.scope.lookup("fees") is None:
            return nodes.Fees
        case _:
            return None


_BASES: dict[type[nodes.Node], tuple[str, str, str]] = {
    nodes.Fees: ("the fees", "what they are", "fees 1_000 EUR each month"),
    nodes.AtRisk: ("the amount at risk", "what that is", "at risk 10% of fees"),
    nodes.PointsTable: ("money for points", "how much", "points { at least 1 pays 2% of fees }"),
}


def _report_without(
    agreement: Agreement, use: nodes.Node, needed: type[nodes.Node], findings: Findings
) -> None:
    base, what, example = _BASES[needed]
    findings.report(
        MISSING_STATEMENT,
        f"`{' '.join(use.span.text.split())}` needs {base}, "
        f"and agreement `{agreement.name}` does not say {what}",
        Label(use.span, f"needs {base}"),
        Label(agreement.node.name.span, f"no `{WORDS[needed]}`"),
        help=f"add to the agreement a line such as `{example}`",
    )


def _check_pool(name: nodes.Name, version: Version, findings: Findings) -> None:
    pools = [pool.node.name.text for pool in version.clauses.every(nodes.Pool)]
    if name.text in pools:
        return
    findings.report(
        UNKNOWN_POOL,
        f"there is nothing called `{name.text}` to take a share of",
        Label(name.span, "not a pool"),
        help=did_you_mean(name.text, (*pools, "fees"), "shares can be taken of")
        or f"write `of fees`, `of at risk`, or declare `pool {name.text} = 50% of at risk`",
    )
