"""The numbers each bucket has."""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction
from typing import Literal, TypeAlias, cast

from slalang.compiler.findings import refuse
from slalang.compiler.from_row_expression import RowExpressions
from slalang.compiler.ground import Ground
from slalang.compiler.literals import value_of
from slalang.model.aggregates import function_of
from slalang.model.contract import Scope
from slalang.model.rows import RowSource
from slalang.plan.streams import Metric
from slalang.syntax import nodes

_Aggregate: TypeAlias = Literal["count", "sum", "mean", "min", "max", "share", "percentile", "distinct"]


@dataclass(frozen=True)
class MetricTranslator:
    """Translates the metrics of buckets made of rows like these."""

    ground: Ground
    expressions: RowExpressions
    rows: RowSource
    scope: Scope

    def translate(self, node: nodes.Metric) -> Metric | None:
        """The metric, ``None`` where it was refused."""
        value = node.value
        if not isinstance(value, nodes.Aggregate):
            self._refuse(value, "a number of a bucket is one count, share, sum or the like")
            return None
        if value.where is not None:
            self._refuse(value, "a number of a bucket is taken over all of its rows")
            return None
        inner = (
            None if value.value is None else self.expressions.translate(value.value, self.rows, self.scope)
        )
        return Metric(
            name=node.name.text,
            aggregate=cast(_Aggregate, function_of(value)),
            value=inner,
            percentile=value.percentile,
            when_empty=None if node.when_empty is None else self._empty(node.when_empty),
        )

    def _empty(self, literal: nodes.LiteralValue) -> Fraction | None:
        self.ground.check_literals(literal)
        return value_of(literal)

    def _refuse(self, node: nodes.Node, why: str) -> None:
        refuse(self.ground.findings, node, why)
