"""Layers of clauses laid over one another, statement by statement, the most specific last."""

from __future__ import annotations

from collections.abc import Hashable, Iterable
from typing import Generic, TypeAlias

from slalang.diagnostics import Kind, Label
from slalang.model.contract import Clauses, Scope, Sourced, Statement
from slalang.model.findings import Findings
from slalang.model.statements import may_stand_together, subject, words_of
from slalang.source import Span
from slalang.syntax import nodes
from slalang.values import Frozen, value

DUPLICATE_STATEMENT = Kind("SLA114", "duplicate-statement")

Block: TypeAlias = nodes.Tier | nodes.Agreement | nodes.Amendment


@value
class Layer(Frozen):
    """One tier, agreement or amendment as an overlay over the layers before it."""

    node: Block
    scope: Scope
    through: str

    def clauses(self) -> Iterable[nodes.ContractClause]:
        """Its clauses, amendments left out: each of them is a layer of its own."""
        return (clause for clause in self.node.clauses if not isinstance(clause, nodes.Amendment))


def layer_of(node: Block, scope: Scope) -> Layer:
    """The layer of a tier, an agreement or an amendment."""
    match node:
        case nodes.Tier(name=name):
            return Layer(node, scope, f"tier {name.text}")
        case nodes.Agreement():
            return Layer(node, scope, "agreement")
        case nodes.Amendment(title=title):
            return Layer(node, scope, f'amendment "{title.value}"')


class Overlay(Generic[Statement]):
    """Statements by what they are about. ``lay`` puts the next block on top."""

    def __init__(self, findings: Findings) -> None:
        self.findings = findings
        self._stack: dict[Hashable, list[Sourced[Statement]]] = {}

    def lay(self, statements: Iterable[Statement], scope: Scope, through: str) -> None:
        """Replaces the statements about the same things; says where one block repeats itself."""
        here: dict[Hashable, Span] = {}
        for node in statements:
            about = subject(node)
            statement = Sourced(node, scope, through)
            if about not in here:
                self._stack[about] = [statement]
            elif may_stand_together(node):
                self._stack[about].append(statement)
            else:
                report_repeated(node, here[about], self.findings)
            here.setdefault(about, node.span)

    def clauses(self) -> Clauses[Statement]:
        """What is in force."""
        return Clauses(tuple(statement for group in self._stack.values() for statement in group))


def report_repeated(node: nodes.Node, first: Span, findings: Findings) -> None:
    """Says that a block has two statements about one thing."""
    words = words_of(node)
    before = "" if first.text.startswith(words.split(" …")[0]) else f" beside `{_first_line(first)}`"
    findings.report(
        DUPLICATE_STATEMENT,
        f"`{words}` is said twice here{before}: only one of them can hold",
        Label(node.span, "said again"),
        Label(first, "said first"),
        help=f"keep one: `{_first_line(first)}` or `{_first_line(node.span)}`",
    )


def _first_line(span: Span) -> str:
    return " ".join(span.text.split("\n", 1)[0].split()).removesuffix("{").rstrip()
