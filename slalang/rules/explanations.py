"""The pages of the catalogue that rules bring with them, in the docstrings of their modules."""

from __future__ import annotations

from inspect import getmodule

from slalang.diagnostics.pages import Page, page_of
from slalang.rules import RULES


def rule_pages() -> tuple[Page, ...]:
    """A page for each kind that a rule reports."""
    explained = [(kind, getmodule(rule.check)) for rule in RULES for kind in rule.kinds]
    return tuple(page_of(kind, (module and module.__doc__) or "") for kind, module in explained)
