"""Amounts: what is paid must be money."""

from __future__ import annotations

from slalang.model.contract import Scope
from slalang.model.mismatches import require
from slalang.model.types import money
from slalang.model.typing import Typing
from slalang.syntax import nodes


def check_amount(amount: nodes.Amount, scope: Scope, typing: Typing, what: str) -> None:
    """Reports an amount that is not money; ``what`` names the clause."""
    require(money(), amount, typing.amount_type(amount, scope), typing.findings, what)
