"""What parts of a plan say, without where they are written: equal contents mean the same."""

from __future__ import annotations

import hashlib
import re
from dataclasses import fields, is_dataclass
from decimal import Decimal
from fractions import Fraction
from functools import cache
from typing import Any

_REFERENCE = re.compile(r"@[a-z]+:[0-9a-f]{16}")


def content(value: Any) -> str:
    """A text that two values share exactly where they say the same."""
    if is_dataclass(value) and not isinstance(value, type):
        own = (f"{name}={content(getattr(value, name))}" for name in said_by(type(value)))
        return f"{type(value).__name__}({','.join(own)})"
    if isinstance(value, tuple):
        return f"[{','.join(map(content, value))}]"
    if isinstance(value, Fraction | Decimal) or (isinstance(value, int) and not isinstance(value, bool)):
        return str(Fraction(value))
    return repr(value)


@cache
def said_by(kind: type[Any]) -> tuple[str, ...]:
    """The fields of a class that say something: not those about places and titles."""
    return tuple(field.name for field in fields(kind) if field.compare and not is_place(field.name))


def is_place(name: str) -> bool:
    """Whether a field says where something is written, or what it is called for readers."""
    return name in ("clause", "choices", "title") or name.endswith("_clause")


def reference(kind: str, value: Any) -> str:
    """The name that something with this content has in every plan."""
    return f"@{kind}:{hashlib.sha256(content(value).encode()).hexdigest()[:16]}"


def references(text: str) -> tuple[str, ...]:
    """The names of other contents in a content, in order."""
    return tuple(_REFERENCE.findall(text))


def without_references(text: str) -> str:
    """The content whatever the others are that it names."""
    return _REFERENCE.sub("@", text)
