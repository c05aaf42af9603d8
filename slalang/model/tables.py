"""Tables: one value for each value of a field."""

from __future__ import annotations

from collections.abc import Callable

from slalang.diagnostics import Kind, Label
from slalang.model.contract import Declaration, Scope
from slalang.model.findings import Findings
from slalang.model.mismatches import WRONG_TYPE, report_mismatch
from slalang.model.rows import RowField, RowSource, TableType
from slalang.model.suggestions import did_you_mean, listed
from slalang.model.types import TEXT, TRUTH, UNKNOWN, Choice, Quantity, Type, Unknown, agree, described
from slalang.syntax import nodes

UNKNOWN_CHOICE = Kind("SLA109", "unknown-choice")
REPEATED_KEY = Kind("SLA124", "repeated-table-row")
INCOMPLETE_TABLE = Kind("SLA125", "incomplete-table")
NO_LOOKUP_FIELD = Kind("SLA123", "table-field-missing")

TypeOf = Callable[[nodes.Amount, Scope], Type]


def table_type(table: nodes.Table, scope: Scope, type_of: TypeOf, findings: Findings) -> TableType:
    """The table's type; rows that contradict one another are reported."""
    seen: dict[str, nodes.TableRow] = {}
    first: tuple[nodes.TableRow, Type] | None = None
    for row in table.rows:
        _check_repeated(row, seen, findings)
        found = type_of(row.value, scope)
        if first is None or isinstance(first[1], Unknown):
            first = row, found
        elif not agree(first[1], found):
            report_mismatch(first[0].value, first[1], row.value, found, findings, "values of one table")
    return TableType(
        field=table.field.text,
        value=first[1] if first else UNKNOWN,
        keys=tuple(key for key in seen if key != _ELSE),
        has_else=_ELSE in seen,
    )


_ELSE = "else"


def key_text(key: nodes.Node) -> str:
    """The key as the text it stands for."""
    match key:
        case nodes.Name(text=text):
            return text
        case nodes.Text(value=value):
            return value
        case nodes.ElseKey():
            return _ELSE
        case _:
            return key.span.text


def _check_repeated(row: nodes.TableRow, seen: dict[str, nodes.TableRow], findings: Findings) -> None:
    key = key_text(row.key)
    first = seen.setdefault(key, row)
    if first is not row:
        findings.report(
            REPEATED_KEY,
            f"`{key}` has two rows: `{first.value.span.text}` and `{row.value.span.text}`",
            Label(row.span, "second row"),
            Label(first.span, "first row"),
            help="keep one of them",
        )


# --- lookups -----------------------------------------------------------------------------------


def check_lookup(
    use: nodes.Node,
    declaration: Declaration,
    table: TableType,
    field: str,
    rows: RowSource,
    findings: Findings,
) -> None:
    """Whether rows have the field a table is looked up by, and the table a value for all it can be."""
    if not rows.known:
        return
    known = rows.fields.get(field)
    if known is None:
        findings.report(
            NO_LOOKUP_FIELD,
            f"table `{declaration.name}` is looked up by `{field}`, and these rows have no field `{field}`",
            Label(use.span, f"no `{field}` here"),
            Label(declaration.span, f"a table by `{table.field}`"),
            help=did_you_mean(field, rows.fields, "the rows have"),
        )
        return
    node = declaration.node
    for row in node.rows if isinstance(node, nodes.Table) else ():
        check_key(row.key, known, findings)
    if isinstance(known.type, Choice) and not table.has_else:
        _check_complete(use, declaration, table, known.type, findings)


def check_key(key: nodes.Node, field: RowField, findings: Findings) -> None:
    """Whether the field can have the value of a table's row."""
    label = [Label(field.span, f"`{field.name}` is {described(field.type)}")] if field.span else []
    if isinstance(key, nodes.ElseKey):
        return
    if isinstance(field.type, Choice):
        if key_text(key) not in field.type.values:
            findings.report(
                UNKNOWN_CHOICE,
                f"`{key_text(key)}` is not a value of `{field.name}`",
                Label(key.span, "never matches"),
                *label,
                help=did_you_mean(key_text(key), field.type.values, f"`{field.name}` can be"),
            )
        return
    if not agree(_key_type(key), field.type):
        findings.report(
            WRONG_TYPE,
            f"`{key.span.text}` never matches: `{field.name}` is {described(field.type)}",
            Label(key.span, described(_key_type(key))),
            *label,
        )


def _key_type(key: nodes.Node) -> Type:
    match key:
        case nodes.Number():
            return Quantity()
        case nodes.Truth():
            return TRUTH
        case _:
            return TEXT


def _check_complete(
    use: nodes.Node, declaration: Declaration, table: TableType, choice: Choice, findings: Findings
) -> None:
    missing = [value for value in choice.values if value not in table.keys]
    if missing and findings.is_complete(declaration.path):
        findings.report(
            INCOMPLETE_TABLE,
            f"table `{declaration.name}` has no row for {listed(missing)}",
            Label(declaration.span, "no row and no `else`"),
            Label(use.span, "looked up here"),
            help=f"add a row for {listed(missing)}, or an `else` row",
        )
