"""What the clauses of an agreement tell apart in a row: the values of a field that make a difference."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field, fields, is_dataclass
from fractions import Fraction
from itertools import pairwise
from math import floor
from operator import eq, ge, gt, le, lt, ne

from slalang.plan.expressions import Comparison, FieldValue, Lookup, Membership, Number, Present, Text
from slalang.plan.plan import Plan
from slalang.plan.streams import AtOnce, Clock, Every, Followed, Paired, Spaced, Stream
from slalang.plan.terms import FeesByKey, Narrowing, Objective

_HOLDS = {"<": lt, "<=": le, ">": gt, ">=": ge, "=": eq, "!=": ne}


@dataclass
class Uses:
    """What one field is used for. Fields of one name are looked at together.

    ``comparisons`` are those with a number, ``texts`` what it is held against. It is ``free`` where its
    value itself takes part, as in a sum, and ``split`` where rows are kept apart by it.
    """

    comparisons: set[tuple[str, Fraction]] = field(default_factory=set)
    texts: set[str] = field(default_factory=set)
    free: bool = False
    split: bool = False
    asked: bool = False

    def numbers(self, is_one: Callable[[Fraction], bool]) -> list[Fraction]:
        """Numbers a field may have of which each makes another set of the comparisons hold, in order."""
        found: dict[tuple[bool, ...], Fraction] = {}
        for number in filter(is_one, _around(sorted({bound for _, bound in self.comparisons}))):
            holding = tuple(_HOLDS[sign](number, bound) for sign, bound in sorted(self.comparisons))
            found.setdefault(holding, number)
        return list(found.values())


def _around(bounds: Sequence[Fraction]) -> list[Fraction]:
    """The bounds, whole numbers beside them, and one number between each two; zero where there are none."""
    whole = {Fraction(floor(bound) + step) for bound in bounds for step in (-1, 0, 1)}
    between = {(low + high) / 2 for low, high in pairwise(bounds)}
    return sorted({*bounds, *whole, *between}) or [Fraction(0)]


def uses_of_fields(plan: Plan) -> dict[str, Uses]:
    """What every field that a clause names is used for."""
    found: dict[str, Uses] = {}
    for node in _parts((plan.streams, plan.clocks, plan.versions)):
        for name, use in _uses(node, plan):
            _add(found.setdefault(name, Uses()), use)
    return found


def _add(known: Uses, use: Uses) -> None:
    known.comparisons |= use.comparisons
    known.texts |= use.texts
    known.free |= use.free
    known.split |= use.split
    known.asked |= use.asked


def _parts(node: object) -> Iterator[object]:
    """Everything a plan is made of, from the outside in. What is compared with a plain value stands in its
    comparison, and not once more alone."""
    if isinstance(node, tuple):
        for one in node:
            yield from _parts(one)
    elif is_dataclass(node):
        yield node
        if not _is_plain(node):
            for each in fields(node):
                yield from _parts(getattr(node, each.name))


def _is_plain(node: object) -> bool:
    match node:
        case Comparison(left=FieldValue(), right=Number() | Text()):
            return True
        case Comparison(left=Number() | Text(), right=FieldValue()):
            return True
        case Membership(operand=FieldValue(), values=values):
            return all(isinstance(value, Number | Text) for value in values)
        case Lookup(operand=FieldValue()):
            return True
    return False


_TURNED = {"<": ">", "<=": ">=", ">": "<", ">=": "<=", "=": "=", "!=": "!="}


def _uses(node: object, plan: Plan) -> Iterator[tuple[str, Uses]]:
    match node:
        case Comparison(operator, FieldValue(name), Number(value)):
            yield name, Uses({(operator, value)})
        case Comparison(operator, Number(value), FieldValue(name)):
            yield name, Uses({(_TURNED[operator], value)})
        case Comparison(_, FieldValue(name), Text(text)) | Comparison(_, Text(text), FieldValue(name)):
            yield name, Uses(texts={text})
        case Membership(FieldValue(name), values) if _is_plain(node):
            numbers = {("=", value.value) for value in values if isinstance(value, Number)}
            yield name, Uses(numbers, {value.value for value in values if isinstance(value, Text)})
        case Lookup(table, FieldValue(name)):
            rows = next(one.rows for one in plan.tables if one.name == table)
            yield name, Uses(texts={key for key, _ in rows})
        case Narrowing(name, text):
            yield name, Uses(texts={text})
        case Present(name):
            yield name, Uses(asked=True)
        case FieldValue(name):
            yield name, Uses(free=True)
        case Stream(keys=keys) | Every(keys=keys) | Clock(keys=keys) | Objective(keys=keys):
            yield from ((name, Uses(split=True)) for name in keys)
        case Paired(keys=keys) | Spaced(keys=keys) | Followed(keys=keys):
            yield from ((name, Uses(split=True)) for name in keys)
        case AtOnce(of=of, keys=keys):
            yield from ((name, Uses(split=True)) for name in (of, *keys))
        case FeesByKey(field=name):
            yield name, Uses(split=True)
