"""What an inherited objective forbids those that build on it to change."""

from __future__ import annotations

from slalang.diagnostics import Kind, Label
from slalang.model.constants import written, written_unit
from slalang.model.contract import Clauses, Sourced
from slalang.model.findings import Findings
from slalang.model.statements import words_of
from slalang.model.strictness import Paying, compare_credits, compare_targets, gap, shortfall
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
    match clause:
        case nodes.OnlyTightened() | nodes.NothingChanged():
            return
        case nodes.Target():
            target = inherited.only(nodes.Target)
            if target:
                _check_target(clause, target, rule, findings)
        case nodes.Credit():
            credit = inherited.only(nodes.Credit)
            if credit:
                pair = _paying(credit, clause, inherited.only(nodes.Target), part.node)
                _check_credit(clause, credit, pair, rule, findings)
        case _:
            if not any(statement.node == clause for statement in inherited.statements):
                _report_changed(part, clause, rule, findings)


def _paying(
    before: Sourced[nodes.Credit],
    credit: nodes.Credit,
    inherited: Sourced[nodes.Target] | None,
    part: nodes.Objective,
) -> tuple[Paying, Paying]:
    """The credit as it was and as the part has it, each with its target."""
    target = inherited.node if inherited else None
    own = next((clause for clause in part.clauses if isinstance(clause, nodes.Target)), target)
    return Paying(before.node, target), Paying(credit, own)


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


def _check_target(
    target: nodes.Target,
    before: Sourced[nodes.Target],
    rule: Sourced[nodes.OnlyTightened],
    findings: Findings,
) -> None:
    verdict = compare_targets(before.node, target)
    if verdict in ("stricter", "equal"):
        return
    how = "is looser than" if verdict == "looser" else "cannot be compared with"
    value = gap(before.node, target)
    shown = written(value, written_unit(target.threshold)) if value is not None else None
    findings.report(
        NOT_TIGHTER,
        f"`{target.span.text}` {how} `{before.node.span.text}` of {before.said_by}, "
        "and it may only be tightened",
        Label(target.span, verdict),
        Label(before.node.span, f"{before.said_by} says this"),
        Label(rule.node.span, "only stricter is allowed"),
        help="write a stricter target, or take it out",
        witness=f"{shown} would be enough, and misses `{before.node.span.text}`" if shown else None,
    )


def _check_credit(
    credit: nodes.Credit,
    before: Sourced[nodes.Credit],
    pair: tuple[Paying, Paying],
    rule: Sourced[nodes.OnlyTightened],
    findings: Findings,
) -> None:
    if compare_credits(*pair) in ("stricter", "equal"):
        return
    less = shortfall(*pair)
    what = (
        f"{less.when} this credit pays {less.after}, and that of {before.said_by} {less.before}"
        if less
        else f"this credit cannot be compared with that of {before.said_by}"
    )
    findings.report(
        NOT_TIGHTER,
        f"{what}: it may only be tightened",
        Label(credit.span, "not stricter for every value"),
        Label(before.node.span, f"{before.said_by} says this"),
        Label(rule.node.span, "only stricter is allowed"),
        help="pay at least as much for every value, of the same base",
        witness=less.value if less else None,
    )
