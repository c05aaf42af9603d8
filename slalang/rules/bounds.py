"""The values that an expression over a period can have, as far as its own words say."""

from __future__ import annotations

from fractions import Fraction

from slalang.model.aggregates import function_of, sources_named
from slalang.model.constants import constant
from slalang.model.contract import Objective, Scope
from slalang.model.descent import every
from slalang.model.rows import RowField, RowSource
from slalang.model.types import DURATION, agree
from slalang.quantities import round_ratio
from slalang.rules.survey import Survey
from slalang.syntax import nodes
from slalang.values import Frozen, value


@value
class Values(Frozen):
    """The values from ``low`` to ``high``, both included; ``None`` is no end that is known.

    ``is_certain`` says whether there is a value even where there is not a single row.
    """

    low: Fraction | None = None
    high: Fraction | None = None
    is_certain: bool = True

    @property
    def only(self) -> Fraction | None:
        """The one value there is, where there is one alone."""
        return self.low if self.low is not None and self.low == self.high else None


_NOT_NEGATIVE = Values(Fraction(0))


def values_of(expression: nodes.Expression, scope: Scope, survey: Survey) -> Values:
    """What the expression can come to; its names belong to the scope."""
    return _Reckoning(survey, ()).of(expression, scope)


@value
class _Reckoning(Frozen):
    """``inside`` are the indicators the expression is part of: one on a cycle can have any value."""

    survey: Survey
    inside: tuple[str, ...]

    def of(self, expression: nodes.Expression, scope: Scope) -> Values:
        known = constant(expression)
        if known is not None:
            return Values(known, known)
        match expression:
            case nodes.Else(value=left, otherwise=right):
                return _either(self.of(left, scope), self.of(right, scope))
            case nodes.Negative(operand=operand):
                inner = self.of(operand, scope)
                return Values(_minus(inner.high), _minus(inner.low), inner.is_certain)
            case nodes.Binary():
                return self._binary(expression, scope)
            case nodes.PeriodTime():
                return _NOT_NEGATIVE
            case nodes.Aggregate():
                return self._aggregate(expression, scope)
            case nodes.NameRef(name=name):
                return self._indicator(name, scope)
            case _:
                return Values()

    def _indicator(self, name: nodes.Name, scope: Scope) -> Values:
        found = scope.lookup(name.text)
        if found is None or not isinstance(found.node, nodes.Indicator):
            return Values()
        place = f"{found.path}:{found.name}"
        if place in self.inside:
            return Values()
        deeper = _Reckoning(self.survey, (*self.inside, place))
        return deeper.of(found.node.value, self.survey.project.scope_of(found))

    # --- arithmetic ------------------------------------------------------------------------------

    def _binary(self, node: nodes.Binary, scope: Scope) -> Values:
        left, right = self.of(node.left, scope), self.of(node.right, scope)
        if node.left == node.right and node.operator in ("-", "/"):
            alone = Fraction(node.operator == "/")
            return Values(alone, alone, left.is_certain and node.operator == "-")
        certain = left.is_certain and right.is_certain
        match node.operator:
            case "+":
                return Values(_sum(left.low, right.low), _sum(left.high, right.high), certain)
            case "-":
                low, high = _sum(left.low, _minus(right.high)), _sum(left.high, _minus(right.low))
                return Values(low, high, certain)
            case "*":
                return _product(left, right, certain)
            case _:
                return self._quotient(node, left, right)

    def _quotient(self, node: nodes.Binary, left: Values, right: Values) -> Values:
        if isinstance(node.right, nodes.PeriodTime):
            if _is_part_of_period(node.left):
                return Values(Fraction(0), Fraction(1), left.is_certain)
            return Values(Fraction(0) if _is_not_negative(left) else None, None, left.is_certain)
        divisor = right.only
        if divisor:
            return _product(left, Values(1 / divisor, 1 / divisor), left.is_certain)
        both = _is_not_negative(left) and _is_not_negative(right)
        return Values(Fraction(0) if both else None, None, False)

    # --- aggregates ------------------------------------------------------------------------------

    def _aggregate(self, aggregate: nodes.Aggregate, scope: Scope) -> Values:
        match function_of(aggregate):
            case "share":
                return Values(Fraction(0), Fraction(1), False)
            case "count" | "distinct" | "time":
                return _NOT_NEGATIVE
            case "sum":
                one = self._of_row(aggregate, scope)
                return _NOT_NEGATIVE if _is_not_negative(one) else Values()
            case _:
                one = self._of_row(aggregate, scope)
                return Values(one.low, one.high, False)

    def _of_row(self, aggregate: nodes.Aggregate, scope: Scope) -> Values:
        sources = sources_named(aggregate)
        if sources is None or aggregate.value is None:
            return Values()
        rows = self.survey.typing.rows_of_all(sources, scope)
        return row_values(aggregate.value, rows, self.survey)


