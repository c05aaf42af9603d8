"""``sla rule``: findings by code and by name."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.cli.calling import call


def test_a_page_has_two_names(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    by_name = call(tmp_path, monkeypatch, "rule", "table-hole")
    assert by_name.code == 0
    assert by_name.out.startswith("# SLA401 table-hole\n")
    assert call(tmp_path, monkeypatch, "rule", "SLA401") == by_name
    assert call(tmp_path, monkeypatch, "rule", "sla401") == by_name


def test_all_pages_and_their_list(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    listed = call(tmp_path, monkeypatch, "rule").out.splitlines()
    titles = [
        line for line in call(tmp_path, monkeypatch, "rule", "--all").out.splitlines() if "# SLA" in line
    ]
    assert [line.split()[0] for line in listed] == [title.split()[1] for title in titles]
    assert len(listed) > 100


@pytest.mark.parametrize(
    ("wanted", "meant"), [("tabel-hole", "table-hole"), ("SLA4O1", "SLA401"), ("xyzzy", None)]
)
def test_a_misspelt_name(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, wanted: str, meant: str | None
) -> None:
    done = call(tmp_path, monkeypatch, "rule", wanted)
    assert (done.code, done.out) == (2, "")
    hint = "" if meant is None else "; did you mean `"
    assert done.err.startswith(f"sla: no finding is called `{wanted}`{hint}")
