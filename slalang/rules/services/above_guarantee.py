"""Promises that are kept only with luck.

What it finds
    A promise that its services keep together if they fail independently of one another, and not whatever
    happens: services in a row that are never down at the same time, or redundant ones that go down together.

Why it matters
    Two services at 99.9% that are both needed are sure to give 99.8%, and one of two is sure to be up no
    more than the better one is. What lies above depends on when they fail, and often they share a cause.

Bad
    service database_a
    service database_b
    service api needs database_a or database_b
    objective uptime of api each month {
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

Good
    service database_a
    service database_b
    service api needs database_a or database_b
    objective uptime of api each month {
      target >= 99.9%
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
    Promise what is sure, or be certain that the services share no cause: no power, no network, no release.
"""

from __future__ import annotations

from collections.abc import Iterator

from slalang.diagnostics import Diagnostic, Kind, Label, Severity
from slalang.graph.ceilings import Ceiling
from slalang.model.constants import written
from slalang.quantities import format_percent
from slalang.rules.rule import Rule
from slalang.rules.survey import Survey
from slalang.rules.underneath import below, ceilings_of, figures_under, giving, labels_under

PROMISE_ABOVE_GUARANTEE = Kind("SLA213", "promise-above-guarantee", Severity.WARNING)


def check(survey: Survey) -> Iterator[Diagnostic]:
    """Compares each promise with what its services reach whatever happens."""
    for ceiling in ceilings_of(survey):
        if ceiling.verdict == "above guaranteed":
            yield from _finding(ceiling)


def _finding(ceiling: Ceiling) -> Iterator[Diagnostic]:
    standing, sure, apart = ceiling.standing, ceiling.guaranteed, ceiling.independent
    promise, service = standing.promise, standing.service
    target, share = promise.objective.target, promise.share
    if target is None or share is None or sure is None or apart is None:
        return
    reached = below(sure, share)
    when = "never down at the same time" if standing.structure.is_series else "down at the worst times"
    yield Diagnostic(
        PROMISE_ABOVE_GUARANTEE,
        f"`{promise.objective.name}` promises {written(share, 'ratio')} of `{service.name}`, which is sure "
        f"to reach only {reached}: it takes parts that fail independently to reach {format_percent(apart)}",
        Label(target.node.span, "promised here"),
        labels_under(standing),
        help=f"promise {reached.replace('…', '')} or less, or be certain that the parts share no cause",
        witness=f"{giving(figures_under(standing), when)} {reached}",
    )


RULE = Rule((PROMISE_ABOVE_GUARANTEE,), check)
