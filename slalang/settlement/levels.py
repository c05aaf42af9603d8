"""Whether a period counts towards an earn-back, or banks a token."""

from __future__ import annotations

from typing import Literal, TypeAlias

from slalang.plan.terms import EarnBack, Level
from slalang.settlement.outcomes import Assessment, holds

Judgement: TypeAlias = Literal["reached", "missed", "skipped"]

_EXCUSED: dict[str, Judgement] = {
    "skips": "skipped",
    "counts as met": "reached",
    "counts as missed": "missed",
}


def judge(clause: EarnBack, level: Level, one: Assessment | None, credit_arose: bool) -> Judgement:
    """Whether a period reached the level.

    A period in which the key does not exist (``None``) is passed over. An excused or unmeasured one is
    what the clause says. Where a rule decided the outcome, or there is no value, a met target is the level.
    """
    if one is None:
        return "skipped"
    if one.excused:
        return _EXCUSED[clause.on_excused]
    return "reached" if reaches(level, one, credit_arose) else "missed"


def reaches(level: Level, one: Assessment, credit_arose: bool) -> bool:
    """Whether a period that was neither excused nor unmeasured reached the level."""
    if level.without_credit:
        return not credit_arose
    if level.operator is None or level.threshold is None or one.ruling or one.compared is None:
        return one.outcome == "met"
    return holds(one.compared, level.operator, level.threshold)