def row_values(expression: nodes.Expression, rows: RowSource, survey: Survey) -> Values:
    """What an expression over one row can come to; only plain fields say."""
    match expression:
        case nodes.InPeriod():
            return _NOT_NEGATIVE
        case nodes.NameRef(name=name) if name.text in rows.fields:
            return field_values(rows.fields[name.text], rows, survey)
        case _:
            known = constant(expression)
            return Values() if known is None else Values(known, known)


def field_values(field: RowField, rows: RowSource, survey: Survey) -> Values:
    """What a field of a row can come to: a length is not negative, a share of a bucket's rows is one."""
    if field.name not in rows.metrics:
        return _NOT_NEGATIVE if field.type == DURATION else Values()
    metric = metric_of(field, survey)
    if metric is None or not isinstance(metric.value, nodes.Aggregate):
        return Values()
    found = _METRICS.get(function_of(metric.value), Values())
    empty = None if metric.when_empty is None else constant(metric.when_empty)
    return found if empty is None else _either(found, Values(empty, empty))


_METRICS = {"share": Values(Fraction(0), Fraction(1)), "count": _NOT_NEGATIVE, "distinct": _NOT_NEGATIVE}


def metric_of(field: RowField, survey: Survey) -> nodes.Metric | None:
    """The number of buckets that the field is."""
    scope = survey.project.scope_at(field.span) if field.span else None
    metrics = every(nodes.Metric, *scope.file.declarations) if scope else iter(())
    return next((metric for metric in metrics if metric.span == field.span), None)


def threshold_of(
    threshold: nodes.Expression, scope: Scope, objective: Objective, survey: Survey
) -> Fraction | None:
    """What values of the objective are compared with, where that is written out and in their unit."""
    measured = survey.typing.indicator(objective.indicator)
    fits = agree(survey.typing.measure_type(threshold, scope), measured)
    return constant(threshold) if fits else None


def as_compared(value: Fraction, objective: Objective) -> Fraction:
    """The value after the rounding that the objective asks for, if it asks for any."""
    rounding = objective.clauses.only(nodes.RoundedTo)
    quantum = constant(rounding.node.quantum) if rounding else None
    if rounding is None or quantum is None or quantum <= 0:
        return value
    return round_ratio(value, rounding.node.mode or "half up", quantum)


# --- ends --------------------------------------------------------------------------------------


def _is_not_negative(values: Values) -> bool:
    return values.low is not None and values.low >= 0


def _is_part_of_period(expression: nodes.Expression) -> bool:
    return isinstance(expression, nodes.Aggregate) and function_of(expression) == "time"


def _either(one: Values, other: Values) -> Values:
    """One of the two, the second where the first has no value."""
    low = None if one.low is None or other.low is None else min(one.low, other.low)
    high = None if one.high is None or other.high is None else max(one.high, other.high)
    return Values(low, high, one.is_certain or other.is_certain)


def _minus(end: Fraction | None) -> Fraction | None:
    return None if end is None else -end


def _sum(one: Fraction | None, other: Fraction | None) -> Fraction | None:
    return None if one is None or other is None else one + other


def _product(left: Values, right: Values, certain: bool) -> Values:
    ends = [left.low, left.high, right.low, right.high]
    if None in ends:
        both = _is_not_negative(left) and _is_not_negative(right)
        return Values(Fraction(0) if both else None, None, certain)
    products = [
        one * other for one in ends[:2] for other in ends[2:] if one is not None and other is not None
    ]
    return Values(min(products), max(products), certain)
