"""The columns of a file against the fields of an event."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from difflib import get_close_matches

from slalang.diagnostics import DataPlace, Diagnostic, Kind
from slalang.events.findings import shown
from slalang.plan.streams import Event

MISSING_COLUMN = Kind("SLA512", "missing-column")
COLUMNS_ALIKE = Kind("SLA513", "columns-alike")

_LISTED = 20


def column_faults(
    names: Sequence[str], event: Event, file: str, record: int | None = None
) -> list[Diagnostic]:
    """Columns that are named alike, and fields whose column is missing. Other columns are ignored."""
    alike = names_alike(names)
    if alike is not None:
        place = DataPlace(file, record, value=shown(alike[1]))
        return [
            Diagnostic(COLUMNS_ALIKE, alike_message("columns", *alike), data=place, help="rename one of them")
        ]
    return list(_missing(names, event, file, record))


def names_alike(names: Sequence[str]) -> tuple[str, str] | None:
    """The first two names that are equal but for upper and lower case."""
    seen: dict[str, str] = {}
    for name in filter(None, names):
        if name.casefold() in seen:
            return seen[name.casefold()], name
        seen[name.casefold()] = name
    return None


def alike_message(what: str, first: str, second: str) -> str:
    """Says that two columns (or members) are called the same."""
    if first == second:
        return f"two {what} are called `{shown(first)}`"
    return f"the {what} `{shown(first)}` and `{shown(second)}` differ only in upper and lower case"


def _missing(names: Sequence[str], event: Event, file: str, record: int | None) -> Iterator[Diagnostic]:
    for field in event.fields:
        column = field.column or field.name
        if column not in names:
            message = f"`{field.name}` is read from the column `{column}`, which the file does not have"
            near = get_close_matches(column, names, 1)
            help = f'did you mean `from "{shown(near[0])}"`?' if near else f"it has {_listed(names)}"
            yield Diagnostic(MISSING_COLUMN, message, data=DataPlace(file, record, field.name), help=help)


def _listed(names: Sequence[str]) -> str:
    few = ", ".join(f"`{shown(name)}`" for name in names[:_LISTED])
    return few if len(names) <= _LISTED else f"{few} and {len(names) - _LISTED} more"
