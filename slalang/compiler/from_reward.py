"""Banks and bonuses: what a provider earns for good periods beside an earn-back."""

from __future__ import annotations

from collections.abc import Iterator

from slalang.compiler.from_amount import Amounts
from slalang.compiler.from_measure import Measures
from slalang.compiler.from_threshold import level_of, rung_of
from slalang.compiler.ground import Ground
from slalang.compiler.literals import calendar_length
from slalang.model.contract import Sourced
from slalang.plan.terms import Bank, Bonus, CreditRow, Level
from slalang.syntax import nodes


def bank_of(bank: Sourced[nodes.Bank], ground: Ground) -> Bank:
    """The bank of one objective, which was checked to say when it banks a token and what that offsets."""
    path = f"bank.{bank.node.objective.text}"
    clause = ground.path(path, bank)
    made, choices = Bank(clause, bank.node.objective.text, Level()), list[tuple[str, str]]()
    level, offsets, expires = made.level, made.offsets, made.expires
    for part in bank.node.clauses:
        match part:
            case nodes.BanksToken(level=written):
                level, choice = level_of(written, ground), "token"
            case nodes.TokenOffsets(share=share):
                offsets, choice = share.value if share else made.offsets, "offsets"
            case nodes.TokenExpires(after=after):
                expires, choice = calendar_length(after), "expires"
        choices.append((choice, ground.part(f"{path}.{choice}", part, bank)))
    return Bank(clause, made.objective, level, offsets, expires, tuple(choices))


def bonus_of(bonus: Sourced[nodes.Bonus], measures: Measures, ground: Ground) -> Bonus:
    """The bonus of one objective, with whose measures its formulas are worked out."""
    path, parts = f"bonus.{bonus.node.objective.text}", bonus.node.clauses
    clause, amounts = ground.path(path, bonus), Amounts(ground, measures)
    cap = next((part for part in parts if isinstance(part, nodes.BonusCap)), None)
    return Bonus(
        clause=clause,
        objective=bonus.node.objective.text,
        rows=tuple(_rows(bonus, path, amounts, ground)),
        all_add_up=any(isinstance(part, nodes.AllAddUp) for part in parts),
        netted=any(isinstance(part, nodes.Netted) and part.netted for part in parts),
        cap=amounts.translate(cap.amount, bonus.scope) if cap else None,
        cap_clause=ground.part(f"{path}.cap", cap, bonus) if cap else None,
    )


def _rows(bonus: Sourced[nodes.Bonus], path: str, amounts: Amounts, ground: Ground) -> Iterator[CreditRow]:
    rows = [part for part in bonus.node.clauses if isinstance(part, nodes.CreditRow)]
    for number, row in enumerate(rows, 1):
        if isinstance(row.trigger, nodes.Rung):
            clause = ground.part(f"{path}.{number}", row, bonus)
            yield CreditRow(clause, rung_of(row.trigger, ground), amounts.translate(row.amount, bonus.scope))
