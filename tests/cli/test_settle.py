"""What ``sla settle`` takes, refuses and prints."""

from __future__ import annotations

import csv
import io
import json
from pathlib import Path

import pytest

from tests.cli.running import sla

CONTRACT = """language 1

event request {
  at     instant
  status integer
}
event outage {
  from instant
  to   optional instant
}

indicator good = count(request where status < 500) / count(request)
indicator calm = 1 - time(outage) / time(period)

agreement payments "Payments" {
  provider "Acme Ltd"
  customer "Shop GmbH"
  term     2026-01-01 to 2026-12-31
  timezone "UTC"
  fees     100 EUR each month
  round    half up to 0.01 EUR

  objective good each month {
    target >= 99.9%
    no data counts as met
    credit {
      below 99.9% pays 10% of fees
    }
  }
  objective calm each month {
    target >= 99.9%
  }
}
"""
REQUESTS = ["2025-12-31T23:59:59Z", "2026-01-01T00:00:00Z", "2026-02-01T00:00:00Z", "2026-02-28T23:59:59Z"]
REQUESTS += ["2026-03-01T00:00:00Z", "2027-01-01T00:00:00Z"]
OUTAGES = [
    *("2025-12-01T00:00:00Z,2026-01-01T00:00:00Z", "2025-12-01T00:00:00Z,2026-01-01T00:00:01Z"),
    *("2026-01-01T00:00:00Z,2026-01-01T00:00:00Z", "2025-06-01T00:00:00Z,2025-06-01T00:00:00Z"),
    *("2026-02-01T00:00:00Z,2026-02-01T00:00:00Z", "2027-06-01T00:00:00Z,", "2026-12-01T00:00:00Z,"),
]
LOGS = ("--events", "request=requests.csv", "--events", "outage=outages.csv")
FEBRUARY = ("--period", "2026-02")


@pytest.fixture
def project(tmp_path: Path) -> Path:
    """An agreement with its logs, some rows of which lie outside its term."""
    (tmp_path / "pay.sla").write_text(CONTRACT)
    (tmp_path / "requests.csv").write_text("at,status\n" + "".join(f"{at},200\n" for at in REQUESTS))
    (tmp_path / "outages.csv").write_text("from,to\n" + "".join(f"{row}\n" for row in OUTAGES))
    return tmp_path


def test_rows_in_the_period_and_outside_the_term_are_told_in_every_format(project: Path) -> None:
    written = [f"{name}:found.{name}" for name in ("text", "markdown", "csv", "json")]
    formats = [each for one in written for each in ("--output-format", one)]
    done = sla(project, "settle", "payments", *LOGS, *FEBRUARY, *formats)
    assert done.returncode == 0, done.stderr
    for name in ("text", "markdown"):
        text = (project / f"found.{name}").read_text()
        assert "6 rows, 2 of them in 2026-02 and 2 outside the term" in text
        assert "7 rows, 1 of them in 2026-02 and 3 outside the term" in text
    inputs = json.loads((project / "found.json").read_text())["inputs"]
    assert [(one["rows"], one["rows_in_period"], one["rows_outside_term"]) for one in inputs] == [
        (6, 2, 2),
        (7, 1, 3),
    ]
    rows = csv.DictReader(io.StringIO((project / "found.csv").read_text()))
    counts = [(row["text"], row["what"], row["value"]) for row in rows if row["record"] == "input"]
    assert counts[:3] == [
        ("request", "rows", "6"),
        ("request", "rows in the period", "2"),
        ("request", "rows outside the term", "2"),
    ]


@pytest.mark.parametrize("verb", ["settle", "check"])
@pytest.mark.parametrize(
    ("path", "why"),
    [
        ("no/such/out", "the folder does not exist"),
        (".", "it is a folder"),
        ("pay.sla/out", "`pay.sla` is a file and no folder"),
    ],
)
def test_output_that_cannot_be_written_is_something_in_the_call(
    project: Path, verb: str, path: str, why: str
) -> None:
    asked = ("payments", *LOGS, *FEBRUARY) if verb == "settle" else ()
    done = sla(project, verb, *asked, "--output-format", f"json:{path}")
    assert (done.returncode, done.stdout) == (2, "")
    assert done.stderr.splitlines()[-1] == f"sla: cannot write `{path}`: {why}"


