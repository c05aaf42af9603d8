"""``sla ledger``: a ledger for people, for spreadsheets and for plain-text accounting."""

from __future__ import annotations

import sys
from pathlib import Path

import click

from slalang.cli.findings import refuse, report
from slalang.reports.ledger import LEDGER_FORMATS, LedgerFormat, render_ledger
from slalang.workspace.bookkeeping import read_ledger
from slalang.workspace.files import CallError


@click.command("ledger")
@click.argument("ledger", type=click.Path(path_type=Path))
@click.option("--output-format", "format", type=click.Choice(LEDGER_FORMATS), default=LEDGER_FORMATS[0],
              help="text for people, csv for spreadsheets, beancount for plain-text accounting.")  # fmt: skip
def command(ledger: Path, format: LedgerFormat) -> None:
    """Print LEDGER, which `sla settle --ledger` wrote.

    Nothing is printed of a ledger that is not as it was written: see `sla verify`.

    Exit codes: 0 printed, 1 the ledger is not as it was written, 2 something in the call.

    \b
    Example:
      sla ledger globex.ledger --output-format csv > globex.csv
    """
    try:
        found = read_ledger(ledger)
    except CallError as problem:
        refuse(problem)
    if found.value is None:
        report(found.diagnostics, (), err=True)
        sys.exit(1)
    click.echo(render_ledger(found.value, format), nl=False)
