"""What an indicator rests on: its aggregates, those of the indicators it is made of, and their rows."""

from __future__ import annotations

from collections.abc import Mapping

from slalang.model.aggregates import function_of, sources_named
from slalang.model.contract import Declaration, Scope
from slalang.model.descent import every
from slalang.model.references import indicator_names
from slalang.model.rows import RowSource
from slalang.model.typing import Typing
from slalang.syntax import nodes
from slalang.values import Frozen, value


@value
class Evidence(Frozen):
    """One aggregate, the scope its names belong to, and its rows."""

    aggregate: nodes.Aggregate
    scope: Scope
    rows: RowSource

    @property
    def is_time(self) -> bool:
        """Whether it is a length of time: `time(x)`, or something of `length`."""
        if function_of(self.aggregate) == "time":
            return True
        names = {use.name.text for use in every(nodes.NameRef, self.aggregate.value)}
        lengths = {use.name.text for use in every(nodes.InPeriod, self.aggregate.value)}
        return self.rows.has_length and "length" in names | lengths


def evidence_of(indicator: Declaration, scopes: Mapping[str, Scope], typing: Typing) -> tuple[Evidence, ...]:
    """The aggregates behind an indicator, in the order in which they are written."""
    found: list[Evidence] = []
    waiting, seen = [indicator], {indicator}
    while waiting:
        declaration = waiting.pop(0)
        scope = scopes[declaration.path]
        for aggregate in every(nodes.Aggregate, declaration.node):
            sources = sources_named(aggregate)
            if sources is not None:
                found.append(Evidence(aggregate, scope, typing.rows_of_all(sources, scope)))
        for name in indicator_names(declaration.node):
            inner = scope.lookup(name.text)
            if inner and inner.kind == "indicator" and inner not in seen:
                seen.add(inner)
                waiting.append(inner)
    return tuple(found)


def events_of(evidence: tuple[Evidence, ...]) -> tuple[Declaration, ...]:
    """The events behind the evidence, each once."""
    return tuple(dict.fromkeys(event for each in evidence for event in each.rows.events))
