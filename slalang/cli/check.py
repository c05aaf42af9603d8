"""``sla check``: what is wrong with contracts."""

from __future__ import annotations

from pathlib import Path

import click

from slalang.cli.findings import fail_on_option, finish, format_option, refuse, report
from slalang.workspace.checking import check_paths
from slalang.workspace.files import CallError


@click.command("check")
@click.argument("paths", nargs=-1)
@format_option
@fail_on_option
@click.option("--allow-empty", is_flag=True, help="No contract at all is no error.")
def command(paths: tuple[str, ...], formats: tuple[str, ...], fail_on: str, allow_empty: bool) -> None:
    """Check the contracts in PATHS (files and folders; the current folder where none is named).

    Exit codes: 0 clean, 1 a finding, 2 a path that does not exist or holds no contract.
    """
    try:
        checked = check_paths(paths or (".",), Path.cwd())
    except CallError as problem:
        refuse(problem)
    read = len(checked.contracts.asked)
    if not read and not checked.diagnostics and not allow_empty:
        refuse("no .sla file found; --allow-empty accepts that")
    report(checked.diagnostics, formats)
    if not checked.diagnostics and not formats:
        click.echo(f"{read} {'file' if read == 1 else 'files'} checked, nothing found.")
    finish(checked.diagnostics, fail_on)
