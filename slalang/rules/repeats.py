"""Whether breaches can repeat themselves: two in a row, or so many in a number of months."""

from __future__ import annotations

from slalang.model.contract import Objective
from slalang.rules.horizon import Horizon
from slalang.rules.stretch import MONTHS, Stretch, periods_in
from slalang.rules.survey import clause_text
from slalang.syntax import nodes


def why_none_in_a_row(objective: Objective, horizon: Horizon) -> tuple[str, nodes.Node] | None:
    """Why no two breaches follow one another, and the clause that says so; ``None`` where they can."""
    kind, count = objective.each.kind, _periods(objective, horizon)
    rules = objective.clauses.every(nodes.BreachWhen)
    if count < 2:
        return f"the term has {_counted(count, kind)} of `{objective.name}`", objective.each
    if rules and all(rule.node.repeating == "on crossing" and rule.node.times > 1 for rule in rules):
        why = f"a {kind} right after a breach of `{objective.name}` is none, for it crosses nothing"
        return why, rules[0].node
    return None


def why_never_so_many(trigger: nodes.OnNthBreach, objective: Objective, horizon: Horizon) -> str | None:
    """Why there is never a breach of that number; ``None`` where there can be."""
    kind, in_term, within = objective.each.kind, _periods(objective, horizon), trigger.within
    most = periods_in(Stretch(within.unit, within.count), kind) if within and within.unit in MONTHS else None
    if within and most is not None and most < trigger.nth:
        return f"{clause_text(within)} hold {_counted(most, kind)} at most"
    if in_term < trigger.nth:
        return f"the term has {_counted(in_term, kind)} of `{objective.name}`"
    return None


def _periods(objective: Objective, horizon: Horizon) -> int:
    """How many periods of the objective the term has."""
    every = horizon.periods(objective.each.kind)
    if objective.effective is None:
        return len(every)
    return sum(horizon.first_day(period) >= objective.effective.value for period in every)


def _counted(number: int, noun: str) -> str:
    return f"{number} {noun}{'' if number == 1 else 's'}"
