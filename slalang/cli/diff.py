"""``sla diff``: what changed between two versions of agreements, and for whom."""

from __future__ import annotations

import sys
from pathlib import Path

import click

from slalang.cli.findings import refuse
from slalang.cli.places import places_of, put
from slalang.reports.changes import COMPARISON_FORMATS, render_comparison
from slalang.workspace.comparing import Snapshot, compare_snapshots, snapshot_of, snapshots_against
from slalang.workspace.files import CallError


@click.command("diff")
@click.argument("versions", nargs=-1, metavar="[OLD NEW] [PATHS]...")
@click.option("--against", metavar="REF", help="Compare PATHS with what git has in REF: main, v1, a commit.")
@click.option(
    "--output-format",
    "wanted",
    multiple=True,
    metavar="FORMAT[:PATH]",
    help=f"One of {', '.join(COMPARISON_FORMATS)}; with :PATH into a file. Repeatable.",
)
@click.option("--exit-code", "by_code", is_flag=True, help="Exit with 1 where anything changed.")
def command(versions: tuple[str, ...], against: str | None, wanted: tuple[str, ...], by_code: bool) -> None:
    """Show what changed, and for whom, between OLD and NEW, or in PATHS (this folder) since REF.

    OLD and NEW are files, folders, REV:path, or .git#branch=main. What is only
    written otherwise is no change.

    Exit codes: 0 compared (with --exit-code: and nothing changed), 1 with --exit-code where anything changed,
    2 something in the call, or something that could not be compared.

    \b
    Examples:
      sla diff --against main
      sla diff v1:cloud/globex.sla cloud/globex.sla --output-format markdown
    """
    places = places_of(wanted, COMPARISON_FORMATS, "comparisons")
    try:
        comparison = compare_snapshots(*_sides(versions, against))
    except CallError as problem:
        refuse(problem)
    for name, path in places:
        put(render_comparison(comparison, name), path)
    if not comparison.is_complete:
        sys.exit(2)
    sys.exit(1 if by_code and not comparison.is_empty else 0)


def _sides(versions: tuple[str, ...], against: str | None) -> tuple[Snapshot, Snapshot]:
    folder = Path.cwd()
    if against is not None:
        return snapshots_against(against, versions, folder)
    if len(versions) != 2:
        refuse("name two versions, OLD and NEW, or say --against REF")
    return snapshot_of(versions[0], folder), snapshot_of(versions[1], folder)
