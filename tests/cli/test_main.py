"""What holds for every verb."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

from slalang.cli import VERBS
from tests.cli.running import sla

BROKEN = """
import slalang.cli, slalang.cli.version
def fail(*arguments, **options):
    raise ValueError("boom\\nand more")
slalang.cli.version.command.callback = fail
slalang.cli.main()
"""


def run(*arguments: str, traceback: str = "") -> subprocess.CompletedProcess[str]:
    environment = {"SLA_TRACEBACK": traceback} if traceback else {}
    return subprocess.run([sys.executable, *arguments], capture_output=True, text=True, env=environment)


def test_a_fault_of_ours_is_told_in_two_lines_and_exits_with_2() -> None:
    done = run("-c", BROKEN, "version")
    assert (done.returncode, done.stdout) == (2, "")
    first, second = done.stderr.splitlines()
    assert first.startswith("sla: a fault in slalang, not in your files: ValueError at ")
    assert first.endswith("boom and more")
    assert "SLA_TRACEBACK=1" in second


def test_the_traceback_is_there_for_who_asks() -> None:
    assert "Traceback" in run("-c", BROKEN, "version", traceback="1").stderr


def test_a_closed_pipe_is_no_fault() -> None:
    done = subprocess.run(
        ["bash", "-c", f"set -o pipefail; {sys.executable} -m slalang rule --all | head -n 1"],
        capture_output=True,
        text=True,
    )
    assert done.stderr == ""


@pytest.mark.parametrize(
    ("word", "said"),
    [
        ("chek", "sla: there is no command `chek`; did you mean `sla check`?\n"),
        ("frobnicate", "sla: there is no command `frobnicate`; `sla help` lists them all\n"),
    ],
)
def test_a_command_that_is_none_names_the_one_it_is_like(tmp_path: Path, word: str, said: str) -> None:
    done = sla(tmp_path, word)
    assert (done.returncode, done.stderr) == (2, said)


def test_help_is_a_command_too(tmp_path: Path) -> None:
    assert sla(tmp_path, "help").stdout == sla(tmp_path, "--help").stdout
    assert sla(tmp_path, "help", "settle").stdout == sla(tmp_path, "settle", "--help").stdout
    assert "did you mean `sla check`?" in sla(tmp_path, "help", "chek").stderr


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="a device that takes nothing is needed")
def test_a_screen_that_takes_no_more_is_told_in_one_line() -> None:
    with open("/dev/full", "w") as full:
        done = subprocess.run(
            [sys.executable, "-m", "slalang", "version"], stdout=full, stderr=subprocess.PIPE, text=True
        )
    assert done.stderr == "sla: cannot write the output: no space left on device\n"
    assert done.returncode == 2


@pytest.mark.parametrize("verb", list(VERBS))
def test_the_help_of_every_command_has_an_example_and_its_exit_codes(tmp_path: Path, verb: str) -> None:
    said = sla(tmp_path, verb, "--help").stdout
    assert said.startswith(f"Usage: sla {verb} ")
    assert f"\n    sla {verb}" in said
    assert "Exit code" in said


def test_a_finding_is_found_by_its_number(tmp_path: Path) -> None:
    assert sla(tmp_path, "rule", "401").stdout == sla(tmp_path, "rule", "SLA401").stdout != ""


@pytest.mark.parametrize("verb", ["check", "fmt", "test"])
@pytest.mark.parametrize(
    ("name", "said"),
    [
        (
            "requests.csv",
            "`requests.csv` is a log: give it to `sla settle AGREEMENT --events EVENT=requests.csv",
        ),
        ("requests.jsonl.gz", "`requests.jsonl.gz` is a log"),
        ("notes.txt", "`notes.txt` is no agreement: their files end in .sla"),
    ],
)
def test_a_file_of_another_kind_is_not_read_as_an_agreement(
    tmp_path: Path, verb: str, name: str, said: str
) -> None:
    (tmp_path / name).write_text("at,status\n")
    done = sla(tmp_path, verb, name)
    assert (done.returncode, done.stdout) == (2, "")
    assert said in done.stderr
