"""A statement in any of its formats."""

from __future__ import annotations

from collections.abc import Callable
from typing import Literal, TypeAlias, get_args

from slalang.reports.to_csv import to_csv
from slalang.reports.to_json import to_json
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
