"""Whether credits are earned back more easily under one earn-back than under another."""

from __future__ import annotations

from collections.abc import Iterator
from fractions import Fraction
from typing import Literal, TypeAlias

from slalang.model.contract import EarnBack
from slalang.model.strictness import compare_targets
from slalang.rules.survey import clause_text
from slalang.syntax import nodes
from slalang.values import Frozen, value


@value
class Ease(Frozen):
    """One choice by which credits are earned back more easily, or less, and the credit that shows it."""

    is_easier: bool
    old: nodes.Node
    new: nodes.Node
    credit: str


def eased(old: EarnBack, new: EarnBack) -> tuple[Ease, ...]:
    """The choices that make the new earn-back easier; none where one makes it harder, too."""
    found = tuple(_choices(old, new))
    return found if all(each.is_easier for each in found) else ()


def _choices(old: EarnBack, new: EarnBack) -> Iterator[Ease]:
    before, after = _words(old), _words(new)
    for kind in before.keys() & after.keys():
        (one, was), (other, now) = before[kind], after[kind]
        if was != now:
            credit = _EASIER.get((was, now), "")
            yield Ease(bool(credit), one, other, credit)
    yield from _eligible(old, new)
    yield from _stages(old, new)


def _words(earn_back: EarnBack) -> dict[type[nodes.Node], tuple[nodes.Node, str]]:
    """What the earn-back says to a miss, an excused period and the end of the term."""
    return {
        type(each.node): (each.node, each.node.choice)
        for each in earn_back.clauses.statements
        if isinstance(each.node, nodes.OnMissInside | nodes.OnExcused | nodes.AtTermEnd)
    }


_EASIER: dict[tuple[str, str], str] = {
    ("forfeits", "restarts"): "a credit whose window had a miss",
    ("takes back", "restarts"): "a credit that returned before another miss",
    ("counts as missed", "skips"): "a credit whose window had an excused period",
    ("counts as missed", "counts as met"): "a credit whose window had an excused period",
    ("skips", "counts as met"): "a credit whose window had an excused period",
    ("forfeits", "carries over"): "a credit whose window is open at the end of the term",
    ("forfeits", "returns in part"): "a credit whose window is open at the end of the term",
}
"""The choices of which the second is kinder to the provider, and the credit that shows it."""


def _eligible(old: EarnBack, new: EarnBack) -> Iterator[Ease]:
    narrow, every = old.clauses.only(nodes.ForMinimumMet), new.clauses.only(nodes.ForEveryCredit)
    if narrow and every:
        yield Ease(True, narrow.node, every.node, "the credit of a period that missed its minimum")
    wide, fewer = old.clauses.only(nodes.ForEveryCredit), new.clauses.only(nodes.ForMinimumMet)
    if wide and fewer:
        yield Ease(False, wide.node, fewer.node, "")


# --- stages ------------------------------------------------------------------------------------


def _stages(old: EarnBack, new: EarnBack) -> Iterator[Ease]:
    before = [each.node for each in old.clauses.every(nodes.Stage)]
    after = [each.node for each in new.clauses.every(nodes.Stage)]
    if len(before) != len(after):
        return
    for one, other in zip(before, after, strict=True):
        if one != other:
            yield from _stage(one, other)


def _stage(old: nodes.Stage, new: nodes.Stage) -> Iterator[Ease]:
    changes = {_grown(old.returns.value, new.returns.value), *_conditions(old.condition, new.condition)}
    same = (old.of, old.offset) == (new.of, new.offset)
    yield Ease(same and changes - {"same"} == {"easier"}, old, new, _credit(old.condition, new.condition))


Change: TypeAlias = Literal["easier", "same", "harder"]


def _grown(old: Fraction | int, new: Fraction | int) -> Change:
    """What it means that a number grows of which more is easier."""
    return "same" if old == new else "easier" if new > old else "harder"


def _conditions(old: nodes.Node, new: nodes.Node) -> Iterator[Change]:
    match old, new:
        case nodes.Consecutive() as before, nodes.Consecutive() as after:
            yield _grown(after.count, before.count)
            yield _levels(before.level, after.level)
        case nodes.OfTheNext() as before, nodes.OfTheNext() as after:
            yield _grown(after.count, before.count)
            yield _grown(before.window, after.window)
            yield _levels(before.level, after.level)
        case _:
            yield "same" if old == new else "harder"


def _levels(old: nodes.Level, new: nodes.Level) -> Change:
    if old == new:
        return "same"
    if not isinstance(old, nodes.Rung) or not isinstance(new, nodes.Rung):
        return "harder"
    before, after = (nodes.Target(each.span, each.operator, each.threshold) for each in (old, new))
    return "easier" if compare_targets(before, after) == "looser" else "harder"


def _credit(old: nodes.Node, new: nodes.Node) -> str:
    """The credit that returns under the new stage, and not yet under the old one."""
    if old == new:
        return "any credit that is earned back"
    return f"a credit followed by {clause_text(new)}"
