"""``sla version``: what a statement depends on beside its inputs."""

from __future__ import annotations

import platform
from importlib.metadata import version

import click

from slalang import __version__

LIBRARIES = ("tzdata", "holidays", "duckdb", "sqlglot", "lark")


@click.command("version")
def command() -> None:
    """Print the versions of slalang, Python and the libraries that decide a number.

    Exit code: 0.

    \b
    Example:
      sla version
    """
    click.echo(f"slalang {__version__}")
    click.echo(f"python {platform.python_version()}")
    for library in LIBRARIES:
        click.echo(f"{library} {version(library)}")
