"""Rules of consistency over a resolved project, one module each, in a folder for each subject."""

from __future__ import annotations

from collections.abc import Collection

from slalang.diagnostics import Diagnostic
from slalang.model.contract import Project
from slalang.model.findings import Findings
from slalang.model.typing import Typing
from slalang.rules.credits import printed_table, row_never_holds, rung_order
from slalang.rules.earn_backs import nothing_to_return, open_choice, stages
from slalang.rules.measures import (
    bucket_and_run,
    column_read_twice,
    constant_indicator,
    few_rows,
    rounded_bound,
    same_definition,
    target_out_of_reach,
)
from slalang.rules.objectives import minimum, wrong_side
from slalang.rules.rule import Rule
from slalang.rules.style import unused_declaration
from slalang.rules.survey import Survey
from slalang.rules.tiers import weaker_tier

RULES: tuple[Rule, ...] = (
    wrong_side.RULE,
    minimum.RULE,
    weaker_tier.RULE,
    printed_table.RULE,
    rung_order.RULE,
    row_never_holds.RULE,
    open_choice.RULE,
    nothing_to_return.RULE,
    stages.RULE,
    constant_indicator.RULE,
    target_out_of_reach.RULE,
    few_rows.RULE,
    rounded_bound.RULE,
    bucket_and_run.RULE,
    column_read_twice.RULE,
    same_definition.RULE,
    unused_declaration.RULE,
)
"""All rules, in the order in which they run."""


def check(project: Project, incomplete: Collection[str] = ()) -> tuple[Diagnostic, ...]:
    """What the rules find, each finding once. ``incomplete`` are files of which clauses could not be read."""
    survey = Survey(project, Typing(project.scopes, Findings(frozenset(incomplete))))
    found: dict[object, Diagnostic] = {}
    for rule in RULES:
        for diagnostic in rule.check(survey):
            place = diagnostic.primary.span if diagnostic.primary else None
            where = (place.file.path, place.start, place.end) if place else ()
            found.setdefault((diagnostic.kind.code, where, diagnostic.message), diagnostic)
    return tuple(found.values())


__all__ = ["RULES", "Rule", "check"]
