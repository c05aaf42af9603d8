"""The columns of a file against the fields of an event."""

from __future__ import annotations

from collections.abc import Sequence
from difflib import get_close_matches

from slalang.diagnostics import DataPlace, Diagnostic, Kind
from slalang.events.findings import shown
from slalang.plan.streams import Event, EventField

MISSING_COLUMN = Kind("SLA512", "missing-column")
COLUMNS_ALIKE = Kind("SLA513", "columns-alike")

_LISTED = 20


def column_faults(
    names: Sequence[str], events: Sequence[Event], event: Event, file: str, record: int | None = None
) -> list[Diagnostic]:
    """Columns that are named alike, and fields whose column is missing. Other columns are ignored.

    ``events`` are all that have logs: the file may be that of another one.
    """
    alike = names_alike(names)
    if alike is not None:
        place = DataPlace(file, record, value=shown(alike[1]))
        return [
            Diagnostic(COLUMNS_ALIKE, alike_message("columns", *alike), data=place, help="rename one of them")
        ]
    missing = [field for field in event.fields if _column(field) not in names]
    if not missing:
        return []
    other = _whose(names, events, event)
    if other is not None:
        return [_of_other(other, event, missing, DataPlace(file, record))]
    if 1 < len(missing) == len(event.fields) and not any(_nearest(field, names) for field in missing):
        return [_none_of_all(event, names, DataPlace(file, record))]
    return [_missing(field, names, DataPlace(file, record, field.name)) for field in missing]


def _column(field: EventField) -> str:
    return field.column or field.name


def _whose(names: Sequence[str], events: Sequence[Event], event: Event) -> Event | None:
    """The one other event that has all its columns in the file, one of them not this event's own."""
    own = set(map(_column, event.fields))
    columns = {other.name: set(map(_column, other.fields)) for other in events if other is not event}
    fitting = [other for other in events if other.name in columns and columns[other.name] <= set(names)]
    distinct = [other for other in fitting if columns[other.name] - own]
    return distinct[0] if len(distinct) == 1 else None


def _of_other(other: Event, event: Event, missing: Sequence[EventField], place: DataPlace) -> Diagnostic:
    message = f"the file has the columns of `{other.name}` and not those of `{event.name}`"
    lacking = _listed([_column(field) for field in missing])
    help = f"are the files of the two swapped? {lacking} {'is' if len(missing) == 1 else 'are'} missing"
    return Diagnostic(MISSING_COLUMN, message, data=place, help=help)


def _none_of_all(event: Event, names: Sequence[str], place: DataPlace) -> Diagnostic:
    wanted = _listed([_column(field) for field in event.fields])
    message = f"the file has none of the columns of `{event.name}`: {wanted}"
    return Diagnostic(MISSING_COLUMN, message, data=place, help=f"it has {_listed(names)}")


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


def _missing(field: EventField, names: Sequence[str], place: DataPlace) -> Diagnostic:
    message = f"`{field.name}` is read from the column `{_column(field)}`, which the file does not have"
    near = _nearest(field, names)
    help = f'did you mean `from "{shown(near)}"`?' if near else f"it has {_listed(names)}"
    return Diagnostic(MISSING_COLUMN, message, data=place, help=help)


def _nearest(field: EventField, names: Sequence[str]) -> str | None:
    """The column with a name almost like it; upper and lower case matter least."""
    folded = {name.casefold(): name for name in names if name}
    near = get_close_matches(_column(field).casefold(), folded, 1)
    return folded[near[0]] if near else None


def _listed(names: Sequence[str]) -> str:
    few = ", ".join(f"`{shown(name)}`" for name in names[:_LISTED])
    return few if len(names) <= _LISTED else f"{few} and {len(names) - _LISTED} more"
