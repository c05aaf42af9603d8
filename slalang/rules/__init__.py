"""Rules of consistency over a resolved project, one module each, in a folder for each subject."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Sequence
from typing import TypeAlias

from slalang.diagnostics import Diagnostic, once
from slalang.model.contract import Project
from slalang.model.findings import Findings
from slalang.model.typing import Typing
from slalang.rules.caps import above_fees, idle_cap, low_cap, no_limit, too_small, unpayable, without_credit
from slalang.rules.credits import (
    double_credit,
    met_but_paid,
    missed_but_unpaid,
    no_data_unpaid,
    no_money,
    no_repeat,
    points_or_percent,
    points_table,
    printed_table,
    row_never_holds,
    row_out_of_reach,
    rung_order,
    shadowed_row,
    thousands,
    unit_too_long,
    worse_row,
)
from slalang.rules.earn_backs import (
    counts_for_nothing,
    held_without_end,
    level_moved,
    level_on_wrong_side,
    level_out_of_reach,
    miss_counts,
    month_without_credit,
    no_eligible_credit,
    nothing_to_return,
    offset_after_term,
    offset_at_odds,
    open_choice,
    returned_and_banked,
    stages,
    stages_as_parts,
    window_beyond_term,
)
from slalang.rules.measures import (
    bucket_and_run,
    bucket_over_periods,
    column_read_twice,
    condition,
    constant_indicator,
    empty_period,
    few_rows,
    part_of_whole,
    rounded_bound,
    same_definition,
    target_out_of_reach,
)
from slalang.rules.objectives import minimum, reversed_target, wrong_side
from slalang.rules.pools import allocations, unused_pool
from slalang.rules.rule import Fact, JointRule, Rule
from slalang.rules.services import (
    above_ceiling,
    above_guarantee,
    backed_by_itself,
    limit_in_other_hours,
    limits_add_up,
    longer_period,
    measured_otherwise,
    supplier_ends,
    too_much_shared,
    unbacked_credit,
)
from slalang.rules.style import long_duration, name_form, same_title, unused_declaration
from slalang.rules.survey import Survey
from slalang.rules.tiers import (
    conflicting_parents,
    earn_back_of_fixed,
    easier_earn_back,
    limited_credits,
    more_excused,
    neither_stricter,
    other_indicator,
    rarer_termination,
    slower_for_higher_priority,
    tier_changes_nothing,
    tier_not_taken,
    tier_taken_already,
    weaker_clock,
    weaker_tier,
    wider_exclusion,
)
from slalang.rules.times import (
    amendment_without_period,
    beyond_term,
    budget,
    calendar_zone,
    changed_hours,
    clock_conditions,
    closed_calendar,
    counted_misses,
    fixed_month,
    late_objective,
    long_limit,
    overlapping_agreements,
    whole_period,
)

RULES: tuple[Rule, ...] = (
    wrong_side.RULE,
    minimum.RULE,
    weaker_tier.RULE,
    conflicting_parents.RULE,
    earn_back_of_fixed.RULE,
    easier_earn_back.RULE,
    limited_credits.RULE,
    more_excused.RULE,
    neither_stricter.RULE,
    other_indicator.RULE,
    rarer_termination.RULE,
    slower_for_higher_priority.RULE,
    tier_changes_nothing.RULE,
    tier_taken_already.RULE,
    weaker_clock.RULE,
    wider_exclusion.RULE,
    printed_table.RULE,
    rung_order.RULE,
    row_never_holds.RULE,
    above_fees.RULE,
    too_small.RULE,
    double_credit.RULE,
    points_or_percent.RULE,
    no_repeat.RULE,
    no_data_unpaid.RULE,
    thousands.RULE,
    no_money.RULE,
    unit_too_long.RULE,
    points_table.RULE,
    without_credit.RULE,
    reversed_target.RULE,
    allocations.RULE,
    unused_pool.RULE,
    idle_cap.RULE,
    low_cap.RULE,
    no_limit.RULE,
    unpayable.RULE,
    worse_row.RULE,
    shadowed_row.RULE,
    missed_but_unpaid.RULE,
    met_but_paid.RULE,
    row_out_of_reach.RULE,
    open_choice.RULE,
    nothing_to_return.RULE,
    stages.RULE,
    level_out_of_reach.RULE,
    level_on_wrong_side.RULE,
    miss_counts.RULE,
    no_eligible_credit.RULE,
    month_without_credit.RULE,
    window_beyond_term.RULE,
    stages_as_parts.RULE,
    level_moved.RULE,
    returned_and_banked.RULE,
    offset_after_term.RULE,
    offset_at_odds.RULE,
    held_without_end.RULE,
    counts_for_nothing.RULE,
    constant_indicator.RULE,
    target_out_of_reach.RULE,
    few_rows.RULE,
    rounded_bound.RULE,
    bucket_and_run.RULE,
    column_read_twice.RULE,
    same_definition.RULE,
    empty_period.RULE,
    bucket_over_periods.RULE,
    condition.RULE,
    part_of_whole.RULE,
    fixed_month.RULE,
    whole_period.RULE,
    amendment_without_period.RULE,
    late_objective.RULE,
    budget.RULE,
    beyond_term.RULE,
    counted_misses.RULE,
    changed_hours.RULE,
    closed_calendar.RULE,
    calendar_zone.RULE,
    long_limit.RULE,
    clock_conditions.RULE,
    backed_by_itself.RULE,
    above_ceiling.RULE,
    above_guarantee.RULE,
    measured_otherwise.RULE,
    longer_period.RULE,
    limits_add_up.RULE,
    limit_in_other_hours.RULE,
    supplier_ends.RULE,
    too_much_shared.RULE,
    unbacked_credit.RULE,
    name_form.RULE,
    same_title.RULE,
    long_duration.RULE,
)
"""The rules that look at one file at a time, in the order in which they run."""

JOINT_RULES: tuple[JointRule, ...] = (
    unused_declaration.RULE,
    overlapping_agreements.RULE,
    tier_not_taken.RULE,
)
"""The rules that compare what files say of themselves."""


Facts: TypeAlias = dict[str, tuple[Fact, ...]]
"""What joint rules noted of a file, by the names of the rules."""


def check(project: Project, incomplete: Collection[str] = ()) -> tuple[Diagnostic, ...]:
    """What the rules find, each finding once. ``incomplete`` are files of which clauses could not be read."""
    noted: list[Facts] = []
    found: list[Diagnostic] = []
    for diagnostics, facts in check_files(project, incomplete, project.scopes):
        found += diagnostics
        noted.append(facts)
    return once((*found, *compare(noted)))


def check_files(
    project: Project, incomplete: Collection[str], paths: Iterable[str]
) -> Iterator[tuple[tuple[Diagnostic, ...], Facts]]:
    """For each of the files, what the rules find in it by itself, and what it says to joint rules."""
    typing = Typing(project.scopes, Findings(frozenset(incomplete)))
    for path in paths:
        survey = Survey(project, typing, path)
        rules = () if path in project.tangled else RULES
        found = once(diagnostic for rule in rules for diagnostic in rule.check(survey))
        yield found, {rule.name: tuple(rule.gather(survey)) for rule in JOINT_RULES}


def compare(noted: Sequence[Facts]) -> Iterator[Diagnostic]:
    """What joint rules find in the facts of all files."""
    for rule in JOINT_RULES:
        yield from rule.check([fact for facts in noted for fact in facts.get(rule.name, ())])


__all__ = [
    "JOINT_RULES",
    "RULES",
    "Fact",
    "Facts",
    "JointRule",
    "Rule",
    "check",
    "check_files",
    "compare",
]
