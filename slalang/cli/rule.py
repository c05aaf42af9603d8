"""``sla rule``: what a finding means and what to do about it."""

from __future__ import annotations

from collections.abc import Sequence

import click

from slalang.cli.findings import refuse
from slalang.diagnostics.pages import Page, find_page, nearest_page, read_pages
from slalang.rules.explanations import rule_pages


@click.command("rule")
@click.argument("name", required=False)
@click.option("--all", "every", is_flag=True, help="Print every page, as markdown.")
def command(name: str | None, every: bool) -> None:
    """Explain the finding NAME: a code (SLA101 or 101) or a name. List them all where none is named.

    Exit codes: 0 explained, 2 no finding of that name.

    \b
    Examples:
      sla rule SLA401
      sla rule table-hole
    """
    pages = sorted((*read_pages(), *rule_pages()), key=lambda page: page.code)
    if name is not None:
        click.echo(_page(name, pages).text, nl=False)
    elif every:
        click.echo("\n".join(page.text for page in pages), nl=False)
    else:
        for page in pages:
            click.echo(f"{page.code}  {page.name:<32} {page.summary}")


def _page(name: str, pages: Sequence[Page]) -> Page:
    page = find_page(f"SLA{name}" if name.isdecimal() else name, pages)
    if page is None:
        near = nearest_page(name, pages)
        refuse(f"no finding is called `{name}`" + (f"; did you mean `{near.name}`?" if near else ""))
    return page
