"""``sla init``: a folder to start from, which checks, tests and settles at once."""

from __future__ import annotations

import re
from importlib.resources import files
from pathlib import Path
from shlex import quote

import click

from slalang.cli.findings import refuse
from slalang.cli.output import write_output
from slalang.source import SourceFile
from slalang.syntax import parse
from slalang.workspace.files import CallError

NAME = "acme"
"""What the agreement is called where the folder has a name that an agreement cannot have."""

AGREEMENT = "acme.sla"

STARTER = {
    "requests.csv": "requests.csv",
    ".pre-commit-config.yaml": "pre-commit-config.yaml",
    ".github/workflows/agreements.yml": "workflow.yml",
}
"""What else is written, and what it is called where it is shipped."""


@click.command("init")
@click.argument("folder", default=".", type=click.Path(path_type=Path))
def command(folder: Path) -> None:
    """Write an agreement, a small log, a test, a pre-commit hook and a workflow into FOLDER.

    The agreement is named after the folder where that can be a name. Nothing that is there already is
    overwritten: a file in the way is named, and nothing is written.

    Exit codes: 0 written, 2 a file in the way, or a folder that cannot be written.

    \b
    Example:
      sla init acme && cd acme && sla test
    """
    name, agreement = _agreement(folder.resolve().name)
    texts = {f"{name}.sla": agreement, **{path: _shipped(shipped) for path, shipped in STARTER.items()}}
    taken = [path for path in texts if (folder / path).exists()]
    if taken:
        refuse(f"`{(folder / taken[0]).as_posix()}` is there already; nothing was written")
    for path, text in texts.items():
        _write(folder / path, text)
    click.echo("\nNow run:\n" + "".join(f"  {line}\n" for line in _next(folder, name)), nl=False)


def _agreement(folder: str) -> tuple[str, str]:
    """The name and the text of the agreement for a folder with this name."""
    text = _shipped(AGREEMENT)
    if not re.fullmatch("[a-z][a-z0-9_]*", folder) or re.search(rf"\b{folder}\b", text):
        return NAME, text
    named = re.sub(rf"\b{NAME}\b", folder, text)
    return (folder, named) if not parse(SourceFile(f"{folder}.sla", named)).diagnostics else (NAME, text)


def _shipped(name: str) -> str:
    return (files("slalang") / "starter" / name).read_bytes().decode("utf-8")


def _write(target: Path, text: str) -> None:
    try:
        target.parent.mkdir(parents=True, exist_ok=True)
        write_output(target, text)
    except OSError as error:
        refuse(f"cannot make the folder `{target.parent}`: {(error.strerror or str(error)).lower()}")
    except CallError as problem:
        refuse(problem)
    click.echo(f"wrote {target.as_posix()}")


def _next(folder: Path, name: str) -> list[str]:
    enter = [] if folder == Path() else [f"cd {quote(folder.as_posix())}"]
    settle = f"sla settle {name} --events request=requests.csv --period 2026-02"
    return [*enter, "sla check", "sla test", settle]
