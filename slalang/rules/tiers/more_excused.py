"""Tiers that let more periods pass than the tier they extend.

What it finds
    A tier with a kinder `no data` clause than the one below, or a higher `fewer than`.

Why it matters
    A month that counts against the provider in the lower tier counts for nothing in the higher one.

Bad
    tier low {
      objective success each month {
        target >= 99.5%
        no data counts as missed
      }
    }
    tier high extends low {
      objective success {
        no data counts as met
      }
    }

Good
    tier low {
      objective success each month {
        target >= 99.5%
        no data counts as met
      }
    }
    tier high extends low {
      objective success {
        no data counts as missed
      }
    }

How to fix
    Let the higher tier excuse no more than the lower one.
"""

from __future__ import annotations

from collections.abc import Iterator

from slalang.diagnostics import Diagnostic, Kind, Label, Severity
from slalang.rules.inheritance import Inherited, inherited
from slalang.rules.rule import Rule
from slalang.rules.survey import Survey, clause_text
from slalang.syntax import nodes

MORE_EXCUSED = Kind("SLA233", "more-periods-excused", Severity.WARNING)

_MISSES = ("missed", "minimum missed")


def check(survey: Survey) -> Iterator[Diagnostic]:
    """Compares what each tier makes of periods with few rows or none."""
    for each in inherited(survey):
        yield from _no_data(each)
        yield from _low_volume(each)


def _no_data(each: Inherited) -> Iterator[Diagnostic]:
    old, new = each.old.clauses.only(nodes.NoData), each.new.clauses.only(nodes.NoData)
    if (
        old
        and new
        and each.step.says(new)
        and old.node.verdict in _MISSES
        and new.node.verdict not in _MISSES
    ):
        yield _finding(each, old.node, new.node, f"a {each.new.each.kind} without data")


def _low_volume(each: Inherited) -> Iterator[Diagnostic]:
    known = {old.node.rows.text: old.node for old in each.old.clauses.every(nodes.LowVolume)}
    for new in each.new.clauses.every(nodes.LowVolume):
        old = known.get(new.node.rows.text)
        if old and each.step.says(new) and _is_kinder(old, new.node):
            rows = f"{old.fewer_than} rows of `{new.node.rows.text}`"
            yield _finding(each, old, new.node, f"a {each.new.each.kind} with {rows}")


def _is_kinder(old: nodes.LowVolume, new: nodes.LowVolume) -> bool:
    """Whether the same follows for more rows, where what follows is in the provider's favour."""
    same = (old.verdict, old.allows) == (new.verdict, new.allows)
    return same and new.verdict not in _MISSES and new.fewer_than > old.fewer_than


def _finding(
    each: Inherited, old: nodes.NoData | nodes.LowVolume, new: nodes.NoData | nodes.LowVolume, witness: str
) -> Diagnostic:
    return Diagnostic(
        MORE_EXCUSED,
        f"{each.step.name} lets more periods of `{each.new.name}` pass: `{clause_text(new)}`, and "
        f"{each.step.base_name} says `{clause_text(old)}`",
        Label(new.span, "kinder to the provider"),
        (Label(old.span, f"said by {each.step.base.declaration.described}"),),
        help="let the higher tier excuse no more than the lower one",
        witness=witness,
    )


RULE = Rule((MORE_EXCUSED,), check)
