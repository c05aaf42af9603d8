"""What a contract is about: imports, calendars, services, events and tables."""

from __future__ import annotations

from typing import Literal, TypeAlias

from slalang.syntax.nodes.base import Name, Node, Number, Text, Truth
from slalang.syntax.nodes.credits import Amount
from slalang.syntax.nodes.literals import Date, TimeOfDay
from slalang.values import value

Weekday: TypeAlias = Literal["mon", "tue", "wed", "thu", "fri", "sat", "sun"]


@value
class Language(Node):
    """``language 1``, the first clause of a file."""

    version: int
    doc: str | None = None


@value
class Imported(Node):
    """One name taken from another file, and the name it has here where that differs."""

    name: Name
    alias: Name | None = None

    @property
    def local(self) -> Name:
        """The name it has in this file."""
        return self.alias or self.name


@value
class Import(Node):
    """``import a, b as c from "path"``."""

    names: tuple[Imported, ...]
    path: Text


# --- calendars ---------------------------------------------------------------------------------


@value
class WeekdayRange(Node):
    """``mon to fri``; both ends are the same for a single day."""

    first: Weekday
    last: Weekday


@value
class DaySpan(Node):
    """``09:00 to 12:30``; past midnight where it ends before it starts."""

    start: TimeOfDay
    end: TimeOfDay


@value
class DateRange(Node):
    """``2026-12-24 to 2026-12-31``, both included; both ends are the same for a single day."""

    first: Date
    last: Date


@value
class Timezone(Node):
    """``timezone "Europe/Berlin"``, of a calendar or of an agreement."""

    zone: Text


@value
class OpenWeekdays(Node):
    """``open mon to fri 09:00 to 17:00``."""

    days: tuple[WeekdayRange, ...]
    spans: tuple[DaySpan, ...]


@value
class OpenDates(Node):
    """``open 2026-12-27 10:00 to 14:00``; all day where no hours are given."""

    dates: tuple[DateRange, ...]
    spans: tuple[DaySpan, ...] = ()


@value
class ClosedHolidays(Node):
    """``closed holidays "DE-BE"``: the public holidays of a country or a part of it."""

    region: Text


@value
class ClosedDates(Node):
    """``closed 2026-12-24, 2026-12-31``."""

    dates: tuple[DateRange, ...]


@value
class CalendarFile(Node):
    """``closed from "holidays.ics"``: the days of an iCalendar file are closed, or open."""

    effect: Literal["open", "closed"]
    path: Text


CalendarClause: TypeAlias = Timezone | OpenWeekdays | OpenDates | ClosedHolidays | ClosedDates | CalendarFile


@value
class Calendar(Node):
    """``calendar NAME { ... }``."""

    name: Name
    title: Text | None
    clauses: tuple[CalendarClause, ...]
    doc: str | None = None


# --- services ----------------------------------------------------------------------------------


@value
class NeedService(Node):
    """One service that is needed."""

    service: Name


@value
class NeedAll(Node):
    """``a and b``."""

    parts: tuple[Need, ...]


@value
class NeedAny(Node):
    """``a or b``."""

    parts: tuple[Need, ...]


@value
class NeedSome(Node):
    """``at least 2 of (a, b, c)``."""

    least: int
    parts: tuple[Need, ...]


Need: TypeAlias = NeedService | NeedAll | NeedAny | NeedSome


@value
class Needs(Node):
    """``needs EXPRESSION``."""

    need: Need


@value
class BackedBy(Node):
    """``backed by agreement.objective``: a supplier's promise to us."""

    agreement: Name
    objective: Name


@value
class Service(Node):
    """``service NAME``, with what it rests on."""

    name: Name
    title: Text | None
    basis: Needs | BackedBy | None
    doc: str | None = None


# --- events and tables -------------------------------------------------------------------------

PlainType: TypeAlias = Literal["instant", "text", "integer", "decimal", "boolean", "duration", "money"]


@value
class FieldType(Node):
    """``integer`` and the like."""

    kind: PlainType


@value
class OneOf(Node):
    """``one of (open, "on hold")``: a text that has one of these values."""

    choices: tuple[Name | Text, ...]


@value
class Field(Node):
    """One field of an event: ``agent optional text from "Agent"``.

    ``unit`` is what ``in ms`` names, not yet known to be a unit; ``fold`` is which of two ambiguous
    local times to take.
    """

    name: Name
    optional: bool
    key: bool
    type: FieldType | OneOf
    unit: Name | None = None
    column: Text | None = None
    format: Text | None = None
    zone: Text | None = None
    fold: Literal["earlier", "later"] | None = None
    doc: str | None = None


@value
class Event(Node):
    """``event NAME from "file" as "format of a line" { fields }``."""

    name: Name
    title: Text | None
    path: Text | None
    format: Text | None
    fields: tuple[Field, ...]
    doc: str | None = None


@value
class ElseKey(Node):
    """``else``: every other value."""


@value
class TableRow(Node):
    """``P1 15m``: what the table has for one value of its field."""

    key: Name | Text | Number | Truth | ElseKey
    value: Amount


@value
class Table(Node):
    """``table NAME by FIELD { rows }``."""

    name: Name
    title: Text | None
    field: Name
    rows: tuple[TableRow, ...]
    doc: str | None = None
