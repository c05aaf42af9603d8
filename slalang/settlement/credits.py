"""What is due for each period of one objective: base, repeat, the objective's own cap, rounding."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal
from fractions import Fraction
from typing import Literal

from slalang.plan.plan import Plan
from slalang.plan.terms import Credit, CreditRow, Repeat, Share
from slalang.plan.written_out import added, exact_text, is_time
from slalang.quantities import format_duration, format_number
from slalang.settlement.amounts import Amounts, Occasion, Worked, capped, points_text, times
from slalang.settlement.breaches import in_the_last, just_before
from slalang.settlement.findings import Unsettled
from slalang.settlement.origins import Origin, intervals_of, weights_of
from slalang.settlement.outcomes import Assessment
from slalang.settlement.rows import Subject, held_text, row_holds, row_pays, value_decides
from slalang.settlement.wording import clause_text
from slalang.statement import CreditRowLine, CreditStep


@dataclass(frozen=True)
class Due:
    """The credit of one period as the objective itself owes it: after its own cap, before any other."""

    period: Assessment
    amount: Decimal
    steps: tuple[CreditStep, ...]
    days: Fraction = Fraction(0)
    """The days of service in it; the amount is what they are worth, with what is not in days."""
    is_in_days: bool = False
    """Whether all of it is days of service."""
    points: Fraction = Fraction(0)
    """Points that are not turned into money yet."""
    parts: tuple[tuple[Origin | None, Fraction], ...] = ()
    """What comes from which interval, in proportion; empty where nothing is told apart."""
    spared: tuple[CreditStep, ...] = ()
    """The steps that could have changed it and did not."""


@dataclass(frozen=True)
class Unknown:
    """A credit that is owed but cannot be worked out, and why."""

    period: Assessment
    reason: str


StillCounts = Callable[[int, int], bool]
"""Whether the breach at the first index still counts at the close of the period before the second."""


@dataclass(frozen=True)
class _Part:
    """What a row (or a clause) adds: an exact amount, in words, and by which clause, and for which intervals
    by what ``weights``."""

    clause: str
    worked: Worked
    weights: tuple[tuple[Origin, Fraction], ...] = ()

    def shares(self) -> Iterator[tuple[Origin | None, Fraction]]:
        """The amount, shared out among the intervals."""
        whole = sum((weight for _, weight in self.weights), Fraction(0))
        amount = self.worked.points or self.worked.amount
        if not whole:
            yield None, amount
        for origin, weight in self.weights if whole else ():
            yield origin, amount * weight / whole


@dataclass(frozen=True)
class Claims:
    """Works out what is due, period by period."""

    plan: Plan
    amounts: Amounts

    def due(
        self, series: Sequence[Assessment], index: int, still_counts: StillCounts
    ) -> Due | Unknown | None:
        """The credit of the period at ``index``, ``None`` where nothing is owed."""
        one = series[index]
        credit = None if one.objective.report_only else one.objective.credit
        if credit is None:
            return None
        breaches = self._breach_counter(series, index, still_counts)
        try:
            parts = self._base(credit, one, breaches)
            repeat = credit.repeat if self._is_repeated(series, index, still_counts) else None
            return self._due(one, parts, repeat)
        except Unsettled as missing:
            return Unknown(one, missing.reason)

    def rows(
        self, series: Sequence[Assessment], index: int, still_counts: StillCounts
    ) -> Iterator[CreditRowLine]:
        """Every row of the credit block held against the period at ``index``, or against each of its
        intervals."""
        one = series[index]
        credit = None if one.objective.report_only else one.objective.credit
        if credit is None:
            return
        breaches = self._breach_counter(series, index, still_counts)
        lengths = one.measures.get(credit.for_each) if credit.for_each else None
        subjects = [Subject(one, one.compared, breaches)]
        if credit.for_each is not None:
            found = lengths if isinstance(lengths, tuple) else ()
            subjects = [Subject(one, Fraction(length), breaches, True) for length in found]
        for subject in subjects:
            for row in credit.rows:
                yield self._row(row, subject)

    def _row(self, row: CreditRow, subject: Subject) -> CreditRowLine:
        """What a row that is a share of the others would pay depends on them, and is left out."""
        text = held_text(row, subject, self.amounts.money.currency)
        pays = None
        if row_holds(row, subject) and not _is_of_the_credit(row):
            try:
                worked = row_pays(row, subject, self.amounts, occasion_of(subject.period))
                pays = None if worked.points else worked.amount
                text = f"{text}: {points_text(worked.points)}" if worked.points else text
            except Unsettled as missing:
                text = f"{text}; {missing.reason}"
        return CreditRowLine(row.clause, row_holds(row, subject), text, pays)

    # --- base ------------------------------------------------------------------------------------

    def _base(self, credit: Credit, one: Assessment, breaches: Callable[[int | None], int]) -> list[_Part]:
        """What pays: the highest row, or each of them where all add up."""
        if credit.for_each is None:
            return self._of_rows(credit, Subject(one, one.compared, breaches))
        lengths = one.measures.get(credit.for_each) if value_decides(one) else ()
        if not isinstance(lengths, tuple):
            raise Unsettled("the intervals it pays for were not measured")
        found = [self._of_rows(credit, Subject(one, Fraction(length), breaches, True)) for length in lengths]
        origins = intervals_of(one, credit.for_each) or (None,) * len(lengths)
        return [
            replace(
                part,
                worked=replace(part.worked, how=f"{format_duration(length)}: {part.worked.how}"),
                weights=((origin, Fraction(1)),) if origin else (),
            )
            for length, origin, parts in zip(lengths, origins, found, strict=True)
            for part in parts
        ]

    def _of_rows(self, credit: Credit, subject: Subject) -> list[_Part]:
        one = subject.period
        at = occasion_of(one)
        holding = [row for row in credit.rows if row_holds(row, subject)]
        own = [row for row in holding if not _is_of_the_credit(row)]
        parts = self._paying(own, subject, at, credit.all_add_up)
        if len(own) == len(holding) or not parts:
            return parts
        others = [row for row in holding if _is_of_the_credit(row)]
        at = replace(at, credit=self._of_the_others(parts))
        more = self._paying(others, subject, at, credit.all_add_up)
        return parts + more if credit.all_add_up else [max(parts + more, key=_rank)]

    def _of_the_others(self, parts: list[_Part]) -> Worked:
        total = _total(parts)
        how = f"the credit of {self._shown(total)}"
        return replace(total, how=how, sum=added([part.worked.sum for part in parts]))

    def _shown(self, worked: Worked) -> str:
        """An amount, in points where it is not money yet."""
        if worked.points:
            return points_text(worked.points)
        return self.amounts.money.text(worked.amount)

    def _paying(
        self, rows: list[CreditRow], subject: Subject, at: Occasion, all_of_them: bool
    ) -> list[_Part]:
        parts = [
            _Part(
                row.clause,
                row_pays(row, subject, self.amounts, at),
                tuple(weights_of(row, subject.period)),
            )
            for row in rows
        ]
        return parts if all_of_them or not parts else [max(parts, key=_rank)]

    # --- repeat ----------------------------------------------------------------------------------

    def _breach_counter(
        self, series: Sequence[Assessment], index: int, still_counts: StillCounts
    ) -> Callable[[int | None], int]:
        def count(months: int | None) -> int:
            earlier = in_the_last(series, index, months)
            return sum(one.breach and still_counts(number, index) for number, one in earlier)

        return count

    def _is_repeated(self, series: Sequence[Assessment], index: int, still_counts: StillCounts) -> bool:
        """Whether the period right before was a breach too, which still counts."""
        before = just_before(series, index)
        both = before is not None and before.breach and series[index].breach
        return both and still_counts(index - 1, index)

    # --- steps -----------------------------------------------------------------------------------

    def _due(self, one: Assessment, parts: list[_Part], repeat: Repeat | None) -> Due | None:
        exact = _total(parts)
        has_own = repeat is not None and repeat.amount is not None
        if not has_own and not any((exact.amount, exact.days, exact.points)):
            return None
        steps = list(self._base_steps(parts))
        if repeat:
            exact = self._repeated(repeat, exact, one)
            steps.append(self._step("repeat", repeat.clause, exact))
        limit = self._objective_cap(one)
        spared = [] if repeat else list(self._not_repeated(one))
        if limit and 0 < limit.worked.points < exact.points:
            exact = limit.worked
            steps.append(self._step("objective cap", limit.clause, limit.worked))
        shares = tuple(share for part in parts for share in part.shares())
        if exact.points:
            return Due(one, self.amounts.money.zero, tuple(steps), points=exact.points, parts=shares)
        if limit and exact.amount > limit.worked.amount:
            exact = capped(exact, limit.worked)
            steps.append(self._step("objective cap", limit.clause, exact))
        elif limit:
            spared.append(self._not_capped(limit, exact.amount))
        amount = self._rounded(exact.amount, limit)
        if Fraction(amount) != exact.amount:
            steps.append(self._rounding_step(amount))
        in_days = bool(parts) and all(part.worked.days for part in parts)
        return Due(one, amount, tuple(steps), exact.days, in_days, parts=shares, spared=tuple(spared))

    def _not_repeated(self, one: Assessment) -> Iterator[CreditStep]:
        repeat = one.objective.credit.repeat if one.objective.credit else None
        if repeat:
            text = f"{clause_text(self.plan, repeat.clause)}: not two breaches in a row that count"
            yield CreditStep("repeat", text, repeat.clause, self.amounts.money.zero)

    def _not_capped(self, limit: _Part, exact: Fraction) -> CreditStep:
        step = self._step("objective cap", limit.clause, limit.worked)
        money, clause = self.amounts.money, clause_text(self.plan, limit.clause)
        most = money.text(limit.worked.amount)
        return replace(step, text=f"{clause}: {money.text(exact)} is within {most}")

    def _repeated(self, repeat: Repeat, exact: Worked, one: Assessment) -> Worked:
        """So many times the amount, or another one in its place."""
        if repeat.amount is None:
            factor = repeat.factor or Fraction(1)
            amount = exact_text(exact.points) if exact.points else self.amounts.money.exactly(exact.amount)
            return replace(
                times(exact, factor, ""),
                how=f"{format_number(factor)} times the amount",
                sum=f"{exact_text(factor)} x {amount}",
            )
        worked = self.amounts.work_out(repeat.amount, occasion_of(one))
        return replace(worked, how=f"{worked.how} in its place")

    def _rounded(self, exact: Fraction, limit: _Part | None) -> Decimal:
        money = self.amounts.money
        amount = money.rounded(exact)
        return min(amount, money.at_most(limit.worked.amount)) if limit else amount

    def _objective_cap(self, one: Assessment) -> _Part | None:
        cap = one.objective.cap
        if cap is None:
            return None
        return _Part(
            one.objective.cap_clause or one.objective.clause, self.amounts.work_out(cap, occasion_of(one))
        )

    def _base_steps(self, parts: list[_Part]) -> Iterator[CreditStep]:
        """Each row that pays; from the second on with the sum so far."""
        money = self.amounts.money
        for number, part in enumerate(parts):
            step = self._step("base", part.clause, part.worked)
            if number:
                before, so_far = _total(parts[:number]), _total(parts[: number + 1])
                step = self._with_amount(step, part.worked.how, so_far)
                total = f"{money.exactly(before.amount)} + {money.exactly(part.worked.amount)}"
                total = f"{total} = {money.text(so_far.amount)}"
                if so_far.points:
                    added_up = exact_text(before.points), exact_text(part.worked.points)
                    total = f"{' + '.join(added_up)} = {points_text(so_far.points)}"
                step = replace(step, calculations=(*step.calculations, total))
            yield step

    def _rounding_step(self, amount: Decimal) -> CreditStep:
        money = self.amounts.money
        text = f"{money.mode} to {money.text(money.quantum)}"
        return CreditStep("rounding", text, self.plan.rounding.clause, amount)

    def _step(
        self, step: Literal["base", "repeat", "objective cap"], clause: str, worked: Worked
    ) -> CreditStep:
        money = self.amounts.money
        shown = self._shown(worked)
        reckoned = f"{worked.sum} = {shown}"
        is_told = worked.sum in (shown, exact_text(worked.points))
        calculations = worked.before if is_told else (*worked.before, reckoned)
        made = CreditStep(step, "", clause, money.zero, calculations)
        return self._with_amount(made, worked.how, worked)

    def _with_amount(self, step: CreditStep, how: str, exact: Worked) -> CreditStep:
        amount, more = self.amounts.money.shown(exact.amount)
        text = f"{clause_text(self.plan, step.clause or '')}: {how}{more}"
        return replace(step, text=text, amount=amount, days=exact.days or None, points=exact.points or None)


def occasion_of(one: Assessment) -> Occasion:
    """Where amounts of a period are due."""
    times = tuple(measure.id for measure in one.objective.measures if is_time(measure))
    return Occasion(one.terms, one.period, one.keys, one.measures, times=times)


def _is_of_the_credit(row: CreditRow) -> bool:
    return isinstance(row.amount, Share) and row.amount.of == "credit"


def _rank(part: _Part) -> tuple[Fraction, Fraction]:
    return part.worked.rank


def _total(parts: list[_Part]) -> Worked:
    """The sum of the parts, without words."""
    zero = Fraction(0)
    return Worked(
        sum((part.worked.amount for part in parts), zero),
        "",
        "",
        days=sum((part.worked.days for part in parts), zero),
        points=sum((part.worked.points for part in parts), zero),
    )
