"""Tables of databases as logs: DuckDB files, and PostgreSQL where a server can be started here."""

from __future__ import annotations

import os
import shutil
import subprocess
from collections.abc import Iterator
from pathlib import Path
from tempfile import TemporaryDirectory

import duckdb
import pytest

from slalang.diagnostics import Diagnostic
from slalang.events import DatabaseTable, database_table, read_events
from slalang.plan.streams import Event, EventField
from tests.cli.calling import CONTRACT, call
from tests.measurement.build import at

VISIT = Event(
    "visit",
    "points",
    (
        EventField("at", "instant", column="seen"),
        EventField("guest", "text"),
        EventField("spent", "decimal", optional=True),
        EventField("paid", "boolean"),
    ),
)
CREATE = """
CREATE TABLE visits
  (seen timestamptz, guest text, spent numeric(12, 2), paid boolean, other double precision);
INSERT INTO visits VALUES
  ('2026-02-17 08:42:00+01', 'Ada, "the first"', 12.5, true, 1),
  ('2026-02-17 09:00:00.25+00', 'Bob', NULL, false, 2);
"""
ROWS = [
    (at("2026-02-17T07:42:00"), 'Ada, "the first"', 12_500_000, 1),
    (at("2026-02-17T09:00:00") + 250_000, "Bob", None, 0),
]


def read(table: str, event: Event = VISIT) -> tuple[list[tuple[object, ...]], str]:
    outcome = read_events([event], {"visit": [wanted(table)]}, default_currency="EUR")
    assert outcome.value is not None, outcome.diagnostics
    with outcome.value as log:
        (file,) = log.tables["visit"].files
        assert file.rows == 2
        return log.connection.execute("SELECT f0, f1, f2, f3 FROM event_0 ORDER BY f0").fetchall(), file.path


def faults(table: str, event: Event = VISIT) -> list[Diagnostic]:
    outcome = read_events([event], {"visit": [wanted(table)]}, default_currency="EUR")
    assert outcome.value is None
    return list(outcome.diagnostics)


def wanted(text: str) -> DatabaseTable:
    table = database_table(text)
    assert table is not None
    return table


def with_column(name: str, column: str, kind: str = "text") -> Event:
    fields = [field for field in VISIT.fields if field.name != name]
    return Event("visit", "points", (*fields, EventField(name, kind, column=column)))  # type: ignore[arg-type]


# --- names -------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("duckdb:logs/shop.db#visits", "duckdb:logs/shop.db#visits"),
        ("postgres:dbname=shop user=me password=secret#public.visits", "postgres:shop#public.visits"),
        ("postgresql://me:secret@db.example:5432/shop?sslmode=require#visits", "postgres:shop#visits"),
    ],
)
def test_tables_are_shown_without_a_password(text: str, shown: str) -> None:
    assert wanted(text).shown == shown


@pytest.mark.parametrize("text", ["visits.csv", "a#b.csv", "duckdb:shop.db", "logs/duckdb:x.csv"])
def test_anything_else_is_a_file(text: str) -> None:
    assert database_table(text) is None


# --- DuckDB ------------------------------------------------------------------------------------


@pytest.fixture
def shop(tmp_path: Path) -> Path:
    path = tmp_path / "shop.db"
    with duckdb.connect(str(path)) as connection:
        connection.execute(CREATE)
        connection.execute("CREATE SCHEMA old; CREATE TABLE old.visits AS SELECT * FROM visits")
        connection.execute("CREATE VIEW recent AS SELECT * FROM visits")
        connection.execute("CREATE TABLE wide AS SELECT seen, guest, 3::HUGEINT AS spent, paid FROM visits")
    return path


@pytest.mark.parametrize("table", ["visits", "old.visits", "recent"])
def test_a_table_of_a_duckdb_file(shop: Path, table: str) -> None:
    """Also in another schema, and a view; the file is only read."""
    before = shop.read_bytes()
    rows, name = read(f"duckdb:{shop}#{table}")
    assert (rows, name) == (ROWS, f"duckdb:{shop}#{table}")
    assert shop.read_bytes() == before


def test_whole_numbers_of_128_bits_are_exact(shop: Path) -> None:
    rows, _ = read(f"duckdb:{shop}#wide")
    assert [row[2] for row in rows] == [3_000_000, 3_000_000]


def test_what_cannot_be_read_of_a_duckdb_file(shop: Path, tmp_path: Path) -> None:
    """A table, a column or a file that is not there, and a column that is not exact."""
    (found,) = faults(f"duckdb:{shop}#visit")
    assert found.message == f"`duckdb:{shop}#visit` does not exist"
    assert found.help == "did you mean `visits`?"
    (found,) = faults(f"duckdb:{shop}#visits", with_column("guest", "name"))
    assert found.message == "`guest` is read from the column `name`, which the file does not have"
    (found,) = faults(f"duckdb:{shop}#visits", with_column("spent", "other", "decimal"))
    assert found.message == "the column of `spent` is of type DOUBLE, which is not exact"
    (found,) = faults("duckdb:nowhere.db#visits")
    assert found.message == "`duckdb:nowhere.db#visits` is in a database file that does not exist"
    (tmp_path / "text.db").write_text("no database\n" * 1000)
    (found,) = faults(f"duckdb:{tmp_path}/text.db#visits")
    assert found.message.startswith(f"`duckdb:{tmp_path}/text.db#visits` is not readable as DuckDB")


def test_a_view_reaches_no_file(tmp_path: Path) -> None:
    """A database that comes from somebody else cannot read what is beside it."""
    (tmp_path / "secret.csv").write_text("seen,guest,spent,paid\n")
    path = tmp_path / "shop.db"
    with duckdb.connect(str(path)) as connection:
        connection.execute(f"CREATE VIEW visits AS SELECT * FROM read_csv('{tmp_path}/secret.csv')")
    (found,) = faults(f"duckdb:{path}#visits")
    assert "Permission Error" in found.message


