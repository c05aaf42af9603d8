"""``sla help``: what a command does."""

from __future__ import annotations

import click


@click.command("help")
@click.argument("name", required=False, metavar="[COMMAND]")
@click.pass_context
def command(context: click.Context, name: str | None) -> None:
    """Explain COMMAND, or list all commands; `sla COMMAND --help` says the same.

    Exit codes: 0 explained, 2 no command of that name.

    \b
    Example:
      sla help settle
    """
    verbs = context.parent
    if verbs is None or not isinstance(verbs.command, click.Group):
        raise AssertionError("help belongs to a group of commands")
    if name is None:
        click.echo(verbs.get_help())
        return
    _, found, _ = verbs.command.resolve_command(verbs, [name])
    if found is not None:
        click.echo(found.get_help(click.Context(found, info_name=name, parent=verbs)))
