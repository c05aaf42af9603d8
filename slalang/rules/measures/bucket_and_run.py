"""Runs of buckets that no number of buckets makes.

What it finds
    A `lasting` clause over buckets (`every 5m`) that is shorter than one bucket, or that is no whole
    number of buckets.

Why it matters
    A run of buckets is as long as its buckets together: 5m, 10m, 15m. `lasting at least 3m` over buckets
    of 5m keeps every single bucket, so nothing is too short; `lasting at least 7m` keeps runs from 10m on.

Bad
    stream slots = request every 5m { failed = share(status >= 500) when empty 0% }
    stream down  = slots where failed > 5% lasting at least 3m
    stream worse = slots where failed > 50% lasting at least 7m

Good
    stream slots = request every 1m { failed = share(status >= 500) when empty 0% }
    stream down  = slots where failed > 5% lasting at least 3m
    stream worse = slots where failed > 50% lasting at least 7m

How to fix
    Take buckets that the length is a multiple of, or write the length that counts in fact.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from slalang.diagnostics import Diagnostic, Kind, Label, Severity
from slalang.model.contract import Scope
from slalang.model.descent import every
from slalang.quantities import duration_literal
from slalang.rules.rule import Rule
from slalang.rules.survey import Survey, clause_text
from slalang.syntax import nodes

BUCKET_LONGER_THAN_RUN = Kind("SLA267", "bucket-longer-than-run", Severity.WARNING)
RUN_BETWEEN_BUCKETS = Kind("SLA268", "run-between-buckets", Severity.WARNING)

_KEEP_WIDTH = (nodes.Where, nodes.WithRows)


def check(survey: Survey) -> Iterator[Diagnostic]:
    """Looks at each `lasting` and at the buckets before it."""
    for scope, declaration in survey.declarations():
        for rows in every(nodes.Rows, declaration.node):
            for number, step in enumerate(rows.steps):
                if isinstance(step, nodes.Lasting):
                    buckets = _buckets(rows.sources, rows.steps[:number], scope, survey)
                    if buckets:
                        yield from _compared(step, buckets)


def _buckets(
    sources: Sequence[nodes.Source], steps: Sequence[nodes.Step], scope: Scope, survey: Survey
) -> nodes.Every | None:
    """The step that made the rows of one stream, if they are whole buckets still."""
    for step in reversed(steps):
        if isinstance(step, nodes.Every):
            return step
        if not isinstance(step, _KEEP_WIDTH):
            return None
    if len(sources) > 1:
        return None
    if isinstance(sources[0], nodes.Rows):
        return _buckets(sources[0].sources, sources[0].steps, scope, survey)
    found = scope.lookup(sources[0].text)
    if found is None or not isinstance(found.node, nodes.Stream) or survey.typing.rows(found).width is None:
        return None
    inner = survey.project.scope_of(found)
    return _buckets(found.node.rows.sources, found.node.rows.steps, inner, survey)


def _compared(lasting: nodes.Lasting, buckets: nodes.Every) -> Iterator[Diagnostic]:
    width, length = buckets.width.microseconds, lasting.length.microseconds
    if width <= 0 or length <= 0:
        return
    least = width * (length // width + 1 if lasting.strictly else -(-length // width))
    if width > length:
        yield _too_wide(lasting, buckets)
    elif length % width:
        yield _between(lasting, buckets, duration_literal(least - width), duration_literal(least))


def _too_wide(lasting: nodes.Lasting, buckets: nodes.Every) -> Diagnostic:
    width, length = buckets.width.span.text, lasting.length.span.text
    return Diagnostic(
        BUCKET_LONGER_THAN_RUN,
        f"a single bucket of {width} lasts longer than {length} already: no run is too short to count",
        Label(lasting.span, "leaves nothing out"),
        (Label(buckets.width.span, "the length of one bucket"),),
        help=f"cut the buckets shorter, `every {length}` or less, or take `{clause_text(lasting)}` out",
        witness=f"one bucket alone, {width}",
    )


def _between(lasting: nodes.Lasting, buckets: nodes.Every, short: str, least: str) -> Diagnostic:
    width = buckets.width.span.text
    return Diagnostic(
        RUN_BETWEEN_BUCKETS,
        f"runs of {width} buckets are never {lasting.length.span.text} long: {short} is too short, "
        f"and the next longer run is {least}",
        Label(lasting.length.span, f"{least} in fact"),
        (Label(buckets.width.span, "the length of one bucket"),),
        help=f"write `lasting at least {least}`, or cut the buckets so that they come out even",
        witness=f"a run of {short} does not count, one of {least} does",
    )


RULE = Rule((BUCKET_LONGER_THAN_RUN, RUN_BETWEEN_BUCKETS), check)
