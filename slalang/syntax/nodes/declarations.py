"""What a contract is about: imports, calendars, services, events and tables."""

from __future__ import annotations

from typing import Literal, TypeAlias

from slalang.syntax.nodes.base import Name, Node, Number, Text, Truth
from slalang.syntax.nodes.credits import Amount
from slalang.syntax.nodes.literals import Date, TimeOfDay
from slalang.syntax.nodes.making import node

Weekday: TypeAlias = Literal["mon", "tue", "wed", "thu", "fri", "sat", "sun"]


@node
class Language(Node):
    """``language 1``, the first clause of a file."""

    version: int
    doc: str | None = None


@node
class Imported(Node):
    """One name taken from another file, and the name it has here where that differs."""

    name: Name
    alias: Name | None = None

    @property
    def local(self) -> Name:
        """The name it has in this file."""
        return self.alias or self.name


@node
class Import(Node):
    """``import a, b as c from "path"``."""

    names: tuple[Imported, ...]
    path: Text


# --- calendars ---------------------------------------------------------------------------------


@node
class WeekdayRange(Node):
    """``mon to fri``; both ends are the same for a single day."""

    first: Weekday
    last: Weekday


@node
class DaySpan(Node):
    """``09:00 to 12:30``; past midnight where it ends before it starts."""

    start: TimeOfDay
    end: TimeOfDay


@node
class DateRange(Node):
    """``2026-12-24 to 2026-12-31``, both included; both ends are the same for a single day."""

    first: Date
    last: Date


@node
class Timezone(Node):
    """``timezone "Europe/Berlin"``, of a calendar or of an agreement."""

    zone: Text


@node
class OpenWeekdays(Node):
    """``open mon to fri 09:00 to 17:00``."""

    days: tuple[WeekdayRange, ...]
    spans: tuple[DaySpan, ...]


@node
class OpenDates(Node):
    """``open 2026-12-27 10:00 to 14:00``; all day where no hours are given."""

    dates: tuple[DateRange, ...]
    spans: tuple[DaySpan, ...] = ()


@node
class ClosedHolidays(Node):
    """``closed holidays "DE-BE"``: the public holidays of a country or a part of it."""

    region: Text


@node
class ClosedDates(Node):
    """``closed 2026-12-24, 2026-12-31``."""

    dates: tuple[DateRange, ...]


@node
class CalendarFile(Node):
    """``closed from "holidays.ics"``: the days of an iCalendar file are closed, or open."""

    effect: Literal["open", "closed"]
    path: Text


CalendarClause: TypeAlias = Timezone | OpenWeekdays | OpenDates | ClosedHolidays | ClosedDates | CalendarFile


@node
class Calendar(Node):
    """``calendar NAME { ... }``."""

    name: Name
    title: Text | None
    clauses: tuple[CalendarClause, ...]
    doc: str | None = None


# --- services ----------------------------------------------------------------------------------


@node
class NeedService(Node):
    """One service that is needed."""

    service: Name


@node
class NeedAll(Node):
    """``a and b``."""

    parts: tuple[Need, ...]


@node
class NeedAny(Node):
    """``a or b``."""

    parts: tuple[Need, ...]


@node
class NeedSome(Node):
    """``at least 2 of (a, b, c)``."""

    least: int
    parts: tuple[Need, ...]


Need: TypeAlias = NeedService | NeedAll | NeedAny | NeedSome


@node
class Needs(Node):
    """``needs EXPRESSION``."""

    need: Need


@node
class BackedBy(Node):
    """``backed by agreement.objective``: a supplier's promise to us."""

    agreement: Name
    objective: Name


@node
class Service(Node):
    """``service NAME``, with what it rests on."""

    name: Name
    title: Text | None
    basis: Needs | BackedBy | None
    doc: str | None = None


# --- events and tables -------------------------------------------------------------------------

PlainType: TypeAlias = Literal["instant", "text", "integer", "decimal", "boolean", "duration", "money"]


@node
class FieldType(Node):
    """``integer`` and the like."""

    kind: PlainType


@node
class OneOf(Node):
    """``one of (open, "on hold")``: a text that has one of these values."""

    choices: tuple[Name | Text, ...]


@node
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


@node
class Event(Node):
    """``event NAME from "file" { fields }``."""

    name: Name
    title: Text | None
    path: Text | None
    fields: tuple[Field, ...]
    doc: str | None = None


@node
class ElseKey(Node):
    """``else``: every other value."""


@node
class TableRow(Node):
    """``P1 15m``: what the table has for one value of its field."""

    key: Name | Text | Number | Truth | ElseKey
    value: Amount


@node
class Table(Node):
    """``table NAME by FIELD { rows }``."""

    name: Name
    title: Text | None
    field: Name
    rows: tuple[TableRow, ...]
    doc: str | None = None
