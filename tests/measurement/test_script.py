"""The queries as a text: it runs, and what is laid out for people means the same."""

from __future__ import annotations

from pathlib import Path

import duckdb
import pytest

from slalang.events import log_from_rows
from slalang.measurement import dialects, engine, measure, queries
from slalang.plan.plan import Plan
from tests.measurement.build import at, log_of
from tests.measurement.test_together import plans, rows
from tests.transcripts.session import PROJECT

EXAMPLES = sorted(PROJECT.glob("examples/*/*.sla"))


def script(plan: Plan, dialect: dialects.Dialect) -> str:
    empty = log_from_rows(plan.events, (), plan.currency)
    assert empty.value is not None
    with empty.value as log:
        outcome = queries(plan, log, dialect)
    assert outcome.diagnostics == ()
    return outcome.value


def test_the_text_runs_in_an_empty_database() -> None:
    """As it is printed, beside tables of the events."""
    plan = plans()[0]
    with log_of(plan.events, {}) as log:
        log.connection.execute(script(plan, "duckdb"))
        made = log.connection.execute("SELECT count(*) FROM duckdb_tables() WHERE temporary").fetchone()
    assert made is not None
    assert made[0] > 10


def test_what_is_laid_out_means_the_same() -> None:
    """All queries of the pass, without the parentheses and names that people do not need."""
    plan, end = plans()[0], at("2026-03-01T00:00", "Europe/Berlin")
    with log_of(plan.events, rows(3)) as log:
        expected = measure(plan, log, end=end)
        with pytest.MonkeyPatch.context() as patch:
            patch.setattr(engine, "render", dialects.lay_out)
            assert measure(plan, log, end=end) == expected


def test_the_text_names_what_it_is_about() -> None:
    text = script(plans()[0], "duckdb")
    assert text.startswith(f"-- ada: plan {plans()[0].hash}\n")
    assert "-- event_0: event request\n--   f0  at, instant\n--   f1  customer, text\n" in text
    assert "\n-- objective uptime from 2025-12-31T23:00:00Z\n" in text
    assert '"t"."f1" = \'ada\'' in text


def test_no_text_of_a_contract_leaves_its_quotes() -> None:
    """A comment has names only, and a value stands in quotes."""
    connection = duckdb.connect()
    text = dialects.lay_out(engine.sql.select({"x": engine.sql.literal("'; DROP TABLE x; --\n")}))
    assert connection.execute(text).fetchall() == [("'; DROP TABLE x; --\n",)]


def test_spark_has_its_own_words() -> None:
    text = script(plans()[0], "spark")
    assert "INT128" not in text
    assert '"' not in text
    assert "CREATE TEMPORARY VIEW `measured_1`" in text
    assert "TABLE `measured" not in text


@pytest.mark.parametrize("path", EXAMPLES, ids=lambda path: path.stem)
def test_the_examples_have_queries(path: Path) -> None:
    from slalang.workspace.settling import queries_of

    for dialect in ("duckdb", "spark"):
        outcome = queries_of(path.name, path.parent, dialect)
        assert outcome.value is not None
        assert not outcome.failed
