"""The comparison: what changed between two versions of agreements, for whom, and what shows it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal, TypeAlias

FORMAT_VERSION = 1

Direction: TypeAlias = Literal["better for the customer", "better for the provider", "neutral", "depends"]
Party: TypeAlias = Literal["customer", "provider"]
Happening: TypeAlias = Literal["changed", "added", "removed", "renamed"]


@dataclass(frozen=True)
class Side:
    """A clause as one version has it: its text on one line, its file and line, and what it came through:
    a tier, an amendment, the agreement itself, or the declaration it is."""

    text: str
    place: str
    through: str


@dataclass(frozen=True)
class Item:
    """A clause on both sides; ``None`` where one version does not have it."""

    old: Side | None
    new: Side | None


@dataclass(frozen=True)
class Region:
    """For which values of the objective the new version is better for whom, in words."""

    objective: str
    better_for: Party
    when: str


@dataclass(frozen=True)
class Witness:
    """Measurements on which the versions differ, and what each comes to.

    ``given`` are values by objective and period; every period of the term before and between that is not
    named is at its best. ``as_of`` is the day before which everything is known.
    """

    given: tuple[str, ...]
    as_of: str
    old: str
    new: str
    better_for: Party | None


@dataclass(frozen=True)
class Change:
    """One thing that changed.

    ``about`` names it: an objective, an earn-back, or the agreement; ``clause`` what of it. ``since`` is the
    first day on which it differs, ``until`` the last, both ``None`` where that is the whole term.
    ``reason`` says why the direction is what it is.
    """

    about: tuple[str, ...]
    clause: str
    happening: Happening
    since: str | None
    until: str | None
    items: tuple[Item, ...]
    direction: Direction
    reason: str
    regions: tuple[Region, ...] = ()
    witnesses: tuple[Witness, ...] = ()


@dataclass(frozen=True)
class AgreementChange:
    """What changed in one agreement, and for whom all of it together is better.

    ``name`` is the new name, ``old_name`` is there where it was another; ``place`` is its file and line.
    """

    name: str
    old_name: str | None
    title: str
    provider: str
    customer: str
    happening: Happening
    place: str
    direction: Direction
    reason: str
    changes: tuple[Change, ...] = ()
    witnesses: tuple[Witness, ...] = ()
    """Where changes say different things: what shows whom all of them together are better for."""


@dataclass(frozen=True)
class NotCompared:
    """What could not be compared, and why; ``place`` is where that is written, if anywhere."""

    what: str
    reason: str
    place: str | None


@dataclass(frozen=True)
class Comparison:
    """Two versions of agreements. ``unchanged`` names those that mean the same in both."""

    format_version: int
    old: str
    new: str
    agreements: tuple[AgreementChange, ...]
    unchanged: tuple[str, ...]
    not_compared: tuple[NotCompared, ...]

    @property
    def is_complete(self) -> bool:
        """Whether everything could be compared."""
        return not self.not_compared

    @property
    def is_empty(self) -> bool:
        """Whether everything could be compared, and nothing changed."""
        return self.is_complete and not self.agreements
