"""A comparison as markdown for GitHub, the headline first, details folded."""

from __future__ import annotations

from collections.abc import Iterator

from slalang.comparison import AgreementChange, Change, Comparison
from slalang.reports.changes.wording import (
    agreement_heading,
    change_heading,
    headline,
    origin,
    parties,
    region_text,
    sides,
    witness_lines,
)
from slalang.reports.to_markdown import code, escaped


def to_markdown(comparison: Comparison) -> str:
    """A headline, what could not be compared, then a table of changes for each agreement."""
    lines = [
        f"# {escaped(comparison.old)} → {escaped(comparison.new)}",
        "",
        f"**{escaped(headline(comparison))}**",
    ]
    if comparison.not_compared:
        lines += ["", "## Not compared", ""]
        for lost in comparison.not_compared:
            place = f" {code(lost.place)}" if lost.place else ""
            lines.append(f"- **{escaped(lost.what)}**: {escaped(lost.reason)}{place}")
    for agreement in comparison.agreements:
        lines += ["", *_agreement(agreement)]
    return "".join(f"{line}\n" for line in lines)


def _agreement(agreement: AgreementChange) -> Iterator[str]:
    yield f"## {escaped(agreement_heading(agreement))}"
    yield ""
    yield escaped(parties(agreement))
    yield ""
    yield f"**{escaped(agreement.direction)}**: {escaped(agreement.reason)} {code(agreement.place)}"
    for witness in agreement.witnesses:
        given, old, new = witness_lines(witness)
        yield ""
        yield f"{escaped(given)} {escaped(old)}; {escaped(new)}"
    if agreement.changes:
        yield ""
        yield "| change | old | new | direction |"
        yield "| --- | --- | --- | --- |"
        yield from map(_row, agreement.changes)
        yield ""
        yield "<details><summary>What shows it</summary>"
        yield ""
        for change in agreement.changes:
            yield from _details(change)
        yield ""
        yield "</details>"


def _row(change: Change) -> str:
    columns: dict[str, list[str]] = {"-": [], "+": []}
    for item in change.items:
        for sign, side in sides(item):
            columns[sign].append(f"{code(side.text)}<br>{escaped(origin(side))}")
    old, new = ("<br>".join(columns[sign]) for sign in columns)
    return f"| {escaped(change_heading(change))} | {old} | {new} | {escaped(change.direction)} |"


def _details(change: Change) -> Iterator[str]:
    yield f"- **{escaped(change_heading(change))}**: {escaped(change.reason)}"
    for region in change.regions:
        yield f"  - {escaped(region_text(region))}"
    for witness in change.witnesses:
        given, old, new = witness_lines(witness)
        yield f"  - {escaped(given)} {escaped(old)}; {escaped(new)}"
