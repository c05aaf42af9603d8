"""The examples: their logs are made by their scripts, what they show by the commands they give."""

from __future__ import annotations

import gzip
import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from tests.transcripts.session import PROJECT, Shell, without_versions

EXAMPLES = PROJECT / "examples"
COMMAND = re.compile(
    r"^```sh\n(.*?)^```$.*?\]\(((?:statement|explanation)[\w-]*\.txt)\)", re.MULTILINE | re.DOTALL
)


def commands() -> list[tuple[str, str, str]]:
    """Every command of an example's README with the statement, or explanation, it is said to print."""
    return [
        (folder.name, statement, command)
        for folder in sorted(path for path in EXAMPLES.iterdir() if path.is_dir())
        for command, statement in COMMAND.findall((folder / "README.md").read_text(encoding="utf-8"))
    ]


def log(path: Path) -> bytes:
    """The bytes of a log, unpacked: packers may differ."""
    return gzip.decompress(path.read_bytes()) if path.suffix == ".gz" else path.read_bytes()


@pytest.mark.parametrize("script", sorted(EXAMPLES.glob("*/make_log.py")), ids=lambda path: path.parent.name)
def test_the_script_makes_the_log(script: Path, tmp_path: Path) -> None:
    """The logs beside the script are the ones it writes."""
    shutil.copy(script, tmp_path)
    subprocess.run([sys.executable, tmp_path / script.name], check=True)
    made = sorted(path.name for path in tmp_path.iterdir() if path.name != script.name)
    assert made
    for name in made:
        assert log(tmp_path / name) == log(script.parent / name), name


@pytest.mark.parametrize(("example", "statement", "command"), commands())
def test_the_command_prints_the_statement(
    example: str, statement: str, command: str, tmp_path: Path, request: pytest.FixtureRequest
) -> None:
    """The statement beside the agreement is what the command prints."""
    shutil.copytree(EXAMPLES, tmp_path / "examples")
    shell = Shell(tmp_path)
    printed = shell.run(command)
    assert shell.exit_code == 0, printed
    golden = EXAMPLES / example / statement
    if request.config.getoption("--update"):
        golden.write_text(printed, encoding="utf-8")
    assert without_versions(printed) == without_versions(golden.read_text(encoding="utf-8"))


def test_every_statement_is_replayed() -> None:
    """No statement lies in an example that no command prints."""
    named = {EXAMPLES / example / statement for example, statement, _ in commands()}
    assert named == {*EXAMPLES.glob("*/statement*.txt"), *EXAMPLES.glob("*/explanation*.txt")}
