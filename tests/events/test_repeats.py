"""Rows that may repeat an earlier one are found, whatever order rows stand in."""

from __future__ import annotations

from collections import Counter

from hypothesis import given, settings
from hypothesis import strategies as st

from slalang.events.database import open_database
from slalang.events.fields import field_rules
from slalang.events.repeats import possible_repeats
from slalang.events.table import EventTable
from tests.events.declared import VISIT

MOVED = st.lists(st.tuples(st.integers(0, 299), st.integers(-40, 40)), max_size=12)


def table_of(instants: list[int]) -> EventTable:
    rules, _ = field_rules(VISIT, "EUR")
    table = EventTable(open_database(), "event_0", VISIT, rules)
    table.insert(list(range(1, len(instants) + 1)), [(at, "globex") for at in instants])
    return table


@settings(deadline=None, max_examples=60)
@given(MOVED, st.booleans())
def test_no_row_that_repeats_another_is_left_out(moved: list[tuple[int, int]], backwards: bool) -> None:
    instants = [10 * number for number in range(300)]
    for place, by in moved:
        instants[place] += 5 * by
    table = table_of(instants[::-1] if backwards else instants)
    repeated = {at for at, times in Counter(instants).items() if times > 1}
    suspects = possible_repeats(table, "f0")
    found = [] if suspects is None else [row[0] for row in table.all(f"SELECT f0 FROM {suspects}")]
    expected = [at for at in instants if at in repeated]
    assert sorted(at for at in found if at in repeated) == sorted(expected)


def test_rows_in_order_are_not_looked_at_again() -> None:
    assert possible_repeats(table_of(list(range(100))), "f0") is None


def test_a_late_row_leads_to_those_at_its_time() -> None:
    table = table_of([*range(100), 7, *range(100, 200)])
    suspects = possible_repeats(table, "f0")
    assert table.all(f"SELECT f0 FROM {suspects} ORDER BY f0") == [(7,), (7,), (99,)]


def test_rows_in_no_order_are_all_looked_at() -> None:
    assert possible_repeats(table_of(list(range(100, 0, -1))), "f0") == "event_0"


def test_many_rows_are_followed_in_one_order() -> None:
    table = table_of([0])
    table.run("INSERT INTO event_0 SELECT i, 'globex', 0, i FROM range(1, 400000) r(i)")
    table.run("INSERT INTO event_0 SELECT 1000 * i, 'globex', 0, i FROM range(1, 300) r(i)")
    table.rows = table.one("SELECT count(*) FROM event_0")[0]
    suspects = possible_repeats(table, "f0")
    assert table.one(f"SELECT count(*), count(DISTINCT f0) FROM {suspects}") == (2 * 299 + 1, 300)
