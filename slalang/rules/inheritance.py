"""Tiers beside those they extend, and what both say of one objective."""

from __future__ import annotations

from collections.abc import Iterator

from slalang.model.contract import Bundle, Declaration, Objective, Sourced
from slalang.rules.survey import Survey
from slalang.source import Span
from slalang.syntax import nodes
from slalang.values import Frozen, value


@value
class Step(Frozen):
    """A tier and one that it extends by name."""

    tier: Bundle
    base: Bundle

    @property
    def name(self) -> str:
        """The tier, as messages name it."""
        return self.tier.declaration.described

    @property
    def base_name(self) -> str:
        """The tier it extends."""
        return f"{self.base.declaration.described} below it"

    def says(self, statement: Sourced[nodes.Node]) -> bool:
        """Whether the tier itself says it: what another tier beside the base says is no choice of its own."""
        return statement.through == f"tier {self.tier.declaration.name}"


@value
class Inherited(Frozen):
    """An objective as a tier has it, and as the tier below has it."""

    step: Step
    old: Objective
    new: Objective

    @property
    def measured_at(self) -> Span:
        """Where the tier says what it measures, or names the objective."""
        parts = [part.node for part in self.new.parts]
        measuring = next((part for part in reversed(parts) if part.measures), parts[-1])
        return (measuring.measures or measuring.name).span


def steps(survey: Survey) -> Iterator[Step]:
    """Each tier of the file with each tier it extends. A tier that comes back to itself was reported."""
    for bundle in survey.bundles():
        node = bundle.declaration.node
        for name in node.extends if isinstance(node, nodes.Tier) else ():
            extended = survey.scope.lookup(name.text)
            base = survey.bundle_of(extended) if extended else None
            if base and bundle.declaration not in all_extended(base.declaration, survey):
                yield Step(bundle, base)


def inherited(survey: Survey) -> Iterator[Inherited]:
    """Each objective that a tier inherits and may change as it likes.

    Left out are those the tier below binds: a change that is not allowed is an error already.
    """
    for step in steps(survey):
        for new in step.tier.version.objectives:
            old = step.base.version.objective(new.name)
            if old and not is_bound(old):
                yield Inherited(step, old, new)


def is_bound(objective: Objective) -> bool:
    """Whether those who build on the objective may not change it freely."""
    bound: tuple[type[nodes.Node], ...] = (nodes.OnlyTightened, nodes.NothingChanged)
    return any(objective.clauses.only(kind) for kind in bound)


def all_extended(tier: Declaration, survey: Survey) -> tuple[Declaration, ...]:
    """The tier and all that it extends, each after those it extends: the order they are laid down in."""
    done: dict[Declaration, None] = {}
    seen, path = {tier}, [(tier, iter(extended(tier, survey)))]
    while path:
        current, waiting = path[-1]
        under = next(waiting, None)
        if under is None:
            done[current] = None
            path.pop()
        elif under not in seen:
            seen.add(under)
            path.append((under, iter(extended(under, survey))))
    return tuple(done)


def extended(tier: Declaration, survey: Survey) -> list[Declaration]:
    """The tiers it extends by name."""
    names = tier.node.extends if isinstance(tier.node, nodes.Tier) else ()
    known = (survey.scope_of(tier).lookup(name.text) for name in names)
    return [each for each in known if each and each.kind == "tier"]
