"""What each objective came to in each period: the value, and the rule that decides where it does not."""

from __future__ import annotations

import operator
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from fractions import Fraction

from slalang.plan.evaluate import evaluate
from slalang.plan.plan import Period
from slalang.plan.reading import MeasureReading, Reading
from slalang.plan.terms import LowVolume, Objective, Terms
from slalang.quantities import round_ratio
from slalang.statement import Keys, OutcomeName

_COMPARE: Mapping[str, Callable[[Fraction, Fraction], bool]] = {
    "<": operator.lt,
    "<=": operator.le,
    ">": operator.gt,
    ">=": operator.ge,
    "=": operator.eq,
    "!=": operator.ne,
}


@dataclass(frozen=True)
class Ruling:
    """An outcome that a rule decided and not the value: the rule in words, and its clause."""

    outcome: OutcomeName
    because: str
    clause: str | None


@dataclass(frozen=True)
class Assessment:
    """One objective in one period that is over, for one combination of keys.

    ``compared`` is the value after a rounding the contract asks for. ``ruling`` is there where a rule
    decided the outcome. ``breach_rules`` are those by which it is a breach, in words and as clauses.
    """

    terms: Terms
    objective: Objective
    period: Period
    keys: Keys
    reading: Reading
    value: Fraction | None
    compared: Fraction | None
    outcome: OutcomeName
    ruling: Ruling | None = None
    breach: bool = False
    breach_rules: tuple[tuple[str, str], ...] = ()

    @property
    def missed(self) -> bool:
        """Whether the target, or also the minimum, was missed."""
        return self.outcome in ("missed", "minimum missed")

    @property
    def excused(self) -> bool:
        """Whether the period decides nothing."""
        return self.outcome in ("excused", "unmeasured")

    @property
    def measures(self) -> Mapping[str, MeasureReading]:
        """What was measured."""
        return self.reading.measures


def holds(value: Fraction, relation: str, threshold: Fraction) -> bool:
    """Whether the value stands in the relation to the threshold. Equal means exactly equal."""
    return _COMPARE[relation](value, threshold)


def assess(
    terms: Terms, objective: Objective, period: Period, keys: Keys, reading: Reading, fees: Fraction | None
) -> Assessment:
    """The outcome of a period that is over. ``fees`` are for indicators that have them in their formula.

    A value that is given and not measured decides alone: nothing is said of the rows behind it.
    """
    value, ruling = reading.value, None
    if value is None:
        value = evaluate(objective.value, reading.measures, fees) if _has_data(reading) else None
        ruling = _ruling(objective, reading, value)
    compared = None if value is None else rounded(objective, value)
    outcome = ruling.outcome if ruling else _by_value(objective, compared)
    return Assessment(terms, objective, period, keys, reading, value, compared, outcome, ruling)


def _has_data(reading: Reading) -> bool:
    """A cycle that belongs to the period is data, also where the log has no row in it."""
    return reading.rows != 0 or bool(reading.cycles or reading.paired)


def rounded(objective: Objective, value: Fraction) -> Fraction:
    """The value as it is compared: rounded only where the contract says so."""
    rule = objective.rounding
    return value if rule is None else round_ratio(value, rule.mode, rule.quantum)


def _by_value(objective: Objective, value: Fraction | None) -> OutcomeName:
    if value is None:
        raise TypeError("an outcome without a value is decided by a rule")
    minimum, target = objective.minimum, objective.target
    if minimum and not holds(value, minimum.operator, minimum.threshold):
        return "minimum missed"
    if target and not holds(value, target.operator, target.threshold):
        return "missed"
    return "met"


# --- rules that decide in place of the value ---------------------------------------------------


def _ruling(objective: Objective, reading: Reading, value: Fraction | None) -> Ruling | None:
    if value is None and objective.no_data:
        because = f"{_no_data(objective, reading)}, and no data counts as {objective.no_data}"
        return Ruling(objective.no_data, because, objective.no_data_clause)
    for rule in objective.low_volume:
        ruling = _low_volume(rule, reading, value)
        if ruling:
            return ruling
    if value is None:
        because = f"{_no_data(objective, reading)} and the contract has no clause for that"
        return Ruling("unmeasured", because, None)
    return None


def _no_data(objective: Objective, reading: Reading) -> str:
    if _has_data(reading):
        return "there is nothing to measure in the period"
    events = " or ".join(f"`{event}`" for event in objective.point_events)
    return f"there is no row of {events} in the period"


def _low_volume(rule: LowVolume, reading: Reading, value: Fraction | None) -> Ruling | None:
    rows = reading.measures.get(rule.measure)
    if not isinstance(rows, Fraction) or rows >= rule.fewer_than:
        return None
    counted = f"only {rows} of at least {rule.fewer_than} were counted"
    if rule.counts_as:
        return Ruling(rule.counts_as, f"{counted}, which counts as {rule.counts_as}", rule.clause)
    misses = reading.measures.get(rule.misses or "")
    if value is None or rule.allows is None or not isinstance(misses, Fraction) or misses > rule.allows:
        return None
    return Ruling("met", f"{counted}, and of so few {rule.allows} may miss: {misses} did", rule.clause)
