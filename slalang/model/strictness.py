"""Whether one promise is stricter than another: a partial order, so the answer may be that neither is."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from fractions import Fraction
from itertools import pairwise
from typing import Literal, TypeAlias

from slalang.model.constants import constant, written, written_unit
from slalang.quantities import Unit
from slalang.syntax import nodes
from slalang.values import Frozen, value

Strictness: TypeAlias = Literal["stricter", "equal", "looser", "incomparable"]

UP = (">=", ">")
DOWN = ("<=", "<")


def holds(operator: str, value: Fraction, threshold: Fraction) -> bool:
    """Whether the value stands in the relation to the threshold."""
    if value == threshold:
        return operator in ("<=", ">=", "=")
    if operator in ("=", "!="):
        return operator == "!="
    return (value > threshold) == (operator in UP)


# --- targets -----------------------------------------------------------------------------------


def compare_targets(old: nodes.Target | nodes.Minimum, new: nodes.Target | nodes.Minimum) -> Strictness:
    """How the new target (or minimum) stands to the old one."""
    if (old.operator, old.threshold) == (new.operator, new.threshold):
        return "equal"
    before, after = constant(old.threshold), constant(new.threshold)
    if before is None or after is None:
        return "incomparable"
    for direction in (UP, DOWN):
        if old.operator in direction and new.operator in direction:
            ranks = [_rank(direction, old.operator, before), _rank(direction, new.operator, after)]
            return _verdict(stricter=ranks[1] > ranks[0], looser=ranks[1] < ranks[0])
    return "incomparable"


def gap(old: nodes.Target | nodes.Minimum, new: nodes.Target | nodes.Minimum) -> Fraction | None:
    """A value that meets the new bound and misses the old one, a threshold if one does."""
    before, after = constant(old.threshold), constant(new.threshold)
    if before is None or after is None:
        return None
    between = (
        value
        for value in (after, before, *sample_values({Fraction(0), before, after}))
        if value >= 0
        if holds(new.operator, value, after) and not holds(old.operator, value, before)
    )
    return next(between, None)


def _rank(direction: Sequence[str], operator: str, threshold: Fraction) -> tuple[Fraction, int]:
    """The higher the stricter: by the threshold, then by whether reaching it exactly is enough."""
    return (threshold if direction == UP else -threshold), direction.index(operator)


def _verdict(stricter: bool, looser: bool) -> Strictness:
    if stricter and looser:
        return "incomparable"
    if stricter:
        return "stricter"
    return "looser" if looser else "equal"


# --- credits -----------------------------------------------------------------------------------


@value
class Paying(Frozen):
    """A credit block and the target its misses are misses of."""

    credit: nodes.Credit
    target: nodes.Target | None


@value
class Shortfall(Frozen):
    """A value for which one credit pays less than another, and both shares or amounts as written.

    ``value`` is a measured value, or what a row pays for where the amounts of that row alone differ.
    """

    value: str
    before: str
    after: str
    is_row: bool = False

    @property
    def when(self) -> str:
        """When it pays less: ``at 99.2%``, or ``each late `first_reply```."""
        return f"for `{self.value}`" if self.is_row else f"at {self.value}"


def compare_credits(old: Paying, new: Paying) -> Strictness:
    """How the new credit stands to the old one: stricter pays as much for every value and more for some.

    Blocks of rungs, bands and misses whose amounts have one base are compared value by value, others row
    by row where only amounts differ.
    """
    if old == new:
        return "equal"
    pairs = [(before, after) for _, before, after in _compared(old, new)]
    pairs = pairs or [(before, after) for _, before, after in _row_by_row(old, new)]
    if not pairs:
        return "incomparable"
    return _verdict(any(a < b for a, b in pairs), any(a > b for a, b in pairs))


def shortfall(old: Paying, new: Paying) -> Shortfall | None:
    """The best value for which the new credit pays less than the old one, or the first row that does."""
    compared = _compared(old, new)
    less = [(value, before, after) for value, before, after in compared if after < before]
    if not less:
        return None if compared else _shortfall_of_a_row(old, new)
    value, before, after = less[-1]
    paid_before, paid_after = (_written_amount(amount, old.credit) for amount in (before, after))
    return Shortfall(written(value, _unit(old)), paid_before, paid_after)


def _compared(old: Paying, new: Paying) -> list[tuple[Fraction, Fraction, Fraction]]:
    """Values, and what both pay for each; none where they cannot be compared."""
    if not all(_is_comparable(each.credit, each.target) for each in (old, new)):
        return []
    if len({_base(row.amount) for each in (old, new) for row in _rows(each.credit)}) > 1:
        return []
    thresholds = {*_thresholds(old.credit, old.target), *_thresholds(new.credit, new.target)}
    values = sample_values(thresholds)
    return [(value, paid(old, value), paid(new, value)) for value in values]


def _shortfall_of_a_row(old: Paying, new: Paying) -> Shortfall | None:
    rows = zip(_rows(old.credit), _row_by_row(old, new), _rows(new.credit), strict=False)
    less = [(row, lowered) for row, (_, before, after), lowered in rows if after < before]
    if not less:
        return None
    row, lowered = less[0]
    before, after = (" ".join(each.amount.span.text.split()) for each in (row, lowered))
    return Shortfall(" ".join(row.span.text.split()).partition(" pays ")[0], before, after, is_row=True)


def _row_by_row(old: Paying, new: Paying) -> list[tuple[nodes.CreditRow, Fraction, Fraction]]:
    """The rows, and what both pay each time; none where more than amounts differs."""
    if old.target != new.target or _without_amounts(old.credit) != _without_amounts(new.credit):
        return []
    pairs = list(zip(_rows(old.credit), _rows(new.credit), strict=True))
    if any(
        not _has_magnitude(row.amount) or _base(row.amount) != _base(other.amount) for row, other in pairs
    ):
        return []
    return [(row, _magnitude(row.amount), _magnitude(other.amount)) for row, other in pairs]


def _without_amounts(credit: nodes.Credit) -> list[object]:
    rest = [
        (clause.trigger, clause.per) if isinstance(clause, nodes.CreditRow) else clause
        for clause in credit.clauses
    ]
    return [credit.for_each, *rest]


def _has_magnitude(amount: nodes.Amount) -> bool:
    return isinstance(amount, nodes.Share | nodes.Money)


def _unit(paying: Paying) -> Unit | None:
    for row in _rows(paying.credit):
        if isinstance(row.trigger, nodes.Rung):
            return written_unit(row.trigger.threshold)
    return written_unit(paying.target.threshold) if paying.target else None


def _written_amount(amount: Fraction, credit: nodes.Credit) -> str:
    example = _rows(credit)[0].amount
    if amount == 0:
        return "nothing"
    if isinstance(example, nodes.Share):
        return f"{written(amount, 'ratio')} of {' '.join(example.of.span.text.split())}"
    return (
        f"{written(amount, 'number')} {example.currency if isinstance(example, nodes.Money) else ''}".strip()
    )


def sample_values(thresholds: Iterable[Fraction]) -> list[Fraction]:
    """Each threshold, a value between each two, and one beyond each end: where rungs can differ."""
    known = sorted(set(thresholds))
    if not known:
        return [Fraction(0)]
    between = [(low + high) / 2 for low, high in pairwise(known)]
    return sorted([known[0] - 1, *known, *between, known[-1] + 1])


def paid(paying: Paying, value: Fraction) -> Fraction:
    """What a comparable credit pays for a value, as a multiple of its base."""
    rows = _rows(paying.credit)
    amounts = [_magnitude(row.amount) for row in rows if row_holds(row.trigger, paying.target, value)]
    if any(isinstance(clause, nodes.AllAddUp) for clause in paying.credit.clauses):
        return sum(amounts, Fraction(0))
    return max(amounts, default=Fraction(0))


def row_holds(trigger: nodes.Trigger, target: nodes.Target | None, value: Fraction) -> bool:
    """Whether a rung, a band or `a miss` holds for the value; thresholds are constants."""
    match trigger:
        case nodes.Rung(operator=operator, threshold=threshold):
            return holds(operator, value, _known(threshold))
        case nodes.Band(low=low, low_included=low_in, high=high, high_included=high_in):
            above = holds(">=" if low_in else ">", value, _known(low))
            return above and holds("<=" if high_in else "<", value, _known(high))
        case nodes.OnMiss() if target:
            return not holds(target.operator, value, _known(target.threshold))
        case _:
            return False


def _rows(credit: nodes.Credit) -> tuple[nodes.CreditRow, ...]:
    return tuple(clause for clause in credit.clauses if isinstance(clause, nodes.CreditRow))


def _is_comparable(credit: nodes.Credit, target: nodes.Target | None) -> bool:
    plain = all(isinstance(clause, nodes.CreditRow | nodes.AllAddUp) for clause in credit.clauses)
    return credit.for_each is None and plain and all(_is_plain(row, target) for row in _rows(credit))


def _is_plain(row: nodes.CreditRow, target: nodes.Target | None) -> bool:
    if row.per is not None or not isinstance(row.amount, nodes.Share | nodes.Money):
        return False
    match row.trigger:
        case nodes.Rung(threshold=threshold):
            return constant(threshold) is not None
        case nodes.Band(low=low, high=high):
            return None not in (constant(low), constant(high))
        case nodes.OnMiss():
            return target is not None and constant(target.threshold) is not None
        case _:
            return False


def _base(amount: nodes.Amount) -> object:
    return amount.currency if isinstance(amount, nodes.Money) else getattr(amount, "of", None)


def _magnitude(amount: nodes.Amount) -> Fraction:
    return amount.ratio.value if isinstance(amount, nodes.Share) else _known(amount)


def _thresholds(credit: nodes.Credit, target: nodes.Target | None) -> list[Fraction]:
    found = [_known(target.threshold)] if target and constant(target.threshold) is not None else []
    for row in _rows(credit):
        match row.trigger:
            case nodes.Rung(threshold=threshold):
                found.append(_known(threshold))
            case nodes.Band(low=low, high=high):
                found += [_known(low), _known(high)]
    return found


def _known(expression: nodes.Node) -> Fraction:
    value = constant(expression)
    if value is None:
        raise TypeError("only constants are compared")
    return value
