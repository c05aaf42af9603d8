"""One contract and one log, settled by the pipeline and by the oracle, and what to do when they part."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

from slalang.plan.plan import Plan
from tests.oracle.differences import differences
from tests.oracle.evaluator import Agreement, Answer
from tests.oracle.generating.contracts import Contract, contract
from tests.oracle.generating.logs import Rows, log
from tests.oracle.pipeline import Refused, compiled, plan_json, settled

LOGS = 5
"""So many logs for each contract: a contract is compiled once."""


@dataclass(frozen=True)
class Pair:
    """A contract and a log."""

    seed: int
    number: int
    contract: Contract
    rows: Rows


@dataclass(frozen=True)
class Verdict:
    """How a pair went: what was refused, or where the two parted; nothing where they agree."""

    refused: tuple[str, ...] = ()
    parted: tuple[str, ...] = ()
    breaching: bool = False


def pairs(first: int, count: int) -> Iterator[Pair]:
    """So many pairs, in the order of their seeds."""
    for number in range(first * LOGS, first * LOGS + count):
        seed, turn = divmod(number, LOGS)
        own = contract(seed)
        yield Pair(seed, turn, own, log(own, seed, turn))


@lru_cache(maxsize=4)
def plans(text: str) -> tuple[Plan, dict[str, Any]] | Refused:
    """The plan of a contract, and its published form as it is read back."""
    plan = compiled(text)
    return plan if isinstance(plan, Refused) else (plan, json.loads(json.dumps(plan_json(plan))))


def verdict(text: str, rows: Rows, end: int) -> Verdict:
    """Settles a pair twice."""
    both = plans(text)
    if isinstance(both, Refused):
        return Verdict(both.messages or ("refused",))
    plan, published = both
    statement = settled(plan, rows, end)
    if isinstance(statement, Refused):
        return Verdict(statement.messages or ("refused",))
    answer = Agreement(published, rows, end).settle()
    return Verdict((), tuple(differences(statement, answer)), breaching(answer))


def breaching(answer: Answer) -> bool:
    """Whether any period of any objective was missed."""
    return any(result.outcome in ("missed", "minimum missed") for result in answer.results)


def judged(pair: Pair) -> Verdict:
    """The verdict on a pair."""
    return verdict(pair.contract.text, pair.rows, pair.contract.frame.end)


# --- smaller and smaller -----------------------------------------------------------------------


def shrunk(pair: Pair) -> tuple[str, Rows, Verdict]:
    """The smallest contract and log near a pair on which the two still part."""
    text, rows, end = pair.contract.text, pair.rows, pair.contract.frame.end
    wanted = {_about(line) for line in judged(pair).parted}

    def parts(text: str, rows: Rows) -> bool:
        try:
            return bool(wanted & {_about(line) for line in verdict(text, rows, end).parted})
        except Exception:
            return False

    for _ in range(2):
        rows = _fewer_rows(rows, lambda fewer, text=text: parts(text, fewer))
        text = _fewer_lines(text, lambda shorter, rows=rows: parts(shorter, rows))
    return text, rows, verdict(text, rows, end)


def _about(difference: str) -> str:
    """What a difference is about, without its numbers."""
    return difference.partition(": the pipeline has")[0]


def _fewer_rows(rows: Rows, parts: Callable[[Rows], bool]) -> Rows:
    for name in list(rows):
        size = max(1, len(rows[name]) // 2)
        while size:
            start = 0
            while start < len(rows[name]):
                fewer = rows | {name: rows[name][:start] + rows[name][start + size :]}
                if parts(fewer):
                    rows = fewer
                else:
                    start += size
            size //= 2
    return rows


def _fewer_lines(text: str, parts: Callable[[str], bool]) -> str:
    lines, start = text.splitlines(), len(text.splitlines()) - 1
    while start >= 0:
        end = _closing(lines, start)
        shorter = lines[:start] + lines[end + 1 :]
        if parts("\n".join(shorter) + "\n"):
            lines = shorter
        start -= 1
    return "\n".join(lines) + "\n"


def _closing(lines: list[str], start: int) -> int:
    """The last line of the block that begins on a line."""
    depth = 0
    for number in range(start, len(lines)):
        depth += lines[number].count("{") - lines[number].count("}")
        if depth <= 0:
            return number
    return len(lines) - 1


def report(pair: Pair) -> str:
    """Everything about a pair on which the two part, as small as it gets."""
    text, rows, found = shrunk(pair)
    shown = [f"  {name}: {row}" for name, own in rows.items() for row in own]
    heading = f"contract {pair.seed}, log {pair.number} ({pair.contract.kind})"
    return "\n".join([heading, text, *shown, "", *found.parted, ""])
