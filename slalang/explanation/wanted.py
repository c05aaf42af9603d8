"""Which part of a statement is to be explained."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from difflib import get_close_matches

from slalang.diagnostics import Diagnostic, Kind, Outcome
from slalang.explanation.ground import named
from slalang.statement import CreditLine, LedgerLine, Statement

UNKNOWN_PART = Kind("SLA479", "unknown-part")


@dataclass(frozen=True)
class Wanted:
    """An objective by its name, a credit by its number on the statement or as it is named there, a line of
    the ledger by its number. Nothing at all stands for the whole statement."""

    objective: str | None = None
    credit: str | None = None
    line: int | None = None


@dataclass(frozen=True)
class Chosen:
    """The parts that were found: objectives by name, and credits."""

    objectives: tuple[str, ...] | None = None
    credits: tuple[CreditLine, ...] | None = None
    lines: tuple[LedgerLine, ...] = ()


def choose(wanted: Wanted, statement: Statement, to_date: Statement) -> Outcome[Chosen | None]:
    """What is wanted, or an error that names what is like it. Earlier credits are found by name."""
    if wanted.line is not None:
        return _line(wanted.line, statement, to_date)
    if wanted.credit is not None:
        return _credit(wanted.credit, statement, to_date)
    if wanted.objective is not None:
        return _objective(wanted.objective, statement)
    return Outcome(Chosen())


def _objective(name: str, statement: Statement) -> Outcome[Chosen | None]:
    known = list(dict.fromkeys(line.objective for line in statement.outcomes))
    if name in known:
        return Outcome(Chosen(objectives=(name,)))
    return _unknown(f"there is no objective `{name}` on the statement of {statement.period}", name, known)


def _credit(name: str, statement: Statement, to_date: Statement) -> Outcome[Chosen | None]:
    if name.isdecimal():
        number, count = int(name), len(statement.credits)
        if 1 <= number <= count:
            return Outcome(Chosen(credits=(statement.credits[number - 1],)))
        has = f"has {count} credit{'' if count == 1 else 's'}"
        return _unknown(f"there is no credit {name}: the statement of {statement.period} {has}", name, [])
    of_name = {credit_name(one): one for one in (*to_date.credits, *statement.credits)}
    by_folded = {" ".join(key.split()).replace(" ,", ","): one for key, one in of_name.items()}
    found = by_folded.get(" ".join(name.split()))
    if found is not None:
        return Outcome(Chosen(credits=(found,)))
    return _unknown(f"there is no credit `{name}`", name, list(of_name))


def _line(number: int, statement: Statement, to_date: Statement) -> Outcome[Chosen | None]:
    lines = [line for line in statement.ledger if line.number == number]
    if not lines:
        known = ", ".join(str(line.number) for line in statement.ledger) or "none"
        message = f"there is no line {number} in the ledger of {statement.period}"
        return _unknown(f"{message}: its lines are {known}", str(number), [])
    [line] = lines
    credits = (*to_date.credits, *statement.credits)
    found = [one for one in credits if _is_about(line, one)]
    return Outcome(Chosen(credits=tuple(found[:1]), lines=(line,)))


def credit_name(credit: CreditLine) -> str:
    """``uptime, 2026-02``: as the statement names it."""
    return f"{named(credit.objective, credit.keys)}, {credit.period}"


def _is_about(line: LedgerLine, credit: CreditLine) -> bool:
    own = (credit.objective, credit.keys, credit.period)
    return (line.objective, line.keys, line.credit_period) == own


def _unknown(message: str, name: str, known: Sequence[str]) -> Outcome[Chosen | None]:
    near = get_close_matches(name, known, n=3, cutoff=0.4)
    listed = " or ".join(f"`{one}`" for one in near) if near else ", ".join(f"`{one}`" for one in known[:8])
    help = f"did you mean {listed}?" if near else f"there are {listed}" if known else None
    return Outcome(None, (Diagnostic(UNKNOWN_PART, message, help=help),))
