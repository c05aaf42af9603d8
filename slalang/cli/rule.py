"""``sla rule``: what a finding means and what to do about it."""

from __future__ import annotations

import click

from slalang.cli.findings import refuse
from slalang.diagnostics.pages import find_page, nearest_page, read_pages


@click.command("rule")
@click.argument("name", required=False)
@click.option("--all", "every", is_flag=True, help="Print every page, as markdown.")
def command(name: str | None, every: bool) -> None:
    """Explain the finding NAME (a code such as SLA101, or its name); list them all where none is named."""
    if name is not None:
        click.echo(_page(name), nl=False)
    elif every:
        click.echo("\n".join(page.text for page in read_pages()), nl=False)
    else:
        for page in read_pages():
            click.echo(f"{page.code}  {page.name:<32} {page.summary}")


def _page(name: str) -> str:
    page = find_page(name)
    if page is None:
        near = nearest_page(name)
        refuse(f"no finding is called `{name}`" + (f"; did you mean `{near.name}`?" if near else ""))
    return page.text
