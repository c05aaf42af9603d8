"""What several rules work out in one check, kept so long as the types of the project are."""

from __future__ import annotations

from collections.abc import Callable, Hashable
from typing import TypeVar, cast
from weakref import WeakKeyDictionary

from slalang.model.typing import Typing
from slalang.rules.survey import Survey

Made = TypeVar("Made")

_KEPT: WeakKeyDictionary[Typing, dict[Hashable, object]] = WeakKeyDictionary()


def kept(survey: Survey, key: Hashable, make: Callable[[], Made]) -> Made:
    """What was made for the key before, else what is made now.

    A key may name parts of the project by their ``id``: they live as long as its types do.
    """
    known = _KEPT.setdefault(survey.typing, {})
    if key not in known:
        known[key] = make()
    return cast(Made, known[key])
