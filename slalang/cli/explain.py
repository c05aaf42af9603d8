"""``sla explain``: from any number of a statement back to its clause, its rule and its rows."""

from __future__ import annotations

import sys
from pathlib import Path

import click

from slalang.cli.findings import refuse, report
from slalang.cli.logs import is_of_the_call, logs_of
from slalang.cli.places import places_of, put
from slalang.cli.progress import reading_progress
from slalang.diagnostics import Severity
from slalang.explanation import UNKNOWN_PART, Wanted
from slalang.reports import EXPLANATION_FORMATS, render_explanation
from slalang.workspace.explaining import explain_call
from slalang.workspace.files import CallError
from slalang.workspace.jobs import Call


@click.command("explain")
@click.argument("agreement", metavar="AGREEMENT")
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
@click.option("--objective", metavar="NAME", help="Explain this objective only.")
@click.option("--credit", metavar="CREDIT", help="This credit only: its number, or 'NAME, PERIOD'.")
@click.option("--line", type=int, metavar="NUMBER", help="This line of the ledger only.")
@click.option(
    "--rows",
    type=click.IntRange(1, 1000),
    default=5,
    show_default=True,
    metavar="COUNT",
    help="Name so many rows behind each number; the rest is counted.",
)
@click.option(
    "--output-format",
    "wanted",
    multiple=True,
    metavar="FORMAT[:PATH]",
    help=f"One of {', '.join(EXPLANATION_FORMATS)}; with :PATH into a file. Repeatable.",
)
def command(
    agreement: str,
    events: tuple[str, ...],
    period: str,
    as_of: str | None,
    objective: str | None,
    credit: str | None,
    line: int | None,
    rows: int,
    wanted: tuple[str, ...],
) -> None:
    """Explain the statement of AGREEMENT (NAME, FILE.sla or FILE.sla:NAME) for a period.

    Every number is led back to its clause (file, line, and the tier, import or amendment it came through), to
    the rule that decided, step by step to its amount, and to the rows that were counted.

    Exit codes: 0 explained, 1 something in the agreement or a log, 2 something in the call: an agreement, an
    event, a file or a part of the statement that does not exist.

    \b
    Examples:
      sla explain globex --events request=requests.csv --period 2026-02
      sla explain globex --events request=requests.csv --period 2026-02 --objective uptime
      sla explain globex --events request=requests.csv --period 2026-05 --credit 'uptime, 2026-02'
    """
    places = places_of(wanted, EXPLANATION_FORMATS, "explanations")
    if sum(one is not None for one in (objective, credit, line)) > 1:
        refuse("--objective, --credit and --line each choose a part: say one of them")
    call = Call(
        agreement=agreement,
        events=logs_of(events),
        period=period,
        folder=Path.cwd(),
        as_of=as_of,
        to_date=True,
        trace=rows,
        trace_all=credit is not None or line is not None,
    )
    try:
        with reading_progress() as progress:
            explained = explain_call(call, Wanted(objective, credit, line), progress)
    except CallError as problem:
        refuse(problem)
    shown = [one for one in explained.diagnostics if one.severity is not Severity.INFO or not explained.value]
    if shown:
        report(shown, (), err=True)
    if explained.value is None:
        click.echo("Nothing was explained.", err=True)
        of_call = any(one.kind is UNKNOWN_PART for one in explained.diagnostics)
        sys.exit(2 if of_call or is_of_the_call(explained.diagnostics) else 1)
    for name, path in places:
        put(render_explanation(explained.value, name), path)
