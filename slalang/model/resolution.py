"""Files become a project: names bound, tiers overlaid, amendments dated, types checked."""

from __future__ import annotations

from collections.abc import Collection, Mapping

from slalang.diagnostics import Diagnostic, Outcome
from slalang.model.amendments import check_amendments
from slalang.model.bundles import Tiers, agreement_of, bound_tiers, bundle_of, taken_tiers
from slalang.model.completeness import check_completeness
from slalang.model.contract import Agreement, Bundle, Declaration, Project, Scope, TestCase, Version
from slalang.model.declarations import check_definitions
from slalang.model.expectations import check_test
from slalang.model.findings import Findings
from slalang.model.names import bind, scopes_of
from slalang.model.promises import check_objective
from slalang.model.rewards import check_rewards
from slalang.model.terms import check_objective_name, check_terms
from slalang.model.typing import Typing
from slalang.source import SourceFile
from slalang.syntax import nodes


def resolve(
    files: Mapping[str, nodes.File],
    incomplete: Collection[str] = (),
    calendar_files: Mapping[str, SourceFile] | None = None,
) -> Outcome[Project]:
    """Resolves the files of a project, by their paths, with all files they import.

    ``import_path`` gives the path an import, and a calendar file, is looked up by. ``incomplete`` are the
    files of which clauses could not be read: nothing is said to be missing in them. The project is as
    complete as the findings allow.
    """
    findings = Findings(frozenset(incomplete))
    return Outcome(_resolved(files, files, calendar_files or {}, findings), findings.found)


def resolve_by_file(
    files: Mapping[str, nodes.File],
    incomplete: Collection[str],
    known: Collection[str],
    calendar_files: Mapping[str, SourceFile],
) -> Outcome[tuple[Project, Mapping[str, tuple[Diagnostic, ...]]]]:
    """The same, with the findings by the file in looking at which they were made.

    The files may be a part of a project, if all they import is in it. ``known`` are the paths of the whole,
    to suggest one where an import finds nothing; findings depend on it in no other way.
    """
    findings = Findings(frozenset(incomplete))
    project = _resolved(files, known, calendar_files, findings)
    return Outcome((project, findings.by_file), findings.found)


def _resolved(
    files: Mapping[str, nodes.File],
    known: Collection[str],
    calendar_files: Mapping[str, SourceFile],
    findings: Findings,
) -> Project:
    scopes = scopes_of(files, known, findings)
    tiers = bound_tiers(scopes, findings)
    tangled = check_definitions(scopes, tiers, calendar_files, findings)
    tiers = tiers.without(tangled) if tangled else tiers
    agreements = tuple(
        agreement_of(declaration, tiers, findings) for declaration in _own(scopes, nodes.Agreement)
    )
    bundles, tests = _bundles(tiers, findings), _tests(scopes, agreements, findings)
    project = Project(scopes, agreements, bundles, tests, _tangled_files(scopes, tangled), calendar_files)
    _check(project, Typing(scopes, findings))
    return project


def _tangled_files(scopes: Mapping[str, Scope], tangled: Collection[Declaration]) -> frozenset[str]:
    """The files that declare or import, directly or over others, what nobody can follow down."""
    found = {declaration.path for declaration in tangled}
    spreads = bool(found)
    while spreads:
        more = {
            scope.path
            for scope in scopes.values()
            if scope.path not in found and any(each.path in found for each in scope.imported.values())
        }
        found |= more
        spreads = bool(more)
    return frozenset(found)


def _check(project: Project, typing: Typing) -> None:
    """Reports what does not fit together in what the files came to."""
    for agreement in project.agreements:
        typing.findings.look_at(agreement.declaration.path)
        check_completeness(agreement, typing.findings)
        check_amendments(agreement, typing.findings)
        check_terms(agreement, project.scopes, typing)
        for version in agreement.versions:
            check_rewards(version, typing)
            _check_objectives(version, project, typing)
    for bundle in project.bundles:
        typing.findings.look_at(bundle.declaration.path)
        _check_objectives(bundle.version, project, typing)
    for case in project.tests:
        typing.findings.look_at(case.scope.path)
        check_test(case, typing)
    _check_backing(project, typing.findings)


def _check_objectives(version: Version, project: Project, typing: Typing) -> None:
    for objective in version.objectives:
        check_objective(objective, project.scopes, typing)


def _check_backing(project: Project, findings: Findings) -> None:
    """Reports suppliers' promises that do not exist."""
    agreements = {agreement.declaration: agreement for agreement in project.agreements}
    for scope in project.scopes.values():
        findings.look_at(scope.path)
        for found in scope.own.values():
            basis = found.node.basis if isinstance(found.node, nodes.Service) else None
            if isinstance(basis, nodes.BackedBy):
                supplier = scope.lookup(basis.agreement.text)
                if supplier in agreements:
                    newest = agreements[supplier].versions[-1]
                    check_objective_name(basis.objective, scope, newest, findings, supplier.described)


def _own(scopes: Mapping[str, Scope], kind: type[nodes.Node]) -> list[Declaration]:
    return [
        found for scope in scopes.values() for found in scope.own.values() if isinstance(found.node, kind)
    ]


def _bundles(tiers: Tiers, findings: Findings) -> tuple[Bundle, ...]:
    """The tiers. Who builds on one is known for its own file, and not for others."""
    bundles = []
    for scope in tiers.scopes.values():
        own = [found for found in scope.own.values() if found in tiers.parents]
        agreements = [found for found in scope.own.values() if isinstance(found.node, nodes.Agreement)]
        built_on = {parent for tier in own for parent in tiers.parents[tier]}
        built_on.update(tier for each in agreements for tier in _taken(each, scope))
        bundles += [bundle_of(tier, tiers, findings, tier in built_on or None) for tier in own]
    return tuple(bundles)


def _taken(agreement: Declaration, scope: Scope) -> list[Declaration]:
    unheard, node = Findings(), agreement.node
    if not isinstance(node, nodes.Agreement):
        return []
    amended = [each.clauses for each in node.clauses if isinstance(each, nodes.Amendment)]
    return [tier for clauses in (node.clauses, *amended) for tier in taken_tiers(clauses, scope, unheard)]


def _tests(
    scopes: Mapping[str, Scope], agreements: tuple[Agreement, ...], findings: Findings
) -> tuple[TestCase, ...]:
    by_declaration = {agreement.declaration: agreement for agreement in agreements}
    cases = []
    for scope in scopes.values():
        findings.look_at(scope.path)
        for node in scope.file.declarations:
            if isinstance(node, nodes.Test):
                found = bind(node.agreement, scope, findings, "agreement")
                if found:
                    cases.append(TestCase(node, scope, by_declaration[found]))
    return tuple(cases)
