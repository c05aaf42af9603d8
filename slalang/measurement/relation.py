"""Rows in the database: which table holds them, and what its columns mean."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Literal, TypeAlias

from slalang.measurement import sql
from slalang.measurement.findings import cannot_measure

ColumnKind: TypeAlias = Literal["number", "text", "truth"]
Shape: TypeAlias = Literal["points", "intervals", "buckets", "parts", "cycles"]


@dataclass(frozen=True)
class Number:
    """An exact number of a row: a numerator over a positive denominator."""

    numerator: sql.Tree
    denominator: int | sql.Tree = 1


@dataclass(frozen=True)
class Text:
    """A text of a row."""

    tree: sql.Tree


@dataclass(frozen=True)
class Truth:
    """A condition on a row; it has no value where a field it needs has none."""

    condition: sql.Tree


Term: TypeAlias = Number | Text | Truth


@dataclass(frozen=True)
class Column:
    """A field of a relation: ``name`` is the database column with its value (the numerator of a number),
    ``denominator`` that of a number, or the column that has it."""

    kind: ColumnKind
    name: str
    denominator: int | str = 1

    def term(self, alias: str) -> Term:
        """The field of the row under an alias."""
        value = sql.column(self.name, alias)
        if self.kind == "text":
            return Text(value)
        if self.kind == "truth":
            return Truth(sql.compare("=", value, sql.literal(1)))
        below = self.denominator
        return Number(value, below if isinstance(below, int) else sql.column(below, alias))

    def text(self, alias: str) -> sql.Tree:
        """The value of the row under an alias as a text, such as a key has in a report."""
        value = sql.column(self.name, alias)
        if self.kind == "text":
            return value
        if self.kind == "truth":
            named = [(1, "true"), (0, "false")]
            return sql.case(
                [(sql.compare("=", value, sql.literal(n)), sql.literal(text)) for n, text in named]
            )
        if self.denominator != 1:
            raise cannot_measure(
                "`for each` tells rows apart by texts and whole numbers, and the field has decimals"
            )
        return sql.as_text(value)

    @property
    def names(self) -> tuple[str, ...]:
        """The database columns it is made of."""
        return (self.name,) if isinstance(self.denominator, int) else (self.name, self.denominator)


@dataclass(frozen=True)
class Buckets:
    """How the buckets of a relation were cut: their width, and the least rows a bucket must have."""

    width: int
    least_rows: int | None = None
    carries: bool = False


@dataclass(frozen=True)
class Relation:
    """Rows of an event, a stream or a clock.

    The table has ``s`` and ``e``, the instants where a row begins and ends (equal for a point). In
    buckets, a row is one bucket or a whole number of equal ones in a row; ``rows`` is how many rows a
    bucket was made of and ``sparse`` is 1 where they are too few. ``parts`` are what is left of buckets
    that were cut, and may reach over several. ``joined`` are the intervals of several sources: as time, so
    that they are merged per key before they are counted. ``origins`` are the tables whose rows say from
    when to when a key is alive.
    """

    table: str
    shape: Shape
    columns: Mapping[str, Column] = field(default_factory=dict)
    keys: tuple[str, ...] = ()
    buckets: Buckets | None = None
    origins: tuple[str, ...] = ()
    joined: bool = False

    def terms(self, alias: str) -> dict[str, Term]:
        """The fields of the row under an alias, with the ones its instants give."""
        return self._instants(alias) | {name: column.term(alias) for name, column in self.columns.items()}

    def names_of(self, fields: tuple[str, ...]) -> list[str]:
        """The database columns of some fields."""
        return [name for field in fields for name in self.columns[field].names]

    @property
    def names(self) -> list[str]:
        """The database columns of all fields, and those that buckets, and parts of them, have besides."""
        own = ["rows", "sparse"] if self.buckets else []
        return own + self.names_of(tuple(self.columns))

    @property
    def width(self) -> int | None:
        """The width of the buckets that the rows are, ``None`` where they are anything else."""
        return self.buckets.width if self.buckets and self.shape == "buckets" else None

    def _instants(self, alias: str) -> dict[str, Term]:
        """The fields that follow from where a row stands. A bucket has its own length."""
        start, end = sql.column("s", alias), sql.column("e", alias)
        if self.shape == "points":
            return {"at": Number(start)}
        length = sql.literal(self.width) if self.width else sql.subtract(end, start)
        return {"from": Number(start), "to": Number(end), "length": Number(length)}


def field_column(name: str) -> str:
    """The database column of a field that users named."""
    return f"f_{name}"
