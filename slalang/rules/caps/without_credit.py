"""Clauses about credits where there are none.

What it finds
    A cap of an objective that pays no credit; caps, stacking and a least amount payable of an agreement in
    which no objective pays any; and `pay only the highest` of credits of which there is never more than
    one.

Why it matters
    Either the credit was forgotten, or the clause is left over from another contract.

Bad
    objective uptime each month {
      target >= 99.9%
      no data counts as met
      cap at 20% of fees
      report only
    }
    objective success each month {
      target >= 99.9%
      no data counts as met
      credit {
        below 99.9% pays 10% of fees
      }
    }
    credits of uptime and success in one month pay only the highest

Good
    objective uptime each month {
      target >= 99.9%
      no data counts as met
      cap at 20% of fees
      credit {
        below 99.9% pays 10% of fees
        below 99.0% pays 30% of fees
      }
    }
    objective success each month {
      target >= 99.9%
      no data counts as met
      credit {
        below 99.9% pays 10% of fees
      }
    }
    credits of uptime and success in one month pay only the highest

How to fix
    Give the objective a `credit`, or take the clause out.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from slalang.diagnostics import Diagnostic, Kind, Label, Severity
from slalang.model.contract import Objective, Version
from slalang.rules.rule import Rule
from slalang.rules.stretch import MONTHS
from slalang.rules.survey import Survey, clause_text
from slalang.syntax import nodes

WITHOUT_CREDIT = Kind("SLA429", "clause-without-credit", Severity.WARNING)
NOTHING_TO_STACK = Kind("SLA430", "nothing-to-stack", Severity.WARNING)


def check(survey: Survey) -> Iterator[Diagnostic]:
    """Looks for the credits that each clause is about."""
    for objective in survey.objectives():
        cap = objective.clauses.only(nodes.ObjectiveCap)
        if cap and objective.credit is None:
            yield _without(cap.node, f"`{objective.name}` pays no credit", objective.head.node.name)
    for version in survey.versions():
        paying = [objective for objective in version.objectives if objective.credit]
        if paying:
            yield from _stacking(version, paying)
        elif version.objectives:
            yield from _of_agreement(version)


def _of_agreement(version: Version) -> Iterator[Diagnostic]:
    about: tuple[type[nodes.Node], ...] = (
        nodes.Cap,
        nodes.Stacking,
        nodes.MinimumPayable,
        nodes.CreditsWhile,
    )
    for kind in about:
        for sourced in version.clauses.every(kind):
            yield _without(sourced.node, "no objective pays a credit", version.objectives[0].head.node.name)


def _without(clause: nodes.Node, why: str, place: nodes.Node) -> Diagnostic:
    return Diagnostic(
        WITHOUT_CREDIT,
        f"`{clause_text(clause)}` does nothing: {why}",
        Label(clause.span, "about credits"),
        (Label(place.span, "no `credit`"),),
        help="give the objective a `credit { … }`, or take the clause out",
    )


# --- stacking ----------------------------------------------------------------------------------


def _stacking(version: Version, paying: Sequence[Objective]) -> Iterator[Diagnostic]:
    for sourced in version.clauses.every(nodes.Stacking):
        named = {name.text for group in sourced.node.groups for name in group}
        found = [objective for objective in paying if not named or objective.name in named]
        if len(found) == 1 and not _pays_several(found[0], sourced.node):
            yield Diagnostic(
                NOTHING_TO_STACK,
                f"`{clause_text(sourced.node)}` decides nothing: only `{found[0].name}` pays a credit",
                Label(sourced.node.span, "there is no other to compare it with"),
                (Label(found[0].head.node.name.span, "the only credit"),),
                help="name another objective with a credit, or take the clause out",
            )


def _pays_several(objective: Objective, stacking: nodes.Stacking) -> bool:
    """Whether one objective alone has several credits in what the clause is about."""
    own = MONTHS.get(objective.each.kind, 0)
    period = MONTHS.get(stacking.period.kind, 0) if stacking.period else 0
    return bool(objective.for_each) or stacking.cause is not None or own < period


RULE = Rule((WITHOUT_CREDIT, NOTHING_TO_STACK), check)
