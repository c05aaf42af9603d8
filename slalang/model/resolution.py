"""Files become a project: names bound, tiers overlaid, amendments dated, types checked."""

from __future__ import annotations

from collections.abc import Collection, Mapping

from slalang.diagnostics import Outcome
from slalang.model.amendments import check_amendments
from slalang.model.bundles import Tiers, agreement_of, bound_tiers, bundle_of, taken_tiers
from slalang.model.completeness import check_completeness
from slalang.model.contract import Agreement, Bundle, Declaration, Project, Scope, TestCase
from slalang.model.declarations import check_definitions
from slalang.model.expectations import check_test
from slalang.model.findings import Findings
from slalang.model.names import bind, scopes_of
from slalang.model.promises import check_objective
from slalang.model.rewards import check_rewards
from slalang.model.terms import check_objective_name, check_terms
from slalang.model.typing import Typing
from slalang.syntax import nodes


def resolve(files: Mapping[str, nodes.File], incomplete: Collection[str] = ()) -> Outcome[Project]:
    """Resolves the files of a project, by their paths, with all files they import.

    ``import_path`` gives the path an import is looked up by. ``incomplete`` are the files of which
    clauses could not be read: nothing is said to be missing in them. The project is as complete as
    the findings allow.
    """
    findings = Findings(frozenset(incomplete))
    scopes = scopes_of(files, findings)
    tiers = bound_tiers(scopes, findings)
    check_definitions(scopes, tiers, findings)
    agreements = tuple(
        agreement_of(declaration, tiers, findings) for declaration in _own(scopes, nodes.Agreement)
    )
    project = Project(scopes, agreements, _bundles(tiers, findings), _tests(scopes, agreements, findings))
    _check(project, Typing(scopes, findings))
    return Outcome(project, findings.found)


def _check(project: Project, typing: Typing) -> None:
    """Reports what does not fit together in what the files came to."""
    for agreement in project.agreements:
        check_completeness(agreement, typing.findings)
        check_amendments(agreement, typing.findings)
        check_terms(agreement, project.scopes, typing)
    versions = [version for agreement in project.agreements for version in agreement.versions]
    for version in versions:
        check_rewards(version, typing)
    for version in (*versions, *(bundle.version for bundle in project.bundles)):
        for objective in version.objectives:
            check_objective(objective, project.scopes, typing)
    for case in project.tests:
        check_test(case, typing)
    _check_backing(project, typing.findings)


def _check_backing(project: Project, findings: Findings) -> None:
    """Reports suppliers' promises that do not exist."""
    agreements = {agreement.declaration: agreement for agreement in project.agreements}
    for scope in project.scopes.values():
        for found in scope.own.values():
            basis = found.node.basis if isinstance(found.node, nodes.Service) else None
            if isinstance(basis, nodes.BackedBy):
                supplier = scope.lookup(basis.agreement.text)
                if supplier in agreements:
                    newest = agreements[supplier].versions[-1]
                    check_objective_name(basis.objective, newest, findings, supplier.described)


def _own(scopes: Mapping[str, Scope], kind: type[nodes.Node]) -> list[Declaration]:
    return [
        found for scope in scopes.values() for found in scope.own.values() if isinstance(found.node, kind)
    ]


def _bundles(tiers: Tiers, findings: Findings) -> tuple[Bundle, ...]:
    built_on = {parent for parents in tiers.parents.values() for parent in parents}
    for scope in tiers.scopes.values():
        for found in scope.own.values():
            if isinstance(found.node, nodes.Agreement):
                built_on.update(_taken(found.node, scope))
    return tuple(bundle_of(tier, tiers, findings, tier in built_on) for tier in tiers.parents)


def _taken(agreement: nodes.Agreement, scope: Scope) -> list[Declaration]:
    unheard = Findings()
    blocks = [
        agreement.clauses,
        *(each.clauses for each in agreement.clauses if isinstance(each, nodes.Amendment)),
    ]
    return [tier for clauses in blocks for tier in taken_tiers(clauses, scope, unheard)]


def _tests(
    scopes: Mapping[str, Scope], agreements: tuple[Agreement, ...], findings: Findings
) -> tuple[TestCase, ...]:
    by_declaration = {agreement.declaration: agreement for agreement in agreements}
    cases = []
    for scope in scopes.values():
        for node in scope.file.declarations:
            if isinstance(node, nodes.Test):
                found = bind(node.agreement, scope, findings, "agreement")
                if found:
                    cases.append(TestCase(node, scope, by_declaration[found]))
    return tuple(cases)
