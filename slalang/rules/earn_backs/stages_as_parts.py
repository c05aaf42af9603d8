"""Stages whose shares look like parts of a whole.

What it finds
    Stages whose shares add up to 100%, though each says what has returned in total by then.

Why it matters
    30% after three months and 70% after six return 70% and not 100%: the second includes the first.

Bad
    after 3 consecutive months at target returns 30% of the credit paid
    after 6 consecutive months at target returns 70% of the credit paid

Good
    after 3 consecutive months at target returns 30% of the credit paid
    after 6 consecutive months at target returns 100% of the credit paid

How to fix
    Write what has returned in total at each stage.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from slalang.diagnostics import Diagnostic, Kind, Label, Severity
from slalang.model.constants import written
from slalang.rules.rule import Rule
from slalang.rules.survey import Survey
from slalang.syntax import nodes

STAGES_AS_PARTS = Kind("SLA454", "stages-as-parts", Severity.WARNING)


def check(survey: Survey) -> Iterator[Diagnostic]:
    """Adds up the shares of stages that follow one another."""
    for _, earn_back in survey.earn_backs():
        stages = [stage.node for stage in earn_back.clauses.every(nodes.Stage)]
        if len(stages) > 1 and sum(stage.returns.value for stage in stages) == 1 and _rise(stages):
            yield _finding(earn_back.objective, stages)


def _rise(stages: Sequence[nodes.Stage]) -> bool:
    """Whether each stage returns more than the one before."""
    shares = [stage.returns.value for stage in stages]
    return shares == sorted(set(shares))


def _finding(objective: str, stages: Sequence[nodes.Stage]) -> Diagnostic:
    *earlier, last = stages
    total, left = written(last.returns.value, "ratio"), written(1 - last.returns.value, "ratio")
    parts = " and ".join(stage.returns.span.text for stage in stages)
    return Diagnostic(
        STAGES_AS_PARTS,
        f"each stage says what has returned in total by then: {parts} of a credit of `{objective}` return "
        f"{total}, not 100%",
        Label(last.returns.span, f"{total} in total"),
        tuple(Label(stage.returns.span, "included in it") for stage in earlier),
        help="write `returns 100%` in the last stage, if all is to return",
        witness=f"{left} of a credit never return",
    )


RULE = Rule((STAGES_AS_PARTS,), check)
