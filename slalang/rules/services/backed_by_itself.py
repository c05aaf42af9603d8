"""Services that come back to themselves over what backs them.

What it finds
    A service backed by a promise that is made for this very service, or for one that needs it.

Why it matters
    A promise cannot carry itself. Most often the supplier's agreement was meant, and ours is named.

Bad
    service storage backed by acme.uptime
    service api needs storage
    objective uptime of api each month {
      target >= 99.9%
      no data counts as met
    }

Good
    service storage
    service api needs storage
    objective uptime of api each month {
      target >= 99.9%
      no data counts as met
    }

How to fix
    Name the agreement with the supplier, or take `backed by` out.
"""

from __future__ import annotations

from collections.abc import Iterator

from slalang.diagnostics import Diagnostic, Kind, Label
from slalang.graph.supports import promises_of_supplier
from slalang.model.contract import Declaration, Objective
from slalang.model.cycles import circle, shortest_cycles
from slalang.model.descent import every
from slalang.rules.rule import Rule
from slalang.rules.survey import Survey
from slalang.source import Span
from slalang.syntax import nodes

BACKED_BY_ITSELF = Kind("SLA219", "backed-by-itself")


def check(survey: Survey) -> Iterator[Diagnostic]:
    """Looks for circles of services. All of one stand in one file, since files cannot import one another."""
    services = [found for _, found in survey.declarations() if isinstance(found.node, nodes.Service)]
    backing = {service: _backing(service, survey) for service in services}
    edges = {service: {**_needed(service, survey), **backing[service]} for service in services}
    inner = {
        service: {other: span for other, span in found.items() if other in edges}
        for service, found in edges.items()
    }
    for cycle in shortest_cycles(inner, lambda service: service.name):
        if any(backing[service] for service in cycle):
            yield _finding(cycle, survey, inner)


def _needed(service: Declaration, survey: Survey) -> dict[Declaration, Span]:
    scope = survey.scope_of(service)
    named = [(scope.lookup(each.service.text), each.span) for each in every(nodes.NeedService, service.node)]
    return {found: span for found, span in named if found and found.kind == "service"}


def _backing(service: Declaration, survey: Survey) -> dict[Declaration, Span]:
    """The services for which the promise is made that backs this one."""
    return {
        objective.service: objective.service.span
        for objective in _backing_objectives(service, survey)
        if objective.service
    }


def _backing_objectives(service: Declaration, survey: Survey) -> list[Objective]:
    found = promises_of_supplier(service, survey.project, survey.typing)
    return [promise.objective for promise in found]


def _finding(
    cycle: tuple[Declaration, ...], survey: Survey, edges: dict[Declaration, dict[Declaration, Span]]
) -> Diagnostic:
    labels: list[Label] = []
    for one, other in zip(cycle, (*cycle[1:], cycle[0]), strict=True):
        made = [each for each in _backing_objectives(one, survey) if each.service == other]
        basis = one.node.basis if isinstance(one.node, nodes.Service) else None
        if made and isinstance(basis, nodes.BackedBy):
            labels.append(Label(basis.span, f"`{one.name}` is backed by `{made[-1].name}`"))
            written = [part.node.service for part in made[-1].parts if part.node.service]
            labels += [Label(each.span, f"which is promised of `{other.name}`") for each in written[-1:]]
        else:
            labels.append(Label(edges[one][other], f"`{one.name}` needs `{other.name}`"))
    way = circle([each.name for each in cycle], "rests on")
    return Diagnostic(
        BACKED_BY_ITSELF,
        f"service `{cycle[0].name}` comes back to itself: {way}",
        labels[0],
        tuple(labels[1:]),
        help="name the agreement with the supplier, or take `backed by` out",
    )


RULE = Rule((BACKED_BY_ITSELF,), check)
