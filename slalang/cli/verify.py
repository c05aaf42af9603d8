"""``sla verify``: whether a ledger is as it was written."""

from __future__ import annotations

import sys
from pathlib import Path

import click

from slalang.cli.findings import finish, format_option, refuse, report, require_formats
from slalang.ledger import Book
from slalang.workspace.bookkeeping import read_ledger
from slalang.workspace.files import CallError


@click.command("verify")
@click.argument("ledger", type=click.Path(path_type=Path))
@click.option("--head", metavar="HASH", help="The hash that its last line should have, or a line above it.")
@format_option
def command(ledger: Path, head: str | None, formats: tuple[str, ...]) -> None:
    """Find out whether LEDGER is as `sla settle --ledger` wrote it.

    Every line is bound to the one before it, so a byte that was changed, a line that was put in or taken
    out, and sums that do not add up are found. Lines missing from the end are found with --head alone.

    Exit codes: 0 as it was written, 1 not so, 2 something in the call.

    \b
    Example:
      sla verify globex.ledger
    """
    require_formats(formats)
    try:
        found = read_ledger(ledger)
    except CallError as problem:
        refuse(problem)
    if found.diagnostics or formats:
        report(found.diagnostics, formats, err=not formats)
    if found.value is None:
        finish(found.diagnostics)
    if head and head not in found.value.hashes:
        click.echo(
            f"sla: no line of {ledger} has the hash {head}: lines are missing, or were written anew", err=True
        )
        sys.exit(1)
    if not formats:
        click.echo(_told(ledger, found.value))


def _told(path: Path, book: Book) -> str:
    times, entries = len(book.settlements), len(book.entries)
    return (
        f"{path}: {entries} {'entry' if entries == 1 else 'entries'} of {times} "
        f"{'settlement' if times == 1 else 'settlements'}, as they were written; its last line is {book.head}"
    )
