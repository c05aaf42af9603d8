"""An agreement settled a second time, slowly and plainly: from the JSON of its plan and the rows of its logs.

Written from the documentation of the language. It shares nothing with the package but the form of a plan.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from fractions import Fraction
from typing import Any

from tests.oracle.aggregates import aggregate
from tests.oracle.caps import Bite, Line, Payment
from tests.oracle.credits import Paying, Unknown
from tests.oracle.earn_back import Fate
from tests.oracle.exclusions import taken
from tests.oracle.expressions import value
from tests.oracle.fees import Fees, terms_at
from tests.oracle.measuring import Measuring
from tests.oracle.openings import months_on
from tests.oracle.outcomes import Result, find_breaches, judge, terminations
from tests.oracle.periods import DAY, Period, local_day, midnight, periods
from tests.oracle.plain import Json, instant
from tests.oracle.rewards import Purse, bonuses
from tests.oracle.rows import Log, narrowed
from tests.oracle.spans import holds
from tests.oracle.streams import Evaluation


@dataclass
class Answer:
    """Everything an agreement came to."""

    results: list[Result]
    lines: list[Line] = field(default_factory=list)
    bites: list[Bite] = field(default_factory=list)
    fates: list[Fate] = field(default_factory=list)
    terminations: list[tuple[str, str]] = field(default_factory=list)
    offset: dict[int, list[Fraction]] = field(default_factory=dict)
    """By the line of a credit: what each token took off it."""
    bonuses: list[tuple[Result, str, Fraction]] = field(default_factory=list)


@dataclass
class Agreement:
    """A plan and its logs, evaluated from the start of the term to an instant. ``known`` is the instant
    up to which the logs are complete, where that is said."""

    plan: Json
    log: Log
    end: int
    known: int | None = None

    def settle(self) -> Answer:
        """The whole answer."""
        answer = Answer(self.results())
        fees = Fees(self.plan, self.invoiced)
        payment = Payment(self.plan, fees)
        arose = set()
        for month in periods("month", self.plan):
            lines = []
            for one in answer.results:
                if one.outcome == "pending" or not month.start <= one.period.last < month.end:
                    continue
                due = Paying(self.plan, fees, history(one, answer.results)).due()
                if due is None or due > 0:
                    arose.add((one.name, one.period.label))
                if due:
                    lines.append(Line(one, due, due))
            payment.month(month, lines)
        answer.lines = payment.lines
        answer.bites = [bite for bite in payment.bites if bite.month.end <= self.end]
        for one in answer.results:
            if one.outcome != "pending":
                rights = terms_at(self.plan, one.period.start)["terminations"]
                answer.terminations += terminations(history(one, answer.results), rights, self.plan)
        for one in answer.results:
            if one.outcome != "pending":
                answer.bonuses += [(one, *found) for found in self.bonuses(fees, one)]
        for name in dict.fromkeys(one.name for one in answer.results):
            purse = Purse(self.plan, lambda one: (one.name, one.period.label) not in arose)
            purse.follow([one for one in answer.results if one.name == name], answer.lines)
            answer.offset |= purse.used
        answer.fates = list(self.fates(answer, arose))
        return answer

    def bonuses(self, fees: Fees, result: Result) -> list[tuple[str, Fraction]]:
        """The bonuses of a period; none as long as they cannot be worked out."""
        try:
            return bonuses(self.plan, fees, result)
        except Unknown:
            return []

    def fates(self, answer: Answer, arose: set[Any]) -> Iterable[Fate]:
        """What became of each credit that an earn-back is for; ``arose`` names the periods with a credit,
        also with one that a cap took or that is not known yet."""
        for line in answer.lines:
            result = line.result
            terms = terms_at(self.plan, result.period.start)
            for clause in terms["earn_backs"]:
                if clause["objective"] == result.objective["name"] and line.paid:
                    before = history(result, answer.results)
                    fate = Fate(
                        line, clause, self.plan, lambda one: (one.name, one.period.label) not in arose, before
                    )
                    later = [
                        one
                        for one in answer.results
                        if one.name == result.name and one.period.start >= result.period.end
                    ]
                    fate.follow(later, self.end >= instant(self.plan["term_end"]))
                    yield fate

    # --- measuring -----------------------------------------------------------------------------

    def results(self) -> list[Result]:
        """Every objective in every period, in the order of the contract and of time."""
        found: list[Result] = []
        names = dict.fromkeys(
            objective["name"] for version in self.plan["versions"] for objective in version["objectives"]
        )
        for name in names:
            own: dict[tuple[str, ...], list[Result]] = {}
            for result in self.of_objective(name):
                own.setdefault(result.keys, []).append(result)
            for key in sorted(own):
                find_breaches(own[key], self.plan)
                found += own[key]
        return found

    def of_objective(self, name: str) -> Iterable[Result]:
        """The periods of one objective, each by the terms in force at its start."""
        kinds = {
            objective["each"]
            for version in self.plan["versions"]
            for objective in version["objectives"]
            if objective["name"] == name
        }
        for kind in sorted(kinds):
            for period in periods(kind, self.plan):
                terms = terms_at(self.plan, period.start)
                objective = next((one for one in terms["objectives"] if one["name"] == name), None)
                if objective is None or objective["each"] != kind:
                    continue
                if objective["effective"] and period.start < instant(objective["effective"]):
                    continue
                yield from self.in_period(objective, period)

    def in_period(self, objective: Json, period: Period) -> Iterable[Result]:
        """One result for each combination of keys."""
        if period.end > self.end:
            yield Result(objective, (), period)
            return
        window = self.window(objective, period)
        for keys in self.keys(objective, window):
            evaluation = self.evaluation(objective, keys)
            if objective["looking_back"] is not None:
                evaluation.windows = [window]
            own = taken(objective, evaluation, self.plan)
            evaluation.stopped = own.of("exclude")
            evaluation.known.clear()
            measuring = Measuring(evaluation, objective, window, own)
            result = Result(objective, keys, period, measuring.measures())
            judge(result, self.plan, self.has_data(measuring), own, window)
            yield result

    def window(self, objective: Json, period: Period) -> tuple[int, int]:
        """The time a period is judged over: itself, or so many days or months that end with it."""
        back = objective["looking_back"]
        if back is None:
            return period.start, period.end
        zone = self.plan["timezone"]
        after = local_day(period.end, zone)
        first = after - back["days"] * DAY if back["kind"] == "days" else months_on(after, -back["months"])
        start = midnight(first, zone)
        return max(start, instant(self.plan["term_start"])), period.end

    def evaluation(self, objective: Json, keys: tuple[str, ...]) -> Evaluation:
        """The rows that count for an objective and a combination of keys."""
        narrow = {one["field"]: one["value"] for one in objective["narrow"]}
        narrow |= dict(zip(objective["keys"], keys, strict=True))
        end = self.horizon(objective)
        begun = [period for period in periods(objective["each"], self.plan) if period.start < end]
        windows = [(period.start, min(period.end, end)) for period in begun]
        return Evaluation(self.plan, self.log, end, narrow, windows)

    def horizon(self, objective: Json) -> int:
        """How far the logs are followed: as far as they are known, else to their last instant and with it; of
        several logs of points, to the end of the one that ends first."""
        if self.known is not None:
            return self.known
        points = [
            max((row["at"] + 1 for row in self.log.get(name, ())), default=self.end)
            for name in objective["point_events"]
        ]
        spells = [
            (row["at"] if "at" in row else row["from"] if row["to"] is None else row["to"]) + 1
            for name in objective["interval_events"]
            for row in self.log.get(name, ())
        ]
        return max(self.end, min(points) if points else max(spells, default=self.end))

    def keys(self, objective: Json, window: tuple[int, int]) -> list[tuple[str, ...]]:
        """The combinations of keys that have a row of points in the period. Where an objective stands on logs
        of exceptions alone, a key is there from the period of its first row on."""
        if not objective["keys"]:
            return [()]
        found = self.listed(objective)
        plain = self.evaluation(objective | {"keys": []}, ())
        for name in objective["point_events"] or objective["interval_events"]:
            for row in plain.rows(name).rows:
                there = (
                    window[0] <= row.start < window[1] if objective["point_events"] else row.start < window[1]
                )
                if there and all(key in row.fields for key in objective["keys"]):
                    found.add(tuple(row.fields[key] for key in objective["keys"]))
        return sorted(found)

    def listed(self, objective: Json) -> set[tuple[str, ...]]:
        """The keys for which the agreement lists fees: they exist in every period."""
        fees = self.plan["versions"][0]["fees"]
        if fees is None or fees["kind"] != "fees-by-key" or objective["keys"] != [fees["field"]]:
            return set()
        table = next(table for table in self.plan["tables"] if table["name"] == fees["table"])
        narrow = {one["field"]: one["value"] for one in objective["narrow"]}
        return {(key,) for key, _ in table["rows"] if narrowed({fees["field"]: key}, narrow)}

    def has_data(self, measuring: Measuring) -> bool:
        """Whether the points behind an objective have a row in the period, or a cycle belongs to it."""
        objective, evaluation = measuring.objective, measuring.evaluation
        if not objective["point_events"]:
            return True
        if any(self.opened(evaluation, objective, measuring.window)):
            return True
        rows = [row for name in objective["point_events"] for row in evaluation.rows(name).rows]
        excluded = measuring.taken.of("exclude")
        if any(measuring.holds(row.start) and not holds(excluded, row.start) for row in rows):
            return True
        clocks = {clock["name"] for clock in self.plan["clocks"]}
        over = [measure["over"] for measure in objective["measures"] if measure["over"] in clocks]
        return any(
            measuring.holds(measuring.moment(row)) for name in over for row in evaluation.rows(name).rows
        )

    def opened(self, evaluation: Evaluation, objective: Json, window: tuple[int, int]) -> Iterable[bool]:
        """For each interval that was made of the rows that start and end it whether it lies in the window."""
        streams = {stream["name"]: stream for stream in self.plan["streams"]}
        behind = [measure["over"] for measure in objective["measures"] if measure["over"] in streams]
        for name in behind:
            stream = streams[name]
            behind += [source for source in stream["sources"] if source in streams and source not in behind]
            if stream["steps"] and stream["steps"][0]["kind"] == "paired":
                first = evaluation.stream(stream | {"steps": stream["steps"][:1]})
                yield from (row.start < window[1] and window[0] < row.end for row in first.rows)

    # --- fees ----------------------------------------------------------------------------------

    def invoiced(self, fees: Json, period: Period, keys: tuple[str, ...]) -> Fraction | None:
        """What was invoiced in a period; ``None`` where no invoice was seen, or the period is not over."""
        if period.end > self.end:
            return None
        narrow: Mapping[str, Any] = {one["field"]: one["value"] for one in fees["narrow"]}
        evaluation = Evaluation(self.plan, self.log, self.end, narrow)
        measure = fees["measure"]
        rows = evaluation.rows(measure["over"])
        if measure["where"] is not None:
            rows = evaluation.where(rows, measure["where"])
        own = [row.all_fields() for row in rows.rows if period.start <= row.start < period.end]
        if not own:
            return None
        found = [True if measure["value"] is None else value(measure["value"], one, self.plan) for one in own]
        amount = aggregate(measure["aggregate"], found, None)
        return None if amount is None else Fraction(amount)


def history(result: Result, results: Iterable[Result]) -> list[Result]:
    """The periods of the same objective and keys, up to this one."""
    return [one for one in results if one.name == result.name and one.period.end <= result.period.end]
