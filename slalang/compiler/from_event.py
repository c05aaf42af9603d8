"""Events: their fields and where a raw export has them."""

from __future__ import annotations

import posixpath

from slalang.model.contract import Declaration
from slalang.model.events import choice_text
from slalang.plan.streams import Event, EventField
from slalang.syntax import nodes


def event_of(declaration: Declaration, name: str, home: str) -> Event:
    """The event under the name the plan has for it. ``home`` is the path of the agreement's file, from
    whose folder the event's own file is named."""
    node = declaration.node
    if not isinstance(node, nodes.Event):
        raise TypeError(f"{declaration.described} is not an event")
    fields = tuple(_field(field) for field in node.fields)
    path = None if node.path is None else _from_home(node.path.value, declaration.path, home)
    is_point = any(field.name == "at" for field in fields)
    return Event(name, "points" if is_point else "intervals", fields, path, _text(node.format))


def _from_home(written: str, declared: str, home: str) -> str:
    if posixpath.dirname(declared) == posixpath.dirname(home) or posixpath.isabs(written):
        return written
    found = posixpath.join(posixpath.dirname(declared), written)
    return posixpath.relpath(found, posixpath.dirname(home) or ".")


def _field(field: nodes.Field) -> EventField:
    plain = isinstance(field.type, nodes.FieldType)
    choices = field.type.choices if isinstance(field.type, nodes.OneOf) else ()
    return EventField(
        name=field.name.text,
        type=field.type.kind if isinstance(field.type, nodes.FieldType) else "choice",
        optional=field.optional,
        key=field.key,
        unit=field.unit.text if field.unit and plain else None,
        column=_text(field.column),
        format=_text(field.format),
        zone=_text(field.zone),
        fold=field.fold,
        choices=tuple(dict.fromkeys(map(choice_text, choices))),
    )


def _text(node: nodes.Text | None) -> str | None:
    return None if node is None else node.value
