"""The time that an objective takes out of its periods, or forgives."""

from __future__ import annotations

from dataclasses import dataclass, field

from tests.oracle.periods import periods
from tests.oracle.plain import Json
from tests.oracle.spans import Span, earliest, shared, union, without
from tests.oracle.streams import Evaluation

EVER = (-(2**62), 2**62)


@dataclass
class Taken:
    """What the exclusions of an objective took, by clause and in all."""

    clauses: list[tuple[str, str, list[Span]]] = field(default_factory=list)
    outside: list[Span] = field(default_factory=list)
    """What ``measured while`` leaves out."""

    def of(self, effect: str) -> list[Span]:
        """All the time with one effect, overlaps once."""
        outside = self.outside if effect == "exclude" else []
        return union(outside, *(spans for _, own, spans in self.clauses if own == effect))


def taken(objective: Json, evaluation: Evaluation, plan: Json) -> Taken:
    """The windows of every clause after its budget, and what ``measured while`` leaves out."""
    found = Taken()
    for exclusion in objective["exclusions"]:
        spans = evaluation.rows(exclusion["stream"]).spans()
        if exclusion["budget"] is not None:
            spans = allowed(spans, exclusion["budget"], plan)
        found.clauses.append((exclusion["clause"], exclusion["effect"], spans))
    if objective["measured_while"] is not None:
        found.outside = without([EVER], evaluation.rows(objective["measured_while"]).spans())
    return found


def allowed(spans: list[Span], budget: Json, plan: Json) -> list[Span]:
    """The windows as far as the allowance of each horizon reaches, in order of time."""
    found: list[Span] = []
    for horizon in periods(budget["each"], plan):
        found += earliest(shared(spans, [(horizon.start, horizon.end)]), budget["length"])
    return union(found)
