"""What is compared, from (a) to (h)."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import duckdb

from benchmarks import data
from benchmarks.timing import Line, side_by_side
from slalang.compiler import compile_agreement
from slalang.events import EventLog, read_events
from slalang.measurement import measure, measure_all
from slalang.plan.plan import Plan
from slalang.workspace.checking import all_agreements
from slalang.workspace.settling import Call, compile_plan, settle_agreements, settle_all

_BY_MONTH = """
SELECT month("at" AT TIME ZONE 'UTC') AS month, {} FROM read_parquet('{}') GROUP BY month
"""


@dataclass(frozen=True)
class Bench:
    """A folder for data, and the share of the full number of rows that is used."""

    folder: Path
    scale: float

    def rows(self, full: int) -> int:
        """So many rows in place of the full number."""
        return max(int(full * self.scale), 1000)

    # --- (a), (b), (h): one measure over many rows ---------------------------------------------

    def availability(self) -> Iterator[Line]:
        """(a): a share of requests, by month."""
        log = data.requests(self.folder / "a.parquet", self.rows(50_000_000))
        counts = "count(*), count(*) FILTER (WHERE status < 500)"
        yield from self._beside_a_scan(
            "a", "availability by month", "good", ">= 99%", log, counts, "at most 1.3"
        )

    def percentile(self) -> Iterator[Line]:
        """(b): the exact 99th percentile, by month."""
        log = data.requests(self.folder / "a.parquet", self.rows(50_000_000))
        exact = "quantile_disc(latency, 0.99)"
        yield from self._beside_a_scan("b", "p99 by month", "p99", "<= 900ms", log, exact, "at most 1.8")

    def _beside_a_scan(
        self, item: str, what: str, objective: str, target: str, log: Path, query: str, goal: str
    ) -> Iterator[Line]:
        home = self._requests(objective, target)
        call = Call("acme", {"request": [log]}, "2026", home)
        with duckdb.connect() as connection:

            def scan() -> object:
                return connection.execute(_BY_MONTH.format(query, log)).fetchall()

            yield side_by_side(
                item,
                f"{what}, the whole settlement",
                lambda: _settled(call),
                "DuckDB over Parquet",
                scan,
                goal,
            )
        plan = _plan(home, "acme")
        with _read(plan, {"request": [log]}) as read:
            table = f"SELECT f0 // 2628000000000 AS month, {_in_table(query)} FROM event_0 GROUP BY month"
            yield side_by_side(
                item,
                f"{what}, measuring what was read",
                lambda: measure(plan, read, end=plan.term_end),
                "DuckDB over the same table",
                lambda: read.connection.execute(table).fetchall(),
                goal,
            )

    def pandas(self) -> Iterator[Line]:
        """(h): the script that a user would write."""
        log = data.requests(self.folder / "h.parquet", self.rows(5_000_000))
        home = self._requests("good", ">= 99%")
        call = Call("acme", {"request": [log]}, "2026", home)

        def script() -> object:
            import pandas

            frame = pandas.read_parquet(log)
            month = frame["at"].dt.tz_convert("Europe/Berlin").dt.tz_localize(None).dt.to_period("M")
            return frame.assign(good=frame["status"] < 500).groupby(month)["good"].mean()

        yield side_by_side("h", "the whole settlement", lambda: _settled(call), "a pandas script", script, "")

    # --- (c): many agreements ------------------------------------------------------------------

    def agreements(self) -> Iterator[Line]:
        """(c): a thousand agreements over one log."""
        count = 1000
        log = data.requests(self.folder / "c.parquet", self.rows(20_000_000), count)
        declared = data.DECLARED.format(objective="good", target=">= 99%")
        many = self._contract(declared, *(f"c{number}" for number in range(count)), folder="many")
        one = self._contract(declared, "c0", folder="one")
        yield side_by_side(
            "c",
            "1,000 agreements",
            lambda: _all_settled(Call("", {"request": [log]}, "2026-06", many), count),
            "one agreement",
            lambda: _settled(Call("c0", {"request": [log]}, "2026-06", one)),
            "at most 2.5",
        )
        plans = {folder: _plans(home) for folder, home in (("many", many), ("one", one))}
        yield side_by_side(
            "c",
            "1,000 agreements, reading and measuring",
            lambda: _measured(plans["many"], log),
            "one agreement",
            lambda: _measured(plans["one"], log),
            "at most 2.5",
        )

    # --- (d), (e): clocks and intervals --------------------------------------------------------

    def office_hours(self) -> Iterator[Line]:
        """(d): tickets in office hours."""
        log = data.changes(self.folder / "d.parquet", self.rows(1_000_000))
        plans = [
            _plan(self._contract(data.DESK.format(runs=runs), "desk", folder=name), "desk")
            for name, runs in (("office", "runs in office"), ("always", ""))
        ]
        with _read(plans[0], {"change": [log]}) as read:
            office, always = (lambda plan=plan: measure(plan, read, end=plan.term_end) for plan in plans)
            yield side_by_side(
                "d", "tickets in office hours", office, "around the clock", always, "at most 1.5"
            )

    def union(self) -> Iterator[Line]:
        """(e): outages minus maintenance."""
        outages = data.spans(self.folder / "e1.parquet", self.rows(200_000), 3600, 1)
        planned = data.spans(self.folder / "e2.parquet", self.rows(20_000), 7200, 7)
        plan = _plan(self._contract(data.OUTAGES, "outages", folder="outages"), "outages")
        with _read(plan, {"outage": [outages], "maintenance": [planned]}) as read:
            rows = [
                read.connection.execute(f"SELECT f0, f1 FROM {table.relation}").fetchall()
                for table in read.tables.values()
            ]
            yield side_by_side(
                "e",
                "outages minus maintenance, twelve months",
                lambda: measure(plan, read, end=plan.term_end),
                "a sort and a merge in Python",
                lambda: _minus(*rows),
                "at most 0.67",
            )

    # --- (f), (g): reading ---------------------------------------------------------------------

    def json_lines(self) -> Iterator[Line]:
        """(f): JSON Lines, every line judged by its number."""
        log = data.lines(self.folder / "f.jsonl", self.rows(5_000_000))
        plan = _plan(self._requests("good", ">= 99%"), "acme")
        with duckdb.connect() as connection:
            table = (
                f"CREATE OR REPLACE TABLE t AS SELECT * FROM read_json('{log}', format = 'newline_delimited')"
            )
            yield side_by_side(
                "f",
                "JSON Lines read and checked",
                lambda: _read(plan, {"request": [log]}).__enter__().close(),
                "DuckDB's read_json",
                lambda: connection.execute(table),
                "at most 2",
            )

    def growth(self) -> Iterator[str]:
        """(g): time and memory against rows, each settlement in a process of its own."""
        home = self._requests("good", ">= 99%")
        for full in (1_000_000, 5_000_000, 20_000_000, 50_000_000):
            rows = self.rows(full)
            log = data.requests(self.folder / f"g{full}.parquet", rows)
            done = subprocess.run(
                [sys.executable, "-m", "benchmarks.one", str(home), str(log), "1GB"],
                capture_output=True,
                text=True,
                check=True,
            )
            seconds, megabytes = done.stdout.split()
            each = float(seconds) / rows * 1e6
            yield f"| {rows:,} | {float(seconds):.1f} s | {each:.2f} s | {megabytes} MB |"

    def _requests(self, objective: str, target: str) -> Path:
        return self._contract(data.DECLARED.format(objective=objective, target=target), "acme")

    def _contract(self, declared: str, *names: str, folder: str = "") -> Path:
        home = self.folder / "contracts" / (folder or names[0])
        home.mkdir(parents=True, exist_ok=True)
        scope = 'scope    customer = "{}"' if len(names) > 1 or names == ("c0",) else ""
        agreements = (data.AGREEMENT.format(name=name, scope=scope.format(name)) for name in names)
        (home / "contract.sla").write_text(declared + "".join(agreements))
        return home


def _in_table(query: str) -> str:
    return query.replace("status", "f2").replace("latency", "f3")


def _plan(home: Path, name: str) -> Plan:
    plan = compile_plan(name, home).value
    assert plan is not None
    return plan


def _plans(home: Path) -> list[Plan]:
    """The plans of all agreements of a folder."""
    checked, agreements = all_agreements(home)
    compiled = [compile_agreement(checked.project, each).value for each in agreements]
    return [plan for plan in compiled if plan is not None]


def _measured(plans: list[Plan], log: Path) -> None:
    """Reads a log and measures what all plans promise."""
    with _read(plans[0], {"request": [log]}) as read:
        ends = [plan.term_end for plan in plans]
        readings = measure_all(plans, read, ends=ends, as_of=[None] * len(plans))
    assert not any(each.diagnostics for each in readings)


def _read(plan: Plan, files: dict[str, list[Path]]) -> EventLog:
    read = read_events(plan.events, files, default_currency=plan.currency)
    assert read.value is not None, read.diagnostics
    return read.value


def _settled(call: Call) -> None:
    settled = settle_agreements([call.agreement], call)
    assert settled.value, settled.diagnostics


def _all_settled(call: Call, count: int) -> None:
    settled = settle_all(call)
    assert len(settled.value) == count, settled.diagnostics[:3]


Spans = list[tuple[int, int]]


def _minus(spans: Spans, removed: Spans) -> int:
    """The length of the union of some intervals outside the union of others, as one would write it."""
    left, cut, total = _merged(spans), _merged(removed), 0
    place = 0
    for start, end in left:
        while place < len(cut) and cut[place][1] <= start:
            place += 1
        at, seen = place, start
        while at < len(cut) and cut[at][0] < end:
            total += max(cut[at][0] - seen, 0)
            seen = max(seen, cut[at][1])
            at += 1
        total += max(end - seen, 0)
    return total


def _merged(spans: Spans) -> Spans:
    merged: Spans = []
    for start, end in sorted(spans):
        if merged and start <= merged[-1][1]:
            merged[-1] = (merged[-1][0], max(merged[-1][1], end))
        else:
            merged.append((start, end))
    return merged
