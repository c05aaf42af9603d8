"""Where the pipeline and the oracle part."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from fractions import Fraction
from typing import Any

from slalang.statement import Statement, TerminationLine
from tests.oracle.evaluator import Answer

Table = dict[Any, Any]


def differences(statement: Statement, answer: Answer) -> list[str]:
    """Every number on which they do not agree, in words."""
    return [
        *_between("outcome", outcomes_of_statement(statement), outcomes_of_answer(answer)),
        *_between("credit", credits_of_statement(statement), credits_of_answer(answer)),
        *_between("cap", caps_of_statement(statement), caps_of_answer(answer)),
        *_between("right to terminate", _counted(statement.terminations), Counter(answer.terminations)),
        *_between("bonus", bonuses_of_statement(statement), bonuses_of_answer(answer)),
        *_between("earn-back", earned_of_statement(statement), earned_of_answer(answer)),
    ]


def _counted(lines: Sequence[TerminationLine]) -> Counter[tuple[str, str]]:
    return Counter((line.clause, line.period) for line in lines)


def _between(what: str, ours: Mapping[Any, Any], theirs: Mapping[Any, Any]) -> Iterator[str]:
    for key in sorted({*ours, *theirs}, key=str):
        one, other = _apart(ours.get(key), theirs.get(key))
        if one != other:
            yield f"{what} {key}: the pipeline has {_shown(one)}, the oracle {_shown(other)}"


def _apart(one: Any, other: Any) -> tuple[Any, Any]:
    """Two lines without what they agree on."""
    if not isinstance(one, dict) or not isinstance(other, dict):
        return one, other
    names = [name for name in one if one[name] != other[name]]
    return {name: one[name] for name in names}, {name: other[name] for name in names}


def _shown(value: Any) -> str:
    if isinstance(value, Fraction):
        return str(value)
    if isinstance(value, dict):
        return "{" + ", ".join(f"{key}: {_shown(one)}" for key, one in value.items()) + "}"
    return str(value)


def outcomes_of_statement(statement: Statement) -> Table:
    return {
        (line.objective, tuple(value for _, value in line.keys), line.period): {
            "value": line.value,
            "compared": line.compared,
            "outcome": line.outcome,
            "breach": line.breach,
            "excluded": line.excluded,
            "exclusions": {one.clause: (one.effect, one.time) for one in line.exclusions},
        }
        for line in statement.outcomes
        if line.outcome != "pending"
    }


def outcomes_of_answer(answer: Answer) -> Table:
    words = {"exclude": "excluded", "forgive": "forgiven"}
    return {
        (result.objective["name"], result.keys, result.period.label): {
            "value": result.value,
            "compared": result.compared,
            "outcome": result.outcome,
            "breach": result.breach,
            "excluded": result.excluded,
            "exclusions": {clause: (words[effect], time) for clause, effect, time in result.exclusions},
        }
        for result in answer.results
        if result.outcome != "pending"
    }


def credits_of_statement(statement: Statement) -> Table:
    return {
        (line.objective, tuple(value for _, value in line.keys), line.period): {
            "due": Fraction(line.due),
            "paid": Fraction(line.paid),
            "returned": Fraction(line.returned),
        }
        for line in statement.credits
        if line.due or line.paid
    }


def credits_of_answer(answer: Answer) -> Table:
    returned = {id(fate.line): fate.returned for fate in answer.fates}
    returned |= {line: sum(parts, Fraction(0)) for line, parts in answer.offset.items()}
    return {
        (line.result.objective["name"], line.result.keys, line.result.period.label): {
            "due": line.due,
            "paid": line.paid,
            "returned": returned.get(id(line), Fraction(0)),
        }
        for line in answer.lines
        if line.due or line.paid
    }


def caps_of_statement(statement: Statement) -> Table:
    return _numbered(
        (line.clause, Fraction(line.limit), Fraction(line.before), Fraction(line.after))
        for line in statement.caps
    )


def caps_of_answer(answer: Answer) -> Table:
    return _numbered((bite.clause, bite.limit, bite.before, bite.after) for bite in answer.bites)


def _numbered(lines: Iterator[tuple[Any, ...]]) -> Table:
    found: Table = {}
    for clause, *rest in lines:
        found[clause, sum(one[0] == clause for one in found)] = tuple(map(str, rest))
    return found


def bonuses_of_statement(statement: Statement) -> Table:
    return {
        (line.clause, tuple(value for _, value in line.keys), line.period): Fraction(line.amount)
        for line in statement.bonuses
    }


def bonuses_of_answer(answer: Answer) -> Table:
    return {(clause, result.keys, result.period.label): amount for result, clause, amount in answer.bonuses}


EVENTS = ("returned", "taken back", "forfeited", "carried")


def earned_of_statement(statement: Statement) -> Table:
    found: dict[Any, list[Any]] = {}
    for line in statement.earn_backs:
        if line.event in EVENTS and (line.event != "returned" or line.amount):
            key = (line.objective, tuple(value for _, value in line.keys), line.credit_period)
            found.setdefault(key, []).append((line.event, line.period, str(Fraction(line.amount))))
    return found


def earned_of_answer(answer: Answer) -> Table:
    found: dict[Any, list[Any]] = {}
    for fate in answer.fates:
        result = fate.line.result
        key = (result.objective["name"], result.keys, result.period.label)
        for event, period, amount in fate.events:
            found.setdefault(key, []).append((event, period, str(amount)))
    for line in answer.lines:
        key = (line.result.objective["name"], line.result.keys, line.result.period.label)
        for part in filter(None, answer.offset.get(id(line), ())):
            found.setdefault(key, []).append(("returned", line.result.period.label, str(part)))
    return found
