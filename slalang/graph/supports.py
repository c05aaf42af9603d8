"""What a promise stands on: for each service underneath the promise that is made to us for it, if any."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from datetime import date
from fractions import Fraction
from typing import Literal, TypeAlias

from slalang.graph.measure import Measure, measure_of, promised_share
from slalang.graph.structure import Structure, structure_of
from slalang.model.contract import Agreement, Declaration, Objective, Project, Version
from slalang.model.typing import Typing
from slalang.syntax import nodes
from slalang.values import Frozen, value

Reason: TypeAlias = Literal[
    "nothing promised", "another subject", "another measure", "other hours", "other periods"
]
"""Why a promise underneath has no figure here. ``another subject`` is what cannot stand for the same
thing at all: the time tickets take, under a promise of uptime."""


@value
class Promise(Frozen):
    """An objective in one version of an agreement or a tier, the days it holds for, and what it measures.

    ``last`` is ``None`` where the term is unknown, ``first`` for a tier, which has no days.
    """

    owner: Declaration
    objective: Objective
    measure: Measure
    share: Fraction | None
    first: date | None
    last: date | None

    @property
    def is_strict(self) -> bool:
        """Whether reaching the share exactly is not enough."""
        target = self.objective.target
        return target is not None and target.node.operator in ("<", ">")

    @property
    def said(self) -> str:
        """The objective and what it belongs to: ``globex.uptime``."""
        return f"{self.owner.name}.{self.objective.name}"


@value
class Support(Frozen):
    """A service that needs no other, and the promise made for it that is lowest of those that hold.

    ``declared`` says that the service is ``backed by`` it; otherwise the agreement itself promises it beside.
    ``figure`` is its share, or ``None`` with the ``reason`` why it is not set against the promise above.
    """

    service: Declaration
    promise: Promise | None
    declared: bool
    figure: Fraction | None
    reason: Reason | None


@value
class Standing(Frozen):
    """A promise for a service that needs others, its structure, and what each of its leaves is promised.

    ``version`` is that of the agreement, or of the tier, which makes the promise.
    """

    promise: Promise
    version: Version
    service: Declaration
    structure: Structure
    supports: tuple[Support, ...]


def standings(project: Project, typing: Typing, path: str) -> Iterator[Standing]:
    """The promises of a file that other services stand under, of its agreements and then of its tiers."""
    for agreement in project.agreements_in(path):
        for promise, version in _of_agreement(agreement, _stands, project, typing):
            yield from _standing(promise, version, project, typing)
    for bundle in project.bundles_in(path):
        for objective in filter(_stands, bundle.version.objectives):
            made = _promise(bundle.declaration, objective, None, None, project, typing)
            if made:
                yield from _standing(made, bundle.version, project, typing)


def _stands(objective: Objective) -> bool:
    """Whether it is for a service that stands on others or a supplier: most do not, so this comes first."""
    service = objective.service
    return service is not None and isinstance(service.node, nodes.Service) and service.node.basis is not None


def _of_agreement(
    agreement: Agreement, wanted: Callable[[Objective], bool], project: Project, typing: Typing
) -> Iterator[tuple[Promise, Version]]:
    """Its promises of those wanted, each version with the days on which it is in force."""
    if not any(wanted(objective) for version in agreement.versions for objective in version.objectives):
        return
    term = agreement.versions[-1].clauses.only(nodes.Term)
    starts = [version.effective for version in agreement.versions[1:]]
    ends = [date.fromordinal(start.toordinal() - 1) for start in starts]
    for version, last in zip(
        agreement.versions, (*ends, term.node.last.value if term else None), strict=True
    ):
        for objective in filter(wanted, version.objectives):
            first = version.effective
            made = _promise(agreement.declaration, objective, first, last, project, typing)
            if made:
                yield made, version


def _promise(
    owner: Declaration,
    objective: Objective,
    first: date | None,
    last: date | None,
    project: Project,
    typing: Typing,
) -> Promise | None:
    """The promise that an objective is; ``None`` where it measures no share."""
    measure = measure_of(objective, project, typing)
    if measure is None:
        return None
    return Promise(owner, objective, measure, promised_share(objective), first, last)


def _standing(promise: Promise, version: Version, project: Project, typing: Typing) -> Iterator[Standing]:
    service = promise.objective.service
    structure = structure_of(service, project) if service else None
    if service is None or structure is None:
        return
    supports = tuple(_support(leaf, promise, version, project, typing) for leaf in structure.leaves)
    yield Standing(promise, version, service, structure, supports)


# --- one leaf ----------------------------------------------------------------------------------


def _support(
    leaf: Declaration, above: Promise, version: Version, project: Project, typing: Typing
) -> Support:
    backing = leaf.node.basis if isinstance(leaf.node, nodes.Service) else None
    if isinstance(backing, nodes.BackedBy):
        found = [each for each in promises_of_supplier(leaf, project, typing) if _overlap(each, above)]
        return _weighed(leaf, found, above, declared=True)
    beside = [
        made
        for objective in version.objectives
        if objective.service == leaf
        and (made := _promise(above.owner, objective, above.first, above.last, project, typing))
        and made.measure.kind == above.measure.kind
    ]
    return _weighed(leaf, beside, above, declared=False)


def promises_of_supplier(leaf: Declaration, project: Project, typing: Typing) -> list[Promise]:
    """The promise that a service is backed by, version after version; none where it is backed by nothing."""
    backing = leaf.node.basis if isinstance(leaf.node, nodes.Service) else None
    if not isinstance(backing, nodes.BackedBy):
        return []
    name = backing.objective.text

    def named(objective: Objective) -> bool:
        return objective.name == name

    supplier = project.scope_of(leaf).lookup(backing.agreement.text)
    agreements = project.agreements_in(supplier.path) if supplier else ()
    return [
        promise
        for agreement in agreements
        if agreement.declaration == supplier
        for promise, _ in _of_agreement(agreement, named, project, typing)
    ]


def _overlap(one: Promise, other: Promise) -> bool:
    starts_in_time = one.first is None or other.last is None or one.first <= other.last
    return starts_in_time and (other.first is None or one.last is None or other.first <= one.last)


def _weighed(leaf: Declaration, found: Sequence[Promise], above: Promise, declared: bool) -> Support:
    """The support that the promises found come to.

    Several versions hold one after the other, and the lowest counts: a promise has to be kept all the time.
    Of a tier nobody knows when it is taken, and so the highest counts.
    """
    judged = [(_reason(each, above), each) for each in found]
    fitting = [each for reason, each in judged if reason is None]
    if fitting:
        choose = max if above.first is None else min
        chosen = choose(fitting, key=lambda each: each.share or Fraction(0))
        return Support(leaf, chosen, declared, chosen.share, None)
    if judged:
        reason, first = judged[0]
        return Support(leaf, first, declared, None, reason)
    return Support(leaf, None, declared, None, "nothing promised")


def _reason(below: Promise, above: Promise) -> Reason | None:
    """Why the two are not set against one another, if so."""
    if below.share is None:
        return "nothing promised"
    if (below.measure.kind == "in time") != (above.measure.kind == "in time"):
        return "another subject"
    if below.measure.kind != above.measure.kind or above.measure.kind == "other":
        return "another measure"
    if _hours(below.objective) != _hours(above.objective):
        return "other hours"
    if _periods(below.objective) != _periods(above.objective):
        return "other periods"
    return None


def _hours(objective: Objective) -> frozenset[tuple[str, str]]:
    """The streams outside which nothing is measured, by the file and the name of each."""
    return frozenset(
        (found.path, found.name) if found else ("", source.span.text)
        for statement in objective.clauses.every(nodes.MeasuredWhile)
        for source in statement.node.sources
        for found in [statement.scope.lookup(source.text) if isinstance(source, nodes.Name) else None]
    )


def _periods(objective: Objective) -> tuple[str, int | None, str | None]:
    back = objective.looking_back
    return objective.each.kind, back.count if back else None, back.unit if back else None
