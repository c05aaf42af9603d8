"""The sessions of the README, the documentation and the examples, replayed (``--run-transcripts``)."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from tests.transcripts.session import PROJECT, Shell, documents, matches, rewritten, sessions, steps

WITH_SESSIONS = [path for path in documents() if sessions(path.read_text(encoding="utf-8"))]


@pytest.fixture
def project(tmp_path: Path) -> Path:
    """A copy of what a session may touch."""
    for name in ("examples", "specs", "docs"):
        shutil.copytree(PROJECT / name, tmp_path / name)
    return tmp_path


@pytest.mark.parametrize("path", WITH_SESSIONS, ids=lambda path: str(path.relative_to(PROJECT)))
def test_session(path: Path, project: Path, request: pytest.FixtureRequest) -> None:
    """Every command prints what is written below it."""
    if not request.config.getoption("--run-transcripts"):
        pytest.skip("transcripts are replayed with --run-transcripts")
    text = path.read_text(encoding="utf-8")
    shell = Shell(project)
    if request.config.getoption("--update"):
        path.write_text(rewritten(text, shell), encoding="utf-8")
        return
    for block in sessions(text):
        for step in steps(block):
            actual = shell.run(step.command)
            assert matches(step.expected, actual), f"$ {step.command}{actual}"


def test_a_wrong_output_is_noticed() -> None:
    """The comparison can fail, and ``...`` covers lines but not parts of them."""
    assert matches("a\n...\nd\n", "a\nb\nc\nd\n")
    assert matches("...\n", "")
    assert not matches("a\n...\nd\n", "a\nb\n")
    assert not matches("a\n", "a\nb\n")
    assert not matches("a...\n", "abc\n")
    made = "a\n\n  request  sha256:{}\n  plan  sha256:{}\n  versions  b {}\n    c\n"
    assert matches(made.format(1, 2, 3), made.format(1, 4, 5))
    assert not matches(made.format(1, 2, 3), made.format(2, 2, 3))


def test_commands_and_outputs_are_told_apart(tmp_path: Path) -> None:
    """Continued commands, empty outputs, folders and exit codes."""
    block = "$ printf '%s\\n' \\\n  one two\none\ntwo\n$ true\n$ mkdir a\n$ cd a\n$ false\n$ echo $?\n1\n"
    found = list(steps(block))
    assert [step.expected for step in found] == ["one\ntwo\n", "", "", "", "", "1\n"]
    shell = Shell(tmp_path)
    assert [shell.run(step.command) for step in found] == [step.expected for step in found]
    assert shell.folder == (tmp_path / "a").resolve()
