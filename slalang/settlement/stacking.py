"""Of credits that stack only the highest is paid: of one period, of groups, or of one cause."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction

from slalang.plan.plan import Plan
from slalang.plan.terms import Stacking
from slalang.quantities import allocate
from slalang.quantities.period import Period
from slalang.settlement.money import Money
from slalang.settlement.paid import Paid
from slalang.settlement.timeline import Timeline
from slalang.settlement.wording import clause_text, of_when


@dataclass(frozen=True)
class Side:
    """Credits that are compared as one: a single credit, or a group added up, with what it came to in all
    up to now. ``members`` are the places of its credits of this month."""

    members: tuple[int, ...]
    total: Decimal
    name: str


@dataclass(frozen=True)
class Stacker:
    """Takes off what credits have less than the highest."""

    plan: Plan
    timeline: Timeline
    money: Money

    def stacked(self, stacking: Stacking, paid: Sequence[Paid], earlier: Sequence[Paid]) -> tuple[Paid, ...]:
        """The credits of a month. In a longer period what was paid for earlier months counts: the highest
        pays what it has more."""
        if stacking.cause is not None:
            return self._of_causes(stacking, stacking.cause, paid)
        for stretch in dict.fromkeys(self._meet_in(stacking, one) for one in paid):
            paid = self._stacked_in(stretch, stacking, paid, earlier)
        return tuple(paid)

    def _stacked_in(
        self, stretch: Period, stacking: Stacking, paid: Sequence[Paid], earlier: Sequence[Paid]
    ) -> tuple[Paid, ...]:
        """Of equal ones the first is the highest."""
        before = [one for one in earlier if self._is_in(stretch, stacking, one)]
        sides = list(self._sides(stretch, stacking, paid, before))
        highest = max(sides, key=lambda side: side.total, default=None)
        if highest is None:
            return tuple(paid)
        paid_before = self.money.sum(*(one.amount for one in before))
        result = list(paid)
        for side in sides:
            for number, left in self._left(side, highest, paid, paid_before).items():
                one = paid[number]
                if side is highest and not paid_before:
                    others = "the highest of them" if len(sides) > 1 else "no other credit meets it"
                    text = f"{clause_text(self.plan, stacking.clause)}: {others}"
                    result[number] = one.spare("stacking", stacking.clause, text)
                    continue
                if side is highest:
                    rival = f"{self.money.text(paid_before)} of {stretch.label} was paid before"
                    reckoned = [self._rest(side.total, paid_before)]
                else:
                    rival, reckoned = f"{highest.name} pays {self.money.text(highest.total)}", []
                result[number] = self._outdone(one, stacking, rival, left, reckoned)
        return tuple(result)

    def _sides(
        self, stretch: Period, stacking: Stacking, paid: Sequence[Paid], before: Sequence[Paid]
    ) -> Iterator[Side]:
        places = [number for number, one in enumerate(paid) if self._is_in(stretch, stacking, one)]
        if all(len(group) == 1 for group in stacking.groups):
            for number in places:
                yield Side((number,), paid[number].amount, of_when(paid[number].due.period))
            return
        for group in stacking.groups:
            members = tuple(number for number in places if _name(paid[number]) in group)
            amounts = [paid[number].amount for number in members]
            amounts += [one.due.amount for one in before if _name(one) in group]
            total = self.money.sum(*amounts)
            yield Side(members, total, " and ".join(f"`{name}`" for name in group) + f" of {stretch.label}")

    def _left(
        self, side: Side, highest: Side, paid: Sequence[Paid], paid_before: Decimal
    ) -> dict[int, Decimal]:
        """What is left of each credit of a side."""
        if side is not highest:
            return dict.fromkeys(side.members, self.money.zero)
        amounts = [paid[number].amount for number in side.members]
        whole = self.money.sum(*amounts)
        left = min(whole, max(self.money.zero, self.money.sum(side.total, -paid_before)))
        parts = allocate(left, amounts, self.money.quantum) if whole else amounts
        return dict(zip(side.members, parts, strict=True))

    def _outdone(
        self, one: Paid, stacking: Stacking, rival: str, amount: Decimal, reckoned: Sequence[str]
    ) -> Paid:
        text = f"{clause_text(self.plan, stacking.clause)}: {rival}"
        return one.cut("stacking", stacking.clause, text, amount, reckoned)

    def _rest(self, whole: Decimal, before: Decimal) -> str:
        """What is left of an amount after what was paid before."""
        rest = self.money.sum(whole, -before)
        note = "" if rest >= 0 else ", so nothing is left"
        before_text = f"{self.money.text(before)} paid before"
        return f"{self.money.text(whole)} - {before_text} = {self.money.text(rest)}{note}"

    def _is_in(self, stretch: Period, stacking: Stacking, one: Paid) -> bool:
        return is_named(stacking, one) and self._meet_in(stacking, one) == stretch

    def _meet_in(self, stacking: Stacking, one: Paid) -> Period:
        """The period in which a credit meets others."""
        period = one.due.period.period
        holding = self.timeline.holding(stacking.within, period)
        if holding is None:
            raise TypeError(f"{period.label} is in no {stacking.within}")
        return holding

    # --- of one cause ----------------------------------------------------------------------------

    def _of_causes(self, stacking: Stacking, cause: str, paid: Sequence[Paid]) -> tuple[Paid, ...]:
        """From the highest down, a credit pays unless one that pays has a cause of it already."""
        result = list(paid)
        paying: dict[str, Paid] = {}
        places = [number for number, one in enumerate(paid) if is_named(stacking, one)]
        for number in sorted(places, key=lambda number: -Fraction(paid[number].amount)):
            one = paid[number]
            causes = dict(one.due.period.reading.causes).get(cause, ())
            shared = [each for each in causes if each in paying]
            if shared:
                other = paying[shared[0]]
                pays = f"{of_when(other.due.period)} pays {self.money.text(other.amount)}"
                rival = f'for {cause} "{shared[0]}" {pays}'
                result[number] = self._outdone(one, stacking, rival, self.money.zero, ())
            else:
                paying |= dict.fromkeys(causes, one)
        return tuple(result)


def is_named(stacking: Stacking, paid: Paid) -> bool:
    """Whether the clause speaks of the objective of a credit."""
    return not stacking.groups or any(_name(paid) in group for group in stacking.groups)


def _name(paid: Paid) -> str:
    return paid.due.period.objective.name
