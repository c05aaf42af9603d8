"""Promises that their services cannot keep together.

What it finds
    A promise above what the services underneath come to, each being as good as it is promised to be and
    all failing independently of one another. A service that several others need counts once.

Why it matters
    Two services at 99.9% that are both needed give 99.80%. Whoever promises 99.95% on top of them will pay
    credits though everybody underneath keeps what was promised.

Bad
    service gateway
    service database
    service api needs gateway and database
    objective uptime of api each month {
      target >= 99.95%
      no data counts as met
    }
    objective gateway_uptime measures uptime of gateway each month {
      target >= 99.9%
      no data counts as met
    }
    objective database_uptime measures uptime of database each month {
      target >= 99.9%
      no data counts as met
    }

Good
    service gateway
    service database_a
    service database_b
    service api needs gateway and (database_a or database_b)
    objective uptime of api each month {
      target >= 99.9%
      no data counts as met
    }
    objective gateway_uptime measures uptime of gateway each month {
      target >= 99.99%
      no data counts as met
    }
    objective a_uptime measures uptime of database_a each month {
      target >= 99.9%
      no data counts as met
    }
    objective b_uptime measures uptime of database_b each month {
      target >= 99.9%
      no data counts as met
    }

How to fix
    Promise less, have more promised underneath, or make the weakest part redundant:
    `database_a or database_b`.
"""

from __future__ import annotations

from collections.abc import Iterator
from fractions import Fraction

from slalang.diagnostics import Diagnostic, Kind, Label
from slalang.graph.ceilings import Ceiling
from slalang.model.constants import written
from slalang.rules.rule import Rule
from slalang.rules.survey import Survey
from slalang.rules.underneath import below, ceilings_of, figures_under, giving, labels_under

PROMISE_ABOVE_CEILING = Kind("SLA212", "promise-above-ceiling")


def check(survey: Survey) -> Iterator[Diagnostic]:
    """Compares each promise with what its services reach if they fail independently."""
    for ceiling in ceilings_of(survey):
        if ceiling.verdict == "above independent":
            yield from _finding(ceiling)


def _finding(ceiling: Ceiling) -> Iterator[Diagnostic]:
    standing, figure = ceiling.standing, ceiling.independent
    promise, service = standing.promise, standing.service
    target, share = promise.objective.target, promise.share
    if target is None or share is None or figure is None:
        return
    reached, more_than = below(figure, share), "more than " if promise.is_strict else ""
    yield Diagnostic(
        PROMISE_ABOVE_CEILING,
        f"`{promise.objective.name}` promises {more_than}{written(share, 'ratio')} of `{service.name}`, "
        f"which can reach only {reached}",
        Label(target.node.span, "promised here"),
        labels_under(standing),
        help=f"promise {_instead(figure, share, reached)}, have more promised underneath, or make a part "
        "redundant",
        witness=f"{giving(figures_under(standing))} {reached} if they fail independently",
    )


def _instead(figure: Fraction, share: Fraction, reached: str) -> str:
    return "that much and no more" if figure == share else f"{reached.replace('…', '')} or less"


RULE = Rule((PROMISE_ABOVE_CEILING,), check)
