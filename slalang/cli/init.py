"""``sla init``: a folder to start from, which checks, tests and settles at once."""

from __future__ import annotations

from importlib.resources import files
from pathlib import Path

import click

from slalang.cli.findings import refuse

STARTER = {
    "acme.sla": "acme.sla",
    "requests.csv": "requests.csv",
    ".pre-commit-config.yaml": "pre-commit-config.yaml",
    ".github/workflows/agreements.yml": "workflow.yml",
}


@click.command("init")
@click.argument("folder", default=".", type=click.Path(path_type=Path))
def command(folder: Path) -> None:
    """Write an agreement, a small log, a test, a pre-commit hook and a workflow into FOLDER.

    Nothing that is there already is overwritten: a file in the way is named, and nothing is written.
    """
    taken = [name for name in STARTER if (folder / name).exists()]
    if taken:
        refuse(f"`{(folder / taken[0]).as_posix()}` is there already; nothing was written")
    for name, shipped in STARTER.items():
        target = folder / name
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_bytes((files("slalang") / "starter" / shipped).read_bytes())
        click.echo(f"wrote {target.as_posix()}")
    click.echo("\nNow run:\n" + "".join(f"  {line}\n" for line in _next(folder)), nl=False)


def _next(folder: Path) -> list[str]:
    enter = [] if folder == Path() else [f"cd {folder.as_posix()}"]
    settle = "sla settle acme --events request=requests.csv --period 2026-02"
    return [*enter, "sla check", "sla test", settle]
