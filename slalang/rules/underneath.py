"""Promises beside those underneath: the ceilings of a file, and how findings name what they rest on."""

from __future__ import annotations

from collections.abc import Iterator
from fractions import Fraction

from slalang.diagnostics import Label
from slalang.graph.ceilings import Ceiling, ceiling_of
from slalang.graph.supports import Standing, Support
from slalang.quantities import format_percent
from slalang.rules.budgets import budgets, kept_standings
from slalang.rules.kept import kept
from slalang.rules.survey import Survey
from slalang.source import Span
from slalang.syntax import nodes
from slalang.values import Frozen, value

_NAMED = 4
"""The most services that a finding names one by one."""


def ceilings_of(survey: Survey) -> tuple[Ceiling, ...]:
    """The ceilings of what the file promises.

    Of shares in time, those alone of which the limits fit: of other limits the share says nothing.
    """
    return kept(survey, ("ceilings", survey.path), lambda: tuple(_ceilings(survey)))


def _ceilings(survey: Survey) -> Iterator[Ceiling]:
    fitting = {id(budget.standing) for budget in budgets(survey) if budget.fit == "fits"}
    for standing in kept_standings(survey):
        if standing.promise.measure.kind != "in time" or id(standing) in fitting:
            yield ceiling_of(standing)


@value
class Figure(Frozen):
    """A service underneath, the share it is promised, and where."""

    name: str
    share: Fraction
    span: Span

    @property
    def shown(self) -> str:
        """The share, for people."""
        return format_percent(self.share)


def figures_under(standing: Standing) -> list[Figure]:
    """The services underneath of which the figure counts, the lowest first."""
    found = [
        Figure(support.service.name, support.figure, target.node.span)
        for support in standing.supports
        if support.promise and support.figure is not None and (target := support.promise.objective.target)
    ]
    return sorted(found, key=lambda figure: figure.share)


def listed(figures: list[Figure]) -> str:
    """The figures in words, a few of many: ``gateway` at 99.9% and `database` at 99.95%``."""
    named = [f"`{each.name}` at {each.shown}" for each in figures[:_NAMED]]
    if len(figures) > _NAMED:
        named.append(f"{len(figures) - _NAMED} more")
    return " and ".join(part for part in (", ".join(named[:-1]), named[-1]) if part)


def giving(figures: list[Figure], when: str = "") -> str:
    """What the figures do together: ``` `gateway` at 99.9% and `database` at 99.9% give```."""
    aside = f", {when}," if when else ""
    return f"{listed(figures)}{aside} {'gives' if len(figures) == 1 else 'give'}"


def labels_under(standing: Standing) -> tuple[Label, ...]:
    """What the service stands on, and what is promised for some of it."""
    service = standing.service
    basis = service.node.basis if isinstance(service.node, nodes.Service) else None
    needs = [Label(basis.span, f"`{service.name}` stands on this")] if basis else []
    promised = [Label(each.span, f"`{each.name}`: {each.shown}") for each in figures_under(standing)]
    return (*needs, *promised[:_NAMED])


def backing_of(support: Support) -> Span:
    """Where a service says by what it is backed, else where it is declared."""
    service = support.service
    basis = service.node.basis if isinstance(service.node, nodes.Service) else None
    return basis.span if basis else service.span


def place_of(standing: Standing) -> Span:
    """Where the promise says for which service it is."""
    written = [part.node.service for part in standing.promise.objective.parts if part.node.service]
    return written[-1].span if written else standing.promise.objective.head.node.name.span


def below(figure: Fraction, promised: Fraction) -> str:
    """A figure with as many decimals as it takes to tell it from a promise above it."""
    for places in (4, 6, 9):
        shown = format_percent(figure, places)
        if shown != format_percent(promised, places):
            return shown
    return format_percent(figure, 12)
