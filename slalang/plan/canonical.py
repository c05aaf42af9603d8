"""Frozen dataclasses to canonical JSON and back, and the JSON Schema that follows from them.

The JSON form is derived from the annotations alone: a fraction is ``"n/d"`` (or ``"n"``), a decimal
its digits, both as strings; an instant its date and time in UTC; a tuple is a list; a member of a union
carries its class in ``kind``. Fields that take no part in comparing have no form.
Canonical bytes have sorted keys and no optional white space, so equal values have equal bytes.
"""

from __future__ import annotations

import hashlib
import json
import re
import types
from collections.abc import Iterator
from dataclasses import Field, fields, is_dataclass
from decimal import Decimal
from fractions import Fraction
from functools import cache
from typing import Any, Literal, TypeVar, Union, get_args, get_origin, get_type_hints

from slalang.quantities.instant import Instant, format_instant, parse_instant
from slalang.quantities.ratio import format_ratio, parse_ratio

Built = TypeVar("Built")

_RATIO_PATTERN = r"^-?[0-9]+(/[0-9]+)?$"
_DECIMAL_PATTERN = r"^-?[0-9]+(\.[0-9]+)?$"
_INSTANT_PATTERN = r"^[0-9]{4}-[0-9]{2}-[0-9]{2}T[0-9]{2}:[0-9]{2}:[0-9]{2}(\.[0-9]{6})?Z$"


class Tagged:
    """Base of the members of a union: their JSON form names their class in ``kind``."""

    @classmethod
    def tag(cls) -> str:
        """The class name in lower case with hyphens."""
        return re.sub(r"(?<!^)(?=[A-Z])", "-", cls.__name__).lower()


def to_json(value: Any) -> Any:
    """The JSON form of a frozen dataclass tree."""
    return _form(type(value), value)


def _form(kind: Any, value: Any) -> Any:
    """The form of a value that is annotated so."""
    if is_dataclass(value) and not isinstance(value, type):
        tag = {"kind": value.tag()} if isinstance(value, Tagged) else {}
        hints = _hints(type(value))
        own = {field.name: _form(hints[field.name], getattr(value, field.name)) for field in _shown(value)}
        return tag | own
    if isinstance(value, tuple):
        items = _items(_present(kind), value)
        return [_form(item, entry) for item, entry in zip(items, value, strict=True)]
    if isinstance(value, int) and _present(kind) == Instant:
        return format_instant(value)
    if isinstance(value, Fraction):
        return format_ratio(value)
    if isinstance(value, Decimal):
        return format(value, "f")
    if value is None or isinstance(value, bool | int | str):
        return value
    raise TypeError(f"{type(value).__name__} has no JSON form")


def _present(kind: Any) -> Any:
    """The annotation without its ``None``."""
    members = [member for member in _members(kind) if member is not type(None)]
    return members[0] if len(members) == 1 else kind


def _members(kind: Any) -> tuple[Any, ...]:
    """The members of a union; none for any other annotation."""
    return get_args(kind) if get_origin(kind) in (Union, types.UnionType) else ()


def canonical_bytes(value: Any) -> bytes:
    """The one sequence of bytes that stands for the value."""
    return json.dumps(to_json(value), sort_keys=True, separators=(",", ":"), ensure_ascii=False).encode()


def digest(content: bytes) -> str:
    """``sha256:`` and the hexadecimal digest."""
    return "sha256:" + hashlib.sha256(content).hexdigest()


def from_json(kind: type[Built], data: Any) -> Built:
    """The value with this JSON form. The data must satisfy the schema of its class."""
    built: Built = _build(kind, data)
    return built


def _build(kind: Any, data: Any) -> Any:
    if members := _members(kind):
        return _build_member(members, data)
    if get_origin(kind) is tuple:
        return tuple(_build(item, entry) for item, entry in zip(_items(kind, data), data, strict=True))
    if kind is Fraction:
        return _fraction(data)
    if kind is Decimal:
        return Decimal(data)
    if kind == Instant:
        return _instant(data)
    if is_dataclass(kind) and isinstance(kind, type):
        hints = _hints(kind)
        return kind(**{f.name: _build(hints[f.name], data[f.name]) for f in _shown(kind) if f.name in data})
    return data


