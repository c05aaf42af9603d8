"""``sla settle``: measure a log, settle, and print the statement."""

from __future__ import annotations

import sys
from collections.abc import Iterable
from pathlib import Path
from typing import TYPE_CHECKING

import click

from slalang.cli.findings import refuse, report
from slalang.cli.output import write_output
from slalang.cli.progress import reading_progress
from slalang.diagnostics import Diagnostic
from slalang.reports import STATEMENT_FORMATS, StatementFormat, render_statement
from slalang.statement import Statement
from slalang.workspace.files import CallError
from slalang.workspace.settling import Call, settle_call

if TYPE_CHECKING:
    from slalang.workspace.bookkeeping import Booked


@click.command("settle")
@click.argument("agreement")
@click.option(
    "--events",
    multiple=True,
    metavar="NAME=FILE",
    help="The log of an event; a folder or a pattern too. Repeatable.",
)
@click.option(
    "--period", required=True, metavar="PERIOD", help="2026-02, 2026-Q1, 2026, 2026-W07, 2026-02-10 or term."
)
@click.option(
    "--as-of", metavar="DATE", help="The logs are complete up to the start of this date, or to a time on it."
)
@click.option("--output-format", "wanted", multiple=True, metavar="FORMAT[:PATH]",
              help=f"One of {', '.join(STATEMENT_FORMATS)}; with :PATH into a file. Repeatable.")  # fmt: skip
@click.option(
    "--ledger", metavar="FILE", type=click.Path(path_type=Path), help="Add what is new to this ledger."
)
@click.option("--fail-on", type=click.Choice(["breach", "provisional"]), multiple=True,
              help="Exit with 1 on a breach, or where the statement is not final.")  # fmt: skip
def command(
    agreement: str,
    events: tuple[str, ...],
    period: str,
    as_of: str | None,
    wanted: tuple[str, ...],
    ledger: Path | None,
    fail_on: tuple[str, ...],
) -> None:
    """Measure the logs of AGREEMENT (NAME, FILE.sla or FILE.sla:NAME) and print the statement of a period.

    Credits and earn-backs look back, so the logs must begin with the term. A breach is a result: the
    exit code is 0 unless --fail-on says otherwise. A bad row in a log is named, and nothing is settled.

    Exit codes: 0 settled, 1 something in the agreement or a log (or what --fail-on holds against it), 2
    something in the call: an agreement, an event or a file that does not exist, or no file for an event.

    \b
    Examples:
      sla settle globex --events request=requests.csv --period 2026-02
      sla settle globex --events 'request=logs/2026-*.csv.gz' --period 2026-Q1 --output-format csv:q1.csv
    """
    places = _places(wanted)
    try:
        with reading_progress() as progress:
            settled = settle_call(_call(agreement, events, period, as_of, ledger), progress)
    except CallError as problem:
        refuse(problem)
    if settled.diagnostics:
        report(settled.diagnostics, (), err=True)
    if settled.value is None or settled.failed:
        click.echo("Nothing was settled.", err=True)
        sys.exit(2 if _is_of_the_call(settled.diagnostics) else 1)
    statement = settled.value.statement
    if ledger and settled.value.to_date:
        _book(settled.value.to_date, ledger)
    _print(statement, places)
    sys.exit(1 if _held_against(statement, fail_on) else 0)


def _call(
    agreement: str, events: tuple[str, ...], period: str, as_of: str | None, ledger: Path | None
) -> Call:
    return Call(agreement, _files(events), period, Path.cwd(), as_of, to_date=ledger is not None)


def _book(to_date: Statement, path: Path) -> None:
    """Adds to the ledger and says so; ends the command where the ledger does not hold together."""
    from slalang.workspace.bookkeeping import book

    try:
        booked = book(to_date, path)
    except CallError as problem:
        refuse(problem)
    if booked.value is None:
        report(booked.diagnostics, (), err=True)
        click.echo("Nothing was added to the ledger.", err=True)
        sys.exit(1)
    click.echo(f"{path}: {_added(booked.value)}; its last line is {booked.value.head}", err=True)


def _added(booked: Booked) -> str:
    """``3 entries added, 1 of them an adjustment``."""
    if not booked.has_changed:
        return "nothing to add"
    if not booked.entries:
        return "settled up to here, with no entry to add"
    adjusted = sum(entry.is_adjustment for entry in booked.entries)
    of_them = f", {adjusted} of them to adjust earlier ones" if adjusted else ""
    count = len(booked.entries)
    return f"{count} {'entry' if count == 1 else 'entries'} added{of_them}"


def _is_of_the_call(found: Iterable[Diagnostic]) -> bool:
    """Whether any finding is about the call, and so none about the files alone."""
    from slalang.events import CALL_FAULTS

    return any(each.kind in CALL_FAULTS for each in found)


def _files(events: tuple[str, ...]) -> dict[str, list[Path]]:
    """The files given for each event, in the order given."""
    files: dict[str, list[Path]] = {}
    for given in events:
        name, equals, path = given.partition("=")
        if not (name and equals and path):
            refuse(f"--events takes NAME=FILE, and `{given}` is not that")
        files.setdefault(name, []).append(Path(path))
    return files


def _places(wanted: tuple[str, ...]) -> list[tuple[StatementFormat, str]]:
    """Each format with the path it goes to, empty for the screen."""
    places: list[tuple[StatementFormat, str]] = []
    for each in wanted or (STATEMENT_FORMATS[0],):
        name, _, path = each.partition(":")
        if name not in STATEMENT_FORMATS:
            refuse(f"`{name}` is no format of statements: use {', '.join(STATEMENT_FORMATS)}")
        places.append((name, path))
    return places


def _print(statement: Statement, places: list[tuple[StatementFormat, str]]) -> None:
    for name, path in places:
        text = render_statement(statement, name)
        if not path:
            click.echo(text, nl=False)
            continue
        try:
            write_output(path, text)
        except CallError as problem:
            refuse(problem)


def _held_against(statement: Statement, fail_on: tuple[str, ...]) -> bool:
    breach = any(line.breach for line in statement.outcomes)
    return ("breach" in fail_on and breach) or ("provisional" in fail_on and not statement.final)
