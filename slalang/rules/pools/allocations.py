"""More shared out than there is.

What it finds
    Shares of what is at risk that add up to more than `allocations up to …` allows. And, where neither a
    limit nor a cap is written, shares of a pool, or of what is at risk, that add up to more than all of it.

Why it matters
    Each objective is agreed alone, and the sum is nobody's. Where many are missed at once more falls due
    than was put at risk.

Bad
    at risk 10% of fees
    pool servers = 120% of at risk
    allocations up to 100% of at risk
    objective uptime each month {
      target >= 99.9%
      no data counts as met
      credit {
        a miss pays 50% of servers
      }
    }
    objective success each month {
      target >= 99.9%
      no data counts as met
      credit {
        a miss pays 50% of at risk
      }
    }

Good
    at risk 10% of fees
    pool servers = 60% of at risk
    allocations up to 100% of at risk
    objective uptime each month {
      target >= 99.9%
      no data counts as met
      credit {
        a miss pays 100% of servers
      }
    }
    objective success each month {
      target >= 99.9%
      no data counts as met
      credit {
        a miss pays 40% of at risk
      }
    }

How to fix
    Lower the shares, or raise the limit. Where the sum may be more on purpose, write `allocations up to`
    and a cap.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from fractions import Fraction

from slalang.diagnostics import Diagnostic, Kind, Label, Severity
from slalang.model.constants import written
from slalang.model.contract import Version
from slalang.rules.rule import Rule
from slalang.rules.survey import Survey, clause_text
from slalang.syntax import nodes
from slalang.values import Frozen, value

ABOVE_LIMIT = Kind("SLA417", "allocations-above-limit")
OVERDRAWN = Kind("SLA418", "pool-overdrawn", Severity.WARNING)


def check(survey: Survey) -> Iterator[Diagnostic]:
    """Adds up what each version shares out."""
    for version in survey.versions():
        parts = tuple(_parts(version))
        limit = version.clauses.only(nodes.Allocations)
        if limit:
            yield from _above_limit(limit.node, parts)
        elif not version.clauses.only(nodes.Cap):
            yield from _overdrawn(version, parts)
        yield from _single(version, parts)


@value
class _Part(Frozen):
    """The highest share that an objective takes of a pool or of all that is at risk."""

    objective: str
    share: nodes.Share
    pool: nodes.Pool | None
    of_risk: Fraction


def _parts(version: Version) -> Iterator[_Part]:
    pools = {pool.node.name.text: pool.node for pool in version.clauses.every(nodes.Pool)}
    for objective in version.objectives:
        clauses = objective.credit.node.clauses if objective.credit else ()
        amounts = [clause.amount for clause in clauses if isinstance(clause, nodes.CreditRow)]
        found = [part for amount in amounts if (part := _part(objective.name, amount, pools))]
        if found:
            yield max(found, key=lambda part: part.of_risk)


def _part(objective: str, amount: nodes.Amount, pools: dict[str, nodes.Pool]) -> _Part | None:
    if not isinstance(amount, nodes.Share):
        return None
    if amount.of.kind == "at risk":
        return _Part(objective, amount, None, amount.ratio.value)
    pool = pools.get(amount.of.pool.text) if amount.of.pool else None
    whole = _of_risk(pool)
    return None if whole is None else _Part(objective, amount, pool, amount.ratio.value * whole)


def _of_risk(pool: nodes.Pool | None) -> Fraction | None:
    """What a pool is of all that is at risk."""
    amount = pool.amount if pool else None
    return amount.ratio.value if isinstance(amount, nodes.Share) and amount.of.kind == "at risk" else None


# --- sums --------------------------------------------------------------------------------------


def _above_limit(limit: nodes.Allocations, parts: Sequence[_Part]) -> Iterator[Diagnostic]:
    amount, total = limit.amount, sum((part.of_risk for part in parts), Fraction(0))
    if not isinstance(amount, nodes.Share) or amount.of.kind != "at risk" or total <= amount.ratio.value:
        return
    shown, allowed = written(total, "ratio"), written(amount.ratio.value, "ratio")
    yield Diagnostic(
        ABOVE_LIMIT,
        f"the clauses share out {shown} of what is at risk, and at most {allowed} may be",
        Label(limit.span, f"at most {allowed}"),
        tuple(Label(part.share.span, _of_all(part)) for part in parts),
        help=f"lower the shares by {written(total - amount.ratio.value, 'ratio')} in all, or raise the limit",
        witness=_sum(parts),
    )


def _overdrawn(version: Version, parts: Sequence[_Part]) -> Iterator[Diagnostic]:
    total = sum((part.of_risk for part in parts), Fraction(0))
    risk = version.clauses.only(nodes.AtRisk)
    for pool in version.clauses.every(nodes.Pool):
        own = [part for part in parts if part.pool == pool.node]
        drawn = sum((part.share.ratio.value for part in own), Fraction(0))
        if drawn > 1 and len(own) > 1:
            sum_of = " + ".join(_share(part, part.share.ratio.value) for part in own)
            yield _more_than_all(f"pool `{pool.node.name.text}`", pool.node, drawn, own, sum_of)
            return
    if risk and total > 1 and len(parts) > 1:
        yield _more_than_all("what is at risk", risk.node, total, parts, _sum(parts))


def _more_than_all(
    what: str, clause: nodes.Node, total: Fraction, parts: Sequence[_Part], sum_of: str
) -> Diagnostic:
    shown = written(total, "ratio")
    return Diagnostic(
        OVERDRAWN,
        f"the clauses share out {shown} of {what}, and neither a limit nor a cap holds it to less",
        Label(clause.span, f"{shown} of it can fall due"),
        tuple(Label(part.share.span, f"`{part.objective}`") for part in parts),
        help="lower the shares, or write a cap and `allocations up to …`",
        witness=sum_of,
    )


def _single(version: Version, parts: Sequence[_Part]) -> Iterator[Diagnostic]:
    """Single shares of more than all there is."""
    pools = [pool.node.amount for pool in version.clauses.every(nodes.Pool)]
    risk = version.clauses.only(nodes.AtRisk)
    amounts = [*pools, *([risk.node.amount] if risk else []), *(part.share for part in parts)]
    for amount in amounts:
        if isinstance(amount, nodes.Share) and amount.ratio.value > 1:
            yield Diagnostic(
                OVERDRAWN,
                f"`{clause_text(amount)}` is more than all of it",
                Label(amount.span, "more than 100%"),
                help="write 100% or less",
                witness=f"{written(amount.ratio.value - 1, 'ratio')} more than there is",
            )


def _sum(parts: Sequence[_Part]) -> str:
    return " + ".join(_share(part, part.of_risk) for part in parts)


def _share(part: _Part, ratio: Fraction) -> str:
    return f"{written(ratio, 'ratio')} for `{part.objective}`"


def _of_all(part: _Part) -> str:
    return f"`{part.objective}`: {written(part.of_risk, 'ratio')} of what is at risk"


RULE = Rule((ABOVE_LIMIT, OVERDRAWN), check)