def test_a_format_that_is_none_is_refused_before_anything_is_read(project: Path) -> None:
    done = sla(project, "settle", "payments", *FEBRUARY, "--output-format", "pdf")
    assert done.returncode == 2
    assert done.stderr.startswith("sla: `pdf` is no format of statements")


@pytest.mark.parametrize(
    ("events", "said"),
    [
        (("request=nofile.csv", "outage=outages.csv"), "`nofile.csv` does not exist"),
        (("request=logs/*.csv", "outage=outages.csv"), "`logs/*.csv` matches no file"),
        (("request=pay.sla", "outage=outages.csv"), "`pay.sla` has an ending that says no known format"),
        (("outage=outages.csv",), "no file is given for event `request`"),
        (("reqest=requests.csv", "outage=outages.csv"), "did you mean `request`?"),
        (
            ("request=requests.csv", "outage=outages.csv", "ticket=requests.csv"),
            "its events are `request`, `outage`",
        ),
    ],
)
def test_a_call_with_wrong_logs_exits_with_2_and_says_one_thing(
    project: Path, events: tuple[str, ...], said: str
) -> None:
    given = [each for one in events for each in ("--events", one)]
    done = sla(project, "settle", "payments", *given, *FEBRUARY)
    assert done.returncode == 2
    assert said in done.stderr
    assert "Found 1 error.\nNothing was settled." in done.stderr


def test_a_bad_row_is_in_the_files_and_exits_with_1(project: Path) -> None:
    (project / "requests.csv").write_text("at,status\nyesterday,200\n")
    done = sla(project, "settle", "payments", *LOGS, *FEBRUARY)
    assert done.returncode == 1


@pytest.mark.parametrize(
    ("wanted", "said"),
    [
        ("pay", "no agreement `pay` below this folder, only `payments` in pay.sla; did you mean `payments`?"),
        ("paymnts", "did you mean `payments`?"),
        ("globex", "there is no agreement `globex` below this folder, only `payments` in pay.sla\n"),
        ("pay.sla:pay", "`pay.sla` has no agreement `pay`; it has `payments`"),
        ("requests.csv", "there is no agreement `requests.csv` below this folder"),
    ],
)
def test_an_agreement_that_is_none_is_told_with_those_there_are(
    project: Path, wanted: str, said: str
) -> None:
    done = sla(project, "settle", wanted, *FEBRUARY)
    assert done.returncode == 2
    assert said in done.stderr


def test_where_there_is_no_agreement_a_way_to_one_is_told(tmp_path: Path) -> None:
    assert "`sla init` writes one" in sla(tmp_path, "settle", "globex", *FEBRUARY).stderr


@pytest.mark.parametrize(
    ("period", "code", "said"),
    [
        ("2026-W07", 2, "judged each month, so ask for 2026-02\n"),
        (
            "2026-02-10",
            2,
            "nothing is judged in 2026-02-10: the objectives of `payments` are judged each month",
        ),
        ("2026-W05", 0, ""),
        ("2026-01-31", 0, ""),
    ],
)
def test_a_period_in_which_nothing_is_judged_is_refused(
    project: Path, period: str, code: int, said: str
) -> None:
    """A month is judged in the week, and on the day, in which it ends."""
    done = sla(project, "settle", "payments", *LOGS, "--period", period)
    assert done.returncode == code
    assert said in done.stderr
    assert bool(done.stdout) == (code == 0)


def test_kinds_of_periods_are_named_the_shortest_first(project: Path) -> None:
    text = CONTRACT.replace("good each month", "good each quarter").replace(
        "calm each month", "calm each contract year"
    )
    (project / "pay.sla").write_text(text)
    done = sla(project, "settle", "payments", *LOGS, *FEBRUARY)
    assert done.returncode == 2
    assert done.stderr.endswith(
        "the objectives of `payments` are judged each quarter or each contract year, "
        "so ask for 2026-Q1 or 2026-12\n"
    )
