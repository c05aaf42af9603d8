"""For whom a change is better: what its clause says, confirmed or decided by trying both versions."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field

from slalang.changes.payoff import Contrast
from slalang.changes.strictness import CUSTOMER, PROVIDER, Verdict
from slalang.changes.trials import Tried
from slalang.comparison import Direction, Party

_FOR: dict[Party, Direction] = {"customer": CUSTOMER, "provider": PROVIDER}
_SAYING: dict[Direction, Party] = {CUSTOMER: "customer", PROVIDER: "provider"}


_UNSEEN = ", though on all that was tried both versions paid the same"


@dataclass
class Evidence:
    """What came of trying two versions: the first course on which each party is better off, by money or
    rights, and by outcomes alone; the first on which money only moves at other times."""

    better: dict[Party, Tried] = field(default_factory=dict)
    better_by_outcome: dict[Party, Tried] = field(default_factory=dict)
    moved: Tried | None = None
    singles: list[Tried] = field(default_factory=list)
    is_empty: bool = True

    @property
    def witnesses(self) -> tuple[Tried, ...]:
        """The courses that show the difference, the smallest of each kind."""
        shown = self.better or self.better_by_outcome
        return tuple(shown.values()) or ((self.moved,) if self.moved else ())


def evidence_of(trials: Iterable[Tried]) -> Evidence:
    """All that was tried, in the order of trying."""
    found = Evidence()
    for tried in trials:
        found.is_empty = False
        contrast = tried.contrast
        if tried.scenario.single:
            found.singles.append(tried)
        if contrast.better_for:
            _keep_smaller(found.better, contrast.better_for, tried)
        elif contrast.better_by_outcome:
            _keep_smaller(found.better_by_outcome, contrast.better_by_outcome, tried)
        elif contrast.is_moved and found.moved is None:
            found.moved = tried
    return found


def _keep_smaller(kept: dict[Party, Tried], party: Party, tried: Tried) -> None:
    if party not in kept or tried.scenario.size < kept[party].scenario.size:
        kept[party] = tried


def party_for(direction: Direction) -> Party | None:
    """Whom a direction is better for, if it says so."""
    return _SAYING.get(direction)


def party_of(contrast: Contrast) -> Party | None:
    """Who is better off, by outcomes where money says nothing."""
    return contrast.better_for or contrast.better_by_outcome


def judged(
    verdict: Verdict | None, evidence: Evidence, is_decisive: bool, why_open: str | None = None
) -> Verdict:
    """The direction of a change.

    ``is_decisive`` says whether trying alone can decide about such a clause; ``why_open`` why it cannot.
    """
    if verdict and verdict.direction == "neutral" and not evidence.better:
        return verdict
    expected = _SAYING.get(verdict.direction) if verdict else None
    seen = evidence.better.keys() or (set() if verdict else evidence.better_by_outcome.keys())
    if len(seen) > 1:
        return Verdict("depends", "each version pays more than the other on some measurements")
    if verdict and expected and not seen - {expected}:
        shown = evidence.is_empty or evidence.witnesses
        return verdict if shown else Verdict(verdict.direction, f"{verdict.reason}{_UNSEEN}")
    if expected:
        return Verdict("depends", f"{verdict.reason if verdict else ''}, and yet the other way round here")
    if not is_decisive:
        return Verdict("depends", why_open or "no rule is known for this clause")
    for party in seen:
        what = "pays more" if party == "customer" else "pays less"
        if not evidence.better:
            what = "has more misses" if party == "customer" else "has fewer misses"
        return Verdict(_FOR[party], f"wherever the versions differ, the new one {what}")
    if evidence.moved:
        return Verdict("depends", "the same money moves at another time")
    return Verdict("depends", "both versions paid the same on all that was tried")


def together(verdicts: Iterable[Verdict]) -> Verdict:
    """The direction of several changes where all that are not neutral say the same."""
    decided = [one for one in verdicts if one.direction != "neutral"]
    directions = {one.direction for one in decided}
    if not decided:
        return Verdict("neutral", "nothing that is promised or paid differs")
    if len(directions) == 1 and directions != {"depends"}:
        return Verdict(decided[0].direction, "all changes say so" if len(decided) > 1 else decided[0].reason)
    if directions == {"depends"} and len(decided) == 1:
        return decided[0]
    return Verdict("depends", "some changes are better for one party and some for the other, or depend")
