"""Tiers that leave more out of the measurement than the tier they extend.

What it finds
    A tier that excludes or forgives more than the one below: another stream, less notice, a larger budget.

Why it matters
    The target looks the same or better, and more of the downtime does not count.

Bad
    stream noticed = maintenance where announced <= from - 48h
    stream sudden  = maintenance where announced <= from - 1h
    tier low {
      objective uptime each month {
        target >= 99.5%
        exclude noticed up to 10h each contract year
      }
    }
    tier high extends low {
      objective uptime {
        target >= 99.9%
        exclude sudden
      }
    }

Good
    stream noticed = maintenance where announced <= from - 48h
    tier low {
      objective uptime each month {
        target >= 99.5%
        exclude noticed up to 10h each contract year
      }
    }
    tier high extends low {
      objective uptime {
        target >= 99.9%
        exclude noticed up to 5h each contract year
      }
    }

How to fix
    Exclude no more in the higher tier, with no less notice and no larger budget.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import TypeAlias

from slalang.diagnostics import Diagnostic, Kind, Label, Severity
from slalang.model.contract import Objective, Sourced
from slalang.model.mismatches import source_text
from slalang.model.statements import subject
from slalang.rules.conditions import find_row, shown
from slalang.rules.inheritance import Inherited, inherited
from slalang.rules.notice import shorter_notice
from slalang.rules.rule import Rule
from slalang.rules.selections import Selection, selection
from slalang.rules.survey import Survey, clause_text
from slalang.syntax import nodes

WIDER_EXCLUSION = Kind("SLA243", "wider-exclusion", Severity.WARNING)

Exclusion: TypeAlias = nodes.Exclude | nodes.Forgive


def check(survey: Survey) -> Iterator[Diagnostic]:
    """Compares what each tier leaves out with what those it extends leave out."""
    for each in inherited(survey):
        known = {subject(old.node): old for old in _exclusions(each.old)}
        for new in filter(each.step.says, _exclusions(each.new)):
            old = known.get(subject(new.node))
            if old is None:
                yield from _added(each, new, list(known.values()), survey)
            elif _is_larger(old.node.budget, new.node.budget):
                yield _larger(each, old.node, new.node)
        yield from _only_while(each)


def _exclusions(objective: Objective) -> tuple[Sourced[Exclusion], ...]:
    found: list[Sourced[Exclusion]] = []
    for statement in objective.clauses.statements:
        if isinstance(statement.node, nodes.Exclude | nodes.Forgive):
            found.append(Sourced(statement.node, statement.scope, statement.through))
    return tuple(found)


# --- another stream ----------------------------------------------------------------------------


def _added(
    each: Inherited, new: Sourced[Exclusion], known: list[Sourced[Exclusion]], survey: Survey
) -> Iterator[Diagnostic]:
    own = _selection(new, survey)
    others = [found for found in (_selection(old, survey) for old in known) if found]
    if own and any(_is_part(own, other, survey) for other in others):
        return
    name, verb = ", ".join(source_text(source) for source in new.node.sources), _verb(new.node)
    yield Diagnostic(
        WIDER_EXCLUSION,
        f"{each.step.name} {verb} `{name}` for `{each.new.name}` too, and {each.step.base_name} does not",
        Label(new.node.span, "leaves more out"),
        tuple(
            Label(old.node.span, f"left out by {each.step.base.declaration.described}") for old in known[:1]
        ),
        help="exclude no more in the higher tier, with no less notice",
        witness=_witness(own, others, name, survey),
    )


def _selection(exclusion: Sourced[Exclusion], survey: Survey) -> Selection | None:
    """The rows that are left out, where they are of one source."""
    sources = exclusion.node.sources
    return selection(sources[0], exclusion.scope, survey) if len(sources) == 1 else None


def _is_part(own: Selection, other: Selection, survey: Survey) -> bool:
    """Whether all that is left out is left out already."""
    if own.origin is None or own.origin != other.origin:
        return False
    if own.passed and other.passed and shorter_notice(other.passed[-1], own.passed[-1]):
        return True
    return not other.passed or find_row(survey, own.passed, other.passed).is_none


def _witness(own: Selection | None, others: list[Selection], name: str, survey: Survey) -> str:
    for other in others:
        if own and own.origin == other.origin and own.passed and other.passed:
            notice = shorter_notice(own.passed[-1], other.passed[-1])
            if notice:
                return notice
            answer = find_row(survey, own.passed, other.passed)
            if answer.row is not None and answer.is_plain:
                rows = own.origin.name if own.origin else name
                return f"`{rows}` with `{shown(answer.row, own.passed[0].rows)}`"
    return f"downtime during `{name}`"


def _verb(exclusion: Exclusion) -> str:
    return "excludes" if isinstance(exclusion, nodes.Exclude) else "forgives"


# --- budgets and conditions --------------------------------------------------------------------


def _is_larger(old: nodes.Budget | None, new: nodes.Budget | None) -> bool:
    if old is None or new is None:
        return old is not None
    return old.each == new.each and new.length.microseconds > old.length.microseconds


def _larger(each: Inherited, old: Exclusion, new: Exclusion) -> Diagnostic:
    budget = f"up to {old.budget.length.span.text}" if old.budget else "nothing"
    own = f"up to {new.budget.length.span.text}" if new.budget else "any length"
    beyond = old.budget.length.span.text if old.budget else "any length"
    name = ", ".join(source_text(source) for source in new.sources)
    return Diagnostic(
        WIDER_EXCLUSION,
        f"{each.step.name} {_verb(new)} {own} of `{name}` for `{each.new.name}`, "
        f"and {each.step.base_name} {budget}",
        Label(new.span, "leaves more out"),
        (Label(old.span, f"the budget of {each.step.base.declaration.described}"),),
        help="give the higher tier no larger budget",
        witness=f"more than {beyond} of `{name}` in one {old.budget.each.kind if old.budget else 'period'}",
    )


def _only_while(each: Inherited) -> Iterator[Diagnostic]:
    old, new = each.old.clauses.only(nodes.MeasuredWhile), each.new.clauses.only(nodes.MeasuredWhile)
    if old is None and new is not None and each.step.says(new):
        yield Diagnostic(
            WIDER_EXCLUSION,
            f"{each.step.name} measures `{each.new.name}` only part of the time: "
            f"`{clause_text(new.node)}`, and {each.step.base_name} all of it",
            Label(new.node.span, "leaves everything else out"),
            (Label(each.old.head.node.name.span, "measured all the time"),),
            help="measure the higher tier at least as often",
            witness="downtime outside it",
        )


RULE = Rule((WIDER_EXCLUSION,), check)
