"""For whom a change of what is measured is better, where that is sure without looking at rows."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace

from slalang.changes.content import content, without_references
from slalang.changes.forms import Form
from slalang.changes.slots import Slot
from slalang.changes.strictness import CUSTOMER, PROVIDER, Verdict
from slalang.changes.trends import Trend, Trends, joined, sign, turned
from slalang.plan.expressions import Arithmetic, Expression, FieldValue, MeasureValue, Negative, Number
from slalang.plan.streams import Measure
from slalang.plan.terms import Exclusion, Objective

_OPEN = {
    "measured": "other rows count, or count otherwise: which values come of that depends on the log",
    "exclusions": "another time is left out: what that does depends on what happens in it",
    "measured_while": "another time is left out: what that does depends on what happens in it",
    "each": "other periods are judged",
    "looking_back": "other stretches of time are judged",
    "keys": "values are judged for other groups of rows",
    "narrow": "other rows count",
    "counted_when": "rows belong to other periods",
}

_LEFT_OUT = (
    "time that is left out is missing from the period too: leaving out less is better for the customer where "
    "it was down for a larger share than the rest of the period, and leaving out more where it was not"
)


def why_open(slot: Slot) -> str | None:
    """Why trying values cannot decide about a slot."""
    return _OPEN.get(slot.field)


def measured_verdict(old: Objective, new: Objective, forms: tuple[Form, Form]) -> Verdict | None:
    """The direction in which the value of an objective goes, and what credits count beside it."""
    return _Measuring(old, new, forms).verdict()


@dataclass(frozen=True)
class _Measuring:
    old: Objective
    new: Objective
    forms: tuple[Form, Form]

    def verdict(self) -> Verdict | None:
        """What follows, if it is sure; of time that is left out, at least on what it depends."""
        trends = Trends(self.forms[0].sources, self.forms[1].sources)
        pairs = list(self._pairs())
        if any(one is None for one in pairs):
            return None
        known = [each for each in pairs if each]
        moves = {after.id: _measure(before, after, trends) for before, after in known}
        left_out = self._left_out(trends)
        if None in left_out.values():
            return None
        if left_out["exclude"] and any(moves.values()):
            return None
        moves |= self._moved_by_time(known, left_out, moves)
        party = self._party(moves)
        if party is None:
            why = _LEFT_OUT if left_out["exclude"] and None not in moves.values() else None
            return Verdict("depends", why) if why else None
        return _verdict(party, of_clock=self._is_of_clock(known)) if party else None

    def _is_of_clock(self, pairs: list[tuple[Measure, Measure]]) -> bool:
        """Whether cycles may move to another period by the change."""
        return self.new.counted_when != "started" and any(
            (after.over or "").startswith("@clock") and before.over != after.over for before, after in pairs
        )

    def _pairs(self) -> Iterator[tuple[Measure, Measure] | None]:
        """The measures of both versions side by side, as the same formula has them."""
        if without_references(content(self.old.value)) != without_references(content(self.new.value)):
            yield None
            return
        names = [list(_measures(one.value)) for one in (self.old, self.new)]
        beside = [[one.id for one in each.measures if one.id not in used]
                  for each, used in zip((self.old, self.new), names, strict=True)]  # fmt: skip
        if len(beside[0]) != len(beside[1]):
            yield None
            return
        known = [{one.id: one for one in each.measures} for each in (self.old, self.new)]
        sides = [_alike(each, by_id) for each, by_id in zip(beside, known, strict=True)]
        for before, after in zip((*names[0], *sides[0]), (*names[1], *sides[1]), strict=True):
            yield known[0][before], known[1][after]

    # --- time that is left out -------------------------------------------------------------------

    def _left_out(self, trends: Trends) -> dict[str, Trend]:
        """Whether more time is forgiven, more is excluded, and whether what was forgiven is excluded now."""
        found: dict[str, Trend] = {"forgive": 0, "exclude": 0, "instead": 0}
        said = [list(map(content, each.exclusions)) for each in (self.old, self.new)]
        left = [one for one in self.old.exclusions if content(one) not in said[1]]
        come = [one for one in self.new.exclusions if content(one) not in said[0]]
        if len(left) > 1 or len(come) > 1 or self.old.measured_while != self.new.measured_while:
            return {"unknown": None}
        if left and come and left[0].effect != come[0].effect:
            same = content(replace(left[0], effect=come[0].effect)) == content(come[0])
            return found | {"instead": (1 if come[0].effect == "exclude" else -1) if same else None}
        if left or come:
            one = (left or come)[0]
            found[one.effect] = _exclusion(left[0] if left else None, come[0] if come else None, trends)
        return found

    def _moved_by_time(
        self, pairs: list[tuple[Measure, Measure]], left_out: Mapping[str, Trend], moves: Mapping[str, Trend]
    ) -> dict[str, Trend]:
        """Measures go down with what is left out of them; with what is excluded, so does the period."""
        found: dict[str, Trend] = {}
        for _, after in pairs:
            is_period = after.aggregate == "period"
            down = turned(joined((left_out["exclude"], 0 if is_period else left_out["forgive"])))
            instead = turned(left_out["instead"]) if is_period else 0
            found[after.id] = joined((moves[after.id], down, instead))
        return found

    # --- what comes of it ------------------------------------------------------------------------

    def _party(self, moves: Mapping[str, Trend]) -> Trend:
        """1 where all of it is better for the customer, -1 where it is for the provider."""
        value = _goes(self.new.value, moves)
        upward = _is_upward(self.new)
        used = set(_measures(self.new.value))
        beside = [trend for name, trend in moves.items() if name not in used and trend != 0]
        counted = {one.measure for one in self.new.low_volume} | {one.misses for one in self.new.low_volume}
        if any(moves.get(name or "") for name in counted) or upward is None:
            return None
        return joined((turned(value) if upward else value, *beside))


def _verdict(party: int, of_clock: bool) -> Verdict:
    reason = _REASONS[party] + (", though it may count in another period" if of_clock else "")
    return Verdict(CUSTOMER if party > 0 else PROVIDER, reason)


_REASONS = {
    1: "what is measured can only be as bad or worse for the same rows",
    -1: "what is measured can only be as good or better for the same rows",
}


def _exclusion(old: Exclusion | None, new: Exclusion | None, trends: Trends) -> Trend:
    """Whether an exclusion takes more time. Under a budget, other windows may use it up."""
    if old is None or new is None:
        return 1 if old is None else -1
    rows = trends.rows(old.stream, new.stream)
    if rows == 0:
        lengths = [one.budget.length if one.budget else None for one in (old, new)]
        same = old.budget is None or new.budget is None or old.budget.each == new.budget.each
        if None in lengths:
            return sign((lengths[1] is None) - (lengths[0] is None))
        return sign((lengths[1] or 0) - (lengths[0] or 0)) if same else None
    return rows if old.budget is None and new.budget is None else None


def _measure(old: Measure, new: Measure, trends: Trends) -> Trend:
    """Which way a measure goes."""
    if content(old) == content(new):
        return 0
    if replace(old, over=None, where=None, value=None, id="") != replace(
        new, over=None, where=None, value=None, id=""
    ):
        return None
    if old.over and old.over.startswith("@clock"):
        return _of_clock(old, new, trends)
    where = _filter(old, new, trends)
    rows = joined((trends.rows(old.over, new.over), where))
    match new.aggregate:
        case "time" | "count" | "distinct" | "lengths":
            return rows if content(old.value) == content(new.value) else None
        case "sum" if content(old.value) == content(new.value) == content(FieldValue("length")):
            return rows
        case "share" if rows == 0 and old.value and new.value:
            return trends.condition(old.value, new.value)
        case "mean" | "percentile" | "min" | "max" | "sum" if rows == 0 and old.value and new.value:
            return trends.number(old.value, new.value)
        case _:
            return None


def _filter(old: Measure, new: Measure, trends: Trends) -> Trend:
    if old.where is None or new.where is None:
        return 0 if old.where is new.where else -1 if old.where is None else 1
    return trends.condition(old.where, new.where)


def _of_clock(old: Measure, new: Measure, trends: Trends) -> Trend:
    """Shares and counts of late cycles, or of those in time."""
    if content(replace(old, over=None, id="")) != content(replace(new, over=None, id="")):
        return None
    late = trends.lateness(old.over or "", new.over or "")
    asked = {content(FieldValue("late")): 1, content(FieldValue("in_time")): -1}
    way = asked.get(content(new.value)) if new.aggregate == "share" else asked.get(content(new.where))
    if new.aggregate == "count" and new.where is None and new.value is None:
        return 0
    if way is None or new.aggregate not in ("share", "count") or (new.aggregate == "share" and new.where):
        return None
    return late if way > 0 else turned(late)


def _alike(names: list[str], known: Mapping[str, Measure]) -> list[str]:
    return sorted(names, key=lambda name: without_references(content(known[name])))


def _measures(expression: Expression) -> Iterator[str]:
    match expression:
        case MeasureValue(measure):
            yield measure
        case Negative(operand):
            yield from _measures(operand)
        case Arithmetic(_, left, right):
            yield from (*_measures(left), *_measures(right))


def _goes(expression: Expression, moves: Mapping[str, Trend]) -> Trend:
    """Which way a formula over measures goes; measures are never negative."""
    match expression:
        case Number():
            return 0
        case MeasureValue(measure):
            return moves.get(measure)
        case Negative(operand):
            return turned(_goes(operand, moves))
        case Arithmetic("+", left, right):
            return joined((_goes(left, moves), _goes(right, moves)))
        case Arithmetic("-", left, right):
            return joined((_goes(left, moves), turned(_goes(right, moves))))
        case Arithmetic(operator, left, right) if _is_positive(left) and _is_positive(right):
            second = _goes(right, moves)
            return joined((_goes(left, moves), second if operator == "*" else turned(second)))
        case _:
            return 0 if not any(moves.get(name) != 0 for name in _measures(expression)) else None


def _is_positive(expression: Expression) -> bool:
    match expression:
        case Number(value):
            return value >= 0
        case MeasureValue():
            return True
        case Arithmetic("+" | "*" | "/", left, right):
            return _is_positive(left) and _is_positive(right)
        case _:
            return False


def _is_upward(objective: Objective) -> bool | None:
    for bound in (objective.target, objective.minimum):
        if bound and bound.operator in (">=", ">", "<=", "<"):
            return bound.operator in (">=", ">")
    return None
