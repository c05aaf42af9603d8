"""What an inherited objective forbids those that build on it to change."""

from __future__ import annotations

from slalang.diagnostics import Kind, Label
from slalang.model.contract import Clauses, Sourced
from slalang.model.findings import Findings
from slalang.model.statements import words_of
from slalang.model.strictness import Strictness, compare_credits, compare_targets
from slalang.syntax import nodes

CHANGED_FIXED = Kind("SLA202", "change-of-what-is-fixed")
NOT_TIGHTER = Kind("SLA203", "not-tighter")


def check_binding(
    clauses: Clauses[nodes.ObjectiveClause],
    part: Sourced[nodes.Objective],
    findings: Findings,
) -> bool:
    """Whether a part may change what it changes; what the parts below it do not allow is reported."""
    nothing = clauses.only(nodes.NothingChanged)
    tightened = clauses.only(nodes.OnlyTightened)
    if nothing:
        _report_changed(part, part.node.name, nothing, findings)
        return False
    if not tightened:
        return True
    changed = _changes_head(part.node)
    if changed:
        _report_changed(part, part.node.name, tightened, findings)
    for clause in part.node.clauses:
        _check_tightened(clause, clauses, part, tightened, findings)
    return not changed


def _changes_head(node: nodes.Objective) -> bool:
    parts = (node.measures, node.service, node.each, node.looking_back, node.effective)
    return bool(node.for_each) or any(part is not None for part in parts)


def _check_tightened(
    clause: nodes.ObjectiveClause,
    inherited: Clauses[nodes.ObjectiveClause],
    part: Sourced[nodes.Objective],
    rule: Sourced[nodes.OnlyTightened],
    findings: Findings,
) -> None:
    before: Sourced[nodes.Target] | Sourced[nodes.Credit] | None
    match clause:
        case nodes.OnlyTightened() | nodes.NothingChanged():
            return
        case nodes.Target():
            before = inherited.only(nodes.Target)
            verdict = compare_targets(before.node, clause) if before else "stricter"
        case nodes.Credit():
            before = inherited.only(nodes.Credit)
            verdict = _compared(before, clause, inherited.only(nodes.Target), part.node)
        case _:
            if not any(statement.node == clause for statement in inherited.statements):
                _report_changed(part, clause, rule, findings)
            return
    if before and verdict in ("looser", "incomparable"):
        _report_not_tighter(clause, before, verdict, rule, findings)


def _compared(
    before: Sourced[nodes.Credit] | None,
    credit: nodes.Credit,
    inherited: Sourced[nodes.Target] | None,
    part: nodes.Objective,
) -> Strictness:
    if before is None:
        return "stricter"
    target = inherited.node if inherited else None
    own = next((clause for clause in part.clauses if isinstance(clause, nodes.Target)), target)
    return compare_credits(before.node, target, credit, own)


def _report_changed(
    part: Sourced[nodes.Objective],
    changed: nodes.Node,
    rule: Sourced[nodes.NothingChanged] | Sourced[nodes.OnlyTightened],
    findings: Findings,
) -> None:
    name = part.node.name.text
    what = f"`{name}`" if isinstance(changed, nodes.Name) else f"`{words_of(changed)}` of `{name}`"
    findings.report(
        CHANGED_FIXED,
        f"{part.said_by} may not change {what}: {rule.said_by} says `{words_of(rule.node)}`",
        Label(changed.span, "changed here"),
        Label(rule.node.span, f"{rule.said_by} does not allow it"),
        help=f"take it out, or agree with whoever owns {rule.said_by} to lift its rule",
    )


_NOT_TIGHTER = {
    "looser": "is looser than",
    "incomparable": "is not at least as strict for every value as",
}


def _report_not_tighter(
    clause: nodes.Target | nodes.Credit,
    before: Sourced[nodes.Target] | Sourced[nodes.Credit],
    verdict: Strictness,
    rule: Sourced[nodes.OnlyTightened],
    findings: Findings,
) -> None:
    ours, theirs = _shown(clause), _shown(before.node)
    findings.report(
        NOT_TIGHTER,
        f"{ours} {_NOT_TIGHTER[verdict]} {theirs} of {before.said_by}, and it may only be tightened",
        Label(clause.span, verdict),
        Label(before.node.span, f"{before.said_by} says this"),
        Label(rule.node.span, "only stricter is allowed"),
    )


def _shown(clause: nodes.Target | nodes.Credit) -> str:
    return "this credit" if isinstance(clause, nodes.Credit) else f"`{clause.span.text}`"
