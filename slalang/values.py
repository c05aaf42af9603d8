"""How classes of values are made: frozen dataclasses that cost next to nothing to import.

Generating an ``__init__`` for each of three hundred classes would take longer than a contract takes to read,
and so would importing ``dataclasses``. All share the methods here, and are dataclasses to whoever asks for
``__dataclass_fields__``.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, ClassVar, NamedTuple, TypeVar, dataclass_transform

if TYPE_CHECKING:
    from dataclasses import Field

Class = TypeVar("Class", bound=type["Frozen"])
Value = TypeVar("Value", bound="Frozen")

_NOTHING: Any = object()


class _Told(NamedTuple):
    """What a class says of a field beside its type."""

    default: Any
    compare: bool
    repr: bool


def field(*, default: Any = _NOTHING, compare: bool = True, repr: bool = True) -> Any:
    """Says of a field what it is where nobody gives it, whether it is compared, and whether it is shown."""
    return _Told(default, compare, repr)


@dataclass_transform(frozen_default=True, field_specifiers=(field,))
def value(cls: Class) -> Class:
    """Makes a subclass of ``Frozen`` a value with the fields its body annotates, after those it inherits."""
    own = [name for name in cls.__annotations__ if name not in cls._names]
    told = {name: cls.__dict__[name] for name in own if isinstance(cls.__dict__.get(name), _Told)}
    for name, said in told.items():
        if said.default is _NOTHING:
            delattr(cls, name)
        else:
            setattr(cls, name, said.default)
    cls._names = (*cls._names, *own)
    unlike = {name for name, said in told.items() if not said.compare}
    hidden = {name for name, said in told.items() if not said.repr}
    cls._compared = (*cls._compared, *(name for name in own if name not in unlike))
    cls._shown = (*cls._shown, *(name for name in own if name not in hidden))
    type.__setattr__(cls, "__match_args__", cls._names)
    type.__setattr__(cls, "__dataclass_fields__", _Fields())
    return cls


def names_of(cls: type[Frozen]) -> tuple[str, ...]:
    """The names of the fields of a class of values, in order."""
    return cls._names


def replace(value: Value, **changes: Any) -> Value:
    """The value with some of its fields changed."""
    return type(value)(**{name: value.__dict__[name] for name in value._names} | changes)


class _Fields:
    """The fields of a class of values, as ``dataclasses`` keeps them, from when they are asked for."""

    def __get__(self, instance: object, owner: type[Frozen]) -> dict[str, Field[Any]]:
        from dataclasses import dataclass

        dataclass(init=False, repr=False, eq=False)(owner)
        fields: dict[str, Field[Any]] = owner.__dict__["__dataclass_fields__"]
        return fields


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
        from dataclasses import FrozenInstanceError

        raise FrozenInstanceError(f"cannot assign to field {name!r}")

    def __delattr__(self, name: str) -> None:
        """Refused."""
        from dataclasses import FrozenInstanceError

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
