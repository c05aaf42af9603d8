"""Tiers and agreements with everything they build on laid under them, and the versions amendments make."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping, Sequence
from datetime import date
from typing import Literal

from slalang.model.contract import Agreement, Bundle, Clauses, Declaration, EarnBack, Scope, Sourced, Version
from slalang.model.drafts import Drafts
from slalang.model.findings import Findings
from slalang.model.names import bind
from slalang.model.overlay import Layer, Overlay, layer_of, report_repeated
from slalang.quantities import FIRST_DAY
from slalang.source import Span
from slalang.syntax import nodes
from slalang.values import Frozen, value


@value
class Tiers(Frozen):
    """Which tiers build on which, bound once."""

    scopes: Mapping[str, Scope]
    parents: Mapping[Declaration, tuple[Declaration, ...]]

    def without(self, tangled: Collection[Declaration]) -> Tiers:
        """The same, where these tiers build on nothing."""
        kept = {tier: () if tier in tangled else parents for tier, parents in self.parents.items()}
        return Tiers(self.scopes, kept)

    def layers_under(self, taken: Sequence[Declaration]) -> tuple[Layer, ...]:
        """The layers of the tiers and all they extend, each once and after those it extends."""
        done: dict[Declaration, None] = {}
        path: list[tuple[Declaration, Iterator[Declaration]]] = []
        started: set[Declaration] = set()
        for tier in taken:
            self._enter(tier, started, path)
            while path:
                current, parents = path[-1]
                parent = next(parents, None)
                if parent is None:
                    done[current] = None
                    path.pop()
                else:
                    self._enter(parent, started, path)
        return tuple(self._layer(tier) for tier in done)

    def _enter(
        self,
        tier: Declaration,
        started: set[Declaration],
        path: list[tuple[Declaration, Iterator[Declaration]]],
    ) -> None:
        if tier not in started:
            started.add(tier)
            path.append((tier, iter(self.parents.get(tier, ()))))

    def _layer(self, tier: Declaration) -> Layer:
        node = tier.node
        if not isinstance(node, nodes.Tier):
            raise TypeError(f"{tier.described} is not a tier")
        return layer_of(node, self.scopes[tier.path])


def bound_tiers(scopes: Mapping[str, Scope], findings: Findings) -> Tiers:
    """Binds what each tier extends."""
    parents: dict[Declaration, tuple[Declaration, ...]] = {}
    for scope in scopes.values():
        findings.look_at(scope.path)
        for tier in scope.own.values():
            if isinstance(tier.node, nodes.Tier):
                found = (bind(name, scope, findings, "tier") for name in tier.node.extends)
                parents[tier] = tuple(parent for parent in found if parent)
    return Tiers(scopes, parents)


def tier_edges(tiers: Tiers) -> dict[Declaration, dict[Declaration, Span]]:
    """Which tier extends which, and where it says so."""
    edges: dict[Declaration, dict[Declaration, Span]] = {}
    for tier, parents in tiers.parents.items():
        scope = tiers.scopes[tier.path]
        written = tier.node.extends if isinstance(tier.node, nodes.Tier) else ()
        places = {scope.lookup(name.text): name.span for name in written}
        edges[tier] = {parent: places[parent] for parent in parents}
    return edges


# --- what they come to -------------------------------------------------------------------------


def bundle_of(tier: Declaration, tiers: Tiers, findings: Findings, built_on: Literal[True] | None) -> Bundle:
    """The tier with everything it extends; one that others build on may refine what they inherit.

    ``built_on`` is ``None`` where nobody is known to: others may whose files are not looked at.
    """
    findings.look_at(tier.path)
    layers = tiers.layers_under((tier,))
    return Bundle(tier, _version(layers, None, None, findings, lenient=built_on))


def agreement_of(declaration: Declaration, tiers: Tiers, findings: Findings) -> Agreement:
    """The agreement with its tiers under it, and a version for each amendment."""
    node, scope = declaration.node, tiers.scopes[declaration.path]
    if not isinstance(node, nodes.Agreement):
        raise TypeError(f"{declaration.described} is not an agreement")
    findings.look_at(declaration.path)
    own = layer_of(node, scope)
    layers = (*tiers.layers_under(taken_tiers(node.clauses, scope, findings)), own)
    versions = [_version(layers, None, None, findings)]
    for amendment in amendments_of(node):
        layer = layer_of(amendment, scope)
        taken = tiers.layers_under(taken_tiers(amendment.clauses, scope, findings))
        layers = (*layers, *(new for new in taken if new not in layers), layer)
        dated = Sourced(amendment, scope, layer.through)
        versions.append(_version(layers, amendment.effective.value, dated, findings))
    return Agreement(declaration, node, scope, tuple(versions))


def amendments_of(node: nodes.Agreement) -> list[nodes.Amendment]:
    """The amendments in the order in which they come into force."""
    found = [clause for clause in node.clauses if isinstance(clause, nodes.Amendment)]
    return sorted(found, key=lambda amendment: amendment.effective.value)


def taken_tiers(
    clauses: Sequence[nodes.ContractClause | nodes.Amendment], scope: Scope, findings: Findings
) -> list[Declaration]:
    """The tiers the clauses take."""
    names = [name for clause in clauses if isinstance(clause, nodes.TakesTier) for name in clause.tiers]
    found = (bind(name, scope, findings, "tier") for name in names)
    return [tier for tier in found if tier]


def _first_day(clauses: Clauses[nodes.ContractClause]) -> date:
    """That of the term, wherever it is stated."""
    term = clauses.only(nodes.Term)
    return term.node.first.value if term else FIRST_DAY


def _version(
    layers: Sequence[Layer],
    effective: date | None,
    amendment: Sourced[nodes.Amendment] | None,
    findings: Findings,
    lenient: bool | None = False,
) -> Version:
    overlay: Overlay[nodes.ContractClause] = Overlay(findings)
    drafts, fixed = Drafts(findings, lenient), dict[str, Sourced[nodes.Setting]]()
    for layer in layers:
        plain = [clause for clause in layer.clauses() if not isinstance(clause, _APART)]
        overlay.lay(plain, layer.scope, layer.through)
        fixed |= _fixed(layer, findings)
        drafts.lay(layer)
    clauses = overlay.clauses()
    return Version(
        effective=effective or _first_day(clauses),
        amendment=amendment,
        clauses=clauses,
        fixed=tuple(fixed.values()),
        objectives=drafts.objectives(),
        earn_backs=_earn_backs(layers, findings),
    )


_APART = (nodes.Objective, nodes.EarnBack, nodes.TakesTier, nodes.Scope)
"""What is laid over one another in a way of its own."""


def _fixed(layer: Layer, findings: Findings) -> dict[str, Sourced[nodes.Setting]]:
    """The fields that the layer fixes."""
    fixed: dict[str, Sourced[nodes.Setting]] = {}
    for clause in layer.clauses():
        for setting in clause.settings if isinstance(clause, nodes.Scope) else ():
            known = fixed.setdefault(setting.field.text, Sourced(setting, layer.scope, layer.through))
            if known.node is not setting:
                report_repeated(setting, known.node.span, findings)
    return fixed


def _earn_backs(layers: Sequence[Layer], findings: Findings) -> tuple[EarnBack, ...]:
    """The earn-backs, choice by choice."""
    parts: dict[str, list[Sourced[nodes.EarnBack]]] = {}
    overlays: dict[str, Overlay[nodes.EarnBackClause]] = {}
    for layer in layers:
        here: dict[str, nodes.EarnBack] = {}
        for node in (clause for clause in layer.clauses() if isinstance(clause, nodes.EarnBack)):
            name = node.objective.text
            if here.setdefault(name, node) is not node:
                report_repeated(node, here[name].span, findings)
                continue
            parts.setdefault(name, []).append(Sourced(node, layer.scope, layer.through))
            overlay = overlays.setdefault(name, Overlay(findings))
            overlay.lay(node.clauses, layer.scope, layer.through)
    return tuple(EarnBack(name, tuple(parts[name]), overlays[name].clauses()) for name in parts)
