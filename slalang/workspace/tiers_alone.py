"""Tiers that no agreement takes, as agreements that take them and leave everything else plain.

A tier says nothing of parties, term or fees; to be settled, and so to be compared, it needs them.
"""

from __future__ import annotations

import posixpath
from collections.abc import Collection, Iterator, Sequence
from pathlib import Path

from slalang.diagnostics import Diagnostic, Severity
from slalang.model.contract import Agreement, Bundle, Declaration, Project
from slalang.model.descent import every
from slalang.source import SourceFile
from slalang.syntax import nodes, parse
from slalang.values import Frozen, value
from slalang.workspace.inventory import take_inventory
from slalang.workspace.looking import look_at

_PLAIN: tuple[tuple[type[nodes.Node], str], ...] = (
    (nodes.Provider, 'provider "any"'),
    (nodes.Customer, 'customer "any that takes it"'),
    (nodes.Term, "term 2026-01-01 to 2027-12-31"),
    (nodes.Timezone, 'timezone "UTC"'),
    (nodes.Fees, "fees 10_000 {currency} each month"),
    (nodes.Round, "round half up to 0.01 {currency}"),
)
_SUFFIX = ".tiers-alone.sla"


@value
class TierAlone(Frozen):
    """A tier, the agreement that stands for it, and an error that keeps it from being compared.

    ``is_extended``: another one of them extends it, and shows what it changes.
    """

    tier: Declaration
    agreement: Agreement
    fault: Diagnostic | None
    is_extended: bool


def tiers_alone(
    project: Project, asked: Collection[str], files: Sequence[Path], folder: Path
) -> tuple[Project, tuple[TierAlone, ...]]:
    """The tiers of the files asked for that no agreement takes, directly or over others, and a project that
    has agreements for them."""
    reached = _reached(project)
    asked_for = [each for each in project.bundles if each.declaration.path in asked]
    alone = [each for each in asked_for if each.declaration not in reached]
    extended = {tier for each in alone for tier in _named(each.declaration, project)}
    if not alone:
        return project, ()
    inventory = take_inventory(files, folder)
    made = {_name(each): parse(SourceFile(_name(each), _text(each))) for each in alone}
    parsed = {**inventory.parsed, **made}
    known = (*inventory.contracts, *made)
    whole, found = look_at(parsed, known, known, inventory.calendar_files)
    shown = []
    for each in alone:
        own = [one for one in whole.agreements if one.declaration.path == _name(each)]
        errors = [one for one in found[_name(each)].faults if one.severity is Severity.ERROR]
        shown += [
            TierAlone(each.declaration, one, errors[0] if errors else None, each.declaration in extended)
            for one in own
        ]
    return whole, tuple(shown)


def _name(bundle: Bundle) -> str:
    path = bundle.declaration.path.removesuffix(".sla")
    return f"{path}.{bundle.declaration.name}{_SUFFIX}"


def _text(bundle: Bundle) -> str:
    """The agreement, which says only what the tier leaves out."""
    name, file = bundle.declaration.name, posixpath.basename(bundle.declaration.path)
    statements = [one.node for one in bundle.version.clauses.statements]
    said = [*statements, *(part.node for one in bundle.version.objectives for part in one.parts)]
    currency = next((one.currency for one in every(nodes.Money, *said)), "EUR")
    plain = [text.format(currency=currency) for kind, text in _PLAIN
             if not any(isinstance(one, kind) for one in statements)]  # fmt: skip
    lines = "\n".join(f"  {line}" for line in (*plain, f"tier {name}"))
    return (
        f'language 1\n\nimport {name} from "{file}"\n\nagreement tier_{name} "tier {name}" {{\n{lines}\n}}\n'
    )


def _reached(project: Project) -> set[Declaration]:
    """The tiers that agreements take, and all that these extend."""
    waiting = [tier for each in project.agreements for tier in _named(each.declaration, project)]
    found: set[Declaration] = set()
    while waiting:
        tier = waiting.pop()
        if tier not in found:
            found.add(tier)
            waiting += _named(tier, project)
    return found


def _named(declaration: Declaration, project: Project) -> Iterator[Declaration]:
    """The tiers that an agreement takes, or a tier extends."""
    scope = project.scope_of(declaration)
    names = [name for one in every(nodes.TakesTier, declaration.node) for name in one.tiers]
    if isinstance(declaration.node, nodes.Tier):
        names += declaration.node.extends
    yield from (found for name in names if (found := scope.lookup(name.text)))
