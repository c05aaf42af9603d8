"""How a statement names things and shows its values."""

from __future__ import annotations

import posixpath
from collections import Counter
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction

from slalang.quantities import Unit, format_duration, format_money, format_number, format_value
from slalang.quantities.ratio import cut
from slalang.statement import OutcomeLine, Statement

_PLACES = 4


@dataclass(frozen=True)
class Places:
    """Where the clauses of a statement are written, as ``path:line``."""

    of_clauses: dict[str, str]

    @classmethod
    def full(cls, statement: Statement) -> Places:
        """The places a statement carries."""
        return cls({clause: _without_column(place) for clause, place in statement.clauses})

    @classmethod
    def short(cls, statement: Statement) -> Places:
        """The same for readers, who find the folders at the end: ``globex.sla:57`` where no other file has
        that name."""
        full = cls.full(statement)
        names = Counter(map(posixpath.basename, full.files))
        return cls({clause: _shortened(place, names) for clause, place in full.of_clauses.items()})

    @property
    def files(self) -> tuple[str, ...]:
        """The files the clauses stand in, in the order of the clauses."""
        return tuple(dict.fromkeys(place.rpartition(":")[0] for place in self.of_clauses.values()))

    def find(self, clause: str | None) -> str | None:
        """The place of a clause; where none is known, the clause's own path."""
        return None if clause is None else self.of_clauses.get(clause, clause)


def _shortened(place: str, names: Counter[str]) -> str:
    name = posixpath.basename(place)
    return name if names[name.rpartition(":")[0]] == 1 else place


def _without_column(place: str) -> str:
    path, _, last = place.rpartition(":")
    before = path.rpartition(":")[2]
    return path if last.isdecimal() and before.isdecimal() else place


def named(objective: str, keys: tuple[tuple[str, str], ...], service: str | None = None) -> str:
    """``uptime of api (region eu)``."""
    of_service = f" of {service}" if service else ""
    by_key = ", ".join(f"{field} {value}" for field, value in keys)
    return f"{objective}{of_service}" + (f" ({by_key})" if by_key else "")


def measured_text(line: OutcomeLine, currency: str) -> str:
    """The value, with as many digits as tell it from the target and the minimum."""
    return "-" if line.value is None else shown_beside(line.value, _thresholds(line), line.unit, currency)


def _thresholds(line: OutcomeLine) -> list[Fraction]:
    return [threshold for threshold in (line.target, line.minimum) if threshold is not None]


def shown_beside(value: Fraction, thresholds: list[Fraction], unit: Unit, currency: str) -> str:
    """The value as people read it, cut but never rounded, and never with the digits of a threshold
    that it is not equal to."""
    scale = 100 if unit == "ratio" else 1
    others = [threshold * scale for threshold in thresholds if threshold != value]
    places = _PLACES
    while any(cut(value * scale, places) == cut(other, places) for other in others):
        places += 1
    if unit == "duration":
        return _duration_beside(value, thresholds)
    if places == _PLACES:
        return format_value(value, unit, currency)
    ending = {"ratio": "%", "number": "", "money": f" {currency}"}[unit]
    return format_number(value * scale, places) + ending


def _duration_beside(value: Fraction, thresholds: list[Fraction]) -> str:
    """``4h and 0.3333…us`` beside a threshold of 4h, else ``4h 12m``."""
    whole, rest = divmod(value, 1)
    if rest and whole in thresholds:
        return f"{format_duration(whole)} and {format_number(rest)}us"
    return format_duration(value)


def bound_text(operator: str | None, threshold: Fraction | None, unit: Unit, currency: str) -> str:
    """``>= 99.9%``, or nothing where there is no such bound."""
    if operator is None or threshold is None:
        return ""
    return f"{operator} {format_value(threshold, unit, currency)}"


def amount_text(amount: Decimal, currency: str) -> str:
    """``1,200.00``: for columns whose heading names the currency."""
    return format_money(amount, currency).removesuffix(f" {currency}")


def counted(number: int, noun: str) -> str:
    """``1 row``, ``12,345 rows``."""
    return f"{number:,} {noun}" if number == 1 else f"{number:,} {noun}s"
