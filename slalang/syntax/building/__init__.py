"""Builders: from what a rule of the grammar took to the node it stands for."""

from slalang.syntax.building.contracts import BUILDERS as CONTRACTS
from slalang.syntax.building.declarations import BUILDERS as DECLARATIONS
from slalang.syntax.building.expressions import BUILDERS as EXPRESSIONS
from slalang.syntax.building.literals import BUILDERS as LITERALS
from slalang.syntax.building.maker import MOST_ERRORS, Build, Maker, gather
from slalang.syntax.building.rewards import BUILDERS as REWARDS

BUILDERS: dict[str, Build] = {
    "start": gather,
    **LITERALS,
    **EXPRESSIONS,
    **DECLARATIONS,
    **CONTRACTS,
    **REWARDS,
}
"""The builder of each rule, by the name the grammar gives it."""

__all__ = ["BUILDERS", "MOST_ERRORS", "Maker"]
