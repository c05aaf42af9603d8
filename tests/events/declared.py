"""The events that the logs of these tests hold."""

from __future__ import annotations

from pathlib import Path

from slalang.events import read_events
from slalang.events.log import EventLog
from slalang.plan.streams import Event
from slalang.plan.streams import EventField as Field

REQUEST = Event(
    "request",
    "points",
    (
        Field("at", "instant"),
        Field("customer", "text"),
        Field("plan", "choice", choices=("gold", "silver")),
        Field("status", "integer"),
        Field("latency", "duration", unit="ms"),
        Field("up", "boolean"),
        Field("share", "decimal"),
        Field("paid", "money"),
        Field("note", "text", optional=True),
    ),
)

VISIT = Event("visit", "points", (Field("at", "instant"), Field("customer", "text")))

OUTAGE = Event(
    "outage", "intervals", (Field("from", "instant"), Field("to", "instant"), Field("site", "text"))
)

LOCAL_VISIT = Event(
    "visit",
    "points",
    (Field("at", "instant", format="%d/%m/%Y %H:%M", zone="Europe/Berlin"), Field("customer", "text")),
)

TICKET = Event(
    "ticket",
    "points",
    (Field("at", "instant"), Field("number", "text", key=True, column="ticket"), Field("customer", "text")),
)


def read(event: Event, *files: Path, currency: str = "EUR") -> EventLog:
    """The log of one event from files that have nothing wrong with them."""
    outcome = read_events([event], {event.name: files}, default_currency=currency)
    assert outcome.value is not None, [finding.message for finding in outcome.diagnostics]
    return outcome.value


def rows(log: EventLog, event: Event) -> list[tuple[object, ...]]:
    """The rows of an event in a stable order, without where they come from."""
    table = log.tables[event.name]
    columns = ", ".join(f"f{index}" for index in range(len(event.fields)))
    return log.connection.execute(f"SELECT {columns} FROM {table.relation} ORDER BY ALL").fetchall()
