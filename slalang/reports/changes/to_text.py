"""A comparison for a terminal."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from slalang.comparison import AgreementChange, Change, Comparison, Witness
from slalang.diagnostics.escaping import cells, visible
from slalang.reports.changes.wording import (
    agreement_heading,
    agreement_verdict,
    change_heading,
    headline,
    origin,
    parties,
    region_text,
    sides,
    witness_lines,
)
from slalang.reports.grid import pad, wrap

WIDTH = 100
_WIDEST_TEXT = 64


def to_text(comparison: Comparison) -> str:
    """What could not be compared, then each agreement with its changes, then a line that sums up."""
    lines: list[str] = []
    for lost in comparison.not_compared:
        place = f"  ({lost.place})" if lost.place else ""
        lines += [f"NOT COMPARED  {visible(lost.what)}{visible(place)}", *_wrapped(lost.reason, "  "), ""]
    for agreement in comparison.agreements:
        lines += [*_agreement(agreement), ""]
    lines.append(f"{headline(comparison)}.")
    return "".join(f"{line.rstrip()}\n" for line in lines)


def _agreement(agreement: AgreementChange) -> Iterator[str]:
    yield f"{visible(agreement_heading(agreement))}  ({visible(agreement.place)})"
    yield f"  {visible(parties(agreement))}"
    yield from _wrapped(agreement_verdict(agreement), "  ")
    yield from _witnesses(agreement.witnesses, "    ")
    for change in agreement.changes:
        yield ""
        yield from _change(change)


def _change(change: Change) -> Iterator[str]:
    yield f"  {visible(change_heading(change))}"
    shown = [
        (sign, visible(side.text), visible(origin(side)))
        for item in change.items
        for sign, side in sides(item)
    ]
    width = max((cells(text) for _, text, _ in shown if cells(text) <= _WIDEST_TEXT), default=0)
    for sign, text, place in shown:
        yield f"    {sign} {pad(text, max(width, cells(text)))}  {place}"
    yield from _wrapped(f"{change.direction}: {change.reason}", "    ")
    for region in change.regions:
        yield from _wrapped(region_text(region), "      ")
    yield from _witnesses(change.witnesses, "      ")


def _witnesses(witnesses: Sequence[Witness], indent: str) -> Iterator[str]:
    for witness in witnesses:
        given, *paid = witness_lines(witness)
        yield from _wrapped(given, indent)
        yield from (f"{indent}  {visible(line)}" for line in paid)


def _wrapped(text: str, indent: str) -> Iterator[str]:
    """The text in lines; those after the first stand a little further in."""
    for number, line in enumerate(wrap(visible(text), WIDTH - len(indent) - 2)):
        yield f"{indent}{'  ' if number else ''}{line}"
