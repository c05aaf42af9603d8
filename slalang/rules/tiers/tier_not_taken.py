"""Tiers that nobody takes.

What it finds
    A tier that no agreement takes and no other tier extends, in a file that has an agreement.

Why it matters
    It may be on offer without a customer. It may also be the tier that an agreement was meant to take.

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
    tier low

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
    tier high

How to fix
    Nothing, if it is on offer; else take it where it was meant to be taken, or take it out.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from slalang.diagnostics import Diagnostic, Kind, Label, Severity
from slalang.model.contract import Declaration, Scope
from slalang.model.descent import every
from slalang.rules.rule import Fact, JointRule
from slalang.rules.survey import Survey
from slalang.syntax import nodes

TIER_NOT_TAKEN = Kind("SLA247", "tier-not-taken", Severity.INFO)

_IMPORTED, _IDLE = "imported", "idle"


def gather(survey: Survey) -> Iterator[Fact]:
    """Notes the tiers the file imports, and those of its own that nothing in it takes."""
    for found in survey.scope.imported.values():
        if found.kind == "tier":
            yield Fact(found.span, (_IMPORTED, found.path, found.name))
    taking = [declaration for _, declaration in survey.declarations() if declaration.kind == "agreement"]
    if not taking or not survey.typing.findings.is_complete(survey.path):
        return
    used = set(_used(survey.scope))
    for _, found in survey.declarations():
        if found.kind == "tier" and found not in used:
            yield Fact(found.span, (_IDLE, found.path, found.name))


def check(facts: Sequence[Fact]) -> Iterator[Diagnostic]:
    """Reports the tiers that no other file imports either."""
    imported = {(path, name) for what, path, name in (fact.texts for fact in facts) if what == _IMPORTED}
    for fact in facts:
        what, path, name = fact.texts
        if what == _IDLE and (path, name) not in imported:
            yield Diagnostic(
                TIER_NOT_TAKEN,
                f"no agreement takes tier `{name}`, and no tier extends it",
                Label(fact.place, "not taken"),
                help="nothing to do, if it is on offer; else take it where it was meant to be taken",
            )


def _used(scope: Scope) -> Iterator[Declaration]:
    """The tiers that agreements of the file take and tiers of it extend."""
    for node in scope.file.declarations:
        names = [name for taken in every(nodes.TakesTier, node) for name in taken.tiers]
        for name in (*names, *(node.extends if isinstance(node, nodes.Tier) else ())):
            found = scope.lookup(name.text)
            if found:
                yield found


RULE = JointRule("taken", (TIER_NOT_TAKEN,), gather, check)
