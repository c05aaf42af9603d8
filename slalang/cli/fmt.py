"""``sla fmt``: contracts in the one layout."""

from __future__ import annotations

import sys
from pathlib import Path

import click

from slalang.cli.difference import difference, print_exactly
from slalang.cli.findings import refuse, report
from slalang.cli.output import write_output
from slalang.formatting import LayoutError
from slalang.workspace.files import CallError
from slalang.workspace.rewriting import Rewritten, rewrite_paths, rewrite_stored


@click.command("fmt")
@click.argument("paths", nargs=-1)
@click.option("--check", is_flag=True, help="Write nothing; exit with 1 where a file would change.")
@click.option("--diff", is_flag=True, help="Write nothing; print what would change. Exits as --check does.")
@click.option("--allow-empty", is_flag=True, help="No agreement at all is no error.")
def command(paths: tuple[str, ...], check: bool, diff: bool, allow_empty: bool) -> None:
    """Write the agreements in PATHS in the one layout (the current folder where none is named).

    `-` reads standard input and writes standard output. A file whose form is faulty is left as it is.

    Exit codes: 0 laid out, 1 a faulty form or, with --check or --diff, a file that would change, 2 a path
    that does not exist or holds no agreement.

    \b
    Examples:
      sla fmt acme.sla
      sla fmt --check agreements
    """
    dry = check or diff
    try:
        files = _read(paths)
        if not files and not allow_empty:
            refuse("no .sla file found; --allow-empty accepts that")
        for file in files:
            if diff:
                print_exactly(difference(file.before, file.after or file.before, file.shown))
            elif not check:
                _write(file, paths == ("-",))
    except (CallError, LayoutError) as problem:
        refuse(str(problem))
    faulty = [file for file in files if file.after is None]
    if faulty:
        report((found for file in faulty for found in file.diagnostics), (), err=True)
    if paths != ("-",):
        _tell(files, "would change" if dry else "changed")
    sys.exit(1 if faulty or (dry and any(file.changed for file in files)) else 0)


def _read(paths: tuple[str, ...]) -> tuple[Rewritten, ...]:
    if "-" not in paths:
        return tuple(rewrite_paths(paths or (".",), Path.cwd()))
    if len(paths) > 1:
        raise CallError("`-` reads standard input, and takes no path beside it")
    return (rewrite_stored(sys.stdin.buffer.read(), "standard input"),)


def _write(file: Rewritten, to_stdout: bool) -> None:
    if to_stdout:
        print_exactly(file.after or "")
    elif file.after is not None and file.changed:
        write_output(file.path, file.after)


def _tell(files: tuple[Rewritten, ...], done: str) -> None:
    """Says on standard error which files changed, and how many."""
    changed = [file.shown for file in files if file.changed]
    for shown in changed:
        click.echo(f"{done} {shown}", err=True)
    faulty = sum(file.after is None for file in files)
    counts = [f"{len(files)} {'file' if len(files) == 1 else 'files'}", f"{len(changed)} {done}"]
    click.echo(", ".join([*counts, *([f"{faulty} left alone"] if faulty else [])]) + ".", err=True)
