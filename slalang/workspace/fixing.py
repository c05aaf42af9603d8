"""Fixes put into contracts, each of which is seen to work before anything is written.

Fixes are taken only if what they are for is gone with them, and no mistake of form came in its place.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from pathlib import Path
from typing import TypeAlias

from slalang.diagnostics import Diagnostic, Fix
from slalang.values import Frozen, value

Texts: TypeAlias = Mapping[Path, str]
Find: TypeAlias = Callable[[Texts], Sequence[Diagnostic]]
"""What is found with these texts in place of what is stored."""

_ROUNDS = 10
"""How often what is left is fixed again: of fixes that overlap, each round takes the first."""

_OF_FORM = "SLA0"


@value
class Fixed(Frozen):
    """Texts by file, as they were and as fixes make them. ``taken`` is how many fixes were put in."""

    before: Texts
    after: Texts
    taken: int


@value
class _Repair(Frozen):
    """The fix of a finding of this code, and the file it is put into."""

    code: str
    fix: Fix
    path: Path

    @property
    def order(self) -> tuple[Path, int, int]:
        """By file and place."""
        return self.path, self.fix.span.start, self.fix.span.end


def fix(find: Find, places: Mapping[str, Path], unsafe: bool = False) -> Fixed:
    """Puts in the fixes of findings that have one, without writing anything.

    ``places`` are the files that may be changed, by the path they are shown with. Fixes that are not safe are
    put in only where ``unsafe`` ones are asked for.
    """
    before: dict[Path, str] = {}
    after: Texts = {}
    taken = 0
    for _ in range(_ROUNDS):
        found = find(after)
        repairs = _apart(_repairs(found, places, unsafe))
        working = _working(repairs, after, found, find)
        if not working:
            break
        for each in working:
            before.setdefault(each.path, each.fix.span.file.text)
        taken, after = taken + len(working), _with(working, after)
    return Fixed(before, {path: after[path] for path in before}, taken)


def _repairs(found: Iterable[Diagnostic], places: Mapping[str, Path], unsafe: bool) -> list[_Repair]:
    return [
        _Repair(each.kind.code, each.fix, places[each.fix.span.file.path])
        for each in found
        if each.fix and (each.fix.safe or unsafe) and each.fix.span.file.path in places
    ]


def _apart(repairs: Iterable[_Repair]) -> list[_Repair]:
    """The repairs without those that touch the one before them."""
    taken: list[_Repair] = []
    for each in sorted(repairs, key=lambda repair: repair.order):
        last = taken[-1] if taken else None
        if last is None or last.path != each.path or each.fix.span.start > last.fix.span.end:
            taken.append(each)
    return taken


def _working(
    repairs: Sequence[_Repair], texts: Texts, found: Sequence[Diagnostic], find: Find
) -> list[_Repair]:
    """Those of the repairs that work, together as far as they can: halves are tried where the whole fails."""
    if not repairs or _work(repairs, found, find(_with(repairs, texts))):
        return list(repairs)
    if len(repairs) == 1:
        return []
    middle = len(repairs) // 2
    halves = [_working(part, texts, found, find) for part in (repairs[:middle], repairs[middle:])]
    both = [*halves[0], *halves[1]]
    return both if _work(both, found, find(_with(both, texts))) else max(halves, key=len)


def _work(repairs: Iterable[_Repair], found: Iterable[Diagnostic], left: Iterable[Diagnostic]) -> bool:
    """Whether what the repairs are for is gone, and nothing of form is new."""
    had, has = (Counter(each.kind.code for each in those) for those in (found, left))
    gone = Counter(each.code for each in repairs)
    new = (code for code in has if code.startswith(_OF_FORM) and has[code] > had[code])
    return all(had[code] - has[code] >= number for code, number in gone.items()) and not any(new)


def _with(repairs: Iterable[_Repair], texts: Texts) -> Texts:
    """The texts with the repairs put in, from the last to the first."""
    made = dict(texts)
    for each in sorted(repairs, key=lambda repair: repair.order, reverse=True):
        span = each.fix.span
        text = made.get(each.path, span.file.text)
        made[each.path] = text[: span.start] + each.fix.replacement + text[span.end :]
    return made
