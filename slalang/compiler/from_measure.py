"""Expressions over a period: indicators and formulas, and the measures they are made of."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from typing import cast

from slalang.compiler.findings import refuse
from slalang.compiler.from_row_expression import NOTHING, literal_of
from slalang.compiler.from_stream import Streams
from slalang.compiler.ground import Ground
from slalang.model.aggregates import function_of, sources_named
from slalang.model.contract import Declaration, Scope
from slalang.model.descent import every
from slalang.plan import expressions as plan
from slalang.plan.streams import AggregateName, Measure
from slalang.syntax import nodes


@dataclass
class MeasureIds:
    """The ids ``m1``, ``m2`` and so on; in all versions of one objective a measure has the same."""

    _ids: dict[Measure, str] = field(default_factory=dict)

    def of(self, measure: Measure) -> str:
        """The id of the measure, whose own does not matter."""
        return self._ids.setdefault(replace(measure, id=""), f"m{len(self._ids) + 1}")


@dataclass
class Measures:
    """Translates expressions over the periods of one objective, and collects their measures.

    ``label`` names streams that the contract gives no name. Without ``ids`` nothing can be measured: the
    expression is about fees alone.
    """

    ground: Ground
    streams: Streams
    label: str
    ids: MeasureIds | None
    _used: dict[str, Measure] = field(default_factory=dict)

    @property
    def used(self) -> tuple[Measure, ...]:
        """The measures in order of their ids."""
        return tuple(self._used[name] for name in sorted(self._used, key=lambda name: int(name[1:])))

    def add(self, measure: Measure) -> str:
        """The id of the measure, which is taken from now on."""
        if self.ids is None:
            raise TypeError("nothing is measured here")
        name = self.ids.of(measure)
        self._used[name] = replace(measure, id=name)
        return name

    def indicator(self, declaration: Declaration) -> plan.Expression:
        """The value of an indicator."""
        node = declaration.node
        if not isinstance(node, nodes.Indicator):
            raise TypeError(f"{declaration.described} is not an indicator")
        self.ground.declared(declaration)
        return self.translate(node.value, self.ground.project.scope_of(declaration))

    def translate(self, expression: nodes.Expression, scope: Scope) -> plan.Expression:
        """The expression with its indicators written out."""
        match expression:
            case nodes.Aggregate():
                return self._measured(expression, scope)
            case nodes.PeriodTime():
                return self._value(Measure("", "period"), expression)
            case nodes.NameRef(name=name):
                return self._name(expression, name, scope)
            case nodes.Negative(operand=operand):
                return plan.Negative(self.translate(operand, scope))
            case nodes.Binary(operator=operator, left=left, right=right):
                return plan.Arithmetic(operator, self.translate(left, scope), self.translate(right, scope))
            case nodes.Else(value=value, otherwise=otherwise):
                return plan.Otherwise(self.translate(value, scope), self.translate(otherwise, scope))
            case nodes.Lookup():
                return self._refuse(expression, "the value depends on a field")
            case _:
                found = literal_of(expression, self.ground)
                return found or self._refuse(expression, "it is no number of a period")

    def _name(self, use: nodes.NameRef, name: nodes.Name, scope: Scope) -> plan.Expression:
        declaration = scope.lookup(name.text)
        if declaration is None and name.text == "fees":
            return plan.FeesValue()
        if declaration is None or declaration.kind != "indicator":
            return self._refuse(use, "the value depends on a field")
        return self.indicator(declaration)

    def _measured(self, node: nodes.Aggregate, scope: Scope) -> plan.Expression:
        sources = sources_named(node)
        if sources is None:
            return self._refuse(node, "it does not name its rows")
        rows = self.ground.typing.rows_of_all(sources, scope)
        over = self.streams.joined(sources, scope, f"{self.label}.rows")
        value = None if node.over is None else node.value
        parts = [
            None if part is None else self.streams.expressions.translate(part, rows, scope)
            for part in (value, node.where)
        ]
        inside = any(True for _ in every(nodes.InPeriod, value, node.where))
        if inside and _asks_for_whole_length(value, node.where):
            return self._refuse(node, "it asks for the whole length and for the part in the period at once")
        measure = Measure(
            id="",
            aggregate=cast(AggregateName, function_of(node)),
            over=over,
            value=parts[0],
            where=parts[1],
            percentile=node.percentile,
            inside=inside,
        )
        return self._value(measure, node)

    def _value(self, measure: Measure, node: nodes.Node) -> plan.Expression:
        if self.ids is None:
            return self._refuse(node, "here nothing is measured")
        return plan.MeasureValue(self.add(measure))

    def _refuse(self, node: nodes.Node, why: str) -> plan.Expression:
        refuse(self.ground.findings, node, why)
        return NOTHING


def _asks_for_whole_length(*parts: nodes.Expression | None) -> bool:
    return any(use.name.text == "length" for use in every(nodes.NameRef, *parts))


def measures_in(expression: object, measures: Mapping[str, Measure]) -> tuple[Measure, ...]:
    """The measures an expression of a plan reads."""
    match expression:
        case plan.MeasureValue(measure):
            return (measures[measure],)
        case plan.Negative(operand):
            return measures_in(operand, measures)
        case plan.Arithmetic(_, left, right) | plan.Otherwise(left, right):
            return measures_in(left, measures) + measures_in(right, measures)
        case _:
            return ()
