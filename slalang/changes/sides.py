"""The clauses behind a part of the terms, as each version writes them."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, fields, is_dataclass
from itertools import zip_longest
from typing import Any

from slalang.changes.content import content, is_place
from slalang.changes.slots import MEASURED, WHOLE, Slot, objective_of
from slalang.comparison import Item, Side
from slalang.model.contract import Agreement, Declaration, Project
from slalang.plan.plan import Plan
from slalang.plan.terms import Terms


@dataclass(frozen=True)
class Version:
    """One version of an agreement: its plan, and the contract it was compiled from.

    ``stands_for`` is a tier that nobody takes, where the agreement was made for it.
    """

    plan: Plan
    agreement: Agreement
    project: Project
    stands_for: Declaration | None = None

    @property
    def place(self) -> str:
        """The file and line of the agreement, or of the tier that it stands for."""
        declaration = self.stands_for or self.agreement.declaration
        return f"{declaration.path}:{declaration.span.line}"

    def side(self, path: str | None) -> Side | None:
        """The clause with this path."""
        clause = self.plan.clause(path) if path else None
        return Side(clause.text, clause.place, clause.through) if clause else None

    def latest(self, path: str, terms: Terms) -> str | None:
        """The path under which the clause is in force in a version of the terms."""
        known = {clause.path for clause in self.plan.clauses}
        amendments = [one.effective for one in self.plan.versions].index(terms.effective)
        prefixes = [*(f"amendment-{number}/" for number in range(amendments, 0, -1)), ""]
        return next((prefix + path for prefix in prefixes if prefix + path in known), None)


@dataclass(frozen=True)
class Part:
    """What one clause says, and its path."""

    said: str
    path: str | None


def parts_of(slot: Slot, value: Any, terms: Terms, version: Version) -> list[Part]:
    """The parts of what a slot holds, in the order in which they are written."""
    if slot.field == WHOLE and slot.owner == "objective":
        objective = objective_of(terms, slot.name)
        return [Part("whole", objective.clause)] if objective else []
    if value is None:
        return []
    if slot.field == "narrow":
        found = [Part(content(one), _scope(one.field, slot, terms, version)) for one in value]
    else:
        found = list(_of(value))
    path = _guessed(slot, terms, version)
    found = [Part(one.said, one.path or path) for one in found]
    return sorted(found, key=lambda one: _order(version, one.path))


def _of(value: Any) -> Iterator[Part]:
    """Each clause for what it says itself, and its own clauses for the rest."""
    if isinstance(value, tuple):
        for each in value:
            yield from _of(each)
    elif hasattr(value, "choices"):
        yield from _of_choices(value)
    elif is_dataclass(value) and not isinstance(value, type):
        own, inner = [], []
        for each in fields(value):
            part = getattr(value, each.name)
            if _has_clause(part):
                inner.append(part)
            elif not is_place(each.name):
                own.append((each.name, part))
        yield Part(content(tuple(own)), getattr(value, "clause", None))
        for part in inner:
            yield from _of(part)
    elif value not in (None, False):
        yield Part(content(value), None)


def _has_clause(part: Any) -> bool:
    first = part[0] if isinstance(part, tuple) and part else part
    return is_dataclass(first) and hasattr(first, "clause")


def _of_choices(value: Any) -> Iterator[Part]:
    """A clause for each choice that is made; stages and rows have clauses of their own."""
    paths = dict(value.choices)
    defaults = {each.name: each.default for each in fields(value)}
    for each in fields(value):
        held = getattr(value, each.name)
        if _has_clause(held):
            yield from _of(held)
            continue
        chosen = _CHOSEN.get(each.name, each.name)
        is_said = chosen in paths or held != defaults[each.name]
        if is_said and not is_place(each.name) and each.name != "objective":
            yield Part(content((each.name, held)), paths.get(chosen, value.clause))


_CHOSEN = {"level": "token"}
"""The choices that are called otherwise than what they decide."""


def _scope(field: str, slot: Slot, terms: Terms, version: Version) -> str | None:
    objective = objective_of(terms, slot.name)
    scope = version.latest(f"scope.{field.removeprefix('.')}", terms)
    return scope or (objective.clause if objective else None)


def _guessed(slot: Slot, terms: Terms, version: Version) -> str | None:
    """The path of the clause that a value without one comes from."""
    word = _WORDS.get(slot.field, slot.field.replace("_", "-"))
    objective = objective_of(terms, slot.name) if slot.owner == "objective" else None
    path = version.latest(f"{slot.name}.{word}" if objective else word, terms)
    return path or (objective.clause if objective else None)


_WORDS = {"rounding": "rounded"}


def _order(version: Version, path: str | None) -> tuple[str, int]:
    clause = version.plan.clause(path) if path else None
    file, _, line = clause.place.rpartition(":") if clause else ("", "", "0")
    return file, int(line) if line.isdecimal() else 0


# --- both sides --------------------------------------------------------------------------------


def items_of(old: Sequence[Part], new: Sequence[Part], versions: tuple[Version, Version]) -> tuple[Item, ...]:
    """The clauses that say something else, side by side; those alike only alone."""
    left = _without(old, Counter(one.said for one in new))
    come = _without(new, Counter(one.said for one in old))
    pairs = [
        Item(
            versions[0].side(before.path) if before else None, versions[1].side(after.path) if after else None
        )
        for before, after in zip_longest(left, come)
    ]
    found = tuple(dict.fromkeys(one for one in pairs if one.old or one.new))
    return tuple(one for one in found if not is_alike(one)) or found


def is_alike(item: Item) -> bool:
    """Whether both versions write the clause in the same words."""
    return item.old is not None and item.new is not None and item.old.text == item.new.text


def _without(parts: Sequence[Part], others: Counter[str]) -> list[Part]:
    left = []
    for one in parts:
        if others[one.said]:
            others[one.said] -= 1
        else:
            left.append(one)
    return left


def measured(slot: Slot) -> bool:
    """Whether the slot is what an objective measures."""
    return slot.owner == "objective" and slot.field == MEASURED
