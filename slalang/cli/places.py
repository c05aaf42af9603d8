"""Formats that a call asks for, and where each goes: ``markdown:today.md``, or ``json`` on the screen."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TypeVar

import click

from slalang.cli.findings import refuse
from slalang.cli.output import write_output
from slalang.workspace.files import CallError

Name = TypeVar("Name", bound=str)


def places_of(wanted: Sequence[str], formats: Sequence[Name], of_what: str) -> list[tuple[Name, str]]:
    """Each format with the path it goes to, empty for the screen; the first one where none is asked for.

    Ends the command where there is no such format ``of_what``.
    """
    known = {str(name): name for name in formats}
    places: list[tuple[Name, str]] = []
    for each in wanted or formats[:1]:
        name, _, path = each.partition(":")
        if name not in known:
            refuse(f"`{name}` is no format of {of_what}: use {', '.join(formats)}")
        places.append((known[name], path))
    return places


def put(text: str, path: str) -> None:
    """Writes a text to a path, or on the screen where it is empty. Ends the command where that cannot be."""
    if not path:
        click.echo(text, nl=False)
        return
    try:
        write_output(path, text)
    except CallError as problem:
        refuse(problem)
