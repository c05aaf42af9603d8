"""Targets that ask for the bad side.

What it finds
    A target, with no credit that says otherwise, which good service misses: `<=` of one minus something or
    of tickets in time, `>=` of late tickets, of a response time or of what is called errors or downtime.

Why it matters
    `at most 99.9%` of the uptime is met by any failure and missed by a month without one. The sign was
    turned while the number was copied.

Bad
    objective uptime each month {
      target <= 99.9%
      no data counts as met
    }

Good
    objective uptime each month {
      target >= 99.9%
      no data counts as met
    }

How to fix
    Turn the sign round.
"""

from __future__ import annotations

from collections.abc import Iterator
from fractions import Fraction

from slalang.diagnostics import Diagnostic, Fix, Kind, Label, Severity
from slalang.model.aggregates import function_of, sources_named
from slalang.model.constants import constant, written
from slalang.model.contract import Objective, Scope
from slalang.model.strictness import holds
from slalang.model.types import DURATION, agree
from slalang.rules.paying import possible
from slalang.rules.rule import Rule
from slalang.rules.survey import Survey, clause_text
from slalang.syntax import nodes

READS_REVERSED = Kind("SLA436", "target-reads-reversed", Severity.WARNING)

_TURNED = {"<=": ">=", "<": ">", ">=": "<=", ">": "<"}
_HIGH_IS_GOOD, _LOW_IS_GOOD = (">=", ">"), ("<=", "<")
_BAD_NAMES = (
    "error", "errors", "error_rate", "failure", "failures", "failure_rate", "loss", "packet_loss",
    "outage", "outages", "downtime", "latency", "delay", "late",
)  # fmt: skip


def check(survey: Survey) -> Iterator[Diagnostic]:
    """Compares the sign of each target with what is measured."""
    for objective in survey.objectives():
        target, node = objective.target, objective.indicator.node
        if target is None or _is_said(objective) or not isinstance(node, nodes.Indicator):
            continue
        scope = survey.scope_of(objective.indicator)
        good, because = _good_side(node, scope, survey)
        turned = target.node.operator in _TURNED and target.node.operator not in good
        if good and turned and _can_be_missed(target.node, objective, survey):
            yield _finding(objective, target.node, because, survey)


def _is_said(objective: Objective) -> bool:
    """Whether rungs say themselves which side is bad: then they are compared with the target."""
    clauses = objective.credit.node.clauses if objective.credit else ()
    return any(
        isinstance(clause, nodes.CreditRow) and isinstance(clause.trigger, nodes.Rung | nodes.Band)
        for clause in clauses
    )


def _can_be_missed(target: nodes.Target, objective: Objective, survey: Survey) -> bool:
    """Whether a value misses it: a target that none misses is found by itself."""
    threshold, values = constant(target.threshold), possible(objective, survey)
    worst = values.high if target.operator in _LOW_IS_GOOD else values.low
    return threshold is not None and (worst is None or not holds(target.operator, worst, threshold))


def _good_side(node: nodes.Indicator, scope: Scope, survey: Survey) -> tuple[tuple[str, ...], str]:
    """The signs that ask for good service, none where the words do not say; and why."""
    name, shown = node.name.text, clause_text(node.value)
    match node.value:
        case nodes.Binary(operator="-", left=left) if constant(left) == 1:
            return _HIGH_IS_GOOD, f"`{shown}` is what is left of all"
        case nodes.Aggregate(value=nodes.NameRef(name=field)) as share if function_of(share) == "share":
            if field.text == "in_time":
                return _HIGH_IS_GOOD, f"`{shown}` is what was done in time"
            if field.text == "late" or field.text in _BAD_NAMES:
                return _LOW_IS_GOOD, f"`{shown}` is what went wrong"
        case nodes.Aggregate() as aggregate if _is_response_time(aggregate, scope, survey):
            return _LOW_IS_GOOD, f"`{shown}` is a time that somebody waits"
    if name in _BAD_NAMES:
        return _LOW_IS_GOOD, f"`{name}` is what goes wrong"
    return (), ""


def _is_response_time(aggregate: nodes.Aggregate, scope: Scope, survey: Survey) -> bool:
    """Whether it is a high rank, or the highest, of lengths that rows of moments carry."""
    if function_of(aggregate) not in ("percentile", "max") or not isinstance(aggregate.value, nodes.NameRef):
        return False
    rank = aggregate.percentile
    rows = survey.typing.rows_of_all(sources_named(aggregate) or (), scope)
    field = rows.fields.get(aggregate.value.name.text)
    is_length = field is not None and agree(field.type, DURATION)
    return is_length and rows.shape == "points" and (rank is None or 2 * rank >= 1)


def _finding(objective: Objective, target: nodes.Target, because: str, survey: Survey) -> Diagnostic:
    turned = f"target {_TURNED[target.operator]} {target.threshold.span.text}"
    best = _best(target, objective, survey)
    return Diagnostic(
        READS_REVERSED,
        f"`{clause_text(target)}` asks for bad service: {because}",
        Label(target.span, "missed by good service"),
        (Label(objective.indicator.span, "measured here"),),
        help=f"write `{turned}`",
        fix=Fix(target.span, turned),
        witness=f"{best} misses it" if best else None,
    )


def _best(target: nodes.Target, objective: Objective, survey: Survey) -> str | None:
    """The best value there can be, where it misses the target."""
    unit = survey.unit(objective)
    if target.operator in _HIGH_IS_GOOD:
        return written(Fraction(0), unit)
    return written(Fraction(1), unit) if unit == "ratio" and constant(target.threshold) != 1 else None


RULE = Rule((READS_REVERSED,), check)
