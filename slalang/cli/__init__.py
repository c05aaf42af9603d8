"""The command ``sla``: one module per verb, imported only when the verb is used."""

from __future__ import annotations

import gc
import os
import sys
from importlib import import_module
from typing import TYPE_CHECKING

import click

if TYPE_CHECKING:
    from types import TracebackType
    from typing import NoReturn

VERBS = {
    "init": "start a folder with an agreement, a log and a test",
    "check": "find what is wrong with agreements",
    "fmt": "write agreements in the one layout",
    "test": "run the test blocks of agreements",
    "graph": "show what depends on what",
    "diff": "show what changed between two versions, and for whom",
    "compile": "print the plan of one agreement as canonical JSON",
    "settle": "measure a log and print the statement",
    "status": "show what is left of the running periods",
    "explain": "lead every number of a statement back to its clause and its rows",
    "ledger": "print a ledger of service credits",
    "verify": "find out whether a ledger is as it was written",
    "rule": "explain a finding",
    "schema": "print the JSON Schema of a format",
    "version": "print the versions a statement depends on",
    "help": "explain a command",
}


class Verbs(click.Group):
    """A group that imports a verb's module when the verb is called."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        """The verbs in the order a newcomer meets them."""
        return list(VERBS)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        """The command of a verb, or ``None`` for a word that is no verb."""
        if cmd_name not in VERBS:
            return None
        command: click.Command = import_module(f"slalang.cli.{cmd_name}").command
        return command

    def resolve_command(
        self, ctx: click.Context, args: list[str]
    ) -> tuple[str | None, click.Command | None, list[str]]:
        """The verb that is called. A word that is none ends the command, naming the one it is like."""
        if args[0] not in VERBS and not args[0].startswith("-"):
            from difflib import get_close_matches

            near = get_close_matches(args[0], VERBS, n=1)
            asked = f"did you mean `sla {near[0]}`?" if near else "`sla help` lists them all"
            click.echo(f"sla: there is no command `{args[0]}`; {asked}", err=True)
            ctx.exit(2)
        return super().resolve_command(ctx, args)

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """The list of verbs, without importing any of them."""
        with formatter.section("Commands"):
            formatter.write_dl(list(VERBS.items()))


@click.group(cls=Verbs, context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(package_name="slalang", message="slalang %(version)s")
def sla() -> None:
    """Service level agreements as code: write them, check them, settle them to the cent.

    Exit codes: 0 clean, 1 something in the files, 2 something in the call.

    \b
    To begin:
      sla init acme       a folder with an agreement, a log and a test
      sla help settle     what a command does, with an example
    """


def main() -> None:
    """The entry point: exit codes as documented, and never a traceback.

    A fault of slalang itself is told in one line; with SLA_TRACEBACK set, it is raised.
    """
    # A run makes many small values and drops few: looking for cycles as often as usual costs a tenth of it.
    gc.set_threshold(100_000, 50, 50)
    sys.stdout.reconfigure(encoding="utf-8")  # type: ignore[union-attr]
    sys.stderr.reconfigure(encoding="utf-8")  # type: ignore[union-attr]
    try:
        sla(prog_name="sla")
    except BrokenPipeError:
        sys.stderr.close()
        sys.exit(2)
    except Exception as fault:
        if isinstance(fault, OSError) and _module(fault) == "click.utils":
            _end_unwritten(fault)
        if os.environ.get("SLA_TRACEBACK"):
            raise
        click.echo(f"sla: a fault in slalang, not in your files: {_described(fault)}", err=True)
        click.echo("Please report it with the command; SLA_TRACEBACK=1 shows where it happened.", err=True)
        sys.exit(2)
    finally:
        if "duckdb" not in sys.modules:
            # What is left goes with the process: looking for cycles in it would take a twentieth of a check.
            gc.freeze()


def _described(fault: Exception) -> str:
    """The fault in one line, with the place in slalang that it came from."""
    place = _place(fault)
    where = f"{_module(fault)}:{place.tb_lineno}" if place else "an unknown place"
    return f"{type(fault).__name__} at {where}: {' '.join(str(fault).split())}"


def _module(fault: Exception) -> str | None:
    """The module that the fault came from."""
    place = _place(fault)
    return place.tb_frame.f_globals.get("__name__") if place else None


def _place(fault: Exception) -> TracebackType | None:
    place = fault.__traceback__
    while place and place.tb_next:
        place = place.tb_next
    return place


def _end_unwritten(error: OSError) -> NoReturn:
    """Ends where the screen, or what stands in its place, takes no more: a full disk behind a `>`."""
    click.echo(f"sla: cannot write the output: {(error.strerror or str(error)).lower()}", err=True)
    sys.stderr.flush()
    # What is left in the buffer cannot be written either, and Python would say so again.
    os._exit(2)
