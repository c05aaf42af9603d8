"""Rows given in a test of a contract."""

from __future__ import annotations

from fractions import Fraction

from slalang.events import log_from_rows
from slalang.plan.reading import GivenRow
from slalang.plan.streams import Event
from slalang.plan.streams import EventField as Field
from tests.events.declared import OUTAGE, REQUEST, TICKET, rows

VALUES = (
    ("customer", "globex"),
    ("plan", "gold"),
    ("status", Fraction(200)),
    ("latency", Fraction(12_500)),
    ("up", True),
    ("share", Fraction(1, 4)),
    ("paid", Fraction(25, 2)),
)


def messages(event: Event, *given: GivenRow) -> list[str]:
    outcome = log_from_rows([event], given, "EUR")
    assert outcome.value is None
    return [f"{finding.data and finding.data.record} {finding.message}" for finding in outcome.diagnostics]


def test_rows_of_events() -> None:
    given = [
        GivenRow("minute", 0, 5, (("failed", Fraction(1)),)),
        GivenRow("request", 7, 7, VALUES),
        GivenRow("outage", 10, 20, (("site", "north"),)),
    ]
    outcome = log_from_rows([REQUEST, OUTAGE, TICKET], given, "EUR")
    assert outcome.value is not None
    log = outcome.value
    assert rows(log, REQUEST) == [(7, "globex", "gold", 200, 12_500, 1, 250_000, 12_500_000, None)]
    assert rows(log, OUTAGE) == [(10, 20, "north")]
    assert log.connection.execute("SELECT source, record FROM event_1").fetchall() == [(0, 3)]
    assert (log.tables["ticket"].rows, log.tables["ticket"].first) == (0, None)


def test_values_are_held_to_their_types() -> None:
    wrong = (
        ("customer", Fraction(1)),
        ("plan", "bronze"),
        ("status", Fraction(1, 3)),
        ("latency", Fraction(-1)),
        ("up", "yes"),
        ("share", Fraction(1, 10**7)),
        ("paid", Fraction(10**20)),
        ("colour", "red"),
    )
    assert messages(REQUEST, GivenRow("request", 1, 1, wrong)) == [
        "1 `request` has no field `colour`",
        "1 `customer` of the given `request` is not a text",
        "1 `plan` of the given `request` is `bronze`, which is none of `gold`, `silver`",
        "1 `status` of the given `request` is not whole, and `integer` values are exact",
        "1 `latency` of the given `request` is less than zero",
        "1 `up` of the given `request` is not `true` or `false`",
        "1 `share` of the given `request` has more than six decimal places, and `decimal` values are exact",
        "1 `paid` of the given `request` is too large to be counted exactly",
    ]


def test_times_fit_the_shape() -> None:
    site = (("site", "north"),)
    assert messages(
        OUTAGE, GivenRow("outage", 3_000_000, 2_000_000, site), GivenRow("outage", 3, None, site)
    ) == [
        "1 the given `outage` ends at 1970-01-01T00:00:02Z, before it starts at 1970-01-01T00:00:03Z",
        "2 `to` of the given `outage` has no value, and it is required",
    ]
    ticket = (("number", "T-1"), ("customer", "globex"))
    assert messages(TICKET, GivenRow("ticket", 3, 5, ticket)) == [
        "1 `ticket` happens at one instant, and the given one has an end"
    ]


def test_open_intervals_and_keys() -> None:
    event = Event(
        "outage", "intervals", (Field("from", "instant", key=True), Field("to", "instant", optional=True))
    )
    given = [GivenRow("outage", 3, None), GivenRow("outage", 3, None)]
    outcome = log_from_rows([event], given, "EUR")
    assert outcome.value is not None
    table = outcome.value.tables["outage"]
    assert (table.rows, table.duplicates, table.open_intervals) == (1, 1, 1)
    assert log_from_rows([event], [*given, GivenRow("outage", 3, 4)], "EUR").value is None
