"""What ``sla status`` prints and refuses: the examples in the middle of a period, a desk on a Monday morning,
and a log of outages."""

from __future__ import annotations

import json
import shutil
from collections.abc import Callable
from pathlib import Path

import pytest
from jsonschema import Draft202012Validator

from slalang.cli.schema import schema
from tests.cli.calling import call

HERE = Path(__file__).parent / "status"
PROJECT = Path(__file__).parents[2]

CALLS = {
    "cloud": (
        *("examples/cloud/globex.sla", "--events", "request=examples/cloud/requests.csv"),
        *("--events", "maintenance=examples/cloud/maintenance.csv", "--as-of", "2026-02-11T12:00:30"),
    ),
    "data-centre": (
        *("examples/data-centre/state.sla", "--events", "probe=examples/data-centre/probes.csv.gz"),
        *("--events", "incident=examples/data-centre/incidents.csv"),
        *("--events", "invoice=examples/data-centre/invoices.csv", "--as-of", "2026-06-10T09:42"),
    ),
    "support-desk": ("examples/support-desk/initech.sla", "--as-of", "2026-02-18T11:30"),
    "monday": (
        *("examples/support-desk/initech.sla", "--events", "ticket_change=tickets.csv"),
        *("--as-of", "2026-03-09T09:40"),
    ),
    "outages": (
        *("specs/github/enterprise.sla", "--events", "outage=outages.csv"),
        *("--as-of", "2026-03-10T08:00Z"),
    ),
}


@pytest.fixture
def project(tmp_path: Path) -> Path:
    """The examples and the logs of these tests in a folder of their own."""
    for name in ("examples", "specs"):
        shutil.copytree(PROJECT / name, tmp_path / name)
    for log in HERE.glob("*.csv"):
        shutil.copy(log, tmp_path)
    return tmp_path


def without_versions(text: str) -> str:
    """The status without the lines that depend on what is installed."""
    head, _, _ = text.partition("\n  plan ")
    return head + "\n"


@pytest.mark.parametrize("name", CALLS)
def test_status(
    name: str, project: Path, monkeypatch: pytest.MonkeyPatch, golden: Callable[[Path, str], None]
) -> None:
    done = call(project, monkeypatch, "status", *CALLS[name])
    assert (done.code, done.err) == (0, "")
    golden(HERE / f"{name}.txt", without_versions(done.out))


def test_markdown(
    project: Path, monkeypatch: pytest.MonkeyPatch, golden: Callable[[Path, str], None]
) -> None:
    done = call(project, monkeypatch, "status", *CALLS["monday"], "--output-format", "markdown")
    head, _, _ = done.out.partition("- **plan**")
    golden(HERE / "monday.md", head)


@pytest.mark.parametrize("name", CALLS)
def test_json_is_as_published_and_the_same_each_time(
    name: str, project: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    first, second = (
        call(project, monkeypatch, "status", *CALLS[name], "--output-format", "json") for _ in range(2)
    )
    Draft202012Validator(schema("status")).validate(json.loads(first.out))
    assert first == second


def test_what_is_urgent_comes_first(project: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    done = call(project, monkeypatch, "status", *CALLS["monday"], "--output-format", "json")
    clocks = json.loads(done.out)["clocks"]
    states = [line["state"] for line in clocks]
    assert states == sorted(states, key=["over", "running", "paused"].index)
    over = [line["left"] for line in clocks if line["state"] == "over"]
    due = [line["due"] for line in clocks if line["state"] == "running"]
    assert over == sorted(over)
    assert over[-1] < 0
    assert due == sorted(due)
    assert [line["due"] for line in clocks if line["state"] == "paused"] == [None]


def test_all_are_those_in_force(project: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (project / "specs").rename(project / "examples" / "specs")
    arguments = [*CALLS["cloud"][1:5], *CALLS["data-centre"][1:7], "--output-format", "json"]
    shutil.rmtree(project / "examples" / "specs")
    done = call(project, monkeypatch, "status", "--all", *arguments, "--as-of", "2027-02-01")
    assert [one["agreement"] for one in json.loads(done.out)] == ["globex", "state_dc"]


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (("globex.sla",), "Missing option '--as-of'"),
        (("--as-of", "2026-02-11"), "name the agreements to show, or say --all"),
        ((*CALLS["outages"][:3], "--as-of", "2028-02-11"), "lies outside the term of `github_git`"),
        ((*CALLS["outages"][:3], "--as-of", "today"), "`today` is no date"),
        (
            (*CALLS["outages"], "--events", "outag=outages.csv"),
            "no agreement of this call has an event `outag`",
        ),
        ((*CALLS["outages"], "--output-format", "csv"), "`csv` is no format of a status"),
        ((CALLS["outages"][0], "--as-of", "2026-03-10"), "outage"),
    ],
)
def test_mistakes_of_the_call(
    arguments: tuple[str, ...], said: str, project: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    done = call(project, monkeypatch, "status", *arguments)
    assert done.code == 2
    assert said in done.err


def test_a_bad_row_is_of_the_files(project: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (project / "outages.csv").write_text("from,to,feature\n2026-01-09,x,git\n")
    done = call(project, monkeypatch, "status", *CALLS["outages"])
    assert done.code == 1
    assert done.err.endswith("There is no status.\n")


def test_now_is_now(project: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Only here a clock is looked at; the term of the spec lasts to the end of 2027."""
    (project / "long.sla").write_text(
        (project / CALLS["outages"][0]).read_text().replace("2027-12-31", "2090-12-31")
    )
    done = call(
        project,
        monkeypatch,
        *("status", "long.sla", "--events", "outage=outages.csv", "--as-of", "now"),
        *("--output-format", "json"),
    )
    assert done.code == 0
    assert json.loads(done.out)["as_of"] > "2026-11"
