"""``sla settle``: measure a log, settle, and print the statement."""

from __future__ import annotations

import re
import sys
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

import click

from slalang.cli.findings import refuse, report
from slalang.cli.logs import is_of_the_call, logs_of
from slalang.cli.places import places_of, put
from slalang.cli.progress import reading_progress
from slalang.diagnostics import Severity
from slalang.reports import STATEMENT_FORMATS, StatementFormat, render_statements
from slalang.statement import Statement
from slalang.workspace.files import CallError
from slalang.workspace.settling import Call, Settled, settle_agreements, settle_all

if TYPE_CHECKING:
    from slalang.measurement import EngineName
    from slalang.workspace.bookkeeping import Booked


@click.command("settle")
@click.argument("agreements", nargs=-1, metavar="[AGREEMENT]...")
@click.option("--all", "every", is_flag=True, help="Settle every agreement below this folder.")
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
@click.option(
    "--engine",
    type=click.Choice(["duckdb", "spark"]),
    default="duckdb",
    help="duckdb by default.",
)
@click.option(
    "--quarantine",
    metavar="FILE",
    help="Set bad rows aside in this file, and settle the rest: not final, with best and worst.",
)
@click.option("--memory-limit", metavar="SIZE", help="The most to keep in memory, such as 2GB.")
@click.option(
    "--temp-directory",
    metavar="FOLDER",
    type=click.Path(path_type=Path),
    help="Where to make a temporary folder for what does not fit into memory.",
)
@click.option("--fail-on", type=click.Choice(["breach", "provisional"]), multiple=True,
              help="Exit with 1 on a breach, or where the statement is not final.")  # fmt: skip
def command(
    agreements: tuple[str, ...],
    every: bool,
    events: tuple[str, ...],
    period: str,
    as_of: str | None,
    wanted: tuple[str, ...],
    ledger: Path | None,
    engine: EngineName,
    quarantine: str | None,
    memory_limit: str | None,
    temp_directory: Path | None,
    fail_on: tuple[str, ...],
) -> None:
    """Measure the logs of AGREEMENT (NAME, FILE.sla or FILE.sla:NAME) and print the statement of a period.

    Several agreements share their logs, which are read once; `{agreement}` in a path stands for the name
    of each.

    Credits and earn-backs look back, so the logs must begin with the term. A breach is a result: the
    exit code is 0 unless --fail-on says otherwise. A bad row in a log is named, and nothing is settled
    unless --quarantine sets it aside.

    Exit codes: 0 settled, 1 something in the agreement or a log (or what --fail-on holds against it), 2
    something in the call: an agreement, an event or a file that does not exist, or no file for an event.

    \b
    Examples:
      sla settle globex --events request=requests.csv --period 2026-02
      sla settle globex --events 'request=logs/2026-*.csv.gz' --period 2026-Q1 --output-format csv:q1.csv
    """
    places = places_of(wanted, STATEMENT_FORMATS, "statements")
    if every == bool(agreements):
        refuse("name the agreements to settle, or say --all")
    call = Call(
        agreement="",
        events=logs_of(events),
        period=period,
        folder=Path.cwd(),
        as_of=as_of,
        to_date=ledger is not None,
        memory=_size(memory_limit),
        scratch=temp_directory,
        engine=engine,
        quarantine=quarantine,
    )
    try:
        with reading_progress() as progress:
            settled = settle_all(call, progress) if every else settle_agreements(agreements, call, progress)
    except CallError as problem:
        refuse(problem)
    shown = [one for one in settled.diagnostics if one.severity is not Severity.INFO or not settled.value]
    if shown:  # what is for the record stands on the statement
        report(shown, (), err=True)
    if not settled.value or settled.failed:
        click.echo("Nothing was settled.", err=True)
        sys.exit(2 if is_of_the_call(settled.diagnostics) else 1)
    statements = [each.statement for each in settled.value]
    if quarantine:
        put(_told_aside(settled.value), quarantine)
    by_path = [_by_path(path, statements) for _, path in places]
    if ledger:
        _book_all([each.to_date for each in settled.value if each.to_date], ledger)
    for (name, _), of_paths in zip(places, by_path, strict=True):
        _print(name, of_paths)
    sys.exit(1 if any(_held_against(each, fail_on) for each in statements) else 0)


_NAME = "{agreement}"


def _by_path(path: str, statements: Sequence[Statement]) -> dict[str, list[Statement]]:
    """The statements by the path they go to, empty for the screen."""
    found: dict[str, list[Statement]] = {}
    for statement in statements:
        own = path.replace(_NAME, statement.agreement)
        if _NAME in path and own in found:
            refuse(f"two agreements are called `{statement.agreement}`, and `{path}` is one file for both")
        found.setdefault(own, []).append(statement)
    return found


def _book_all(statements: Sequence[Statement], path: Path) -> None:
    """Adds each statement to its own ledger."""
    for own, of_path in _by_path(str(path), statements).items():
        if len(of_path) > 1:
            refuse(f"a ledger is that of one agreement: write --ledger '{path.with_stem(_NAME)}'")
        _book(of_path[0], Path(own))


def _size(text: str | None) -> str | None:
    if text is not None and not re.fullmatch(r"[1-9][0-9]{0,9}(\.[0-9]{1,3})? ?([KMGT]i?)?B", text):
        refuse(f"`{text}` is no size of memory: write 500MB, or 2GB")
    return text


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


def _print(name: StatementFormat, statements: Mapping[str, Sequence[Statement]]) -> None:
    for path, of_path in statements.items():
        put(render_statements(of_path, name), path)


def _told_aside(settled: Iterable[Settled]) -> str:
    """The rows set aside, each once, also where several agreements share its log."""
    from slalang.events import to_json_lines

    return to_json_lines(tuple(dict.fromkeys(one for each in settled for one in each.set_aside)))


def _held_against(statement: Statement, fail_on: tuple[str, ...]) -> bool:
    breach = any(line.breach for line in statement.outcomes)
    return ("breach" in fail_on and breach) or ("provisional" in fail_on and not statement.final)
