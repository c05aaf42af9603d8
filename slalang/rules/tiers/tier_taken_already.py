"""Tiers taken that are in force already.

What it finds
    An agreement or an amendment that takes a tier which another tier it takes extends, or which was taken
    before.

Why it matters
    Each tier is laid down once. Taking a lower tier beside a higher one, or in an amendment after it, changes
    nothing: a customer who moves from gold to bronze by such an amendment stays on gold.

Bad
    tier low {
      objective uptime each month {
        target >= 99.5%
      }
    }
    tier high extends low {
      objective uptime {
        target >= 99.9%
      }
    }
    tier high
    amendment "No. 1" from 2026-07-01 {
      tier low
    }

Good
    tier low {
      objective uptime each month {
        target >= 99.5%
      }
    }
    tier high extends low {
      objective uptime {
        target >= 99.9%
      }
    }
    tier low
    amendment "No. 1" from 2026-07-01 {
      tier high
    }

How to fix
    Take the higher tier only. To go down from it, say in the amendment what is to hold.
"""

from __future__ import annotations

from collections.abc import Iterator

from slalang.diagnostics import Diagnostic, Kind, Label, Severity
from slalang.model.contract import Declaration
from slalang.rules.inheritance import all_extended
from slalang.rules.rule import Rule
from slalang.rules.survey import Survey
from slalang.source import Span
from slalang.syntax import nodes

TIER_TAKEN_ALREADY = Kind("SLA249", "tier-taken-already", Severity.WARNING)


def check(survey: Survey) -> Iterator[Diagnostic]:
    """Follows what each agreement and its amendments take, in the order in which they come into force."""
    for agreement in survey.agreements():
        in_force: dict[Declaration, Span] = {}
        yield from _check_block(agreement.node, in_force, survey)
        for version in agreement.versions:
            if version.amendment:
                yield from _check_block(version.amendment.node, in_force, survey)


def _check_block(
    block: nodes.Agreement | nodes.Amendment, in_force: dict[Declaration, Span], survey: Survey
) -> Iterator[Diagnostic]:
    names = [name for clause in block.clauses if isinstance(clause, nodes.TakesTier) for name in clause.tiers]
    taken = [(name, found) for name in names if (found := survey.scope.lookup(name.text))]
    by_others = {
        under: name.span for name, found in taken for under in all_extended(found, survey) if under != found
    }
    for name, found in taken:
        already = in_force.get(found) or by_others.get(found)
        if already and already is not name.span:
            yield _finding(name, already, isinstance(block, nodes.Amendment))
    for name, found in taken:
        for each in all_extended(found, survey):
            in_force.setdefault(each, name.span)


def _finding(name: nodes.Name, already: Span, is_amended: bool) -> Diagnostic:
    words = " ".join(already.text.split())
    through = "" if words == name.text else f" through tier `{words}`"
    later = "; to go down to it, say in the amendment what is to hold" if is_amended else ""
    return Diagnostic(
        TIER_TAKEN_ALREADY,
        f"tier `{name.text}` is in force already{through}: taking it here changes nothing",
        Label(name.span, "changes nothing"),
        (Label(already, "taken here"),),
        help=f"take it out{later}",
    )


RULE = Rule((TIER_TAKEN_ALREADY,), check)
