"""Fields that read one column alike.

What it finds
    Two fields of an event with the same column, the same type and the same format.

Why it matters
    A line was copied and its column not changed: one of the fields holds what belongs to the other, and
    no row of any log shows it.

Bad
    event visit {
      at     instant from "opened"
      leaves instant from "opened"
    }

Good
    event visit {
      at     instant from "opened"
      leaves instant from "closed"
    }

How to fix
    Name the column that each field is read from, or use one field in both places.
"""

from __future__ import annotations

from collections.abc import Iterator

from slalang.diagnostics import Diagnostic, Kind, Label, Severity
from slalang.rules.rule import Rule
from slalang.rules.survey import Survey
from slalang.syntax import nodes

COLUMN_READ_TWICE = Kind("SLA272", "column-read-twice", Severity.WARNING)


def check(survey: Survey) -> Iterator[Diagnostic]:
    """Compares the fields of each event."""
    for _, declaration in survey.declarations():
        if isinstance(declaration.node, nodes.Event):
            yield from _alike(declaration.node)


def _alike(event: nodes.Event) -> Iterator[Diagnostic]:
    first: dict[object, nodes.Field] = {}
    for field in event.fields:
        read = (_column(field), field.type, field.unit, field.format, field.zone, field.fold)
        known = first.setdefault(read, field)
        if known is not field and known.name.text != field.name.text:
            yield _finding(known, field)


def _column(field: nodes.Field) -> str:
    return field.column.value if field.column else field.name.text


def _finding(first: nodes.Field, again: nodes.Field) -> Diagnostic:
    one, other = first.name.text, again.name.text
    return Diagnostic(
        COLUMN_READ_TWICE,
        f'`{one}` and `{other}` are both read from the column "{_column(first)}": '
        "they have the same value in every row",
        Label((again.column or again.name).span, f"read again as `{other}`"),
        (Label((first.column or first.name).span, f"read as `{one}`"),),
        help=f"name the column `{other}` is read from, or use `{one}` in its place",
    )


RULE = Rule((COLUMN_READ_TWICE,), check)
