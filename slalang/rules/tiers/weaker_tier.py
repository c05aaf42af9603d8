"""Tiers that promise less than the tier they extend.

What it finds
    A tier whose target, minimum or credit for an objective is looser than that of the tier below it.

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
from slalang.model.constants import written, written_unit
from slalang.model.strictness import Paying, compare_targets, gap, shortfall
from slalang.rules.clock_order import clock_of, differences
from slalang.rules.inheritance import Inherited, inherited
from slalang.rules.rule import Rule
from slalang.rules.survey import Survey, clause_text
from slalang.syntax import nodes

WEAKER_TIER = Kind("SLA211", "weaker-tier", Severity.WARNING)


def check(survey: Survey) -> Iterator[Diagnostic]:
    """Compares what each tier promises with what those it extends promise."""
    for each in inherited(survey):
        if _is_measured_alike(each, survey):
            for bound in (nodes.Target, nodes.Minimum):
                yield from _weaker_bound(each, bound)
            yield from _weaker_credit(each)
        yield from _dropped_credit(each)


def _is_measured_alike(each: Inherited, survey: Survey) -> bool:
    """Whether both measure the same, or one clock that falls due as another does."""
    if each.old.indicator == each.new.indicator:
        return True
    old, new = clock_of(each.old, survey), clock_of(each.new, survey)
    return old is not None and new is not None and differences(old, new, survey) == ()


def _weaker_bound(each: Inherited, kind: type[nodes.Target] | type[nodes.Minimum]) -> Iterator[Diagnostic]:
    old, new = each.old.clauses.only(kind), each.new.clauses.only(kind)
    if old is None or new is None or not each.step.says(new):
        return
    if compare_targets(old.node, new.node) != "looser":
        return
    value = gap(old.node, new.node)
    shown = written(value, written_unit(new.node.threshold)) if value is not None else None
    yield Diagnostic(
        WEAKER_TIER,
        f"{each.step.name} promises `{clause_text(new.node)}`, "
        f"and {each.step.base_name} `{clause_text(old.node)}`",
        Label(new.node.span, "looser"),
        (Label(old.node.span, f"promised by {each.step.base.declaration.described}"),),
        help="write the stricter value, or let the tier not extend the other",
        witness=f"{shown} is enough here and misses there" if shown else None,
    )


def _weaker_credit(each: Inherited) -> Iterator[Diagnostic]:
    old, new = each.old.credit, each.new.credit
    targets = each.old.target, each.new.target
    if old is None or new is None or not each.step.says(new):
        return
    if not targets[0] or not targets[1] or old.node is new.node:
        return
    less = shortfall(Paying(old.node, targets[0].node), Paying(new.node, targets[1].node))
    if less:
        yield Diagnostic(
            WEAKER_TIER,
            f"{less.when} {each.step.name} pays {less.after} for `{each.new.name}`, "
            f"and {each.step.base_name} {less.before}",
            Label(new.node.span, "pays less"),
            (Label(old.node.span, f"paid by {each.step.base.declaration.described}"),),
            help="pay at least as much for every value",
            witness=less.value,
        )


def _dropped_credit(each: Inherited) -> Iterator[Diagnostic]:
    report_only = each.new.clauses.only(nodes.ReportOnly)
    if each.old.credit and report_only and each.step.says(report_only):
        yield Diagnostic(
            WEAKER_TIER,
            f"{each.step.name} pays nothing for `{each.new.name}`, and {each.step.base_name} pays a credit",
            Label(report_only.node.span, "takes the credit away"),
            (Label(each.old.credit.node.span, f"paid by {each.step.base.declaration.described}"),),
            help="take `report only` out, or let the tier not extend the other",
            witness="any miss",
        )


RULE = Rule((WEAKER_TIER,), check)
