"""What every verb that finds things shares: its formats, where they go, and its exit code."""

from __future__ import annotations

import os
import sys
from collections.abc import Callable, Iterable
from pathlib import Path
from typing import Any, NoReturn, TypeVar

import click

from slalang.diagnostics import FORMATS, Diagnostic, Severity, render
from slalang.workspace.files import CallError

Command = TypeVar("Command", bound=Callable[..., Any])


def format_option(command: Command) -> Command:
    """``--output-format FORMAT[:PATH]``, repeatable."""
    return click.option(
        "--output-format",
        "formats",
        multiple=True,
        metavar="FORMAT[:PATH]",
        help=f"One of {', '.join(FORMATS)}; with :PATH into a file. Repeatable.",
    )(command)


def fail_on_option(command: Command) -> Command:
    """``--fail-on warning|error``: from which severity on the exit code is 1."""
    return click.option(
        "--fail-on",
        type=click.Choice(["error", "warning"]),
        default="error",
        show_default=True,
        help="The least severity that makes the exit code 1.",
    )(command)


def report(diagnostics: Iterable[Diagnostic], formats: tuple[str, ...], err: bool = False) -> None:
    """Prints the findings in each format asked for, ``full`` where none is."""
    found = tuple(diagnostics)
    for wanted in formats or ("full",):
        name, _, path = wanted.partition(":")
        if name not in FORMATS:
            refuse(f"`{name}` is no format of findings: use {', '.join(FORMATS)}")
        if path:
            Path(path).write_text(render(found, name), encoding="utf-8")
        else:
            click.echo(render(found, name, color=_colored(err)), nl=False, err=err)


def finish(diagnostics: Iterable[Diagnostic], fail_on: str = "error") -> NoReturn:
    """Ends the command: 1 where a finding is severe enough, else 0."""
    severe = {Severity.ERROR, Severity.WARNING} if fail_on == "warning" else {Severity.ERROR}
    sys.exit(1 if any(each.severity in severe for each in diagnostics) else 0)


def refuse(problem: str | CallError) -> NoReturn:
    """Ends the command with 2: something is wrong with the call."""
    click.echo(f"sla: {problem}", err=True)
    sys.exit(2)


def _colored(err: bool) -> bool:
    """Whether to colour: on a terminal, unless the environment says otherwise."""
    if os.environ.get("NO_COLOR"):
        return False
    stream = sys.stderr if err else sys.stdout
    return bool(os.environ.get("FORCE_COLOR")) or stream.isatty()
