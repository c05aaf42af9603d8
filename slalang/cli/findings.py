"""What every verb that finds things shares: its formats, where they go, and its exit code."""

from __future__ import annotations

import os
import sys
from collections.abc import Callable, Iterable, Mapping
from typing import Any, NoReturn, TypeVar

import click

from slalang.cli.output import write_output
from slalang.diagnostics import FOR_PEOPLE, FORMATS, Diagnostic, Format, Severity, render
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
        help="The least severity that makes the exit code 1: error where nothing else is set.",
    )(command)


def report(
    diagnostics: Iterable[Diagnostic],
    formats: tuple[str, ...],
    err: bool = False,
    texts: Mapping[Format, str] | None = None,
) -> None:
    """Prints the findings in each format asked for, ``full`` where none is.

    Annotations are for GitHub, which shows a few of them: on a screen, people get the full text before them.
    ``texts`` are those of formats that tell more than what was found.
    """
    texts = texts or {}
    found = tuple(diagnostics)
    places = _places(formats)
    for format, path in places:
        if path is None:
            shown = texts.get(format) or render(found, format, color=_colored(err))
            click.echo(shown, nl=False, err=err)
        else:
            _write(path, texts.get(format) or render(found, format))


def require_formats(formats: tuple[str, ...]) -> None:
    """Ends the command where the formats asked for make no sense, before anything is done for them."""
    _places(formats)


def _places(formats: tuple[str, ...]) -> list[tuple[Format, str | None]]:
    """Where each format goes: to a path, or to the screen, the formats for people first."""
    places: list[tuple[Format, str | None]] = []
    for wanted in formats or (FORMATS[0],):
        name, _, path = wanted.partition(":")
        if name not in FORMATS:
            near = _nearest(name)
            refuse(f"`{name}` is no format of findings: use {', '.join(FORMATS)}{near}")
        places.append((name, path or None))
    shown = [name for name, path in places if path is None]
    for_people = [name for name in shown if name in FOR_PEOPLE]
    for_programs = [name for name in shown if name not in FOR_PEOPLE]
    if len(for_programs) > 1 or (for_people and for_programs not in ([], ["github"])):
        refuse(f"{' and '.join(shown)} would mix on one screen: give one a path, as in sarif:found.sarif")
    if for_programs == ["github"] and not for_people:
        places.insert(0, (FORMATS[0], None))
    return sorted(places, key=lambda place: (place[1] is None, place[0] not in FOR_PEOPLE))


def _nearest(name: str) -> str:
    from difflib import get_close_matches

    near = get_close_matches(name, FORMATS, n=1)
    return f"; did you mean `{near[0]}`?" if near else ""


def _write(path: str, text: str) -> None:
    try:
        write_output(path, text)
    except CallError as problem:
        refuse(problem)


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
