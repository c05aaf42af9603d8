"""Some rows of a file as texts, one cell per field, on their way into a table."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import TypeAlias

from slalang.diagnostics import Diagnostic

Cell: TypeAlias = str | None
Value: TypeAlias = str | int | list[str] | list[int]

_PIECE = 1 << 17

LINES = (
    "SELECT unnest(lines) AS line, unnest(range(first, first + len(lines))) AS record FROM "
    "(SELECT string_split(text, chr(10)) AS lines, first FROM "
    "(SELECT unnest($texts) AS text, unnest($firsts) AS first))"
)
"""A query for the lines of a text, ``line``, and their numbers, ``record``."""


def line_batch(query: str, text: str, first: int, parameters: Mapping[str, Value]) -> Batch:
    """The rows of a query over ``LINES``, one for each line of the text; ``first`` is its number."""
    return Batch(text.count("\n") + 1, query, {**parameters, **_line_parameters(text, first)})


def _line_parameters(text: str, first: int) -> dict[str, Value]:
    """The text in pieces of whole lines, which the database takes apart faster than one long text."""
    texts, firsts, start = [], [], 0
    while start <= len(text):
        end = text.find("\n", start + _PIECE)
        piece = text[start:] if end < 0 else text[start:end]
        texts.append(piece)
        firsts.append(first)
        first += piece.count("\n") + 1
        start += len(piece) + 1
    return {"texts": texts, "firsts": firsts}


@dataclass(frozen=True)
class Batch:
    """A query for rows: ``record`` (one-based), ``fits`` and the cells ``c0``, ``c1``, ... as VARCHAR.

    ``rows`` is how many it yields. A cell without a value is NULL. A row that does not fit is left for a
    slower, careful reading.
    """

    rows: int
    query: str
    parameters: Mapping[str, Value]


@dataclass
class Records:
    """Rows read one by one: their numbers, their cells in order of the fields, and what is wrong.

    ``texts`` are the rows as they stand in the file, by number, also of those that are wrong.
    """

    numbers: list[int] = field(default_factory=list)
    rows: list[Sequence[Cell]] = field(default_factory=list)
    faults: list[Diagnostic] = field(default_factory=list)
    texts: dict[int, str] = field(default_factory=dict)

    def add(self, number: int, cells: Sequence[Cell]) -> None:
        """Takes a row that is well formed."""
        self.numbers.append(number)
        self.rows.append(cells)

    def batch(self) -> Batch:
        """The rows as a query; every one fits."""
        columns = list(zip(*self.rows, strict=True))
        cells = "".join(
            f", unnest(from_json($column{index}, '[\"VARCHAR\"]')) AS c{index}"
            for index in range(len(columns))
        )
        parameters: dict[str, Value] = {"numbers": json.dumps(self.numbers)}
        for index, column in enumerate(columns):
            parameters[f"column{index}"] = json.dumps(column, ensure_ascii=False)
        numbers = "unnest(from_json($numbers, '[\"BIGINT\"]'))"
        return Batch(len(self.rows), f"SELECT {numbers} AS record, true AS fits{cells}", parameters)
