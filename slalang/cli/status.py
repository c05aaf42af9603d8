"""``sla status``: how the running periods stand, what is left, and what is urgent."""

from __future__ import annotations

import sys
from datetime import UTC, datetime
from pathlib import Path

import click

from slalang.cli.findings import refuse, report
from slalang.cli.logs import is_of_the_call, logs_of
from slalang.cli.places import places_of, put
from slalang.cli.progress import reading_progress
from slalang.diagnostics import Severity
from slalang.reports.status import STATUS_FORMATS, render_statuses
from slalang.workspace.files import CallError
from slalang.workspace.standing import StatusCall, all_statuses, statuses


@click.command("status")
@click.argument("agreements", nargs=-1, metavar="[AGREEMENT]...")
@click.option("--all", "every", is_flag=True, help="Every agreement below this folder that is in force.")
@click.option(
    "--events",
    multiple=True,
    metavar="NAME=FILE",
    help="The log of an event; a folder or a pattern too. Repeatable.",
)
@click.option(
    "--as-of",
    required=True,
    metavar="INSTANT",
    help="The time that is asked about, up to which the logs are complete: 2026-03-11T09:00, or now.",
)
@click.option("--output-format", "wanted", multiple=True, metavar="FORMAT[:PATH]",
              help=f"One of {', '.join(STATUS_FORMATS)}; with :PATH into a file. Repeatable.")  # fmt: skip
def command(
    agreements: tuple[str, ...],
    every: bool,
    events: tuple[str, ...],
    as_of: str,
    wanted: tuple[str, ...],
) -> None:
    """Show how the running periods of AGREEMENT (NAME, FILE.sla or FILE.sla:NAME) stand.

    Open clocks by urgency, what is left of every budget, the credit if the period ended now, and the worst
    and the best it can still become: by rule, and not by forecast. A time without a zone is local to the
    agreement.

    Exit codes: 0 shown, 1 something in the agreement or a log, 2 something in the call.

    \b
    Examples:
      sla status globex --events request=requests.csv --as-of 2026-03-11T09:00
      sla status --all --events ticket_change=tickets.csv --as-of now --output-format markdown:today.md
    """
    places = places_of(wanted, STATUS_FORMATS, "a status")
    if every == bool(agreements):
        refuse("name the agreements to show, or say --all")
    call = StatusCall(logs_of(events), _instant(as_of), Path.cwd())
    try:
        with reading_progress() as progress:
            made = all_statuses(call, progress) if every else statuses(agreements, call, progress)
    except CallError as problem:
        refuse(problem)
    shown = [one for one in made.diagnostics if one.severity is not Severity.INFO or not made.value]
    if shown:
        report(shown, (), err=True)
    if not made.value or made.failed:
        click.echo("There is no status.", err=True)
        sys.exit(2 if is_of_the_call(made.diagnostics) else 1)
    for name, path in places:
        put(render_statuses(made.value, name), path)


def _instant(text: str) -> str:
    """The instant as the call says it; only where it says ``now`` is a clock looked at."""
    return datetime.now(UTC).isoformat() if text == "now" else text
