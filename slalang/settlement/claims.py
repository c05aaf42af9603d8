"""Rows that decide about credits: claims, without which they lapse, and the time in which they arise."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from decimal import Decimal

from slalang.plan.lengths import Days, Exact
from slalang.plan.plan import Plan
from slalang.plan.reading import DecidingRow, Readings
from slalang.plan.terms import Claim
from slalang.quantities import format_local, later
from slalang.settlement.money import Money
from slalang.settlement.outcomes import Assessment
from slalang.settlement.paid import Paid
from slalang.settlement.returns import Move, Standing
from slalang.settlement.timeline import Timeline
from slalang.settlement.wording import clause_text, of_when
from slalang.statement import EarnBackEvent, EarnBackLine


@dataclass(frozen=True)
class Claimed:
    """Whether a credit was claimed: ``at`` an instant, or not by the ``deadline``. It is not ``decided``
    as long as a claim may still come."""

    claim: Claim
    deadline: int
    at: int | None
    decided: bool

    @property
    def is_lapsed(self) -> bool:
        """Whether nobody claimed it in time."""
        return self.decided and self.at is None


@dataclass(frozen=True)
class Desk:
    """Looks up what the rows say of a credit."""

    plan: Plan
    readings: Readings
    timeline: Timeline
    money: Money

    def holds(self, stream: str, one: Assessment) -> bool:
        """Whether the stream holds at the close of a period, at its last instant."""
        last = one.period.end - 1
        return any(row.start <= last < row.end for row in self._rows(stream, one))

    def claimed(self, one: Assessment) -> Claimed | None:
        """What became of the claim that a credit needs, ``None`` where it needs none."""
        claim = one.terms.claim
        if claim is None:
            return None
        deadline = self._deadline(claim, one)
        times = [
            row.start for row in self._rows(claim.over, one) if one.period.start <= row.start <= deadline
        ]
        at = min(times, default=None)
        return Claimed(claim, deadline, at, at is not None or self.readings.known_until > deadline)

    def _deadline(self, claim: Claim, one: Assessment) -> int:
        """The last instant at which a claim is in time."""
        holding = self.timeline.holding(claim.each, one.period) or one.period
        match claim.within:
            case Exact(length):
                return holding.end + length
            case Days(days):
                return later(holding.end, days, 0, self.plan.timezone)
            case months:
                return later(holding.end, 0, months.months, self.plan.timezone)

    def _rows(self, over: str, one: Assessment) -> Iterator[DecidingRow]:
        known = {
            "objective": one.objective.name,
            "period": one.period.label,
            "month": one.period.month,
            "service": one.objective.service,
            **dict(one.keys),
        }
        for row in self.readings.deciding:
            if row.over == over and all(known.get(name) in (None, value) for name, value in row.values):
                yield row

    # --- lapsing ---------------------------------------------------------------------------------

    def standing(self, found: Standing) -> Standing:
        """The credit as its claim leaves it: what is still owed of one that nobody claimed lapses, and no
        earn-back goes on."""
        claimed = self.claimed(found.paid.due.period)
        if claimed is None or not found.paid.amount:
            return found
        said = replace(found, claim=self.said(claimed))
        return self._lapsed(said, claimed) if claimed.is_lapsed else said

    def _lapsed(self, found: Standing, claimed: Claimed) -> Standing:
        at = min(claimed.deadline, self.plan.term_end)
        moves = tuple(move for move in found.moves if move.at <= at)
        ends = {period.label: period.end for period in self.timeline.of(found.paid.due.period.period.kind)}
        held = self.money.sum(*(-move.owed for move in moves if move.line.event in ("held", "released")))
        if held:
            moves = (*moves, self._move(found.paid, claimed, at, "released", held))
        owed = self.money.sum(found.paid.amount, *(move.owed for move in moves))
        return replace(
            found,
            state="lapsed",
            returned=self.money.sum(*(move.line.amount for move in moves)),
            open_amount=self.money.zero,
            moves=(*moves, self._move(found.paid, claimed, at, "lapsed", -owed)),
            progress="",
            window=tuple(line for line in found.window if ends.get(line.period, at) <= at),
            stages=(),
            lapsed=owed,
        )

    def _move(self, paid: Paid, claimed: Claimed, at: int, event: EarnBackEvent, owed: Decimal) -> Move:
        one, path = paid.due.period, claimed.claim.clause
        text = f"{clause_text(self.plan, path)}: {self.said(claimed)}"
        label = format_local(at - 1, self.plan.timezone)[:7]
        name, period = one.objective.name, one.period.label
        line = EarnBackLine(name, one.keys, period, label, event, self.money.zero, text, path)
        return Move(at, line, self.money.sum(owed))

    def said(self, claimed: Claimed) -> str:
        """What became of a claim, in words."""
        until = format_local(claimed.deadline, self.plan.timezone)[:16].replace("T", " ")
        if claimed.at is not None:
            return f"claimed on {format_local(claimed.at, self.plan.timezone)[:16].replace('T', ' ')}"
        return f"not claimed by {until}" if claimed.decided else f"can be claimed until {until}"

    def waiting(self, standings: Iterable[Standing]) -> Iterator[tuple[int, str]]:
        """The credits that may still lapse, with the instant at which their period ended."""
        for found in standings:
            one = found.paid.due.period
            claimed = self.claimed(one) if found.paid.amount else None
            if claimed is not None and not claimed.decided:
                yield one.period.end, f"the credit of {of_when(one)} {self.said(claimed)}, or lapses"
