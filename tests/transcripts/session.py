"""Shell sessions written in Markdown: ``console`` blocks with commands and the output they have.

A line that begins with ``$ `` is a command (it goes on while lines end in a backslash), the lines up
to the next command are its output, standard error included. A line ``...`` stands for any lines.
``cd`` lasts to the end of the file; ``$?`` is the exit code of the command before.
"""

from __future__ import annotations

import os
import re
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

PROJECT = Path(__file__).resolve().parents[2]
VERSIONS = re.compile(r"^ +(?:- )?plan +sha256:.*?(?=\n\n|\n?\Z)", re.MULTILINE | re.DOTALL)
BLOCK = re.compile(r"^```console\n(.*?)^```$", re.MULTILINE | re.DOTALL)


@dataclass(frozen=True)
class Step:
    """A command and the output written below it."""

    command: str
    expected: str


def documents() -> list[Path]:
    """Every Markdown file of the project that may hold a session."""
    folders = [PROJECT / name for name in ("docs", "examples", "specs")]
    return sorted([*PROJECT.glob("*.md"), *(path for folder in folders for path in folder.rglob("*.md"))])


def sessions(text: str) -> list[str]:
    """The ``console`` blocks of a Markdown text."""
    return [match[1] for match in BLOCK.finditer(text)]


def steps(block: str) -> Iterator[Step]:
    """The commands of a block with their output."""
    for part in re.split(r"^\$ ", block, flags=re.MULTILINE)[1:]:
        command = re.match(r"(?:[^\n]*\\\n)*[^\n]*\n", part)
        assert command, part
        yield Step(command[0], part[command.end() :])


def matches(expected: str, actual: str) -> bool:
    """Whether the output is as written, a line ``...`` standing for any lines."""
    expected, actual = without_versions(expected), without_versions(actual)
    pattern = "".join(
        r"(?:.*\n)*?" if line == "...\n" else re.escape(line) for line in expected.splitlines(keepends=True)
    )
    return re.fullmatch(pattern, actual) is not None


def without_versions(output: str) -> str:
    """A statement without the last lines of what it was made from: the plan's hash, which covers the
    version of the time zones, and the versions of the libraries that happen to be installed."""
    return VERSIONS.sub("  plan and versions", output)


@dataclass
class Shell:
    """Runs commands in a folder, remembering where it is and how the last one ended."""

    folder: Path
    exit_code: int = 0

    def run(self, command: str) -> str:
        """What the command prints; ``cd`` moves the shell."""
        if command.startswith("cd "):
            self.folder = (self.folder / command[3:].strip()).resolve()
            return ""
        done = subprocess.run(
            ["bash", "-c", f"(exit {self.exit_code})\n{command}"],
            cwd=self.folder,
            env=environment(),
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            check=False,
        )
        self.exit_code = done.returncode
        return done.stdout.decode()


def environment() -> dict[str, str]:
    """This machine's variables, with the ``sla`` of this Python first and nothing coloured."""
    found = {name: value for name, value in os.environ.items() if name not in ("COLUMNS", "FORCE_COLOR")}
    path = f"{Path(sys.executable).parent}{os.pathsep}{os.environ['PATH']}"
    return found | {"PATH": path, "NO_COLOR": "1", "TZ": "Pacific/Auckland", "LC_ALL": "C.UTF-8"}


def rewritten(text: str, shell: Shell) -> str:
    """The text with the real output in the place of every output that is written out and differs."""

    def replay(match: re.Match[str]) -> str:
        parts = []
        for step in steps(match[1]):
            actual = shell.run(step.command)
            output = step.expected if "...\n" in step.expected else actual
            parts.append(f"$ {step.command}{output}")
        return "```console\n" + "".join(parts) + "```"

    return BLOCK.sub(replay, text)
