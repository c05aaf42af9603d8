"""Formats of instants, turned into strict patterns with one group per part.

A format is what ``strptime`` takes, limited to directives that mean one thing in every locale. What
does not match its pattern from end to end is refused.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import datetime

_TWO_DIGITS = {
    "d": ("day", "0[1-9]|[12][0-9]|3[01]"),
    "m": ("month", "0[1-9]|1[0-2]"),
    "H": ("hour", "[01][0-9]|2[0-3]"),
    "I": ("half_hour", "0[1-9]|1[0-2]"),
    "M": ("minute", "[0-5][0-9]"),
    "S": ("second", "[0-5][0-9]"),
}
_OTHERS = {
    "Y": ("year", "19[0-9][0-9]|2[01][0-9][0-9]"),
    "y": ("short_year", "[0-9][0-9]"),
    "f": ("fraction", "[0-9]{1,6}0{0,12}"),
    "z": ("offset", "Z|[+-](?:0[0-9]|1[0-4])(?::?[0-5][0-9])?"),
    "p": ("half", "[AaPp][Mm]"),
}
_COMPOUNDS = {"F": "%Y-%m-%d", "T": "%H:%M:%S", "R": "%H:%M", "D": "%m/%d/%y", "h": "%b"}

MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
_FULL_MONTHS = (
    "january", "february", "march", "april", "may", "june",
    "july", "august", "september", "october", "november", "december",
)  # fmt: skip

DIRECTIVES = "%Y %y %m %b %B %d %H %I %p %M %S %f %z %F %T %R %D %%"


@dataclass(frozen=True)
class Format:
    """A pattern, the part each of its groups holds, in order, and the format it was made of."""

    pattern: str
    parts: tuple[str, ...]
    text: str = "%Y-%m-%dT%H:%M:%SZ"

    def write(self, moment: datetime) -> str:
        """An instant in UTC as this format has it."""
        in_english = {"b": MONTHS[moment.month - 1].title(), "B": _FULL_MONTHS[moment.month - 1].title()}
        in_english |= {"p": "AM" if moment.hour < 12 else "PM"}
        own = re.sub("%([bBp])", lambda found: in_english[found[1]], _spelled_out(self.text))
        return moment.strftime(own)

    def match(self, text: str) -> dict[str, str] | None:
        """The parts of a text (empty where an optional one is missing), ``None`` if it does not match."""
        found = re.fullmatch(self.pattern, text)
        return None if found is None else dict(zip(self.parts, found.groups(""), strict=True))


def _group(directive: str) -> str:
    return f"({(_TWO_DIGITS | _OTHERS)[directive][1]})"


ISO = Format(
    f"{_group('Y')}-{_group('m')}-{_group('d')}[T ]{_group('H')}:{_group('M')}"
    f"(?::{_group('S')}(?:\\.{_group('f')})?)?{_group('z')}?",
    ("year", "month", "day", "hour", "minute", "second", "fraction", "offset"),
)
"""``2026-03-01T09:00:00.25+01:00``: seconds, their fraction and the offset may be missing."""


UTC_TIME = (
    f"{_group('Y')}-{_group('m')}-{_group('d')}[T ]{_group('H')}:{_group('M')}:{_group('S')}"
    "(?:\\.[0-9]{1,6})?Z"
)
"""The pattern of the most common times of ISO: to the second or finer, in UTC."""


def compile_format(text: str) -> Format | str:
    """The format, or what is wrong with it as the end of a sentence.

    ``%d``, ``%m``, ``%H``, ``%I``, ``%M`` and ``%S`` take one or two digits, except beside another digit
    directive. Names of months are English, in any case.
    """
    pieces = re.findall(r"%.|[^%]+|%$", _spelled_out(text), re.DOTALL)
    pattern, parts = "", []
    for place, piece in enumerate(pieces):
        if not piece.startswith("%") or piece == "%%":
            pattern += re.escape(piece.replace("%%", "%"))
            continue
        beside = pieces[max(place - 1, 0) : place] + pieces[place + 1 : place + 2]
        part = _part(piece[1:], alone=not any(other.startswith("%") and other != "%%" for other in beside))
        if part is None:
            return f"`{piece}` is not a directive it may have: {DIRECTIVES}"
        pattern += f"({part[1]})"
        parts.append(part[0])
    return _problem(parts) or Format(pattern, tuple(parts), text)


def _spelled_out(text: str) -> str:
    return re.sub(r"%(.)", lambda found: _COMPOUNDS.get(found[1], found[0]), text, flags=re.DOTALL)


def _part(directive: str, alone: bool) -> tuple[str, str] | None:
    if directive == "b":
        return "month_name", _any_case(MONTHS)
    if directive == "B":
        return "month_name", _any_case(_FULL_MONTHS)
    if directive in _TWO_DIGITS:
        name, pattern = _TWO_DIGITS[directive]
        return name, pattern + ("|[0-9]" if alone else "")
    return _OTHERS.get(directive)


def _any_case(names: tuple[str, ...]) -> str:
    return "|".join("".join(f"[{char.upper()}{char}]" for char in name) for name in names)


def _problem(parts: list[str]) -> str | None:
    twice = next((part for part in parts if parts.count(part) > 1), None)
    if twice is not None:
        return f"it gives the {twice.replace('_', ' ')} twice"
    needs = {
        "a year": {"year", "short_year"},
        "a month": {"month", "month_name"},
        "a day": {"day"},
    }
    for need, givers in needs.items():
        given = len(givers.intersection(parts))
        if given != 1:
            return f"it needs {need}" if not given else f"it gives {need} in two ways"
    if ("half" in parts) != ("half_hour" in parts):
        return "it needs %I and %p together"
    if "half_hour" in parts and "hour" in parts:
        return "it gives the hour in two ways"
    return None
