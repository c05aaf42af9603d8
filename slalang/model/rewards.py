"""Earn-backs, banks and bonuses: what their clauses name and count, in the units of their objective."""

from __future__ import annotations

from slalang.diagnostics import Label
from slalang.model.amounts import check_amount
from slalang.model.completeness import MISSING_STATEMENT
from slalang.model.contract import EarnBack, Objective, Sourced, Version
from slalang.model.credits import check_threshold
from slalang.model.names import bind
from slalang.model.overlay import report_repeated
from slalang.model.terms import check_objective_name, check_period
from slalang.model.types import described
from slalang.model.typing import Typing
from slalang.syntax import nodes


def check_rewards(version: Version, typing: Typing) -> None:
    """Reports what in the earn-backs, banks and bonuses does not fit the objective they are about."""
    for earn_back in version.earn_backs:
        named = earn_back.head.node.objective
        objective = version.objective(earn_back.objective)
        if check_objective_name(named, earn_back.head.scope, version, typing.findings) and objective:
            _check_earn_back(earn_back, objective, typing)
    for bank in version.clauses.every(nodes.Bank):
        _check_parts(bank, _BANK_NEEDS, typing)
        objective = version.objective(bank.node.objective.text)
        for clause in bank.node.clauses if objective else ():
            if isinstance(clause, nodes.BanksToken) and objective:
                check_period(clause.each, clause.each.kind, objective.each, typing.findings)
                _check_level(clause.level, objective, bank, typing)
    for bonus in version.clauses.every(nodes.Bonus):
        _check_parts(bonus, _BONUS_NEEDS, typing)
        _check_bonus(bonus, version.objective(bonus.node.objective.text), typing)


def _check_earn_back(earn_back: EarnBack, objective: Objective, typing: Typing) -> None:
    for statement in earn_back.clauses.statements:
        match statement.node:
            case nodes.Stage(condition=condition):
                _check_condition(condition, objective, statement, typing)
            case nodes.OnExcused(period=period):
                check_period(period, period.kind, objective.each, typing.findings)
            case nodes.ForMinimumMet(unit=unit) as minimum:
                check_period(minimum, unit, objective.each, typing.findings)
                if objective.minimum is None:
                    _report_no_minimum(minimum, objective, typing)


def _check_condition(
    condition: nodes.Consecutive | nodes.OfTheNext | nodes.MeanOf,
    objective: Objective,
    statement: Sourced[nodes.EarnBackClause],
    typing: Typing,
) -> None:
    if isinstance(condition, nodes.MeanOf):
        if condition.weight:
            bind(condition.weight, statement.scope, typing.findings, "indicator")
    else:
        check_period(condition, condition.unit, objective.each, typing.findings)
    _check_level(condition.level, objective, statement, typing)


def _check_level(
    level: nodes.Level,
    objective: Objective,
    statement: Sourced[nodes.EarnBackClause] | Sourced[nodes.Bank],
    typing: Typing,
) -> None:
    if isinstance(level, nodes.Rung):
        measured = typing.indicator(objective.indicator)
        subject = f"`{objective.indicator.name}` is {described(measured)}"
        check_threshold(level, measured, subject, statement.scope, typing)


def _report_no_minimum(clause: nodes.ForMinimumMet, objective: Objective, typing: Typing) -> None:
    if not typing.findings.is_complete(*(part.scope.path for part in objective.parts)):
        return
    typing.findings.report(
        MISSING_STATEMENT,
        f"`{' '.join(clause.span.text.split())}` asks for a minimum, "
        f"and objective `{objective.name}` has none",
        Label(clause.span, "which minimum?"),
        Label(objective.head.node.name.span, "no `minimum`"),
        help="add a line such as `minimum >= 99.5%` to the objective, or write `for every credit`",
    )


_BANK_NEEDS: dict[type[nodes.Node], tuple[str, str]] = {
    nodes.BanksToken: ("what banks a token", "each month above 99.95% banks one token"),
    nodes.TokenOffsets: ("what a token offsets", "a token offsets one credit"),
}
_BONUS_NEEDS: dict[type[nodes.Node], tuple[str, str]] = {
    nodes.CreditRow: ("what it pays, and when", "above 99.99% pays 2% of fees"),
}


def _check_parts(
    reward: Sourced[nodes.Bank] | Sourced[nodes.Bonus],
    needs: dict[type[nodes.Node], tuple[str, str]],
    typing: Typing,
) -> None:
    """Reports what a bank or a bonus leaves out, and what it says twice."""
    first: dict[type[nodes.Node], nodes.Node] = {}
    for part in reward.node.clauses:
        before = first.setdefault(type(part), part)
        if before is not part and not isinstance(part, nodes.CreditRow):
            report_repeated(part, before.span, typing.findings)
    for kind, (what, example) in needs.items() if typing.findings.is_complete(reward.scope.path) else ():
        if kind not in first:
            name = reward.node.objective
            word = type(reward.node).__name__.lower()
            typing.findings.report(
                MISSING_STATEMENT,
                f"{word} `{name.text}` does not say {what}",
                Label(name.span, "this is open"),
                help=f"add a line such as `{example}`",
            )


def _check_bonus(bonus: Sourced[nodes.Bonus], objective: Objective | None, typing: Typing) -> None:
    for clause in bonus.node.clauses:
        match clause:
            case nodes.CreditRow(trigger=trigger, amount=amount):
                check_amount(amount, bonus.scope, typing, "`pays`")
                if objective:
                    measured = typing.indicator(objective.indicator)
                    subject = f"`{objective.indicator.name}` is {described(measured)}"
                    check_threshold(trigger, measured, subject, bonus.scope, typing)
            case nodes.BonusCap(amount=amount):
                check_amount(amount, bonus.scope, typing, "`cap at`")
