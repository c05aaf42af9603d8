"""What ``sla init`` writes works at once, whatever the folder is called."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

from tests.cli.running import sla


@pytest.mark.parametrize(
    ("folder", "name"),
    [
        ("globex", "globex"),
        ("my_shop2", "my_shop2"),
        ("my folder", "acme"),
        ("it's", "acme"),
        ("Globex", "acme"),
        ("globex-2026", "acme"),
        ("month", "acme"),
        ("uptime", "acme"),
    ],
)
def test_the_agreement_is_named_after_the_folder_where_it_can_be(
    tmp_path: Path, folder: str, name: str
) -> None:
    done = sla(tmp_path, "init", folder)
    assert done.returncode == 0
    written, told = done.stdout.split("\n\nNow run:\n")
    assert written.splitlines()[0] == f"wrote {folder}/{name}.sla"
    commands = "&&".join(told.splitlines()).replace("sla ", f"{sys.executable} -m slalang ")
    ran = subprocess.run(["bash", "-c", commands], cwd=tmp_path, capture_output=True, text=True)
    assert (ran.returncode, ran.stderr) == (0, "")
    assert f"({name})" in ran.stdout


def test_the_current_folder_gives_its_name_too(tmp_path: Path) -> None:
    (tmp_path / "shop").mkdir()
    done = sla(tmp_path / "shop", "init")
    assert done.stdout.startswith("wrote shop.sla\n")
    assert "cd " not in done.stdout


def test_nothing_is_overwritten(tmp_path: Path) -> None:
    (tmp_path / "requests.csv").write_text("mine")
    done = sla(tmp_path, "init")
    assert (done.returncode, done.stdout) == (2, "")
    assert done.stderr == "sla: `requests.csv` is there already; nothing was written\n"
    assert [path.name for path in tmp_path.iterdir()] == ["requests.csv"]


def test_a_file_where_the_folder_should_be(tmp_path: Path) -> None:
    (tmp_path / "taken").write_text("")
    done = sla(tmp_path, "init", "taken")
    assert done.returncode == 2
    assert done.stderr.startswith("sla: cannot make the folder `taken`")
