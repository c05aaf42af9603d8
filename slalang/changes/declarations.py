"""The declarations behind what is measured, and the lines of them that differ between two versions."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, fields, is_dataclass
from difflib import SequenceMatcher
from itertools import zip_longest
from typing import Any

from slalang.changes.sides import Version
from slalang.changes.sources import Sources
from slalang.comparison import Item, Side
from slalang.model.contract import Declaration, DeclarationKind
from slalang.model.descent import every
from slalang.plan.terms import Terms
from slalang.syntax import nodes


@dataclass(frozen=True)
class Declared:
    """A declaration that an objective rests on, and the name of its content."""

    declaration: Declaration
    meaning: str | None


def behind(part: Any, terms: Terms, version: Version, sources: Sources, name: str) -> list[Declared]:
    """The declarations that a part of the plan names, directly or over others, and the indicator."""
    found: dict[str, None] = {}
    _collect(part, version, sources, found)
    declared = [_declared(each, version, sources) for each in found]
    return [*_indicators(name, terms, version), *(one for one in declared if one)]


def _collect(part: Any, version: Version, sources: Sources, found: dict[str, None]) -> None:
    plan = version.plan
    things: list[Any] = [*plan.tables, *plan.calendars, *plan.events, *plan.clocks, *plan.streams]
    known = {one.name: one for one in things}
    for name in _names(part):
        if name in sources.names and name not in found:
            found[name] = None
            _collect(known.get(name), version, sources, found)


def _names(part: Any) -> Iterator[str]:
    if isinstance(part, str):
        yield part
    elif isinstance(part, tuple):
        for each in part:
            yield from _names(each)
    elif is_dataclass(part) and not isinstance(part, type):
        for each in fields(part):
            if each.name not in ("name", "title", "clause", "fields", "rows", "open"):
                yield from _names(getattr(part, each.name))


def declared_as(name: str, version: Version) -> Declaration | None:
    """The declaration that a plan has under a name."""
    return version.agreement.scope.lookup(name) or _elsewhere(name, version)


def _declared(name: str, version: Version, sources: Sources) -> Declared | None:
    declaration = declared_as(name, version)
    kinds = ("stream", "event", "clock", "calendar", "table")
    fits = declaration is not None and declaration.kind in kinds
    return Declared(declaration, sources.names[name]) if declaration and fits else None


def _elsewhere(name: str, version: Version) -> Declaration | None:
    """What the agreement's own file has no name for: by its own name, or ``file.name``."""
    stem, _, last = name.rpartition(".")
    for path, scope in version.project.scopes.items():
        found = scope.own.get(last)
        if found and (not stem or path.endswith(f"{stem}.sla")):
            return found
    return None


def _indicators(name: str, terms: Terms, version: Version) -> Iterator[Declared]:
    number = [one.effective for one in version.plan.versions].index(terms.effective)
    objective = version.agreement.versions[number].objective(name)
    waiting = [objective.indicator] if objective else []
    seen: list[Declaration] = []
    while waiting:
        one = waiting.pop()
        if one in seen:
            continue
        seen.append(one)
        yield Declared(one, None)
        scope = version.project.scope_of(one)
        used = (scope.lookup(each.name.text) for each in every(nodes.NameRef, one.node))
        waiting += [each for each in used if each is not None and each.kind == "indicator"]


# --- what differs ------------------------------------------------------------------------------


def declared_items(
    old: Sequence[Declared], new: Sequence[Declared], versions: tuple[Version, Version]
) -> tuple[Item, ...]:
    """The lines of declarations that differ. One that is only called otherwise does not."""
    before, after = (
        {(one.declaration.kind, one.declaration.name): one for one in each} for each in (old, new)
    )
    items: list[Item] = []
    for key in before.keys() & after.keys():
        if before[key].meaning is None or before[key].meaning != after[key].meaning:
            items += _lines(before[key].declaration, after[key].declaration, versions)
    meant = [{one.meaning for one in each} - {None} for each in (old, new)]
    gone = [one for key, one in before.items() if key not in after and one.meaning not in meant[1]]
    come = [one for key, one in after.items() if key not in before and one.meaning not in meant[0]]
    for kind in dict.fromkeys(one.declaration.kind for one in (*gone, *come)):
        pairs = zip_longest(*([one for one in each if one.declaration.kind == kind] for each in (gone, come)))
        for one, other in pairs:
            items += _lines(_node(one), _node(other), versions)
    return tuple(sorted(dict.fromkeys(items), key=_place)) or _heads(before, after, versions)


def _heads(
    old: Mapping[tuple[DeclarationKind, str], Declared],
    new: Mapping[tuple[DeclarationKind, str], Declared],
    versions: tuple[Version, Version],
) -> tuple[Item, ...]:
    """The first lines of declarations that are written alike and mean something else: of calendars with
    files, if there are any."""
    differing = [key for key in old.keys() & new.keys() if old[key].meaning != new[key].meaning]
    shown = [key for key in differing if key[0] == "calendar"] or differing
    return tuple(
        Item(_sides(old[key].declaration, versions[0])[0], _sides(new[key].declaration, versions[1])[0])
        for key in sorted(shown)
    )


def _node(declared: Declared | None) -> Declaration | None:
    return declared.declaration if declared else None


def _place(item: Item) -> tuple[str, int]:
    side = item.new or item.old
    file, _, line = (side.place if side else "").rpartition(":")
    return file, int(line) if line.isdecimal() else 0


def _lines(
    old: Declaration | None, new: Declaration | None, versions: tuple[Version, Version]
) -> Iterator[Item]:
    before = _sides(old, versions[0]) if old else []
    after = _sides(new, versions[1]) if new else []
    if old is None or new is None:
        yield Item(before[0] if before else None, after[0] if after else None)
        return
    matcher = SequenceMatcher(None, [one.text for one in before], [one.text for one in after], autojunk=False)
    for tag, first, last, start, end in matcher.get_opcodes():
        if tag != "equal":
            yield from (Item(one, other) for one, other in zip_longest(before[first:last], after[start:end]))


def _sides(declaration: Declaration, version: Version) -> list[Side]:
    """The lines of a declaration without comments and layout."""
    span = declaration.node.span
    scope = version.project.scope_of(declaration)
    text = list(span.text)
    for comment in scope.file.comments:
        for at in range(max(comment.start, span.start), min(comment.end, span.end)):
            text[at - span.start] = " " if text[at - span.start] != "\n" else "\n"
    through = f"{declaration.kind} {declaration.name}"
    lines = enumerate("".join(text).split("\n"), span.line)
    shown = [(number, " ".join(line.replace("{", " ").replace("}", " ").split())) for number, line in lines]
    return [Side(line, f"{declaration.path}:{number}", through) for number, line in shown if line]
