"""Tiers that pay less in the end than the tier they extend.

What it finds
    A tier with a lower cap than the one below, or with a clause of its own that cuts credits.

Why it matters
    The credits of the higher tier are larger on paper, and the clauses that cut them cut more.

Bad
    tier low {
      objective uptime each month {
        target >= 99.5%
        credit {
          a miss pays 10% of fees
        }
      }
      cap credits of each month at 50% of its fees
    }
    tier high extends low {
      cap credits of each month at 20% of its fees
    }

Good
    tier low {
      objective uptime each month {
        target >= 99.5%
        credit {
          a miss pays 10% of fees
        }
      }
      cap credits of each month at 20% of its fees
    }
    tier high extends low {
      cap credits of each month at 50% of its fees
    }

How to fix
    Give the higher tier the same limits, or wider ones.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from fractions import Fraction

from slalang.diagnostics import Diagnostic, Kind, Label, Severity
from slalang.model.constants import constant
from slalang.model.contract import Sourced
from slalang.model.statements import subject, words_of
from slalang.rules.inheritance import Inherited, Step, inherited, steps
from slalang.rules.rule import Rule
from slalang.rules.survey import Survey, clause_text
from slalang.syntax import nodes

LIMITED_CREDITS = Kind("SLA244", "credits-limited-more", Severity.WARNING)

_LIMITING = (nodes.Cap, nodes.MinimumPayable, nodes.Claim, nodes.Stacking, nodes.CreditsWhile)


def check(survey: Survey) -> Iterator[Diagnostic]:
    """Compares the limits on credits of each tier with those of the tiers it extends."""
    for step in steps(survey):
        old = {subject(each.node): each for each in step.base.version.clauses.statements}
        for new in step.tier.version.clauses.statements:
            if isinstance(new.node, _LIMITING) and _pays(step) and step.says(new):
                yield from _compare(step, old.get(subject(new.node)), new)
    for each in inherited(survey):
        yield from _objective_cap(each)


def _pays(step: Step) -> bool:
    """Whether the tier below pays credits that could be limited."""
    return any(objective.credit for objective in step.base.version.objectives)


def _compare(
    step: Step, old: Sourced[nodes.ContractClause] | None, new: Sourced[nodes.ContractClause]
) -> Iterator[Diagnostic]:
    if old is None:
        yield _finding(step, f"adds `{clause_text(new.node)}`", new.node, ())
        return
    before, after = _limit(old.node), _limit(new.node)
    if before is None or after is None or before[0] != after[0]:
        return
    is_least = isinstance(new.node, nodes.MinimumPayable)
    if after[1] > before[1] if is_least else after[1] < before[1]:
        yield _finding(step, f"says `{clause_text(new.node)}`", new.node, (old.node,))


def _objective_cap(each: Inherited) -> Iterator[Diagnostic]:
    old, new = each.old.clauses.only(nodes.ObjectiveCap), each.new.clauses.only(nodes.ObjectiveCap)
    if new is None or each.old.credit is None or not each.step.says(new):
        return
    before, after = _limit(old.node) if old else None, _limit(new.node)
    if old is None:
        yield _finding(each.step, f"adds `{clause_text(new.node)}` to `{each.new.name}`", new.node, ())
    elif before and after and before[0] == after[0] and after[1] < before[1]:
        words = f"says `{clause_text(new.node)}` for `{each.new.name}`"
        yield _finding(each.step, words, new.node, (old.node,))


def _limit(clause: nodes.Node) -> tuple[object, Fraction] | None:
    """What an amount is taken of, and how much of it."""
    match clause:
        case (
            nodes.Cap(amount=amount) | nodes.ObjectiveCap(amount=amount) | nodes.MinimumPayable(amount=amount)
        ):
            return _amount(amount)
        case _:
            return None


def _amount(amount: nodes.Amount) -> tuple[object, Fraction] | None:
    match amount:
        case nodes.Share(ratio=ratio, of=base):
            return base, ratio.value
        case nodes.FeesFor(count=count, unit=unit):
            return unit, count
        case nodes.Money(currency=currency):
            known = constant(amount)
            return None if known is None else (currency, known)
        case _:
            return None


def _finding(step: Step, words: str, new: nodes.Node, old: Sequence[nodes.Node]) -> Diagnostic:
    below = f"`{clause_text(old[0])}`" if old else f"no `{words_of(new)}`"
    return Diagnostic(
        LIMITED_CREDITS,
        f"{step.name} {words}, and {step.base_name} has {below}: credits are cut sooner",
        Label(new.span, "cuts more"),
        tuple(Label(each.span, f"the limit of {step.base.declaration.described}") for each in old),
        help="give the higher tier the same limits, or wider ones",
        witness=_witness(new, old),
    )


def _witness(new: nodes.Node, old: Sequence[nodes.Node]) -> str | None:
    match new, tuple(old):
        case (nodes.Cap() | nodes.ObjectiveCap()) as own, ((nodes.Cap() | nodes.ObjectiveCap()) as other,):
            most, less = clause_text(other.amount), clause_text(own.amount)
            return f"of credits of {most} together {less} are paid"
        case (nodes.Cap() | nodes.ObjectiveCap()) as own, ():
            return f"credits of more than {clause_text(own.amount)} together"
        case nodes.MinimumPayable(amount=amount), (nodes.MinimumPayable(amount=other),):
            return (
                f"a credit of {clause_text(other)} is paid there, and here only one of {clause_text(amount)}"
            )
        case nodes.Claim(), _:
            return "a credit that nobody claims"
        case nodes.Stacking(), _:
            return "two credits in one month"
        case _:
            return None


RULE = Rule((LIMITED_CREDITS,), check)
