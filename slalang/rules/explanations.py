"""The pages of the catalogue that rules bring with them, in the docstrings of their modules."""

from __future__ import annotations

from inspect import getmodule

from slalang.diagnostics import Kind
from slalang.diagnostics.pages import Page, page_of
from slalang.rules import JOINT_RULES, RULES, JointRule, Rule

_EVERY: tuple[Rule | JointRule, ...] = (*RULES, *JOINT_RULES)


def rule_kinds() -> tuple[Kind, ...]:
    """Each kind that a rule reports."""
    return tuple(kind for rule in _EVERY for kind in rule.kinds)


def rule_pages() -> tuple[Page, ...]:
    """A page for each kind that a rule reports."""
    explained = [(kind, getmodule(rule.check)) for rule in _EVERY for kind in rule.kinds]
    return tuple(page_of(kind, (module and module.__doc__) or "") for kind, module in explained)
