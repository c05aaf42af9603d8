"""Agreements that promise the same to several customers, measured in one pass."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from slalang.measurement import sql
from slalang.measurement.engine import Engine, Key
from slalang.measurement.sql import Tree, column


class NotTogether(Exception):
    """The agreements must be measured one by one. It never leaves this package."""


@dataclass(frozen=True)
class Members:
    """What tells agreements apart: the values that some fields of their rows have, one combination for each.

    In place of one value in a condition there is a table of them, and rows are kept apart by it: as many
    agreements as there are take one pass over a log.
    """

    fields: tuple[str, ...]
    keys: tuple[Key, ...]

    def load(self, engine: Engine, fields: Sequence[str]) -> str:
        """A table with the values of some of the fields, each combination once, in columns ``m0``, ..."""
        places = [self.fields.index(field) for field in fields]
        rows = list(dict.fromkeys(tuple(key[place] for place in places) for key in self.keys))
        return engine.load({f"m{index}": sql.TEXT for index, _ in enumerate(places)}, rows)

    def belongs(self, values: Sequence[Tree], alias: str) -> Tree:
        """The condition that a row has the values of the table under an alias."""
        pairs = enumerate(values)
        return sql.every(*(sql.compare("=", value, column(f"m{index}", alias)) for index, value in pairs))
