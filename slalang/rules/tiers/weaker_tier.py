"""Tiers that promise less than the tier they extend.

What it finds
    A tier whose target or credit for an objective is looser than that of the tier below it.

Why it matters
    A higher tier is sold as more. Where it is weaker on purpose, the reader should see that it is.

Bad
    tier silver extends bronze {
      objective uptime {
        target >= 99.0%
      }
    }

Good
    tier silver extends bronze {
      objective uptime {
        target >= 99.95%
      }
    }

How to fix
    Write the stricter value, or let the tier not extend the other.
"""

from __future__ import annotations

from collections.abc import Iterator

from slalang.diagnostics import Diagnostic, Kind, Label, Severity
from slalang.model.contract import Bundle, Objective
from slalang.model.strictness import Paying, compare_targets, shortfall
from slalang.rules.rule import Rule
from slalang.rules.survey import Survey, clause_text
from slalang.syntax import nodes

WEAKER_TIER = Kind("SLA211", "weaker-tier", Severity.WARNING)


def check(survey: Survey) -> Iterator[Diagnostic]:
    """Compares each tier with those it extends."""
    for bundle in survey.bundles():
        node = bundle.declaration.node
        for name in node.extends if isinstance(node, nodes.Tier) else ():
            extended = survey.scope.lookup(name.text)
            parent = survey.bundle_of(extended) if extended else None
            if parent:
                yield from _weaker(bundle, parent)


def _weaker(bundle: Bundle, parent: Bundle) -> Iterator[Diagnostic]:
    for objective in bundle.version.objectives:
        inherited = parent.version.objective(objective.name)
        if inherited and inherited.indicator == objective.indicator and not _is_bound(inherited):
            yield from _weaker_target(bundle, objective, parent, inherited)
            yield from _weaker_credit(bundle, objective, parent, inherited)


def _is_bound(inherited: Objective) -> bool:
    """Whether a weaker tier is an error already: the tier below allows no such change."""
    bound: tuple[type[nodes.Node], ...] = (nodes.OnlyTightened, nodes.NothingChanged)
    return any(inherited.clauses.only(kind) for kind in bound)


def _weaker_target(
    bundle: Bundle, objective: Objective, parent: Bundle, inherited: Objective
) -> Iterator[Diagnostic]:
    old, new = inherited.target, objective.target
    if old and new and compare_targets(old.node, new.node) == "looser":
        yield Diagnostic(
            WEAKER_TIER,
            f"{bundle.declaration.described} promises `{clause_text(new.node)}`, "
            f"and {parent.declaration.described} below it `{clause_text(old.node)}`",
            Label(new.node.span, "looser"),
            (Label(old.node.span, f"promised by {parent.declaration.described}"),),
        )


def _weaker_credit(
    bundle: Bundle, objective: Objective, parent: Bundle, inherited: Objective
) -> Iterator[Diagnostic]:
    old, new = inherited.credit, objective.credit
    if not (old and new and inherited.target and objective.target) or old.node is new.node:
        return
    pair = Paying(old.node, inherited.target.node), Paying(new.node, objective.target.node)
    less = shortfall(*pair)
    if less:
        yield Diagnostic(
            WEAKER_TIER,
            f"at {less.value} {bundle.declaration.described} pays {less.after} for `{objective.name}`, "
            f"and {parent.declaration.described} below it {less.before}",
            Label(new.node.span, "pays less"),
            (Label(old.node.span, f"paid by {parent.declaration.described}"),),
            witness=less.value,
        )


RULE = Rule((WEAKER_TIER,), check)
