"""Indicators that measure nothing.

What it finds
    An objective of an indicator that is the same number whatever the logs hold.

Why it matters
    The objective is met in every period, or in none, and no measurement has a say in it.

Bad
    indicator quality = time(period) / time(period)
    objective quality each month {
      target >= 99.9%
    }

Good
    indicator quality = 1 - time(outage) / time(period)
    objective quality each month {
      target >= 99.9%
    }

How to fix
    Write what is measured: a count, a share or a time of an event or a stream.
"""

from __future__ import annotations

from collections.abc import Iterator

from slalang.diagnostics import Diagnostic, Kind, Label
from slalang.model.constants import written
from slalang.rules.bounds import values_of
from slalang.rules.rule import Rule
from slalang.rules.survey import Survey, clause_text
from slalang.syntax import nodes

CONSTANT_INDICATOR = Kind("SLA264", "constant-indicator")


def check(survey: Survey) -> Iterator[Diagnostic]:
    """Looks for indicators of objectives with one value alone."""
    for objective in survey.objectives():
        node = objective.indicator.node
        if not isinstance(node, nodes.Indicator):
            continue
        only = values_of(node.value, survey.project.scope_of(objective.indicator), survey).only
        if only is not None:
            value = written(only, survey.unit(objective))
            yield Diagnostic(
                CONSTANT_INDICATOR,
                f"indicator `{node.name.text}` is always {value}: no log changes it",
                Label(node.value.span, f"`{clause_text(node.value)}` is {value}"),
                (Label(objective.head.node.name.span, "promised here"),),
                help="write what is measured, for example `1 - time(STREAM) / time(period)`",
                witness=f"{value} in every {objective.each.kind}",
            )


RULE = Rule((CONSTANT_INDICATOR,), check)
