"""Several agreements in one call: the statements that each has alone, and where they go."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Callable
from pathlib import Path
from typing import TypeAlias

import pytest

from tests.cli.calling import Done, call

Settle: TypeAlias = Callable[..., Done]

DECLARED = """language 1

event request {
  at       instant
  customer text
  status   integer
}

indicator good = share(status < 500 over request)

tier standard {
  objective good each month {
    target >= 99%
    no data counts as met
    credit {
      below 99% pays 10% of fees
    }
  }
}
"""
AGREEMENT = """
agreement {name} "{name}" {{
  provider "Acme Ltd"
  customer "{name}"
  scope    customer = "{name}"
  tier     standard
  term     {term}
  timezone "UTC"
  fees     100 EUR each month
  round    half up to 0.01 EUR
}}
"""
CALL = ("--events", "request=requests.csv", "--period", "2026-02")
NAMES = ("ada", "bob", "cy")


def agreement(name: str, term: str = "2026-01-01 to 2026-12-31") -> str:
    return AGREEMENT.format(name=name, term=term)


@pytest.fixture
def project(tmp_path: Path) -> Path:
    (tmp_path / "all.sla").write_text(DECLARED + "".join(map(agreement, NAMES)))
    rows = [f"2026-02-{day:02}T00:00:00Z,{NAMES[day % 2]},{500 if day == 4 else 200}" for day in range(1, 20)]
    (tmp_path / "requests.csv").write_text("at,customer,status\n" + "".join(f"{row}\n" for row in rows))
    return tmp_path


@pytest.fixture
def settle(project: Path, monkeypatch: pytest.MonkeyPatch) -> Settle:
    return lambda *arguments: call(project, monkeypatch, "settle", *arguments)


def statements(settle: Settle, *arguments: str) -> list[dict[str, object]]:
    done = settle(*arguments, *CALL, "--output-format", "json")
    assert done.code == 0, done.err
    found = json.loads(done.out)
    return found if isinstance(found, list) else [found]


def test_together_as_alone(project: Path, settle: Settle) -> None:
    """In the order asked for, or of the file."""
    alone = {name: statements(settle, f"all.sla:{name}")[0] for name in NAMES}
    assert statements(settle, "--all") == [alone[name] for name in NAMES]
    assert statements(settle, "cy", "ada") == [alone["cy"], alone["ada"]]
    ada = alone["ada"]["totals"]
    assert isinstance(ada, dict)
    assert ada["credits"] == "10.00"


def test_formats_of_several(project: Path, settle: Settle) -> None:
    """Text stands one below the other; a table has one header."""
    done = settle("--all", *CALL)
    alone = [settle(name, *CALL).out for name in NAMES]
    assert done.out == "\n".join(alone)
    table = settle("--all", *CALL, "--output-format", "csv").out
    records = list(csv.DictReader(io.StringIO(table)))
    assert {record["agreement"] for record in records} == set(NAMES)


def test_a_file_for_each(project: Path, settle: Settle) -> None:
    """The name of the agreement stands for itself in a path, of statements and of ledgers."""
    done = settle(
        "--all",
        *CALL,
        "--output-format",
        "json:{agreement}.json",
        "--ledger",
        "{agreement}.l",
    )
    assert (done.code, done.out) == (0, "")
    for name in NAMES:
        assert [json.loads((project / f"{name}.json").read_text())] == statements(settle, name)
        assert (project / f"{name}.l").exists()


def test_one_ledger_for_several_is_refused(project: Path, settle: Settle) -> None:
    done = settle("--all", *CALL, "--ledger", "all.l")
    assert (done.code, done.out) == (2, "")
    assert done.err == "sla: a ledger is that of one agreement: write --ledger '{agreement}.l'\n"
    assert not (project / "all.l").exists()


def test_one_that_cannot_be_settled_keeps_all(project: Path, settle: Settle) -> None:
    """Nothing is printed in part."""
    (project / "other.sla").write_text(DECLARED.replace("good each", "gold each") + agreement("dan"))
    done = settle("--all", *CALL)
    assert (done.code, done.out) == (1, "")
    assert "Nothing was settled." in done.err


def test_agreements_out_of_force_are_left_out(project: Path, settle: Settle) -> None:
    """Of all; one that is named must be in force."""
    (project / "old.sla").write_text(DECLARED + agreement("old", "2024-01-01 to 2024-12-31"))
    assert [each["agreement"] for each in statements(settle, "--all")] == list(NAMES)
    done = settle("ada", "old", *CALL)
    assert (done.code, done.err) == (2, "sla: period 2026-02 lies outside the term of `old`\n")


def test_events_that_differ_have_logs_of_their_own(project: Path, settle: Settle) -> None:
    """Agreements whose declarations read a log differently do not share it."""
    text = DECLARED.replace("status   integer", 'status   integer from "code"')
    (project / "dan.sla").write_text(text + agreement("dan"))
    done = settle("--all", *CALL)
    assert done.code == 1
    assert "`code`" in done.err


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        ((), "name the agreements to settle, or say --all"),
        (("ada", "--all"), "name the agreements to settle, or say --all"),
        (("ada", "--memory-limit", "lots"), "`lots` is no size of memory: write 500MB, or 2GB"),
        (("ada", "--temp-directory", "nowhere"),
         "`nowhere` is no folder, so no temporary folder can be made in it"),
        (("ada", "--memory-limit", "100KB"), "the memory or the disk that may be taken is too small"),
    ],
)  # fmt: skip
def test_calls_that_cannot_be_followed(
    project: Path, settle: Settle, arguments: tuple[str, ...], said: str
) -> None:
    done = settle(*arguments, *CALL)
    assert (done.code, done.out) == (2, "")
    assert done.err.startswith(f"sla: {said}")


def test_what_does_not_fit_into_memory(project: Path, settle: Settle) -> None:
    """The statement is the same, and nothing is left of the temporary folder."""
    (project / "scratch").mkdir()
    rows = "".join(f"2026-02-01T00:00:00.{number:06}Z,ada,{number % 600}\n" for number in range(400_000))
    (project / "requests.csv").write_text("at,customer,status\n" + rows)
    plenty = settle("ada", *CALL)
    little = settle("ada", *CALL, "--memory-limit", "60MB", "--temp-directory", "scratch")
    assert little.code == 0, little.err
    assert little.out == plenty.out
    assert list((project / "scratch").iterdir()) == []
