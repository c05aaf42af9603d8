"""Parts of a plan with every name replaced by one made of what it stands for."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, fields, is_dataclass, replace
from functools import cache
from typing import Any, TypeVar, get_type_hints

from slalang.changes.content import is_place
from slalang.changes.normal_form import normal

Part = TypeVar("Part")

_OWN = ("name", "title", "objective", "objectives", "value", "id", "path", "unit", "service", "pool")
"""Fields whose text is no name of something else in the plan, or one that stays."""
_OF_MEASURES = ("measure", "misses", "for_each", "weight")
_OF_FIELDS = ("keys", "of", "field")
_TEXTS = (str, str | None, tuple[str, ...])


@dataclass(frozen=True)
class Renaming:
    """New names: of what rows come from, of their fields, and of measures. Others stay."""

    names: Mapping[str, str] = field(default_factory=dict)
    fields: Mapping[str, str] = field(default_factory=dict)
    measures: Mapping[str, str] = field(default_factory=dict)

    def apply(self, part: Part) -> Part:
        """The part with new names, and its expressions in their normal form."""
        renamed: Part = self._value(part)
        return renamed

    def _value(self, value: Any) -> Any:
        if isinstance(value, tuple):
            return tuple(map(self._value, value))
        if not is_dataclass(value) or isinstance(value, type):
            return value
        kind: Any = type(value)
        new = {each: self._named(kind, each, getattr(value, each)) for each in _names(kind)}
        return normal(replace(value, **new))

    def _named(self, kind: Any, name: str, value: Any) -> Any:
        if name not in _texts(kind):
            return self._value(value)
        if name in _OWN or is_place(name):
            return value
        known = self.measures if name in _OF_MEASURES else self.fields if name in _OF_FIELDS else self.names
        if isinstance(value, tuple):
            return tuple(known.get(each, each) for each in value)
        return known.get(value, value)


@cache
def _names(kind: Any) -> tuple[str, ...]:
    return tuple(each.name for each in fields(kind) if each.init)


@cache
def _texts(kind: Any) -> frozenset[str]:
    """The fields that hold any text, and not one of a few words."""
    hints = get_type_hints(kind)
    return frozenset(name for name in _names(kind) if hints[name] in _TEXTS)
