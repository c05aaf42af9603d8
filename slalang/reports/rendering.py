"""A statement in any of its formats."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Literal, TypeAlias, get_args

from slalang.reports.to_csv import several_to_csv, to_csv
from slalang.reports.to_json import several_to_json, to_json
from slalang.reports.to_markdown import to_markdown
from slalang.reports.to_text import to_text
from slalang.statement import Statement

StatementFormat: TypeAlias = Literal["text", "json", "csv", "markdown"]

STATEMENT_FORMATS: tuple[StatementFormat, ...] = get_args(StatementFormat)
"""The names of the formats, the one for people first."""

_RENDERERS: dict[StatementFormat, Callable[[Statement], str]] = {
    "text": to_text,
    "json": to_json,
    "csv": to_csv,
    "markdown": to_markdown,
}


def render_statement(statement: Statement, format: StatementFormat = "text") -> str:
    """The statement with a line end after the last line: the same statement, the same bytes."""
    return _RENDERERS[format](statement)


def render_statements(statements: Sequence[Statement], format: StatementFormat = "text") -> str:
    """Several statements in one text: a JSON list, one table of CSV, or one below the other.

    One statement alone is as ``render_statement`` has it.
    """
    if len(statements) == 1:
        return render_statement(statements[0], format)
    if format == "json":
        return several_to_json(statements)
    if format == "csv":
        return several_to_csv(statements)
    return "\n".join(render_statement(each, format) for each in statements)
