"""What is found while measuring and settling points at the clause that is to be changed."""

from __future__ import annotations

from pathlib import Path

import pytest

from slalang.diagnostics import Label
from slalang.workspace.settling import Call, compile_plan, settle_call

CONTRACT = (Path(__file__).parent / "desk.sla").read_text("utf-8")
HEADER = "at,id,change,priority,hours\n"


def shown(label: Label | None) -> tuple[str, str]:
    assert label is not None
    return label.span.place, label.span.text


def found(folder: Path, old: str, new: str, *rows: str) -> list[tuple[str, tuple[str, str], list[str]]]:
    """What settling finds: the code, the place with its text, and the places beside it."""
    assert old in CONTRACT
    (folder / "desk.sla").write_text(CONTRACT.replace(old, new), "utf-8")
    (folder / "tickets.csv").write_text(HEADER + "".join(f"{row}\n" for row in rows), "utf-8")
    outcome = settle_call(Call("desk.sla", {}, "2026-01", folder))
    assert not any(one.notes for one in outcome.diagnostics)
    return [
        (one.kind.code, shown(one.primary), [label.span.place for label in one.secondary])
        for one in outcome.diagnostics
    ]


CREATED = "2026-01-05T10:00:00Z,T-1,created,P9,"
TABLE, CLOCK = "table limits by priority", "clock reply of ticket by id"
OBJECTIVE = "objective replied each month"


@pytest.mark.parametrize(
    ("old", "new", "rows", "code", "place", "beside"),
    [
        ("P1 15m", "P1 15m", [CREATED], "SLA573", ("desk.sla:11:1", TABLE), ["desk.sla:31:3"]),
        (
            "P1 15m",
            "P9 15m",
            [CREATED, CREATED.replace("created", "solved")],
            "SLA576",
            ("desk.sla:15:1", CLOCK),
            [],
        ),
        ("limit  limits", "limit  hours", [CREATED], "SLA575", ("desk.sla:15:1", CLOCK), ["desk.sla:31:3"]),
        (
            OBJECTIVE,
            "objective replied for each priority each month",
            [CREATED.replace("P9", "P1")],
            "SLA471",
            ("desk.sla:36:7", "a miss pays 10% of fees"),
            [],
        ),
    ],
)
def test_a_finding_points_at_its_clause(
    old: str, new: str, rows: list[str], code: str, place: tuple[str, str], beside: list[str], tmp_path: Path
) -> None:
    assert (code, place, beside) in found(tmp_path, old, new, *rows)


def test_what_is_found_without_harm_is_on_the_statement(tmp_path: Path) -> None:
    rows = CREATED.replace("P9", "P1"), CREATED.replace("P9", "P1").replace("created", "solved") + "1"
    (tmp_path / "desk.sla").write_text(CONTRACT, "utf-8")
    (tmp_path / "tickets.csv").write_text(HEADER + "\n".join(rows), "utf-8")
    outcome = settle_call(Call("desk.sla", {}, "2026-01", tmp_path))
    assert outcome.value is not None
    assert [one.kind.code for one in outcome.diagnostics] == ["SLA518", "SLA576"]
    assert [one.place for one in outcome.value.statement.remarks] == ["tickets.csv:3", "desk.sla:15"]


def test_a_plan_says_where_its_clauses_are_in_the_project_wherever_one_stands(tmp_path: Path) -> None:
    (tmp_path / "sla.toml").write_text("")
    (tmp_path / "desk").mkdir()
    (tmp_path / "desk/desk.sla").write_text(CONTRACT, "utf-8")
    above = compile_plan("desk/desk.sla", tmp_path).value
    inside = compile_plan("desk.sla", tmp_path / "desk").value
    assert above is not None
    assert above == inside
    assert above.clauses[0].place.startswith("desk/desk.sla:")
