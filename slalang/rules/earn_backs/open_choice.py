"""Earn-backs that leave a choice open.

What it finds
    An earn-back that does not say one of: for which credits; after what, and how much returns; what a
    miss inside the window does (only where periods must be consecutive); what an excused period does;
    what happens at the end of the term. Also a choice that has no use.

Why it matters
    Contracts that promise an earn-back and leave this open are settled by quarrel. There is no default:
    each choice is worth money.

Bad
    earn back uptime {
      after 3 of the next 6 months at target returns 100% of the credit paid
      a miss forfeits
    }

Good
    earn back uptime {
      for every credit
      after 3 consecutive months at target returns 100% of the credit paid
      a miss forfeits
      an excused month skips
      at term end forfeits
    }

How to fix
    Agree on the choice and write it down. The finding lists the possible values.
"""

from __future__ import annotations

from collections.abc import Iterator

from slalang.diagnostics import Diagnostic, Kind, Label, Severity
from slalang.model.contract import EarnBack, Objective
from slalang.rules.rule import Rule
from slalang.rules.survey import Survey, clause_text
from slalang.syntax import nodes

OPEN_CHOICE = Kind("SLA410", "earn-back-choice-open")
USELESS_CHOICE = Kind("SLA411", "earn-back-choice-without-use", Severity.WARNING)


_ELIGIBLE: tuple[type[nodes.Node], ...] = (nodes.ForEveryCredit, nodes.ForMinimumMet)


def check(survey: Survey) -> Iterator[Diagnostic]:
    """Looks for each of the five choices."""
    for version, earn_back in survey.earn_backs():
        objective = version.objective(earn_back.objective)
        if objective and survey.typing.findings.is_complete(earn_back.head.scope.path):
            for what, values in _open(earn_back, objective):
                yield _finding(earn_back, what, values)
            yield from _useless(earn_back)


def _open(earn_back: EarnBack, objective: Objective) -> Iterator[tuple[str, str]]:
    clauses, unit = earn_back.clauses, objective.each.kind
    stages = clauses.every(nodes.Stage)
    if not any(clauses.only(kind) for kind in _ELIGIBLE):
        values = f"`for every credit`, or `for credits of {unit}s with minimum met`"
        yield "for which credits", values
    if not stages:
        values = f"for example `after 3 consecutive {unit}s at target returns 100% of the credit paid`"
        yield "after what a credit returns, and how much of it", values
    if _in_a_row(earn_back) and not clauses.only(nodes.OnMissInside):
        yield "what a miss does", "`a miss forfeits`, `a miss restarts` or `a miss takes back`"
    if not clauses.only(nodes.OnExcused):
        start = f"an excused {unit}"
        values = f"`{start} skips`, `{start} counts as met` or `{start} counts as missed`"
        yield f"what an excused {unit} does", values
    if not clauses.only(nodes.AtTermEnd):
        values = "`at term end forfeits`, `at term end carries over` or `at term end returns in part`"
        yield "what happens at the end of the term", values


def _in_a_row(earn_back: EarnBack) -> bool:
    stages = earn_back.clauses.every(nodes.Stage)
    return any(isinstance(stage.node.condition, nodes.Consecutive) for stage in stages)


def _finding(earn_back: EarnBack, what: str, values: str) -> Diagnostic:
    return Diagnostic(
        OPEN_CHOICE,
        f"earn back `{earn_back.objective}` does not say {what}",
        Label(earn_back.head.node.objective.span, "this choice is open"),
        help=f"write {values}",
    )


def _useless(earn_back: EarnBack) -> Iterator[Diagnostic]:
    miss = earn_back.clauses.only(nodes.OnMissInside)
    stages = earn_back.clauses.every(nodes.Stage)
    if miss and stages and not _in_a_row(earn_back):
        yield Diagnostic(
            USELESS_CHOICE,
            f"`{clause_text(miss.node)}` changes nothing: here periods are counted or averaged, and a "
            "single miss ends nothing",
            Label(miss.node.span, "never applies"),
            (Label(stages[0].node.condition.span, "tolerates misses"),),
            help="take it out",
        )


RULE = Rule((OPEN_CHOICE, USELESS_CHOICE), check)
