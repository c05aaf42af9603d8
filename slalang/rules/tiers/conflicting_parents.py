"""Tiers laid over one another that contradict each other.

What it finds
    A tier that extends two others, or an agreement that takes two, which say different things of one matter.

Why it matters
    The one that is named last has the last word. Whoever reads only the first believes that it holds.

Bad
    tier fast {
      objective uptime each month {
        target >= 99.9%
      }
    }
    tier cheap {
      objective uptime {
        target >= 99.0%
      }
    }
    tier both extends fast, cheap {
    }

Good
    tier fast {
      objective uptime each month {
        target >= 99.9%
      }
    }
    tier cheap {
      objective uptime {
        target >= 99.0%
      }
    }
    tier both extends fast, cheap {
      objective uptime {
        target >= 99.5%
      }
    }

How to fix
    Say in the tier or the agreement that joins them what is to hold.
"""

from __future__ import annotations

from collections.abc import Hashable, Iterable, Iterator, Sequence
from itertools import combinations
from typing import TypeAlias

from slalang.diagnostics import Diagnostic, Kind, Label, Severity
from slalang.model.contract import Declaration
from slalang.model.statements import subject, words_of
from slalang.rules.inheritance import all_extended, extended
from slalang.rules.rule import Rule
from slalang.rules.survey import Survey, clause_text
from slalang.syntax import nodes
from slalang.values import Frozen, value

CONFLICTING_TIERS = Kind("SLA230", "conflicting-tiers", Severity.WARNING)

Place: TypeAlias = tuple[str, Hashable]
"""What a statement is about: the objective or earn-back it is part of, and its subject there."""


def check(survey: Survey) -> Iterator[Diagnostic]:
    """Compares tiers that are laid over one another without one building on the other."""
    for bundle in survey.bundles():
        node = bundle.declaration.node
        if isinstance(node, nodes.Tier):
            joined = extended(bundle.declaration, survey)
            yield from _compare(bundle.declaration.described, node.clauses, joined, survey)
    for agreement in survey.agreements():
        taken = [each for each in agreement.node.clauses if isinstance(each, nodes.TakesTier)]
        names = [survey.scope.lookup(name.text) for each in taken for name in each.tiers]
        joined = [found for found in names if found and found.kind == "tier"]
        yield from _compare(agreement.declaration.described, agreement.node.clauses, joined, survey)


@value
class _Said(Frozen):
    """Statements about one place, by the last tier that makes any."""

    statements: tuple[nodes.Node, ...]
    tier: Declaration


def _compare(
    who: str, own: Sequence[nodes.Node], joined: Sequence[Declaration], survey: Survey
) -> Iterator[Diagnostic]:
    restated = {place for place, _ in _statements(own)}
    for one, other in combinations(joined, 2):
        layers = all_extended(one, survey), all_extended(other, survey)
        earlier = _said(each for each in layers[0] if each not in layers[1])
        later = _said(each for each in layers[1] if each not in layers[0])
        bound = _said(layers[0])
        for place in (each for each in later if each in earlier and each not in restated):
            differ = earlier[place].statements != later[place].statements
            if differ and not _is_reported(place[0], earlier, later, bound):
                yield _finding(who, place, earlier[place], later[place])


def _is_reported(
    name: str, earlier: dict[Place, _Said], later: dict[Place, _Said], bound: dict[Place, _Said]
) -> bool:
    """Whether the objective is declared anew by the second tier, or may not be changed by it."""
    binding = (nodes.OnlyTightened, nodes.NothingChanged)
    fixed = any((name, kind.__name__) in bound for kind in binding)
    return fixed or ((name, _HEAD) in earlier and (name, _HEAD) in later)


_HEAD = "each"


def _said(tiers: Iterable[Declaration]) -> dict[Place, _Said]:
    """What tiers say, each after those it extends, so that the last to speak of a place is kept."""
    found: dict[Place, _Said] = {}
    for tier in tiers:
        here: dict[Place, list[nodes.Node]] = {}
        for place, node in _statements(tier.node.clauses if isinstance(tier.node, nodes.Tier) else ()):
            here.setdefault(place, []).append(node)
        found |= {place: _Said(tuple(said), tier) for place, said in here.items()}
    return found


def _statements(clauses: Sequence[nodes.Node]) -> Iterator[tuple[Place, nodes.Node]]:
    """Every statement with what it is about; the head of an objective is one of its own."""
    for clause in clauses:
        match clause:
            case nodes.Objective(name=name, each=each):
                if each:
                    yield (name.text, _HEAD), each
                yield from (((name.text, subject(inner)), inner) for inner in clause.clauses)
            case nodes.EarnBack(objective=name):
                yield from (((f"earn back {name.text}", subject(inner)), inner) for inner in clause.clauses)
            case nodes.TakesTier() | nodes.Scope() | nodes.Amendment():
                continue
            case _:
                yield ("", subject(clause)), clause


def _finding(who: str, place: Place, earlier: _Said, later: _Said) -> Diagnostic:
    one, other = earlier.statements[0], later.statements[0]
    about = f" of `{place[0]}`" if place[0] else ""
    first, last = earlier.tier, later.tier
    return Diagnostic(
        CONFLICTING_TIERS,
        f"{who} joins {first.described} and {last.described}, which say different things: "
        f"{_quoted(one)} and {_quoted(other)}{about}",
        Label(other.span, "has the last word, for it is named last"),
        (Label(one.span, f"said by {first.described}"),),
        help=f"say in {who} what is to hold",
        witness=f"{_quoted(other)} holds",
    )


def _quoted(statement: nodes.Node) -> str:
    """The statement as it is written, or the word it begins with where it is long."""
    text = clause_text(statement)
    return f"`{text}`" if "{" not in text else f"the `{words_of(statement)}`"


RULE = Rule((CONFLICTING_TIERS,), check)
