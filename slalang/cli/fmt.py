"""``sla fmt``: contracts in the one layout."""

from __future__ import annotations

import sys
from difflib import unified_diff
from pathlib import Path
from typing import NoReturn

import click

from slalang.cli.findings import finish, refuse, report
from slalang.diagnostics import Diagnostic
from slalang.source import SourceFile
from slalang.workspace.files import CallError
from slalang.workspace.rewriting import Rewritten, format_text, rewrite_paths, write_beside


@click.command("fmt")
@click.argument("paths", nargs=-1)
@click.option("--check", is_flag=True, help="Write nothing; exit with 1 where a file would change.")
@click.option("--diff", is_flag=True, help="Write nothing; print what would change. Exits as --check does.")
def command(paths: tuple[str, ...], check: bool, diff: bool) -> None:
    """Write the contracts in PATHS in the one layout (the current folder where none is named).

    `-` reads standard input and writes standard output. A file whose form is faulty is left as it is.
    """
    if paths == ("-",):
        _standard_input()
    try:
        files = tuple(rewrite_paths(paths or (".",), Path.cwd()))
    except CallError as problem:
        refuse(problem)
    faulty: tuple[Diagnostic, ...] = tuple(found for file in files for found in file.diagnostics)
    changed = [file for file in files if file.changed]
    for file in changed:
        if diff:
            click.echo(_difference(file), nl=False)
        if not (check or diff):
            write_beside(file.path, file.after or "")
        click.echo(f"{'would change' if check or diff else 'changed'} {file.shown}", err=True)
    if faulty:
        report(faulty, (), err=True)
        finish(faulty)
    click.echo(_summary(len(files), len(changed), check or diff), err=True)
    sys.exit(1 if changed and (check or diff) else 0)


def _standard_input() -> NoReturn:
    source = SourceFile("standard input", sys.stdin.buffer.read().decode("utf-8-sig"))
    formatted = format_text(source)
    if formatted.value is None:
        report(formatted.diagnostics, (), err=True)
    else:
        click.echo(formatted.value, nl=False)
    finish(formatted.diagnostics)


def _difference(file: Rewritten) -> str:
    before, after = file.before.splitlines(keepends=True), (file.after or "").splitlines(keepends=True)
    return "".join(unified_diff(before, after, file.shown, f"{file.shown} in the one layout"))


def _summary(read: int, changed: int, dry: bool) -> str:
    files = f"{read} {'file' if read == 1 else 'files'}"
    return f"{files}, {changed} {'would change' if dry else 'changed'}."
