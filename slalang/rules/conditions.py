"""Whether conditions over a row can hold, by trying every row that can make a difference.

A condition compares fields with constants. Between two constants nothing changes, so a few values of each
field stand for all of them, and what no combination of these does no row does. Comparisons of two fields,
or of what is reckoned from fields, are taken to hold and to fail as they please.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from fractions import Fraction
from itertools import product
from math import ceil, floor, prod
from typing import TypeAlias

from slalang.model.aggregates import function_of
from slalang.model.constants import constant, written
from slalang.model.contract import Scope
from slalang.model.meanings import literal_type
from slalang.model.rows import RowField, RowSource
from slalang.model.strictness import holds, sample_values
from slalang.model.types import NUMBER, TRUTH, Choice, Quantity, Text, agree, unit_of
from slalang.rules.bounds import field_values, metric_of
from slalang.rules.survey import Survey
from slalang.syntax import nodes
from slalang.syntax.nodes import Comparator
from slalang.values import Frozen, value

Value: TypeAlias = Fraction | str | bool | None
"""A value of a field; ``None`` where an optional field has none."""
Row: TypeAlias = Mapping[str | nodes.Node, Value]
"""The fields of a row by name, and the comparisons that are not looked into by themselves."""

_MOST_ROWS = 20_000
_TURNED: dict[Comparator, Comparator] = {
    "<": ">",
    "<=": ">=",
    ">": "<",
    ">=": "<=",
    "=": "=",
    "!=": "!=",
}


@value
class Condition(Frozen):
    """A condition on rows, and the scope its names belong to."""

    expression: nodes.Expression
    rows: RowSource
    scope: Scope


@value
class Answer(Frozen):
    """A row that was looked for, if there is one.

    ``is_certain`` says whether it could be looked for everywhere; ``is_plain`` whether it is a row by its
    fields alone, so that a log can have it.
    """

    row: Row | None
    is_certain: bool
    is_plain: bool

    @property
    def is_none(self) -> bool:
        """Whether there is certainly no such row."""
        return self.row is None and self.is_certain


def find_row(
    survey: Survey, holding: Sequence[Condition], not_all: Sequence[Condition] | None = None
) -> Answer:
    """A row for which all of the first conditions hold, and not all of the second where there are any."""
    domains = _domains((*holding, *(not_all or ())), survey)
    is_plain = all(isinstance(key, str) for key in domains)
    if prod(len(values) for values in domains.values()) > _MOST_ROWS:
        return Answer(None, False, is_plain)
    for values in product(*domains.values()):
        row = dict(zip(domains, values, strict=True))
        held = all(_truth(each, each.expression, row) is True for each in holding)
        if held and not (
            not_all is not None and all(_truth(each, each.expression, row) is True for each in not_all)
        ):
            return Answer(row, True, is_plain)
    return Answer(None, True, is_plain)


# --- reading conditions ------------------------------------------------------------------------


@value
class _Comparison(Frozen):
    """A field compared with constants."""

    field: RowField
    operator: Comparator
    constants: tuple[Value, ...]


def _compared(condition: Condition, node: nodes.Expression) -> _Comparison | None:
    """The comparison of a field with constants that the node is, if it is one."""
    match node:
        case nodes.Compare(operator=operator, left=left, right=right):
            for one, other, relation in ((left, right, operator), (right, left, _TURNED[operator])):
                field = _field(condition, one)
                known = None if field is None else _constant(field, other)
                in_order = isinstance(known, Fraction) or relation in ("=", "!=")
                if field and known is not None and in_order:
                    return _Comparison(field, relation, (known,))
            return None
        case nodes.In(value=one, choices=choices):
            field = _field(condition, one)
            found = [] if field is None else [_constant(field, each) for each in choices]
            if field is None or None in found:
                return None
            return _Comparison(field, "!=" if node.negated else "=", tuple(found))
        case _:
            return None


def _field(condition: Condition, node: nodes.Expression) -> RowField | None:
    return condition.rows.fields.get(node.name.text) if isinstance(node, nodes.NameRef) else None


def _constant(field: RowField, node: nodes.Expression) -> Value:
    """The value that the node is beside the field, ``None`` where it is none that is written out."""
    match field.type, node:
        case Choice(values), nodes.NameRef(name=name) if name.text in values:
            return name.text
        case Choice(values), nodes.Text(value=text) if text in values:
            return text
        case Text(), nodes.Text(value=text):
            return text
        case type, nodes.Truth(value=known) if type == TRUTH:
            return known
        case Quantity() as quantity, _ if agree(quantity, literal_type(node)):
            return constant(node)
        case _:
            return None


# --- the rows to try ---------------------------------------------------------------------------


def _domains(conditions: Iterable[Condition], survey: Survey) -> dict[str | nodes.Node, list[Value]]:
    """The values to try of each field, and of each comparison that is not looked into."""
    fields: dict[str, tuple[RowField, RowSource]] = {}
    constants: dict[str, list[Value]] = {}
    domains: dict[str | nodes.Node, list[Value]] = {}
    for condition in conditions:
        waiting = [condition.expression]
        while waiting:
            node = waiting.pop()
            field = _field_asked(condition, node)
            if isinstance(node, nodes.And | nodes.Or):
                waiting += node.operands
            elif isinstance(node, nodes.Not):
                waiting.append(node.operand)
            elif field:
                fields.setdefault(field.name, (field, condition.rows))
                compared = _compared(condition, node)
                constants.setdefault(field.name, []).extend(compared.constants if compared else ())
            elif not isinstance(node, nodes.Truth):
                domains[node] = [True, False, None]
    for name, (field, rows) in fields.items():
        domains[name] = _values(field, rows, constants[name], survey)
    return domains


def _field_asked(condition: Condition, node: nodes.Expression) -> RowField | None:
    """The field that a plain condition asks for."""
    match node:
        case nodes.Present(value=inner):
            return _field(condition, inner)
        case nodes.NameRef():
            field = _asked(condition, node)
            return field if field and field.type == TRUTH else None
        case _:
            compared = _compared(condition, node)
            return compared.field if compared else None


def _asked(condition: Condition, node: nodes.NameRef) -> RowField | None:
    """The field of a bare word; a cycle is late where it is not in time."""
    is_late = node.name.text == "late" and condition.rows.shape == "cycles"
    return condition.rows.fields.get("in_time") if is_late else _field(condition, node)


def _values(field: RowField, rows: RowSource, constants: Iterable[Value], survey: Survey) -> list[Value]:
    """A value of the field for each way in which it can stand to the constants."""
    found: list[Value]
    match field.type:
        case Choice(values):
            found = [*values]
        case Text():
            texts = [each for each in constants if isinstance(each, str)]
            found = [*texts, _another(texts)]
        case Quantity():
            numbers = [each for each in constants if isinstance(each, Fraction)]
            found = [*_numbers(field, rows, numbers, survey)]
        case _:
            found = [True, False]
    return [*dict.fromkeys(found), *([None] if field.optional else [])]


def _another(texts: Sequence[str]) -> str:
    return next(each for each in ("other", *(f"other {n}" for n in range(len(texts)))) if each not in texts)


def _numbers(
    field: RowField, rows: RowSource, constants: Iterable[Fraction], survey: Survey
) -> list[Fraction]:
    """Numbers below, at, between and above the constants, as far as the field can have them: the constants
    first and what is near them next, for these are what a reader knows."""
    known = {*constants} or {Fraction(0)}
    reach = field_values(field, rows, survey)
    ends = [end for end in (reach.low, reach.high) if end is not None]
    samples = sample_values({*known, *ends})
    if _is_whole(field, rows, survey):
        steps = {Fraction(end) for each in samples for end in (floor(each), ceil(each))}
        samples = sorted(steps | {each + 1 for each in steps} | {each - 1 for each in steps})
    possible = [
        each
        for each in samples
        if (reach.low is None or each >= reach.low) and (reach.high is None or each <= reach.high)
    ]
    return sorted(possible, key=lambda each: (each not in known, min(abs(each - one) for one in known), each))


def _is_whole(field: RowField, rows: RowSource, survey: Survey) -> bool:
    """Whether the field has whole numbers only."""
    if field.type != NUMBER:
        return False
    if field.name in rows.metrics:
        metric = metric_of(field, survey)
        function = metric.value if metric else None
        return isinstance(function, nodes.Aggregate) and function_of(function) in ("count", "distinct")
    declared = [each for event in rows.events for each in _fields(event.node) if each.span == field.span]
    return any(isinstance(each.type, nodes.FieldType) and each.type.kind == "integer" for each in declared)


def _fields(node: nodes.Node) -> tuple[nodes.Field, ...]:
    return node.fields if isinstance(node, nodes.Event) else ()


# --- what holds for a row ----------------------------------------------------------------------


def _truth(condition: Condition, node: nodes.Expression, row: Row) -> bool | None:
    """Whether it holds for the row; ``None`` where a field has no value to say."""
    match node:
        case nodes.And(operands=operands):
            return _every([_truth(condition, each, row) for each in operands])
        case nodes.Or(operands=operands):
            return _negated(_every([_negated(_truth(condition, each, row)) for each in operands]))
        case nodes.Not(operand=operand):
            return _negated(_truth(condition, operand, row))
        case nodes.Truth(value=known):
            return known
    field = _field_asked(condition, node)
    if field is None:
        return None if row[node] is None else row[node] is True
    found = row[field.name]
    match node:
        case nodes.Present():
            return found is not None
        case nodes.NameRef(name=name):
            said = None if found is None else found is True
            return _negated(said) if name.text != field.name else said
        case _:
            compared = _compared(condition, node)
            return None if found is None or compared is None else _stands(found, compared)


def _stands(found: Value, compared: _Comparison) -> bool:
    if compared.operator in ("=", "!="):
        return (found in compared.constants) == (compared.operator == "=")
    known = compared.constants[0]
    if isinstance(found, Fraction) and isinstance(known, Fraction):
        return holds(compared.operator, found, known)
    raise TypeError("only numbers have an order")


def _every(truths: Sequence[bool | None]) -> bool | None:
    return False if False in truths else None if None in truths else True


def _negated(truth: bool | None) -> bool | None:
    return None if truth is None else not truth


# --- words -------------------------------------------------------------------------------------


def shown(row: Row, rows: RowSource) -> str:
    """The fields of a row as a contract would set them: ``status = 404, zone = "a"``."""
    parts = [
        f"{name} = {_written(found, rows.fields[name])}" if found is not None else f"no {name}"
        for name, found in row.items()
        if isinstance(name, str)
    ]
    return ", ".join(parts) or "any row"


def _written(found: Value, field: RowField) -> str:
    match found:
        case bool():
            return "true" if found else "false"
        case Fraction():
            return written(found, unit_of(field.type))
        case str() if isinstance(field.type, Text):
            return f'"{found}"'
        case _:
            return str(found)
