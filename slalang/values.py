"""How classes of values are made: frozen dataclasses that cost next to nothing to import.

A generated ``__init__`` for each of three hundred classes would take longer to compile than a contract
takes to read, so all of them share these methods.
"""

from __future__ import annotations

from dataclasses import FrozenInstanceError, dataclass, field, fields
from typing import Any, ClassVar, TypeVar, cast, dataclass_transform

Class = TypeVar("Class", bound=type[Any])


@dataclass_transform(frozen_default=True, field_specifiers=(field,))
def value(cls: Class) -> Class:
    """Makes a subclass of ``Frozen`` a dataclass whose methods are the inherited ones."""
    made: Any = dataclass(init=False, repr=False, eq=False)(cls)
    made._names = tuple(each.name for each in fields(made))
    made._compared = tuple(each.name for each in fields(made) if each.compare)
    made._shown = tuple(each.name for each in fields(made) if each.repr)
    return cast(Class, made)


class Frozen:
    """A value that never changes, equal to one of its class whose compared fields are equal."""

    _names: ClassVar[tuple[str, ...]] = ()
    _compared: ClassVar[tuple[str, ...]] = ()
    _shown: ClassVar[tuple[str, ...]] = ()

    def __init__(self, *values: Any, **named: Any) -> None:
        """Takes the fields in order or by name; those left out have their defaults."""
        names = self._names
        if len(values) == len(names) and not named:
            self.__dict__.update(zip(names, values, strict=True))
            return
        given = dict(zip(names, values, strict=False), **named)
        if len(given) < len(values) + len(named) or not given.keys() <= set(names):
            raise TypeError(f"{type(self).__name__} has the fields {', '.join(names)}")
        for name in names[len(values) :]:
            if name not in given:
                given[name] = getattr(type(self), name)
        self.__dict__.update(given)

    def __setattr__(self, name: str, value: object) -> None:
        """Refused."""
        raise FrozenInstanceError(f"cannot assign to field {name!r}")

    def __delattr__(self, name: str) -> None:
        """Refused."""
        raise FrozenInstanceError(f"cannot delete field {name!r}")

    def __eq__(self, other: object) -> bool:
        """Whether the other says the same."""
        if type(other) is not type(self):
            return NotImplemented
        mine, others = self.__dict__, other.__dict__
        return all(mine[name] == others[name] for name in self._compared)

    def __hash__(self) -> int:
        """The hash of what is compared."""
        return hash((type(self), *[self.__dict__[name] for name in self._compared]))

    def __repr__(self) -> str:
        """The class and what it says."""
        shown = ", ".join(f"{name}={self.__dict__[name]!r}" for name in self._shown)
        return f"{type(self).__name__}({shown})"
