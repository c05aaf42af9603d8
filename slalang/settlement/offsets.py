"""Earn-backs that return as an offset, in some stages or in all: set against later credits of the same
objective only."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from decimal import Decimal

from slalang.quantities.period import Period
from slalang.settlement.earn_back import Change, clause_of
from slalang.settlement.money import Money
from slalang.settlement.paid import Paid
from slalang.settlement.returns import Move, Return, Standing, state_of
from slalang.statement import EarnBackEvent


def with_offsets(
    credits: Sequence[Paid], returns: Sequence[Return], money: Money, end_of_term: Period | None
) -> list[Standing]:
    """The standings of the credits of one objective and key whose earn-backs are ``returns``.

    An offset is used by the credits that arise after it was granted, the oldest offset first, each up to
    what is paid of the credit. What is unused when the term is over (at the close of ``end_of_term``) is
    lost or carried over, as the clause says of an open window.
    """
    offsets = [_Offset(one, money.zero, money.zero, money.zero) for one in returns]
    granted: list[_Offset] = []
    for happening in _in_order(credits, offsets):
        if isinstance(happening, Paid):
            _use(granted, happening, money)
        else:
            offset, change = happening
            offset.follow(change, money)
            granted += [offset] if offset.granted and not offset.is_in(granted) else []
    if end_of_term:
        for offset in granted:
            offset.end(end_of_term, money)
    return [offset.standing(money) for offset in offsets]


@dataclass
class _Offset:
    """What one credit has to be set against later ones, what of it was used, and what returned in money.

    ``grants`` are the parts in the order in which they came, each as an offset or not: what falls again
    falls from the last one.
    """

    source: Return
    granted: Decimal
    used: Decimal
    in_money: Decimal
    grants: list[tuple[bool, Decimal]] = field(default_factory=list)
    moves: list[Move] = field(default_factory=list)
    is_lost: bool = False

    def is_in(self, others: Sequence[_Offset]) -> bool:
        """Whether it is one of the others."""
        return any(other is self for other in others)

    def left(self, money: Money) -> Decimal:
        """What is not used yet."""
        return money.sum(self.granted, -self.used)

    def follow(self, change: Change, money: Money) -> None:
        """An offset is granted and not paid; what was used of it is taken back beyond what is left of it."""
        more = money.sum(self.source.amount(change.part, change.close.end), -self.granted, -self.in_money)
        if more > 0:
            self._rise(change, more, money)
            return
        before = money.sum(self.used, self.in_money)
        self._fall(-more, money)
        returned = money.sum(self.used, self.in_money, -before)
        self._add(change.close, change.event, returned, change.text, change.clause)

    def _rise(self, change: Change, more: Decimal, money: Money) -> None:
        self.grants.append((change.as_offset, more))
        if not change.as_offset:
            self.in_money = money.sum(self.in_money, more)
            self._add(change.close, "returned", more, change.text, change.clause)
            return
        self.granted = money.sum(self.granted, more)
        text = f"{change.text}; an offset of {money.text(more)}"
        self._add(change.close, "offset", money.zero, text, change.clause)

    def _fall(self, less: Decimal, money: Money) -> None:
        while less:
            is_offset, grant = self.grants.pop()
            gone = min(grant, less)
            less = money.sum(less, -gone)
            if is_offset:
                self.granted = money.sum(self.granted, -gone)
            else:
                self.in_money = money.sum(self.in_money, -gone)
            if gone < grant:
                self.grants.append((is_offset, money.sum(grant, -gone)))
        self.used = min(self.used, self.granted)

    def spend(self, amount: Decimal, credit: Paid, money: Money) -> None:
        """Sets so much of it against a credit."""
        one = credit.due.period
        text = f"set against the credit of {one.period.label}"
        self.used = money.sum(self.used, amount)
        self._add(one.period, "returned", amount, text, self.source.clause.clause)

    def end(self, last: Period, money: Money) -> None:
        """What is unused at the end of the term; where a stage was open too, that was said already."""
        if not self.left(money):
            return
        clause = self.source.clause
        self.is_lost = clause.at_term_end == "forfeits"
        event: EarnBackEvent = "forfeited" if self.is_lost else "carried"
        if not any(move.at == last.end and move.line.event == event for move in self.moves):
            text = f"{money.text(self.left(money))} of the offset was not used in the term"
            self._add(last, event, money.zero, text, clause_of(clause, "at_term_end"))

    def standing(self, money: Money) -> Standing:
        """The credit with what of its offset was used. One that has an offset left is not forfeited."""
        returned = money.sum(self.used, self.in_money)
        attainable = returned if self.is_lost else self.source.amount(self.source.course.attainable)
        left = money.sum(attainable, -returned)
        state = state_of(self.moves, "open")
        if state == "forfeited" and left:
            state = "returned" if returned else "open"
        progress = self._progress(money)
        clause = self.source.clause.clause
        window = self.source.course.window
        stages = self.source.course.stages
        moves = tuple(self.moves)
        return Standing(self.source.paid, state, returned, left, moves, progress, clause, window, stages)

    def _progress(self, money: Money) -> str:
        """What is left to be set against later credits, and how far the rest has come."""
        granted = "" if self.is_lost else money.text(self.left(money)) if self.left(money) else ""
        unused = f"{granted} left to be set against later credits" if granted else ""
        return "; ".join(part for part in (unused, self.source.course.progress) if part)

    def _add(self, close: Period, event: EarnBackEvent, returned: Decimal, text: str, path: str) -> None:
        self.moves.append(self.source.move(close, event, returned, -returned, text, path))


def _in_order(credits: Sequence[Paid], offsets: Sequence[_Offset]) -> Iterator[Paid | tuple[_Offset, Change]]:
    """New credits before what earn-backs make of a close: an offset is for later credits."""
    events: list[tuple[int, int, Paid | tuple[_Offset, Change]]] = [
        (credit.due.period.period.end, 0, credit) for credit in credits
    ]
    for offset in offsets:
        changes = offset.source.course.changes
        events += [(change.close.end, 1, (offset, change)) for change in changes]
    yield from (happening for *_, happening in sorted(events, key=lambda event: event[:2]))


def _use(granted: Sequence[_Offset], credit: Paid, money: Money) -> None:
    left = credit.amount
    for offset in granted:
        amount = min(offset.left(money), left)
        if amount:
            offset.spend(amount, credit, money)
            left = money.sum(left, -amount)
