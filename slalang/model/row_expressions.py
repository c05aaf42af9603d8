"""Expressions over the fields of one row: the type of each part, and what does not fit."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from slalang.diagnostics import Fix, Kind, Label
from slalang.model.contract import Declaration, Scope
from slalang.model.findings import Findings
from slalang.model.meanings import choice_beside, literal_type, meaning
from slalang.model.mismatches import WRONG_TYPE, report_mismatch, require, source_text
from slalang.model.names import bind
from slalang.model.rows import RowSource, TableType
from slalang.model.suggestions import did_you_mean
from slalang.model.tables import UNKNOWN_CHOICE, check_lookup
from slalang.model.types import (
    DURATION,
    INSTANT,
    TEXT,
    TRUTH,
    UNKNOWN,
    Choice,
    Quantity,
    Type,
    Unknown,
    agree,
    described,
    reckon,
)
from slalang.syntax import nodes

UNKNOWN_FIELD = Kind("SLA108", "unknown-field")
NOT_IN_A_ROW = Kind("SLA121", "not-in-a-row")

_VERBS = {"+": "added", "-": "subtracted", "*": "multiplied", "/": "divided"}


class RowExpressions:
    """Types expressions over rows. ``table`` gives the type of a declared table."""

    def __init__(self, findings: Findings, table: Callable[[Declaration], TableType]) -> None:
        self.findings = findings
        self.table = table

    def condition(self, expression: nodes.Expression, rows: RowSource, scope: Scope) -> None:
        """Checks an expression that must hold or not."""
        found = self.type_of(expression, rows, scope)
        if found != TRUTH and not isinstance(found, Unknown):
            self.findings.report(
                WRONG_TYPE,
                f"`{source_text(expression)}` is {described(found)}, and a condition is needed here",
                Label(expression.span, "neither holds nor fails"),
                help=f"compare it, for example `{source_text(expression, 20)} = …`",
            )

    def type_of(self, expression: nodes.Expression, rows: RowSource, scope: Scope) -> Type:
        """The type of an expression over a row; ``UNKNOWN`` where something in it was reported."""
        match expression:
            case nodes.NameRef(name=name):
                return self._name(expression, name, rows, scope)
            case nodes.Lookup(table=table, field=field):
                return self._lookup(expression, table, field, rows, scope)
            case nodes.Compare():
                return self._compared(expression, rows, scope)
            case nodes.In():
                return self._member(expression, rows, scope)
            case nodes.Present(value=value):
                return self._present(value, rows, scope)
            case nodes.And(operands=operands) | nodes.Or(operands=operands):
                return self._all_conditions(operands, rows, scope)
            case nodes.Not(operand=operand):
                return self._all_conditions((operand,), rows, scope)
            case nodes.Binary(operator=operator, left=left, right=right):
                types = self.type_of(left, rows, scope), self.type_of(right, rows, scope)
                return reckoned(operator, left, types[0], right, types[1], self.findings)
            case nodes.Negative(operand=operand):
                return negated(operand, self.type_of(operand, rows, scope), self.findings)
            case nodes.Else(value=value, otherwise=otherwise):
                return self._otherwise(value, otherwise, rows, scope)
            case nodes.Aggregate() | nodes.PeriodTime():
                return self._misplaced(expression)
            case nodes.InPeriod(name=name):
                return self._length_in_period(name, rows)
            case _:
                return literal_type(expression)

    # --- names -----------------------------------------------------------------------------------

    def _name(self, use: nodes.NameRef, name: nodes.Name, rows: RowSource, scope: Scope) -> Type:
        match meaning(use, rows, scope):
            case "field":
                return rows.fields[name.text].type
            case "table":
                declaration = bind(name, scope, self.findings, "table")
                return self._looked_up(use, declaration, None, rows) if declaration else UNKNOWN
            case _:
                return self._unknown_field(name, rows, scope)

    def _lookup(
        self, use: nodes.Lookup, table: nodes.Name, field: nodes.Name, rows: RowSource, scope: Scope
    ) -> Type:
        declaration = bind(table, scope, self.findings, "table")
        return self._looked_up(use, declaration, field.text, rows) if declaration else UNKNOWN

    def _looked_up(
        self, use: nodes.Expression, declaration: Declaration, field: str | None, rows: RowSource
    ) -> Type:
        table = self.table(declaration)
        check_lookup(use, declaration, table, field or table.field, rows, self.findings)
        return table.value

    def _unknown_field(self, name: nodes.Name, rows: RowSource, scope: Scope) -> Type:
        if not rows.known or not self._has_all_fields(rows, scope):
            return UNKNOWN
        if rows.shape == "cycles" and name.text in ("due", "in_time", "late"):
            return self._no_limit(name)
        found = scope.lookup(name.text)
        if found and found.kind in ("event", "stream", "clock"):
            self.findings.report(
                WRONG_TYPE,
                f"`{name.text}` is {_one(found.kind)}, and a condition on one row cannot ask for it",
                Label(name.span, "belongs to the condition before it"),
                Label(found.span, f"declared as {_one(found.kind)}"),
                help=f"to join streams, put the first in parentheses: `(… where …) or {name.text}`",
            )
            return UNKNOWN
        self.findings.report(
            UNKNOWN_FIELD,
            f"there is no field `{name.text}` in {rows_in_words(rows)}",
            Label(name.span, "no such field"),
            *_declared(rows),
            help=did_you_mean(name.text, rows.fields, "the fields are"),
        )
        return UNKNOWN

    def _no_limit(self, name: nodes.Name) -> Type:
        self.findings.report(
            UNKNOWN_FIELD,
            f"nothing is `{name.text}` here: the clock has no limit",
            Label(name.span, "needs a limit"),
            help="add a line such as `limit 4h` to the clock",
        )
        return UNKNOWN

    def _has_all_fields(self, rows: RowSource, scope: Scope) -> bool:
        return self.findings.is_complete(scope.path, *(event.path for event in rows.events))

    # --- comparisons -----------------------------------------------------------------------------

    def _compared(self, node: nodes.Compare, rows: RowSource, scope: Scope) -> Type:
        left = self._side(node.left, node.right, rows, scope)
        right = self._side(node.right, node.left, rows, scope)
        if not agree(left, right):
            report_mismatch(node.left, left, node.right, right, self.findings)
        elif node.operator not in ("=", "!=") and not _has_order(left):
            self.findings.report(
                WRONG_TYPE,
                f"`{source_text(node.left)}` is {described(left)}, which has no order",
                Label(node.span, f"`{node.operator}` needs something that can be more or less"),
                help="compare it with `=`, `!=` or `in (…)`",
            )
        return TRUTH

    def _member(self, node: nodes.In, rows: RowSource, scope: Scope) -> Type:
        value = self.type_of(node.value, rows, scope)
        for choice in node.choices:
            found = self._side(choice, node.value, rows, scope)
            if not agree(value, found):
                report_mismatch(node.value, value, choice, found, self.findings)
        return TRUTH

    def _side(self, side: nodes.Expression, other: nodes.Expression, rows: RowSource, scope: Scope) -> Type:
        """One side of a comparison: a bare word or a text beside a choice is one of its values."""
        choice = choice_beside(other, rows)
        if choice is None:
            return self._bare_text(side, other, rows, scope) or self.type_of(side, rows, scope)
        match side:
            case nodes.NameRef(name=name) if meaning(side, rows, scope, choice) != "field":
                return self._value(name, name.text, other, choice)
            case nodes.Text(value=value):
                return self._value(side, value, other, choice)
            case _:
                return self.type_of(side, rows, scope)

    def _bare_text(
        self, side: nodes.Expression, other: nodes.Expression, rows: RowSource, scope: Scope
    ) -> Type | None:
        """Reports a bare word beside a text, where a text in quotes was meant."""
        if not (isinstance(side, nodes.NameRef) and isinstance(other, nodes.NameRef)):
            return None
        field = rows.fields.get(other.name.text)
        if field is None or field.type != TEXT or meaning(side, rows, scope) or scope.lookup(side.name.text):
            return None
        quoted = f'"{side.name.text}"'
        self.findings.report(
            UNKNOWN_FIELD,
            f"`{side.name.text}` is neither a field nor a text",
            Label(side.span, "a bare word"),
            help=f"for a text, write {quoted}",
            fix=Fix(side.span, quoted, safe=True),
        )
        return UNKNOWN

    def _value(self, place: nodes.Node, word: str, field: nodes.Expression, choice: Choice) -> Type:
        if word in choice.values:
            return choice
        self.findings.report(
            UNKNOWN_CHOICE,
            f"`{word}` is not a value of `{source_text(field)}`",
            Label(place.span, "never matches"),
            help=did_you_mean(word, choice.values, f"`{source_text(field)}` can be"),
        )
        return UNKNOWN

    # --- the rest --------------------------------------------------------------------------------

    def _present(self, value: nodes.Expression, rows: RowSource, scope: Scope) -> Type:
        if not isinstance(value, nodes.NameRef):
            self.findings.report(
                WRONG_TYPE,
                f"`{source_text(value)}` is not a field, and only a field can be `present`",
                Label(value.span, "not a field"),
            )
            return TRUTH
        self.type_of(value, rows, scope)
        return TRUTH

    def _all_conditions(self, operands: Sequence[nodes.Expression], rows: RowSource, scope: Scope) -> Type:
        for operand in operands:
            self.condition(operand, rows, scope)
        return TRUTH

    def _otherwise(
        self, value: nodes.Expression, otherwise: nodes.Expression, rows: RowSource, scope: Scope
    ) -> Type:
        types = self.type_of(value, rows, scope), self.type_of(otherwise, rows, scope)
        return either(value, types[0], otherwise, types[1], self.findings)

    def _length_in_period(self, name: nodes.Name, rows: RowSource) -> Type:
        if rows.known and (name.text != "length" or not rows.has_length):
            self.findings.report(
                NOT_IN_A_ROW,
                f"`{name.text} in period` has no meaning for {rows_in_words(rows)}",
                Label(name.span, "only the `length` of an interval has a part inside the period"),
            )
            return UNKNOWN
        return DURATION

    def _misplaced(self, expression: nodes.Expression) -> Type:
        self.findings.report(
            NOT_IN_A_ROW,
            f"`{source_text(expression)}` is one number for a whole period, and here one row is asked",
            Label(expression.span, "cannot stand here"),
            help="count rows in an `indicator`, or in the braces of `every`",
        )
        return UNKNOWN


# --- parts that rows and periods share ---------------------------------------------------------


def reckoned(
    operator: str, left: nodes.Node, left_type: Type, right: nodes.Node, right_type: Type, findings: Findings
) -> Type:
    """The type of a calculation; one that has no meaning is reported."""
    found = reckon(operator, left_type, right_type)  # type: ignore[arg-type]
    if found is None:
        report_mismatch(left, left_type, right, right_type, findings, _VERBS[operator])
        return UNKNOWN
    return found


def negated(operand: nodes.Node, type: Type, findings: Findings) -> Type:
    """The type of ``-x``."""
    if isinstance(type, Quantity | Unknown):
        return type
    findings.report(
        WRONG_TYPE,
        f"`{source_text(operand)}` is {described(type)} and has no sign",
        Label(operand.span, described(type)),
    )
    return UNKNOWN


def either(
    left: nodes.Node, left_type: Type, right: nodes.Node, right_type: Type, findings: Findings
) -> Type:
    """The type of ``left else right``."""
    return left_type if require(left_type, right, right_type, findings, "`else`") else UNKNOWN


def rows_in_words(rows: RowSource) -> str:
    """What the rows are, for messages: of which event, and what was made of it."""
    of = " or ".join(f"`{event.name}`" for event in rows.events)
    kind = {
        "points": "the rows",
        "intervals": "the intervals",
        "buckets": "the buckets",
        "cycles": "the cycles",
    }
    return f"{kind.get(rows.shape, 'the rows')} of {of}" if of else kind.get(rows.shape, "these rows")


def _declared(rows: RowSource) -> list[Label]:
    if rows.shape in ("points", "intervals"):
        return [Label(event.span, f"the fields of `{event.name}` are declared here") for event in rows.events]
    return []


def _has_order(type: Type) -> bool:
    return isinstance(type, Quantity | Unknown) or type == INSTANT


def _one(kind: str) -> str:
    return f"an {kind}" if kind[0] in "aei" else f"a {kind}"
