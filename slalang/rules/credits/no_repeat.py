"""Repeats that cannot come about.

What it finds
    `each further breach in a row pays double` of an objective that cannot have two breaches in a row, and
    a row for a breach of a number that the months it names, or the term, cannot hold.

Why it matters
    The clause promises more for a chronic fault and never pays it.

Bad
    objective uptime each month {
      target >= 99.9%
      no data counts as met
      credit {
        a miss pays 5% of fees
        the 4th and later breach in 3 months pays 20% of fees
      }
    }

Good
    objective uptime each month {
      target >= 99.9%
      no data counts as met
      credit {
        a miss pays 5% of fees
        the 3rd and later breach in 12 months pays 20% of fees
      }
    }

How to fix
    Count over more months, or write a lower number. Where a breach is only the crossing of a number of
    misses, the next period is none: leave `on crossing` out.
"""

from __future__ import annotations

from collections.abc import Iterator

from slalang.diagnostics import Diagnostic, Kind, Label, Severity
from slalang.model.contract import Objective
from slalang.rules.extent import periods_in
from slalang.rules.horizon import Horizon, horizons
from slalang.rules.rule import Rule
from slalang.rules.survey import Survey, clause_text
from slalang.rules.worth import MONTHS, Stretch
from slalang.syntax import nodes

NO_REPEAT = Kind("SLA424", "repeat-never-happens", Severity.WARNING)


def check(survey: Survey) -> Iterator[Diagnostic]:
    """Compares each repeat with the breaches there can be."""
    for version, horizon in horizons(survey):
        for objective in version.objectives:
            for clause in objective.credit.node.clauses if objective.credit else ():
                if isinstance(clause, nodes.Repeat):
                    yield from _in_a_row(clause, objective, horizon)
                elif isinstance(clause, nodes.CreditRow) and isinstance(clause.trigger, nodes.OnNthBreach):
                    yield from _so_many(clause.trigger, objective, horizon)


def _in_a_row(repeat: nodes.Repeat, objective: Objective, horizon: Horizon) -> Iterator[Diagnostic]:
    kind, count = objective.each.kind, _periods(objective, horizon)
    crossing = [rule.node for rule in objective.clauses.every(nodes.BreachWhen) if _is_crossing(rule.node)]
    if count < 2:
        why = f"the term has {_counted(count, kind)} of `{objective.name}`"
        yield _finding(repeat, why, objective.each)
    elif crossing and len(crossing) == len(objective.clauses.every(nodes.BreachWhen)):
        why = f"a {kind} right after a breach of `{objective.name}` is none, for it crosses nothing"
        yield _finding(repeat, why, crossing[0])


def _is_crossing(rule: nodes.BreachWhen) -> bool:
    return rule.repeating == "on crossing" and rule.times > 1


def _so_many(trigger: nodes.OnNthBreach, objective: Objective, horizon: Horizon) -> Iterator[Diagnostic]:
    kind, in_term, within = objective.each.kind, _periods(objective, horizon), trigger.within
    most = periods_in(Stretch(within.unit, within.count), kind) if within and within.unit in MONTHS else None
    if within and most is not None and most < trigger.nth:
        yield _finding(trigger, f"{clause_text(within)} hold {_counted(most, kind)} at most", objective.each)
    elif in_term < trigger.nth:
        yield _finding(
            trigger, f"the term has {_counted(in_term, kind)} of `{objective.name}`", objective.each
        )


def _periods(objective: Objective, horizon: Horizon) -> int:
    """How many periods of the objective the term has."""
    begins = objective.effective.value if objective.effective else horizon.first
    return sum(horizon.first_day(period) >= begins for period in horizon.periods(objective.each.kind))


def _counted(number: int, noun: str) -> str:
    return f"{number} {noun}{'' if number == 1 else 's'}"


def _finding(clause: nodes.Node, why: str, because: nodes.Node) -> Diagnostic:
    return Diagnostic(
        NO_REPEAT,
        f"`{clause_text(clause)}` never comes about: {why}",
        Label(clause.span, "never pays"),
        (Label(because.span, "because of this"),),
        help="count over a longer time, or take it out",
        witness=why,
    )


RULE = Rule((NO_REPEAT,), check)
