"""What the rows of an event, a stream or a clock look like: their shape, fields and keys."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Literal, TypeAlias

from slalang.model.contract import Declaration
from slalang.model.types import Type
from slalang.source import Span
from slalang.values import Frozen, field, value

Shape: TypeAlias = Literal["points", "intervals", "buckets", "cycles", "unknown"]
"""``buckets`` are intervals of equal width with metrics, ``cycles`` the rows of a clock. ``unknown`` is
what could not be resolved and was reported: it has every field."""


@value
class RowField(Frozen):
    """A field of a row. ``optional`` fields may have no value; ``span`` is where it is declared."""

    name: str
    type: Type
    optional: bool = False
    span: Span | None = field(default=None, compare=False, repr=False)


@value
class RowSource(Frozen):
    """Rows and what can be said of one.

    ``fields`` include those every row of the shape has: ``at`` of a point, ``from``, ``to`` and
    ``length`` of an interval or bucket, ``started stopped due elapsed paused in_time late`` of a cycle.
    ``keys`` are the fields that tell the rows apart. ``metrics`` are the fields a bucket computes.
    ``events`` are the events behind the rows, ``width`` is that of the buckets in microseconds.
    ``joined`` are the lengths of time of several sources: conditions pick among the rows of each, but what
    overlaps is one row, which keeps only the keys.
    """

    shape: Shape
    fields: Mapping[str, RowField]
    keys: tuple[str, ...] = ()
    metrics: tuple[str, ...] = ()
    events: tuple[Declaration, ...] = ()
    width: int | None = None
    joined: bool = False

    @property
    def known(self) -> bool:
        """Whether it could be resolved."""
        return self.shape != "unknown"

    @property
    def has_length(self) -> bool:
        """Whether the rows last some time."""
        return self.shape in ("intervals", "buckets")


UNKNOWN_ROWS = RowSource("unknown", {})


@value
class TableType(Frozen):
    """A table: the name of the field it looks up by, its values' type, and the keys it names.

    ``keys`` has the written keys in order; ``has_else`` says whether every other value has one too.
    """

    field: str
    value: Type
    keys: tuple[str, ...] = ()
    has_else: bool = False
