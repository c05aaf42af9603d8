"""What becomes of a credit that can be earned back, period by period."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from fractions import Fraction

from tests.oracle.caps import Line
from tests.oracle.outcomes import MISSES, Result, as_compared, stands, within
from tests.oracle.periods import local_day, periods
from tests.oracle.plain import Json, fraction, rounded

SKIPPED = ("excused", "unmeasured")


def reaches(level: Json, result: Result, without_credit: Callable[[Result], bool]) -> bool:
    """Whether a period that counts is good enough. Where a clause decided the outcome, a met target is."""
    if level["without_credit"]:
        return without_credit(result)
    if level["threshold"] is None or result.compared is None or result.by_clause:
        return result.outcome == "met"
    return stands(level["operator"], result.compared, fraction(level["threshold"]))


@dataclass
class Fate:
    """A credit on its way: what returned so far, and how far each stage has come."""

    line: Line
    earn_back: Json
    plan: Json
    without_credit: Callable[[Result], bool]
    history: Sequence[Result] = ()
    """The periods up to and with that of the credit."""
    returned: Fraction = Fraction(0)
    exact: Fraction = Fraction(0)
    """What returned before it was rounded."""
    state: str = "open"
    events: list[tuple[str, str, Fraction]] = field(default_factory=list)
    counts: list[int] = field(default_factory=list)
    seen: int = 0

    def follow(self, later: Sequence[Result], over: bool) -> None:
        """Goes through the periods after that of the credit; ``over`` where the term has ended."""
        if not self.eligible():
            self.state = "not eligible"
            return
        self.counts = [0 for _ in self.earn_back["stages"]]
        if self.earn_back["stages"][0]["condition"]["kind"] == "mean-of":
            self.mean(self.line.result, later)
        for result in later:
            if result.outcome == "pending" or self.state != "open":
                break
            self.period(result, later)
        if over and self.state == "open":
            self.at_term_end(later[-1] if later else self.line.result)

    def eligible(self) -> bool:
        """Whether the clause is for this credit."""
        result = self.line.result
        if self.earn_back["eligible"] == "minimum met" and result.outcome == "minimum missed":
            return False
        if self.chronic():
            return False
        month = local_day(result.period.last, self.plan["timezone"]).month
        return month not in self.earn_back["not_months"]

    def chronic(self) -> bool:
        """Whether too many periods were missed in the months up to that of the credit."""
        rule, last = self.earn_back["chronic"], self.line.result.period
        if rule is None:
            return False
        missed = [one for one in self.history if one.outcome in MISSES]
        return sum(within(one.period, last, rule["months"], self.plan) for one in missed) > rule["more_than"]

    # --- one period ----------------------------------------------------------------------------

    def period(self, result: Result, later: Sequence[Result]) -> None:
        """What the close of one period changes."""
        stages = self.earn_back["stages"]
        kind = stages[0]["condition"]["kind"]
        if kind == "mean-of":
            self.mean(result, later)
            return
        passed = [self.passes(stage, result) for stage in stages]
        if all(one is None for one in passed):
            return
        self.seen += 1
        if kind == "consecutive" and not all(passed):
            self.miss(result)
            return
        for number, stage in enumerate(stages):
            self.counts[number] += bool(passed[number])
            if self.counts[number] >= stage["condition"]["periods"]:
                self.give_back(stage, result)
        if self.state == "open" and kind == "of-the-next" and self.hopeless():
            self.close("forfeited", result)

    def passes(self, stage: Json, result: Result) -> bool | None:
        """Whether a period counts towards a stage; ``None`` where it is passed over."""
        if result.outcome in SKIPPED:
            return {"skips": None, "counts as met": True, "counts as missed": False}[
                self.earn_back["on_excused"]
            ]
        return reaches(stage["condition"]["level"], result, self.without_credit)

    def miss(self, result: Result) -> None:
        """A period below the level, in a row that forgives none."""
        match self.earn_back["on_miss"]:
            case "forfeits":
                self.close("forfeited", result)
                return
            case "takes back":
                if self.returned:
                    self.note("taken back", result, -self.returned)
                    self.returned = self.exact = Fraction(0)
        self.counts = [0 for _ in self.counts]

    def give_back(self, stage: Json, result: Result) -> None:
        """Returns what the stage brings the credit to, in total; never more than was paid."""
        rounding = self.plan["rounding"]
        base = self.line.paid if stage["of"] == "paid" else self.line.due
        exact = min(self.line.paid, base * fraction(stage["returns"]))
        total = rounded(exact, fraction(rounding["quantum"]), rounding["mode"])
        if total > self.returned:
            self.note("returned", result, total - self.returned)
            self.returned = total
        self.exact = max(self.exact, exact)
        if stage is self.earn_back["stages"][-1]:
            self.state = "returned"

    def hopeless(self) -> bool:
        """Whether too few periods of every window are left."""
        conditions = [stage["condition"] for stage in self.earn_back["stages"]]
        return all(
            count + condition["window"] - self.seen < condition["periods"]
            for count, condition in zip(self.counts, conditions, strict=True)
        )

    def close(self, state: str, result: Result) -> None:
        """Nothing can return any more."""
        self.state = state
        self.note(state, result, Fraction(0))

    def note(self, event: str, result: Result, amount: Fraction) -> None:
        """Something happened at the close of a period."""
        self.events.append((event, result.period.label, amount))

    # --- the mean of a year --------------------------------------------------------------------

    def mean(self, result: Result, later: Sequence[Result]) -> None:
        """With the last period of the horizon that holds the credit: its mean against the target."""
        stage = self.earn_back["stages"][0]
        horizon = next(
            one
            for one in periods(stage["condition"]["each"], self.plan)
            if one.start <= self.line.result.period.last < one.end
        )
        each = periods(result.objective["each"], self.plan)
        if result.period.end != max(one.end for one in each if horizon.start <= one.last < horizon.end):
            return
        inside = [
            one
            for one in [*self.history, *later]
            if horizon.start <= one.period.last < horizon.end and one.period.end <= result.period.end
        ]
        decided = [one for one in inside if one.outcome not in SKIPPED]
        if self.mean_reaches(stage["condition"], decided):
            self.give_back(stage, result)
        else:
            self.close("forfeited", result)

    def mean_reaches(self, condition: Json, decided: Sequence[Result]) -> bool:
        """Whether the mean is at its level: that of the values as measured, rounded as one of them is. What
        was missed without a value leaves no mean; excused periods are passed over."""
        if any(one.value is None and one.outcome in MISSES for one in decided):
            return False
        weight = condition["weight"]
        pairs = [
            (one.value, Fraction(1) if weight is None else one.measures[weight])
            for one in decided
            if one.value is not None
        ]
        whole = sum((share for _, share in pairs), Fraction(0))
        if not whole:
            return False
        objective, level = decided[-1].objective, condition["level"]
        mean = as_compared(objective, sum((value * share for value, share in pairs), Fraction(0)) / whole)
        if level["threshold"] is not None:
            return stands(level["operator"], mean, fraction(level["threshold"]))
        targets = [
            (fraction(one.objective["target"]["threshold"]), share)
            for one, (_, share) in zip([one for one in decided if one.value is not None], pairs, strict=True)
        ]
        target = sum((value * share for value, share in targets), Fraction(0)) / whole
        return stands(objective["target"]["operator"], mean, target)

    # --- the end of the term -------------------------------------------------------------------

    def at_term_end(self, result: Result) -> None:
        """What becomes of a window that is still open."""
        match self.earn_back["at_term_end"]:
            case "forfeits":
                self.close("forfeited", result)
            case "carries over":
                self.close("carried", result)
            case "returns in part":
                self.in_part(result)

    def in_part(self, result: Result) -> None:
        """The part of the way that was gone."""
        stage = self.earn_back["stages"][-1]
        rounding = self.plan["rounding"]
        base = self.line.paid if stage["of"] == "paid" else self.line.due
        way = Fraction(self.counts[-1], stage["condition"].get("periods", 1))
        exact = min(self.line.paid, base * fraction(stage["returns"]) * way)
        total = rounded(exact, fraction(rounding["quantum"]), rounding["mode"])
        if exact <= self.exact:
            self.close("forfeited", result)
            return
        if total > self.returned:
            self.note("returned", result, total - self.returned)
        self.returned, self.state = total, "returned"


__all__ = ["MISSES", "Fate"]
