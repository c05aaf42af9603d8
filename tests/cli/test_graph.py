"""What ``sla graph`` shows, and what it asks back."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from jsonschema import Draft202012Validator

from slalang.cli.schema import schema
from tests.cli.calling import CONTRACT, call

HERE = Path(__file__).parent

SHARED = """language 1

event request {
  at     instant
  status integer
}
event probe {
  at instant
  up boolean
}
stream fast = request where status < 300
indicator good = share(status < 500 over fast)
indicator spare = share(up over probe)
"""


def agreement(name: str, indicator: str = "good") -> str:
    """An agreement in a file of its own, over an indicator of the shared file."""
    start = CONTRACT.index("agreement acme")
    text = CONTRACT[start:].replace("agreement acme", f"agreement {name}")
    objective = text.replace("objective errors each", f"objective {indicator} each")
    turned = (
        objective.replace("<= 1%", ">= 99%").replace("  minimum <= 2%\n", "").replace("above 1%", "below 99%")
    )
    return f'language 1\n\nimport good, spare from "shared.sla"\n\n{turned}'


@pytest.fixture
def project(tmp_path: Path) -> Path:
    (tmp_path / "shared.sla").write_text(SHARED)
    (tmp_path / "first.sla").write_text(agreement("first"))
    (tmp_path / "second.sla").write_text(agreement("second", "spare"))
    (tmp_path / "third.sla").write_text(agreement("third"))
    return tmp_path


def test_what_a_name_decides_is_counted_in_agreements(project: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    done = call(project, monkeypatch, "graph", "--impact", "fast")
    assert done.code == 0
    assert done.out == (
        "stream fast  (shared.sla:11) decides money in 2 agreements\n\n"
        "agreement first, Acme  (first.sla:5)\n"
        "  objective first.good > indicator good > stream fast\n\n"
        "agreement third, Acme  (third.sla:5)\n"
        "  objective third.good > indicator good > stream fast\n"
    )
    assert "decides money in 1 agreement\n" in call(project, monkeypatch, "graph", "--impact", "probe").out


def test_what_a_name_decides_for_programs_and_as_a_drawing(
    project: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked = ("graph", "--impact", "fast", "--output-format")
    impact = json.loads(call(project, monkeypatch, *asked, "json").out)
    Draft202012Validator(schema("impact")).validate(impact)
    assert impact["agreements"] == 2
    assert [each["agreement"]["name"] for each in impact["money"]] == ["first", "third"]
    assert impact["money"][0]["ways"][0][-1]["place"] == {"path": "shared.sla", "line": 11, "column": 8}
    drawn = call(project, monkeypatch, *asked, "mermaid").out
    assert "agreement first" in drawn
    assert "agreement second" not in drawn


def test_what_nothing_needs(project: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (project / "second.sla").unlink()
    done = call(project, monkeypatch, "graph", "--unused")
    assert done.out.splitlines() == [
        "indicator spare  (shared.sla:13): nothing refers to it",
        "event probe  (shared.sla:7): only what is unused refers to it",
        "import of spare  (first.sla:3): not used here",
        "import of spare  (third.sla:3): not used here",
    ]
    told = json.loads(call(project, monkeypatch, "graph", "--unused", "--output-format", "json").out)
    Draft202012Validator(schema("unused")).validate(told)
    assert [each["name"] for each in told["unused"]] == ["spare"]
    assert [each["name"] for each in told["used_by_unused"]] == ["probe"]


def test_every_edge_says_where_it_is_written(project: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    graph = json.loads(call(project, monkeypatch, "graph", "--output-format", "json").out)
    Draft202012Validator(schema("graph")).validate(graph)
    names = [node["name"] for node in graph["nodes"]]
    for edge in graph["edges"]:
        place = edge["place"]
        line = (project / place["path"]).read_text().splitlines()[place["line"] - 1]
        written = line[place["column"] - 1 :]
        target = names[edge["target"]].rpartition(".")[2]
        assert written.startswith((target, "objective", '"shared')), edge
    assert len(graph["edges"]) > 10


@pytest.mark.parametrize("format", ["mermaid", "dot"])
def test_a_drawing_has_a_box_for_each_file(
    format: str, project: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    drawn = call(project, monkeypatch, "graph", "--output-format", format).out
    assert drawn.count("subgraph") == 4
    assert drawn.count("stream fast") == 1


@pytest.mark.parametrize(
    ("asked", "said"),
    [
        (("--impact", "fats"), "nothing is called `fats`; did you mean `fast`?"),
        (("--impact", "other.sla:fast"), "nothing is called `other.sla:fast`; did you mean `fast`?"),
        (("--impact", "fast", "--unused"), "are 2 questions"),
        (("--unused", "--output-format", "dot"), "`dot` cannot show it"),
        (("nowhere.sla",), "`nowhere.sla` does not exist"),
    ],
)
def test_what_cannot_be_answered_is_something_in_the_call(
    asked: tuple[str, ...], said: str, project: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    done = call(project, monkeypatch, "graph", *asked)
    assert (done.code, done.out) == (2, "")
    assert said in done.err


def test_what_promises_rest_on_and_both_credits_if_a_supplier_fails(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "relay.sla").write_text((HERE / "relay.sla").read_text())
    told = call(tmp_path, monkeypatch, "graph", "--ceilings").out
    assert told == (HERE / "relay.txt").read_text()
    assert f"```text\n{told}```\n" in (HERE.parents[1] / "docs" / "commands.md").read_text()
    found = json.loads(call(tmp_path, monkeypatch, "graph", "--ceilings", "--output-format", "json").out)
    Draft202012Validator(schema("ceilings")).validate(found)
    [ceiling] = found["ceilings"]
    assert (ceiling["promised"], ceiling["guaranteed"], ceiling["verdict"]) == (
        "199/200",
        "999/1000",
        "within",
    )
    assert [one["supplier_owes"] for one in ceiling["back_to_back"][0]["exchanges"]] == ["5.00 EUR"] * 3


def test_credits_over_what_is_bad_are_set_beside_those_over_what_is_good(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    text = (HERE / "relay.sla").read_text()
    head, own = text.split("agreement relay_service")
    turned = head.replace("objective uptime each", "objective downtime each")
    turned = turned.replace(">= 99.9%", "<= 0.1%").replace("below 99.9%", "above 0.1%")
    turned = turned.replace("carrier.uptime", "carrier.downtime").replace(
        "agreement carrier", "indicator downtime = time(outage) / time(period)\n\nagreement carrier"
    )
    (tmp_path / "relay.sla").write_text(turned + "agreement relay_service" + own)
    told = call(tmp_path, monkeypatch, "graph", "--ceilings").out
    golden = (HERE / "relay.txt").read_text()
    assert told.split("  if line")[1] == golden.split("  if line")[1]


def test_a_promise_that_cannot_be_kept_is_shown_for_what_it_rests_on(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    text = (HERE / "relay.sla").read_text()
    (tmp_path / "relay.sla").write_text(text.replace("99.5%", "99.95%"))
    done = call(tmp_path, monkeypatch, "graph", "--ceilings")
    assert done.code == 0
    assert "cannot be kept" in done.out


def test_one_name_for_several_things_is_asked_about(project: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (project / "other.sla").write_text("language 1\n\nservice fast\n")
    done = call(project, monkeypatch, "graph", "--impact", "fast")
    assert done.code == 2
    assert "service fast in other.sla:3" in done.err
    assert call(project, monkeypatch, "graph", "--impact", "shared.sla:fast").code == 0


def test_nothing_is_drawn_of_agreements_with_errors(project: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (project / "first.sla").write_text(agreement("first", "goood"))
    done = call(project, monkeypatch, "graph")
    assert (done.code, done.out) == (1, "")
    assert done.err.endswith("Nothing was drawn.\n")


def test_places_are_named_as_they_are_shown_or_from_the_top_of_the_project(
    project: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (project / "sla.toml").write_text("")
    inner = project / "inner"
    inner.mkdir()
    (inner / "own.sla").write_text('language 1\n\nimport fast from "../shared.sla"\n\nstream slow = fast\n')
    top = call(inner, monkeypatch, "graph", "--impact", "inner/own.sla:slow", "own.sla")
    here = call(inner, monkeypatch, "graph", "--impact", "own.sla:slow", "own.sla")
    assert here.code == top.code == 0
    assert here.out == top.out == "stream slow  (own.sla:5) decides money in no agreement\n"
    assert "file own.sla\n  imports file ../shared.sla  (:3)\n" in call(inner, monkeypatch, "graph").out
