"""Spark counts the same: the statement is the same to the last byte. Skipped where Spark is not installed."""

from __future__ import annotations

import shutil
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from slalang.reports import render_statements
from slalang.workspace.jobs import Call
from slalang.workspace.settling import settle_agreements, settle_all
from tests.measurement.test_together import CUSTOMERS, contract, rows
from tests.transcripts.session import PROJECT

pytestmark = pytest.mark.spark
pytest.importorskip("pyspark")
if shutil.which("java") is None:
    pytest.skip("Spark needs Java", allow_module_level=True)

EXAMPLES = {
    "cloud": ("globex.sla", {"request": "requests.csv", "maintenance": "maintenance.csv"}, "2026-02"),
    "support-desk": ("initech.sla", {}, "2026-03"),
    "data-centre": (
        "state.sla",
        {"probe": "probes.csv.gz", "incident": "incidents.csv", "invoice": "invoices.csv"},
        "2026-07",
    ),
}


@pytest.fixture(scope="module", autouse=True)
def _one_session() -> Iterator[None]:
    """The session is stopped in the end, so that nothing of it outlives the tests."""
    yield
    from pyspark.sql import SparkSession

    session = SparkSession.getActiveSession()
    if session is not None:
        session.stop()


@pytest.mark.parametrize("example", EXAMPLES)
def test_the_statement_is_the_same(example: str) -> None:
    agreement, logs, period = EXAMPLES[example]
    home = PROJECT / "examples" / example
    files = {name: [home / file] for name, file in logs.items()}

    def printed(engine: str) -> str:
        call = Call(agreement, files, period, home, engine=engine)  # type: ignore[arg-type]
        settled = settle_agreements([agreement], call)
        assert len(settled.value) == 1, settled.diagnostics
        return render_statements([settled.value[0].statement], "json")

    assert printed("spark") == printed("duckdb")


def test_the_command_prints_the_same(tmp_path: Path) -> None:
    """As a user calls it, in a process of its own."""
    call = ["settle", "examples/support-desk/initech.sla", "--period", "2026-03"]
    for engine in ("duckdb", "spark"):
        files = [f"json:{tmp_path / engine}.json", f"text:{tmp_path / engine}.txt"]
        formats = [word for file in files for word in ("--output-format", file)]
        run = [sys.executable, "-m", "slalang", *call, "--engine", engine, *formats]
        subprocess.run(run, cwd=PROJECT, check=True)
    for kind in ("json", "txt"):
        assert (tmp_path / f"spark.{kind}").read_bytes() == (tmp_path / f"duckdb.{kind}").read_bytes()


def test_many_agreements_in_one_pass(tmp_path: Path) -> None:
    """Streams, clocks, exclusions, percentiles and keys, for several customers at once."""
    declared, _, _ = contract(CUSTOMERS[0]).partition("\nagreement ")
    agreements = ["\nagreement " + contract(name).partition("\nagreement ")[2] for name in CUSTOMERS]
    (tmp_path / "all.sla").write_text(declared + "".join(agreements))
    for event, found in rows(4).items():
        names = list(found[0])
        lines = [",".join(names), *(",".join(_cell(name, row[name]) for name in names) for row in found)]
        (tmp_path / f"{event}.csv").write_text("".join(f"{line}\n" for line in lines))
    files = {event: [tmp_path / f"{event}.csv"] for event in rows(4)}

    def printed(engine: str) -> str:
        call = Call("", files, "2026-Q1", tmp_path, as_of="2026-04-10", engine=engine)  # type: ignore[arg-type]
        settled = settle_all(call)
        assert len(settled.value) == len(CUSTOMERS), settled.diagnostics
        return render_statements([each.statement for each in settled.value], "json")

    assert printed("spark") == printed("duckdb")


def _cell(name: str, value: object) -> str:
    from slalang.quantities import format_instant

    return format_instant(value) if name in ("at", "from", "to") and isinstance(value, int) else str(value)
