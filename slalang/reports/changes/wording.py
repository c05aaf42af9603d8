"""How a comparison is told, whatever the layout."""

from __future__ import annotations

from collections.abc import Iterator

from slalang.comparison import AgreementChange, Change, Comparison, Item, Region, Side, Witness

SIGNS = ("-", "+")
"""The marks of what the old version has, and of what the new one has."""


def headline(comparison: Comparison) -> str:
    """``2 agreements changed, 1 is the same, 1 could not be compared``."""
    count = len(comparison.agreements)
    said = [f"{count} {_agreements(count)} changed" if count else ""]
    same = len(comparison.unchanged)
    said.append(f"{same} {'is' if same == 1 else 'are'} the same" if same and count else "")
    said.append(f"no change in {same} {_agreements(same)}" if same and not count else "")
    lost = len(comparison.not_compared)
    said.append(f"{lost} COULD NOT BE COMPARED" if lost else "")
    return ", ".join(filter(None, said)) or "there is nothing to compare"


def _agreements(count: int) -> str:
    return "agreement" if count == 1 else "agreements"


def agreement_heading(agreement: AgreementChange) -> str:
    """``globex, Globex GmbH, was acme``."""
    title = f", {agreement.title}" if agreement.title != agreement.name else ""
    renamed = f", was `{agreement.old_name}`" if agreement.old_name else ""
    happened = f", {agreement.happening}" if agreement.happening in ("added", "removed") else ""
    return f"{agreement.name}{title}{renamed}{happened}"


def parties(agreement: AgreementChange) -> str:
    """Who is meant by the provider and the customer."""
    return f"provider {agreement.provider}, customer {agreement.customer}"


def agreement_verdict(agreement: AgreementChange) -> str:
    """For whom all changes together are better, and why."""
    return f"{agreement.direction}: {agreement.reason}"


def change_heading(change: Change) -> str:
    """``uptime: credit, from 2026-07-01``."""
    about = f"{', '.join(change.about)}: " if change.about else ""
    happened = f" {change.happening}" if change.happening != "changed" else ""
    return f"{about}{change.clause}{happened}{_when(change)}"


def _when(change: Change) -> str:
    words = [f"from {change.since}"] if change.since else []
    words += [f"up to {change.until}"] if change.until else []
    return f", {' '.join(words)}" if words else ""


def sides(item: Item) -> Iterator[tuple[str, Side]]:
    """The versions that have the clause, each with its mark."""
    yield from ((sign, side) for sign, side in zip(SIGNS, (item.old, item.new), strict=True) if side)


def origin(side: Side) -> str:
    """``globex.sla:60, tier silver``."""
    own = side.through if side.through not in ("agreement", "") else "the agreement"
    return f"{side.place}, {own}"


def region_text(region: Region) -> str:
    """``better for the provider when uptime is below 99%``."""
    return f"better for the {region.better_for} when {region.when}"


def witness_lines(witness: Witness) -> tuple[str, str, str]:
    """What is measured, and what it comes to in both versions."""
    given = ", ".join(witness.given)
    return f"with {given}, by {witness.as_of}:", f"old: {witness.old}", f"new: {witness.new}"
