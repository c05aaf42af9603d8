"""``sla compile``: the plan of an agreement."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, NoReturn

import click

from slalang.cli.findings import finish, format_option, refuse, report
from slalang.plan.canonical import canonical_bytes
from slalang.workspace.files import CallError
from slalang.workspace.settling import compile_plan, queries_of

if TYPE_CHECKING:
    from slalang.measurement import EngineName


@click.command("compile")
@click.argument("agreement")
@click.option("--hash", "hash_only", is_flag=True, help="Print only the hash of the plan.")
@click.option(
    "--sql",
    "dialect",
    type=click.Choice(["duckdb", "spark"]),
    help="Print the queries instead.",
)
@format_option
def command(agreement: str, hash_only: bool, dialect: EngineName | None, formats: tuple[str, ...]) -> None:
    """Print the plan of AGREEMENT (NAME, FILE.sla or FILE.sla:NAME) as canonical JSON.

    The hash covers everything but the places of clauses, so moving lines changes no hash. It is printed
    to standard error beside the plan.

    Exit codes: 0 compiled, 1 something in the agreement, 2 no such agreement.

    \b
    Example:
      sla compile globex > globex.plan.json
    """
    if dialect:
        _print_queries(agreement, dialect, formats)
    try:
        compiled = compile_plan(agreement, Path.cwd())
    except CallError as problem:
        refuse(problem)
    if compiled.diagnostics:
        report(compiled.diagnostics, formats, err=True)
    plan = compiled.value
    if plan is not None and not compiled.failed:
        click.echo(plan.hash if hash_only else canonical_bytes(plan).decode())
        if not hash_only:
            click.echo(plan.hash, err=True)
    finish(compiled.diagnostics)


def _print_queries(agreement: str, dialect: EngineName, formats: tuple[str, ...]) -> NoReturn:
    """Prints the queries that measure the agreement, and ends the command."""
    try:
        script = queries_of(agreement, Path.cwd(), dialect)
    except CallError as problem:
        refuse(problem)
    if script.diagnostics:
        report(script.diagnostics, formats, err=True)
    if script.value is not None and not script.failed:
        click.echo(script.value, nl=False)
    finish(script.diagnostics)
