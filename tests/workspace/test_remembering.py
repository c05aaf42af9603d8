"""What is remembered from run to run, and that it never changes what is found."""

from __future__ import annotations

import json
import tempfile
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import slalang.syntax.parser
import slalang.workspace.looking
from slalang.workspace.file_findings import Found
from slalang.workspace.files import find_files
from slalang.workspace.finding import find
from slalang.workspace.kept import FOLDER
from tests.workspace.projects import NAMES, variants, write, write_project

EDITS = st.sampled_from([(name, text) for name in NAMES for text in variants(name)])


def found(folder: Path, remember: bool = True) -> Found:
    return find(find_files(["."], folder), folder, remember)


def store(folder: Path) -> Path:
    return folder / FOLDER / "findings"


@pytest.fixture
def project(tmp_path: Path) -> Path:
    write_project(tmp_path)
    return tmp_path


@pytest.fixture
def seen(monkeypatch: pytest.MonkeyPatch) -> dict[str, list[str]]:
    """Which files are parsed and looked at from now on, by what is done with them."""
    done: dict[str, list[str]] = {"parsed": [], "looked at": []}
    parse, look_at = slalang.syntax.parser.parse, slalang.workspace.looking.look_at

    def parsing(file):  # type: ignore[no-untyped-def]
        done["parsed"].append(file.path)
        return parse(file)

    def looking(parsed, known, names, calendar_files):  # type: ignore[no-untyped-def]
        done["looked at"] += names
        return look_at(parsed, known, names, calendar_files)

    monkeypatch.setattr(slalang.syntax.parser, "parse", parsing)
    monkeypatch.setattr(slalang.workspace.looking, "look_at", looking)
    return done


@settings(max_examples=12, deadline=None)
@given(st.lists(st.lists(EDITS, min_size=1, max_size=3), min_size=1, max_size=4))
def test_what_is_found_is_the_same_with_and_without_memory(
    rounds: list[list[tuple[str, str | None]]],
) -> None:
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        write_project(folder)
        found(folder)
        for edits in rounds:
            write(dict(edits), folder)
            remembered, fresh = found(folder), found(folder, remember=False)
            assert remembered.faults == fresh.faults
            assert remembered.remarks == fresh.remarks
            assert remembered.asked == fresh.asked


def test_nothing_is_looked_at_again_where_nothing_changed(project: Path, seen: dict[str, list[str]]) -> None:
    found(project)
    assert sorted(seen["looked at"]) == sorted(NAMES)
    seen["parsed"].clear()
    seen["looked at"].clear()
    before = store(project).stat()
    found(project)
    assert seen == {"parsed": [], "looked at": []}
    assert store(project).stat().st_mtime_ns == before.st_mtime_ns


def test_an_edit_has_only_what_depends_on_it_looked_at_again(
    project: Path, seen: dict[str, list[str]]
) -> None:
    found(project)
    seen["parsed"].clear()
    seen["looked at"].clear()
    write({"agreements/acme04.sla": variants("agreements/acme04.sla")[2]}, project)
    found(project)
    assert seen["looked at"] == ["agreements/acme04.sla"]
    assert sorted(seen["parsed"]) == ["agreements/acme04.sla", "shared/events1.sla", "shared/tier3.sla"]
    seen["looked at"].clear()
    write({"shared/tier3.sla": variants("shared/tier3.sla")[1]}, project)
    found(project)
    dependent = [f"agreements/acme{i:02}.sla" for i in (1, 4, 7, 10)]
    assert sorted(seen["looked at"]) == [*dependent, "shared/tier3.sla"]


@pytest.mark.parametrize("damage", [b"", b"\x80", b"slalang 0", b"{}", None])
def test_a_damaged_store_is_as_good_as_none(project: Path, damage: bytes | None) -> None:
    write({"agreements/acme04.sla": variants("agreements/acme04.sla")[4]}, project)
    fresh = found(project)
    whole = store(project).read_bytes()
    store(project).write_bytes(whole.replace(b"nothing uses", b"nobody needs") if damage is None else damage)
    assert found(project) == fresh
    assert store(project).read_bytes() == whole


def test_what_another_slalang_left_is_as_good_as_none(project: Path, seen: dict[str, list[str]]) -> None:
    found(project)
    head, _, content = store(project).read_text(encoding="utf-8").partition("\n")
    store(project).write_text(head.replace("slalang ", "slalang 9") + "\n" + content, encoding="utf-8")
    seen["looked at"].clear()
    found(project)
    assert sorted(seen["looked at"]) == sorted(NAMES)


def test_the_store_is_kept_out_of_git_and_of_backups(project: Path) -> None:
    found(project)
    assert "*" in (project / FOLDER / ".gitignore").read_text(encoding="utf-8").splitlines()
    assert (project / FOLDER / "CACHEDIR.TAG").read_text(encoding="utf-8").startswith("Signature: 8a477f59")
    head, content = store(project).read_text(encoding="utf-8").split("\n")
    assert head.startswith("slalang ")
    assert json.loads(content)


def test_files_that_are_gone_leave_the_store(project: Path) -> None:
    found(project)
    write({"agreements/acme12.sla": None}, project)
    found(project)
    assert "acme12" not in store(project).read_text(encoding="utf-8")


def test_a_part_of_the_project_leaves_the_rest_in_the_store(
    project: Path, seen: dict[str, list[str]]
) -> None:
    found(project)
    some = [project / name for name in NAMES[:5]]
    write({NAMES[0]: variants(NAMES[0])[1]}, project)
    find(some, project, remember=True)
    assert "acme12" in store(project).read_text(encoding="utf-8")


def test_what_a_calendar_file_says_is_found_again_when_it_changes(tmp_path: Path) -> None:
    calendar = 'calendar office {\n  timezone "UTC"\n  open     from "hours.ics"\n}\n'
    (tmp_path / "a.sla").write_text(f"language 1\n\n{calendar}", encoding="utf-8")
    told = []
    for day in ("20260105", "20260132", "20260105"):
        (tmp_path / "hours.ics").write_text(
            f"BEGIN:VCALENDAR\nBEGIN:VEVENT\nDTSTART:{day}\nEND:VEVENT\nEND:VCALENDAR\n", encoding="utf-8"
        )
        told.append([each.kind.code for each in find([tmp_path / "a.sla"], tmp_path, remember=True).faults])
    assert told == [[], ["SLA335"], []]


def test_one_file_is_remembered_too(project: Path, seen: dict[str, list[str]]) -> None:
    alone = [project / NAMES[0]]
    find(alone, project, remember=True)
    seen["looked at"].clear()
    find(alone, project, remember=True)
    assert seen["looked at"] == []


def test_a_project_that_cannot_be_written_to_is_checked_all_the_same(project: Path) -> None:
    (project / FOLDER).write_text("in the way", encoding="utf-8")
    assert found(project).asked == tuple(sorted(NAMES))


def test_what_is_found_does_not_depend_on_the_folder_one_is_in(project: Path) -> None:
    write({name: variants(name)[2] for name in (NAMES[0], NAMES[3], NAMES[6])}, project)
    files = find_files(["."], project)
    outside, inside = find(files, project), find(files, project / "shared")
    assert [each.message for each in outside.faults] == [each.message for each in inside.faults]
    assert [each.message for each in outside.remarks] == [each.message for each in inside.remarks]
