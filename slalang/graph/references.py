"""The declarations that a clause or a declaration names, each with the place where it does.

Only what is bound counts: a word that is a field of a row, or one of the values a field can have, is no
reference, though a declaration may have the same name.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from slalang.model.aggregates import sources_named
from slalang.model.contract import Declaration, DeclarationKind, Scope
from slalang.model.descent import every
from slalang.model.types import Choice
from slalang.model.typing import Typing
from slalang.source import Span
from slalang.syntax import nodes

_ROWS: tuple[DeclarationKind, ...] = ("event", "stream", "clock")
_Wanted = tuple[nodes.Name, tuple[DeclarationKind, ...]]


def references(node: nodes.Node, scope: Scope, typing: Typing) -> Iterator[tuple[Declaration, Span]]:
    """What the node and everything in it names: rows, calendars, tables and indicators."""
    for part in every(nodes.Node, node):
        for name, kinds in _named(part):
            found = scope.lookup(name.text)
            if found and found.kind in kinds:
                yield found, name.span
    yield from _words(node, scope, typing)


def _named(part: nodes.Node) -> Iterator[_Wanted]:
    """The names that can stand for nothing else, by where they stand."""
    match part:
        case nodes.RunsIn(calendar=name):
            yield name, ("calendar",)
        case nodes.Lookup(table=name):
            yield name, ("table",)
        case nodes.MeanOf(weight=nodes.Name() as name):
            yield name, ("indicator",)
        case _:
            yield from ((name, _ROWS) for name in _rows_named(part) if isinstance(name, nodes.Name))


def _rows_named(part: nodes.Node) -> Iterable[nodes.Source | None]:
    match part:
        case (
            nodes.Rows(sources=sources)
            | nodes.Exclude(sources=sources)
            | nodes.Forgive(sources=sources)
            | nodes.MeasuredWhile(sources=sources)
            | nodes.CreditsWhile(sources=sources)
        ):
            return sources
        case nodes.Aggregate():
            return sources_named(part) or ()
        case nodes.Outside(source=source) | nodes.Inside(source=source):
            return (source,)
        case nodes.AtOnce(alive_in=source) | nodes.Followed(notice=source):
            return (source,)
        case nodes.Clock(event=name) | nodes.LowVolume(rows=name) | nodes.PerLate(clock=name):
            return (name,)
        case nodes.PerRow(stream=name) | nodes.PerTime(stream=name) | nodes.EachInterval(stream=name):
            return (name,)
        case nodes.Credit(for_each=name) | nodes.Claim(claim=name):
            return (name,)
        case _:
            return ()


# --- words in expressions ----------------------------------------------------------------------


def _words(node: nodes.Node, scope: Scope, typing: Typing) -> Iterator[tuple[Declaration, Span]]:
    """The tables and indicators named by bare words. In a condition on rows, fields and values come first."""
    inside = _inside_rows(node)
    taken = _words_of_rows(node, scope, typing) if inside else frozenset()
    for use in every(nodes.NameRef, node):
        found = scope.lookup(use.name.text)
        of_rows = id(use) in inside
        kinds = ("table",) if of_rows else ("table", "indicator")
        if found and found.kind in kinds and not (of_rows and use.name.text in taken):
            yield found, use.span


def _inside_rows(node: nodes.Node) -> frozenset[int]:
    """Which uses of words are about one row, by identity."""
    return frozenset(
        id(use)
        for part in every(nodes.Node, node)
        if isinstance(part, nodes.Rows | nodes.Aggregate | nodes.Clock)
        for use in every(nodes.NameRef, part)
    )


def _words_of_rows(node: nodes.Node, scope: Scope, typing: Typing) -> frozenset[str]:
    """The fields of all rows named in the node, the values of those that are choices, and its metrics."""
    words = {metric.name.text for metric in every(nodes.Metric, node)}
    for part in every(nodes.Node, node):
        for source in _rows_named(part):
            found = scope.lookup(source.text) if isinstance(source, nodes.Name) else None
            for name, field in typing.rows(found).fields.items() if found else ():
                words.add(name)
                words.update(field.type.values if isinstance(field.type, Choice) else ())
    return frozenset(words)
