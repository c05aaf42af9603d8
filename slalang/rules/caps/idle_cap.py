"""Caps that never take anything off.

What it finds
    A cap above all that can be paid: above the highest rungs of all objectives together, repeats and their
    own caps included. A cap of all the fees is left alone: it is meant for the worst case. And a cap that
    another cap makes needless, such as one of 50% of a quarter's fees beside one of 10% of a month's.

Why it matters
    A cap is read as the limit of what can happen. One that never bites says nothing, and often it was
    written for other amounts than those that were agreed in the end.

Bad
    objective uptime each month {
      target >= 99.9%
      no data counts as met
      credit {
        below 99.9% pays 10% of fees
        below 99.0% pays 25% of fees
      }
    }
    cap credits of each month at 40% of its fees
    cap credits of each quarter at 50% of its fees

Good
    objective uptime each month {
      target >= 99.9%
      no data counts as met
      credit {
        below 99.9% pays 10% of fees
        below 99.0% pays 50% of fees
      }
    }
    cap credits of each month at 40% of its fees
    cap credits of each quarter at 30% of its fees

How to fix
    Lower the cap below what can be paid, or take it out.
"""

from __future__ import annotations

from collections.abc import Iterator

from slalang.diagnostics import Diagnostic, Kind, Label, Severity
from slalang.model.contract import Agreement, Version
from slalang.rules.extent import before_cap
from slalang.rules.rule import Rule
from slalang.rules.stretch import Stretch
from slalang.rules.survey import Survey, clause_text
from slalang.rules.totals import caps_of, most_over
from slalang.rules.worth import NOTHING, Tariff, Worth, tariff_of
from slalang.syntax import nodes

NEVER_REACHED = Kind("SLA415", "cap-never-reached", Severity.INFO)
NEEDLESS = Kind("SLA426", "cap-within-cap", Severity.WARNING)


def check(survey: Survey) -> Iterator[Diagnostic]:
    """Compares each cap with the other caps, then with the most that can be paid."""
    for agreement in survey.agreements():
        for version in agreement.versions:
            tariff = tariff_of(version)
            for cap, stretch in caps_of(version):
                found = _within(cap, stretch, version, tariff)
                if found:
                    yield found
                elif not _is_all(cap.amount) and _is_unreached(cap, stretch, agreement, survey):
                    most = most_over(stretch, version, survey)
                    yield _never(cap.amount, tariff.shown(most or NOTHING, stretch), f"in {stretch.name}")
            yield from _of_objectives(version, tariff, survey)


def _is_all(amount: nodes.Amount) -> bool:
    """Whether it is all the fees or more: a limit for the worst case, and no statement of what is due."""
    return isinstance(amount, nodes.Share) and amount.ratio.value >= 1


def _is_unreached(cap: nodes.Cap, stretch: Stretch, agreement: Agreement, survey: Survey) -> bool:
    """Whether no version can reach it: a longer stretch may hold months of several of them."""
    for version in agreement.versions:
        tariff = tariff_of(version)
        limit, most = tariff.worth(cap.amount, stretch), most_over(stretch, version, survey)
        if limit is None or most is None or most.is_nothing or not tariff.exceeds(limit, most):
            return False
    return True


def _of_objectives(version: Version, tariff: Tariff, survey: Survey) -> Iterator[Diagnostic]:
    """The caps of single objectives."""
    for objective in version.objectives:
        cap, extent = objective.clauses.only(nodes.ObjectiveCap), before_cap(objective, version, survey)
        if cap is None or extent is None or extent.most is None or _is_all(cap.node.amount):
            continue
        limit = tariff.worth(cap.node.amount, extent.stretch)
        if limit and tariff.exceeds(limit, extent.most):
            yield _never(
                cap.node.amount, tariff.shown(extent.most, extent.stretch), f"for `{objective.name}`"
            )


def _never(amount: nodes.Amount, most: str, where: str) -> Diagnostic:
    return Diagnostic(
        NEVER_REACHED,
        f"this cap never takes anything off: at most {most} can be due {where}",
        Label(amount.span, "out of reach"),
        help="lower it below what can be due, or take it out",
        witness=f"{most} at most {where}",
    )


# --- two caps ----------------------------------------------------------------------------------


def _within(cap: nodes.Cap, stretch: Stretch, version: Version, tariff: Tariff) -> Diagnostic | None:
    """A cap that is kept wherever another one is."""
    limit = tariff.worth(cap.amount, stretch)
    for other, reach in caps_of(version):
        own = tariff.worth(other.amount, reach)
        if other is cap or limit is None or own is None:
            continue
        at_most = _most_under(own, reach, stretch, tariff)
        if at_most and tariff.exceeds(at_most, limit) is False:
            return _needless(cap, other, stretch.name, tariff.shown(at_most, stretch))
    return None


def _most_under(own: Worth, reach: Stretch, stretch: Stretch, tariff: Tariff) -> Worth | None:
    """The most that another cap lets pass in a stretch, ``None`` where the two do not cover one another."""
    months, others = stretch.months or 0, reach.months or 0
    if others == 1 or (stretch.kind, reach.kind) == ("year", "quarter"):
        return own.times(months // others) if months > others else None
    is_even = tariff.amount is not None or not own.fees
    return own if months == 1 and is_even else None


def _needless(cap: nodes.Cap, other: nodes.Cap, stretch: str, most: str) -> Diagnostic:
    return Diagnostic(
        NEEDLESS,
        f"`{clause_text(cap)}` never matters: `{clause_text(other)}` keeps {stretch} within {most}",
        Label(cap.span, "kept wherever the other cap is"),
        (Label(other.span, "the cap that decides"),),
        help="take one of the two out, or lower the one that never matters",
        witness=f"{most} at most under the other cap",
    )


RULE = Rule((NEVER_REACHED, NEEDLESS), check)
