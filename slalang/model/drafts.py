"""Objectives on their way through the layers: declared with `each`, refined without it."""

from __future__ import annotations

from collections.abc import Sequence

from slalang.diagnostics import Kind, Label, Severity
from slalang.model.binding import check_binding
from slalang.model.contract import Declaration, Objective, Sourced
from slalang.model.findings import Findings
from slalang.model.names import bind
from slalang.model.overlay import DUPLICATE_STATEMENT, Layer, Overlay
from slalang.model.suggestions import did_you_mean, nearest
from slalang.syntax import nodes

UNKNOWN_OBJECTIVE = Kind("SLA118", "unknown-objective")
REPLACED_OBJECTIVE = Kind("SLA201", "objective-replaced", Severity.WARNING)


class Draft:
    """An objective as the layers so far have it: its parts, the first of which declares it."""

    def __init__(
        self, parts: list[Sourced[nodes.Objective]], overlay: Overlay[nodes.ObjectiveClause]
    ) -> None:
        self.parts = parts
        self.overlay = overlay

    @property
    def head(self) -> Sourced[nodes.Objective]:
        """The part that declares it."""
        return self.parts[0]

    def lay(self, part: Sourced[nodes.Objective]) -> None:
        """Puts a part on top."""
        self.overlay.lay(part.node.clauses, part.scope, part.through)


class Drafts:
    """All objectives of one agreement or tier.

    ``lenient`` leaves unknown refinements to those who build on the tier. Where nobody knows whether anyone
    does (``None``), a name that is like an inherited one is taken for a mistake.
    """

    def __init__(self, findings: Findings, lenient: bool | None = False) -> None:
        self.findings = findings
        self.lenient = lenient
        self._drafts: dict[str, Draft] = {}

    def lay(self, layer: Layer) -> None:
        """Puts the objectives of a layer on top."""
        here: dict[str, nodes.Objective] = {}
        for node in layer.clauses():
            if not isinstance(node, nodes.Objective):
                continue
            name = node.name.text
            if name in here:
                _report_second(node, here[name], self.findings)
                continue
            here[name] = node
            self._lay(Sourced(node, layer.scope, layer.through))

    def _lay(self, part: Sourced[nodes.Objective]) -> None:
        name, inherited = part.node.name.text, self._drafts.get(part.node.name.text)
        free = not inherited or check_binding(inherited.overlay.clauses(), part, self.findings)
        if part.node.each:
            if inherited and free:
                _report_replaced(part, inherited.head, self.findings)
            self._drafts[name] = Draft([], Overlay(self.findings))
        if name not in self._drafts:
            self._report_unknown(part)
            return
        draft = self._drafts[name]
        draft.parts.append(part)
        draft.lay(part)

    def objectives(self) -> tuple[Objective, ...]:
        """The objectives in force; one without an indicator is left out, which was reported."""
        resolved = (_objective(name, draft, self.findings) for name, draft in self._drafts.items())
        return tuple(objective for objective in resolved if objective)

    def _report_unknown(self, part: Sourced[nodes.Objective]) -> None:
        name = part.node.name
        meant = self.lenient if self.lenient is not None else not nearest(name.text, self._drafts)
        if meant or not self.findings.is_complete(part.scope.path):
            return
        self.findings.report(
            UNKNOWN_OBJECTIVE,
            f"`objective {name.text}` refines an objective, and none of that name is inherited here",
            Label(name.span, "has no `each`, so it refines"),
            help=did_you_mean(name.text, self._drafts, "inherited are")
            or f"to declare it here, say for which periods: `objective {name.text} each month`",
        )


def _objective(name: str, draft: Draft, findings: Findings) -> Objective | None:
    parts = tuple(draft.parts)
    measuring = next((part for part in reversed(parts) if part.node.measures), draft.head)
    measured = measuring.node.measures or measuring.node.name
    indicator = bind(measured, measuring.scope, findings, "indicator")
    each = draft.head.node.each
    if indicator is None or each is None:
        return None
    newest = [part.node for part in reversed(parts)]
    return Objective(
        name=name,
        head=draft.head,
        parts=parts,
        indicator=indicator,
        service=_service(parts, findings),
        for_each=next((node.for_each for node in newest if node.for_each), ()),
        each=each,
        looking_back=next((node.looking_back for node in newest if node.looking_back), None),
        effective=next((node.effective for node in newest if node.effective), None),
        clauses=draft.overlay.clauses(),
    )


def _service(parts: Sequence[Sourced[nodes.Objective]], findings: Findings) -> Declaration | None:
    for part in reversed(parts):
        if part.node.service:
            return bind(part.node.service, part.scope, findings, "service")
    return None


def _report_second(node: nodes.Objective, first: nodes.Objective, findings: Findings) -> None:
    name, measured = node.name.text, (node.measures or node.name).text
    findings.report(
        DUPLICATE_STATEMENT,
        f"objective `{name}` stands twice here: only one of them can hold",
        Label(node.name.span, "said again"),
        Label(first.name.span, "said first"),
        help=f"give one of them a name of its own: `objective {name}_2 measures {measured}`",
    )


def _report_replaced(
    part: Sourced[nodes.Objective], head: Sourced[nodes.Objective], findings: Findings
) -> None:
    each, name = part.node.each, part.node.name.text
    findings.report(
        REPLACED_OBJECTIVE,
        f"this declares `{name}` anew and drops everything {head.said_by} says of it",
        Label(each.span if each else part.node.name.span, "with `each` it is a new objective"),
        Label(head.node.name.span, f"declared by {head.said_by}"),
        help=f"to keep what is inherited, write `objective {name} {{` without `each`, or choose another name",
    )