def test_changes_beside_the_file_are_not_passed_over(shop: Path) -> None:
    Path(f"{shop}.wal").write_bytes(b"changes")
    (found,) = faults(f"duckdb:{shop}#visits")
    assert found.message == f"`duckdb:{shop}#visits` has changes that are not yet in its file"


def test_bad_rows_are_named(shop: Path) -> None:
    with duckdb.connect(str(shop)) as connection:
        connection.execute("CREATE TABLE odd AS SELECT seen, guest, 'much' AS spent, paid FROM visits")
    places = [
        (one.kind.code, one.data and (one.data.record, one.data.field))
        for one in faults(f"duckdb:{shop}#odd")
    ]
    assert places == [("SLA532", (1, "spent")), ("SLA532", (2, "spent"))]


def test_a_settlement_from_a_database(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The statement names the table and the hash of the file."""
    (tmp_path / "acme.sla").write_text(CONTRACT)
    with duckdb.connect(str(tmp_path / "log.db")) as connection:
        connection.execute(
            "CREATE TABLE r AS SELECT '2026-02-03 10:00:00+00'::timestamptz AS at, 200 AS status"
        )
    done = call(
        tmp_path, monkeypatch, "settle", "acme", "--events", "request=duckdb:log.db#r", "--period", "2026-02"
    )
    assert done.code == 0, done.err
    assert "duckdb:log.db#r" in done.out


# --- PostgreSQL --------------------------------------------------------------------------------


def _programs() -> Path | None:
    found = sorted(Path("/usr/lib/postgresql").glob("*/bin/initdb"))
    return found[-1].parent if found else None


@pytest.fixture(scope="module")
def server() -> Iterator[str]:
    """A server that only this machine reaches, over a socket in a private folder."""
    pytest.importorskip("psycopg")
    programs = _programs()
    if programs is None:
        pytest.skip("there is no server of PostgreSQL here")
    as_user: list[str] = []
    if os.geteuid() == 0:
        known = subprocess.run(["id", "postgres"], capture_output=True, check=False)
        if shutil.which("runuser") is None or known.returncode:
            pytest.skip("the server does not run as root, and there is no user for it")
        as_user = ["runuser", "-u", "postgres", "--"]
    with TemporaryDirectory(prefix="slalang-postgres-", ignore_cleanup_errors=True) as name:
        folder = Path(name)
        if as_user:
            shutil.chown(folder, "postgres")
        data = folder / "data"

        def run(*command: str) -> None:
            done = subprocess.run([*as_user, *command], capture_output=True, text=True, cwd="/", check=False)
            if done.returncode:
                pytest.skip(f"the server cannot be started here: {done.stderr}")

        run(
            str(programs / "initdb"),
            "-D",
            str(data),
            "-U",
            "postgres",
            "-A",
            "trust",
            "--no-sync",
            "-E",
            "UTF8",
        )
        options = f"-k {folder} -c listen_addresses='' -c fsync=off"
        log = str(folder / "log")
        run(str(programs / "pg_ctl"), "-D", str(data), "-o", options, "-l", log, "-t", "180", "-w", "start")
        try:
            yield f"host={folder} user=postgres dbname=postgres"
        finally:
            run(str(programs / "pg_ctl"), "-D", str(data), "-m", "immediate", "-w", "stop")


@pytest.fixture(scope="module")
def filled(server: str) -> str:
    import psycopg

    with psycopg.connect(server) as connection:
        connection.execute(CREATE)
        connection.execute("CREATE TABLE odd AS SELECT seen, guest, 'much'::text AS spent, paid FROM visits")
        connection.execute(
            "CREATE TABLE local AS SELECT seen::timestamp AS seen, guest, spent, paid FROM visits"
        )
    return server


def test_a_table_of_postgres(filled: str) -> None:
    rows, name = read(f"postgres:{filled}#public.visits")
    assert (rows, name) == (ROWS, "postgres:postgres#public.visits")


def test_the_same_rows_have_the_same_hash(filled: str) -> None:
    found = set()
    for _ in range(2):
        outcome = read_events(
            [VISIT], {"visit": [wanted(f"postgres:{filled}#visits")]}, default_currency="EUR"
        )
        assert outcome.value is not None
        with outcome.value as log:
            found.add(log.tables["visit"].files[0].sha256)
    assert len(found) == 1


def test_what_cannot_be_read_of_postgres(filled: str) -> None:
    (found,) = faults(f"postgres:{filled}#nothing")
    assert 'relation "nothing" does not exist' in found.message
    (found,) = faults(f"postgres:{filled}#visits", with_column("guest", "name"))
    assert found.message == "`guest` is read from the column `name`, which the file does not have"
    (found,) = faults(f"postgres:{filled}#visits", with_column("spent", "other", "decimal"))
    assert found.message == "the column of `spent` is of type double precision, which is not exact"
    places = [
        (one.kind.code, one.data and (one.data.record, one.data.field))
        for one in faults(f"postgres:{filled}#odd")
    ]
    assert places == [("SLA532", (1, "spent")), ("SLA532", (2, "spent"))]
    assert {one.kind.code for one in faults(f"postgres:{filled}#local")} == {"SLA527"}


def test_a_server_that_is_not_there(tmp_path: Path) -> None:
    """The password is in no message."""
    pytest.importorskip("psycopg")
    (found,) = faults(f"postgres:host={tmp_path} dbname=shop password=secret#visits")
    assert found.message.startswith("`postgres:shop#visits` cannot be read from PostgreSQL (")
    assert "secret" not in found.message
