"""Two agreements over the same rows at the same time.

What it finds
    Two agreements of one provider and one customer with the same scope and the same indicator, in force
    on the same days.

Why it matters
    One bad month is then credited twice. Mostly the older agreement was to end where the new one begins.

Bad
    agreement first "Acme 2026" {
      provider "Acme Ltd"
      customer "Customer Inc"
      scope    region = "eu"
      term     2026-01-01 to 2026-12-31
      timezone "Europe/Berlin"
      fees     1_000 EUR each month
      round    half up to 0.01 EUR
      objective success each month {
        target >= 99.5%
        no data counts as met
      }
    }
    agreement second "Acme 2026 and on" {
      provider "Acme Ltd"
      customer "Customer Inc"
      scope    region = "eu"
      term     2026-12-01 to 2027-11-30
      timezone "Europe/Berlin"
      fees     1_200 EUR each month
      round    half up to 0.01 EUR
      objective success each month {
        target >= 99.9%
        no data counts as met
      }
    }

Good
    agreement first "Acme 2026" {
      provider "Acme Ltd"
      customer "Customer Inc"
      scope    region = "eu"
      term     2026-01-01 to 2026-11-30
      timezone "Europe/Berlin"
      fees     1_000 EUR each month
      round    half up to 0.01 EUR
      objective success each month {
        target >= 99.5%
        no data counts as met
      }
    }
    agreement second "Acme 2026 and on" {
      provider "Acme Ltd"
      customer "Customer Inc"
      scope    region = "eu"
      term     2026-12-01 to 2027-11-30
      timezone "Europe/Berlin"
      fees     1_200 EUR each month
      round    half up to 0.01 EUR
      objective success each month {
        target >= 99.9%
        no data counts as met
      }
    }

How to fix
    Let one end on the day before the other begins, or give them different scopes.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence
from datetime import date
from itertools import combinations

from slalang.diagnostics import Diagnostic, Kind, Label, Severity
from slalang.model.contract import Objective, Version
from slalang.rules.horizon import horizon_of
from slalang.rules.rule import Fact, JointRule
from slalang.rules.survey import Survey, clause_text
from slalang.syntax import nodes

OVERLAPPING_AGREEMENTS = Kind("SLA329", "overlapping-agreements", Severity.WARNING)


def gather(survey: Survey) -> Iterator[Fact]:
    """What each agreement with a scope promises of what, and from when to when."""
    for agreement in survey.agreements():
        version = agreement.versions[-1]
        horizon, parties = horizon_of(version), _parties(version)
        term = version.clauses.only(nodes.Term)
        if horizon and parties and term and version.fixed:
            for objective in version.objectives:
                days = horizon.first.isoformat(), horizon.last.isoformat()
                subject = (*parties, _scope(version), _measured(objective))
                yield Fact(term.node.span, (agreement.name, *days, objective.name, *subject))


def _parties(version: Version) -> tuple[str, str] | None:
    provider, customer = version.clauses.only(nodes.Provider), version.clauses.only(nodes.Customer)
    return (provider.node.party.value, customer.node.party.value) if provider and customer else None


def _scope(version: Version) -> str:
    return ", ".join(sorted(clause_text(sourced.node) for sourced in version.fixed))


def _measured(objective: Objective) -> str:
    """What is measured, and of which service: where it is declared and its name."""
    indicator, service = objective.indicator, objective.service
    return f"{indicator.path}:{indicator.name} of {f'{service.path}:{service.name}' if service else 'all'}"


def check(facts: Sequence[Fact]) -> Iterator[Diagnostic]:
    """Compares the terms of agreements that promise the same to the same customer."""
    groups: dict[tuple[str, ...], list[Fact]] = defaultdict(list)
    for fact in facts:
        groups[fact.texts[4:]].append(fact)
    for group in groups.values():
        for one, other in combinations(sorted(group, key=_begins), 2):
            if one.place != other.place and other.texts[1] <= one.texts[2]:
                yield _finding(one, other)


def _begins(fact: Fact) -> tuple[str, str, int]:
    return fact.texts[1], fact.place.file.path, fact.place.start


def _finding(one: Fact, other: Fact) -> Diagnostic:
    (name, _, last, objective, *_), (second, first, end, *_) = one.texts, other.texts
    until = min(last, end)
    scope = other.texts[6]
    return Diagnostic(
        OVERLAPPING_AGREEMENTS,
        f"agreements `{name}` and `{second}` both promise `{objective}` for {scope} from {first} to {until}: "
        "one miss counts in both",
        Label(other.place, f"begins before `{name}` ends"),
        (Label(one.place, f"ends on {last}"),),
        help=f"let `{name}` end before {first}, or give the two different scopes",
        witness=date.fromisoformat(first).isoformat(),
    )


RULE = JointRule("overlapping agreements", (OVERLAPPING_AGREEMENTS,), gather, check)