def _fraction(text: str) -> Fraction:
    value = parse_ratio(text)
    if value is None:
        raise ValueError(f"{text} is not a ratio")
    return value


def _instant(text: str) -> int:
    value = parse_instant(text)
    if value is None:
        raise ValueError(f"{text} is not an instant")
    return value


def _build_member(members: tuple[Any, ...], data: Any) -> Any:
    if data is None:
        return None
    candidates = [member for member in members if member is not type(None)]
    if isinstance(data, dict) and "kind" in data:
        tagged = [member for member in candidates if isinstance(member, type) and issubclass(member, Tagged)]
        candidates = [member for member in tagged if member.tag() == data["kind"]] or candidates
    return _build(candidates[0], data)


def _items(kind: Any, data: Any) -> Iterator[Any]:
    arguments = get_args(kind)
    if len(arguments) == 2 and arguments[1] is Ellipsis:
        return iter([arguments[0]] * len(data))
    return iter(arguments)


def _shown(kind: Any) -> list[Field[Any]]:
    """The fields that have a form."""
    return [field for field in fields(kind) if field.compare]


@cache
def _hints(kind: Any) -> dict[str, Any]:
    return get_type_hints(kind, include_extras=True)


def schema_of(kind: type[Any], title: str) -> dict[str, Any]:
    """The JSON Schema (draft 2020-12) of a frozen dataclass tree."""
    definitions: dict[str, Any] = {}
    root = _schema(kind, definitions)
    return {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "title": title,
        **root,
        "$defs": dict(sorted(definitions.items())),
    }


def _schema(kind: Any, definitions: dict[str, Any]) -> dict[str, Any]:
    if members := _members(kind):
        return {"anyOf": [_schema(member, definitions) for member in members]}
    if get_origin(kind) is Literal:
        return {"enum": list(get_args(kind))}
    if get_origin(kind) is tuple:
        return _tuple_schema(get_args(kind), definitions)
    if is_dataclass(kind) and isinstance(kind, type):
        return _reference(kind, definitions)
    return dict(_SCALARS[kind])


_SCALARS: dict[Any, dict[str, Any]] = {
    str: {"type": "string"},
    int: {"type": "integer"},
    bool: {"type": "boolean"},
    type(None): {"type": "null"},
    Fraction: {"type": "string", "pattern": _RATIO_PATTERN},
    Decimal: {"type": "string", "pattern": _DECIMAL_PATTERN},
    Instant: {"type": "string", "format": "date-time", "pattern": _INSTANT_PATTERN},
}


def _tuple_schema(arguments: tuple[Any, ...], definitions: dict[str, Any]) -> dict[str, Any]:
    if len(arguments) == 2 and arguments[1] is Ellipsis:
        return {"type": "array", "items": _schema(arguments[0], definitions)}
    parts = [_schema(argument, definitions) for argument in arguments]
    return {"type": "array", "prefixItems": parts, "minItems": len(parts), "maxItems": len(parts)}


def _reference(kind: type[Any], definitions: dict[str, Any]) -> dict[str, Any]:
    if kind.__name__ not in definitions:
        definitions[kind.__name__] = {}
        definitions[kind.__name__] = _object_schema(kind, definitions)
    return {"$ref": f"#/$defs/{kind.__name__}"}


def _object_schema(kind: Any, definitions: dict[str, Any]) -> dict[str, Any]:
    hints = _hints(kind)
    properties: dict[str, Any] = {"kind": {"const": kind.tag()}} if issubclass(kind, Tagged) else {}
    properties |= {field.name: _schema(hints[field.name], definitions) for field in _shown(kind)}
    schema: dict[str, Any] = {
        "type": "object",
        "properties": properties,
        "required": list(properties),
        "additionalProperties": False,
    }
    if kind.__doc__:
        schema["description"] = " ".join(kind.__doc__.split())
    return schema
