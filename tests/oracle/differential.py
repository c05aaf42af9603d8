"""Contracts and logs, settled by the pipeline and by the oracle, and what to do where they part."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

from slalang.measurement import EngineName
from slalang.plan.plan import Plan
from slalang.reports import render_statements
from slalang.statement import Statement
from tests.oracle.differences import differences
from tests.oracle.evaluator import Agreement, Answer
from tests.oracle.generating.contracts import Contract, contract
from tests.oracle.generating.logs import Rows, log, together
from tests.oracle.pipeline import Refused, compiled, owned, plan_json, settled

LOGS = 5
"""So many logs for each contract: it is compiled once, and most are measured in one pass."""


@dataclass(frozen=True)
class Pair:
    """A contract, and the number of one of its logs."""

    seed: int
    number: int
    contract: Contract

    def __str__(self) -> str:
        return f"contract {self.seed}, log {self.number} ({self.contract.kind})"


@dataclass(frozen=True)
class Verdict:
    """How a pair went: what was refused, or where the two parted; nothing where they agree."""

    refused: tuple[str, ...] = ()
    parted: tuple[str, ...] = ()
    breaching: bool = False


@dataclass(frozen=True)
class Case:
    """A contract with one log, in which the rows of some owners stand side by side."""

    text: str
    rows: Rows
    owners: tuple[int, ...]
    end: int
    known: int | None = None


def judged(seed: int, logs: int = LOGS, engine: EngineName = "duckdb") -> Iterator[tuple[Pair, Verdict]]:
    """All pairs of the contract of a seed, with their verdicts."""
    own = contract(seed)
    for case in cases(own, seed, logs):
        for number, verdict in zip(case.owners, verdicts(case, engine), strict=True):
            yield Pair(seed, number, own), verdict


def cases(own: Contract, seed: int, logs: int = LOGS) -> list[Case]:
    """The logs of a contract: all in one pass, or (for every fourth contract) one by one."""
    each = [log(own, seed, number) for number in range(logs)]
    if seed % 4 == 0:
        return [Case(own.text, rows, (number,), own.end, own.known) for number, rows in enumerate(each)]
    return [Case(own.text, together(each), tuple(range(logs)), own.end, own.known)]


@lru_cache(maxsize=4)
def plans(text: str) -> tuple[Plan, str] | Refused:
    """The plan of a contract, and its published form."""
    plan = compiled(text)
    return plan if isinstance(plan, Refused) else (plan, json.dumps(plan_json(plan)))


def verdicts(case: Case, engine: EngineName = "duckdb") -> list[Verdict]:
    """Settles a case twice; by another engine once more, which must come to the same statements."""
    both = plans(case.text)
    if isinstance(both, Refused):
        return [Verdict(both.messages or ("refused",)) for _ in case.owners]
    plan, published = both
    own = [owned(plan, f"owner {number}") for number in case.owners]
    statements = settled(own, case.rows, case.end, case.known)
    if engine != "duckdb":
        others = settled(own, case.rows, case.end, case.known, engine)
        return [_alike(one, other, engine) for one, other in zip(statements, others, strict=True)]
    found = []
    for number, statement in zip(case.owners, statements, strict=True):
        if isinstance(statement, Refused):
            found.append(Verdict(statement.messages or ("refused",)))
            continue
        form: dict[str, Any] = json.loads(published.replace('"owner 0"', f'"owner {number}"'))
        answer = Agreement(form, case.rows, case.end, case.known).settle()
        found.append(Verdict((), tuple(differences(statement, answer)), breaching(answer)))
    return found


def _alike(statement: Statement | Refused, other: Statement | Refused, engine: str) -> Verdict:
    """Whether another engine came to the same statement, to the last byte."""
    if isinstance(statement, Refused) or isinstance(other, Refused):
        return (
            Verdict(("refused",)) if statement == other else Verdict((), (f"{engine} refuses another thing",))
        )
    same = render_statements([statement], "json") == render_statements([other], "json")
    missed = any(line.outcome in ("missed", "minimum missed") for line in statement.outcomes)
    return Verdict((), () if same else (f"the statement of {engine} is another one",), missed)


def breaching(answer: Answer) -> bool:
    """Whether any period of any objective was missed."""
    return any(result.outcome in ("missed", "minimum missed") for result in answer.results)


# --- smaller and smaller -----------------------------------------------------------------------


def shrunk(case: Case, number: int) -> Case:
    """The smallest contract and log near a case on which the two still part over the same things."""
    about = _about(case, number)
    alone = Case(
        case.text,
        {name: [row for row in own if row["owner"] == f"owner {number}"] for name, own in case.rows.items()},
        (number,),
        case.end,
        case.known,
    )

    def parts(smaller: Case) -> bool:
        try:
            return bool(about & _about(smaller, number))
        except Exception:
            return False

    case = alone if parts(alone) else case
    for _ in range(2):
        case = _fewer_rows(case, parts)
        case = _fewer_lines(case, parts)
    return case


def _about(case: Case, number: int) -> set[str]:
    """What the two part over, without the numbers."""
    verdict = verdicts(case)[case.owners.index(number)]
    return {line.partition(": the pipeline has")[0] for line in verdict.parted}


def _fewer_rows(case: Case, parts: Callable[[Case], bool]) -> Case:
    for name in list(case.rows):
        size = max(1, len(case.rows[name]) // 2)
        while size:
            start = 0
            while start < len(case.rows[name]):
                own = case.rows[name]
                rows = case.rows | {name: own[:start] + own[start + size :]}
                fewer = Case(case.text, rows, case.owners, case.end, case.known)
                if parts(fewer):
                    case = fewer
                else:
                    start += size
            size //= 2
    return case


def _fewer_lines(case: Case, parts: Callable[[Case], bool]) -> Case:
    lines = case.text.splitlines()
    for start in reversed(range(len(lines))):
        if start >= len(lines):
            continue
        shorter = lines[:start] + lines[_closing(lines, start) + 1 :]
        fewer = Case("\n".join(shorter) + "\n", case.rows, case.owners, case.end, case.known)
        if parts(fewer):
            case, lines = fewer, shorter
    return case


def _closing(lines: Sequence[str], start: int) -> int:
    """The last line of the block that begins on a line."""
    depth = 0
    for number in range(start, len(lines)):
        depth += lines[number].count("{") - lines[number].count("}")
        if depth <= 0:
            return number
    return len(lines) - 1


def report(pair: Pair, logs: int = LOGS) -> str:
    """Everything about a pair on which the two part, as small as it gets."""
    all_cases = cases(pair.contract, pair.seed, logs)
    case = shrunk(next(case for case in all_cases if pair.number in case.owners), pair.number)
    shown = [f"  {name}: {row}" for name, own in case.rows.items() for row in own]
    found = verdicts(case)[case.owners.index(pair.number)].parted
    until = f"until {case.end}, known {case.known}, owners {case.owners}"
    return "\n".join([str(pair), case.text, *shown, until, "", *found, ""])
