"""The sums of a statement, its ledger, the choices a contract leaves open, and what it was made from."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from decimal import Decimal

from slalang.explanation.ground import Ground, counted, named
from slalang.statement import LedgerLine
from slalang.trail import Step, Subject


def totals(ground: Ground) -> Subject:
    """How the lines add up to what is owed."""
    return Subject(
        title=f"totals of {ground.statement.period}",
        result=f"net {ground.money(ground.statement.totals.net)}",
        steps=(*_sums(ground), *booked(ground, ground.statement.ledger), *_balance(ground)),
    )


def _sums(ground: Ground) -> Iterator[Step]:
    statement = ground.statement
    sums, credits = statement.totals, statement.credits
    due, paid = [one.due for one in credits], [one.paid for one in credits]
    returned = [one.amount for one in statement.earn_backs if one.amount]
    yield _sum(ground, "credits due", due, sums.credits)
    yield _sum(ground, "credits paid, after stacking and caps", paid, sums.paid)
    if returned:
        yield _sum(ground, "earned back by the provider", returned, sums.returned)
    netted = [one.amount for one in statement.bonuses if one.netted]
    if netted:
        yield _sum(ground, "bonuses set against credits", netted, sums.bonus)
    parts = [("paid", sums.paid), ("earned back", -sums.returned), ("held until decided", -sums.held)]
    parts += [("restored by caps", sums.restored), ("bonuses", -sums.bonus), ("lapsed", -sums.lapsed)]
    some = [(name, amount) for name, amount in parts if amount]
    signed = " ".join(_signed(ground, amount, not number) for number, (_, amount) in enumerate(some))
    reckoned = (f"{signed} = {ground.money(sums.net)}",) if len(some) > 1 else ()
    words = ", ".join(name for name, _ in some) or "nothing"
    yield Step(
        "total", f"net of {statement.period}: {words}: {ground.money(sums.net)}", None, reckoned, sums.net
    )


def _sum(ground: Ground, what: str, amounts: Sequence[Decimal], total: Decimal) -> Step:
    parts = " ".join(_signed(ground, amount, not number) for number, amount in enumerate(amounts))
    reckoned = (f"{parts} = {ground.money(total)}",) if len(amounts) > 1 else ()
    return Step("total", f"{what}: {ground.money(total)}", None, reckoned, total)


def _signed(ground: Ground, amount: Decimal, is_first: bool) -> str:
    shown = ground.money(abs(amount))
    if is_first:
        return shown if amount >= 0 else f"0 - {shown}"
    return f"{'-' if amount < 0 else '+'} {shown}"


def booked(ground: Ground, lines: Sequence[LedgerLine]) -> Iterator[Step]:
    """Lines of the ledger."""
    for line in lines:
        of = f"{named(line.objective, line.keys)}, {line.credit_period}"
        text = f"ledger line {line.number}, {line.period}: {line.kind}, {of}: {ground.money(line.amount)}"
        yield Step("booked", text, ground.clause(line.clause), (), line.amount)


def _balance(ground: Ground) -> Iterator[Step]:
    """The balance at the close, from every movement since the start of the term."""
    lines = [line for line in ground.to_date.ledger if line.kind != "bonus apart"]
    if not lines:
        return
    parts = " ".join(_signed(ground, line.amount, not number) for number, line in enumerate(lines))
    balance = ground.statement.totals.balance
    count = counted(len(lines), "movement")
    text = f"balance at the close, by {count} since the start of the term: {ground.money(balance)}"
    yield Step("total", text, None, (f"{parts} = {ground.money(balance)}",), balance)


def silent(ground: Ground) -> Subject:
    """The choices that the contract leaves to a default."""
    steps = tuple(
        Step("silent", line.text, ground.clause(line.clause)) for line in ground.statement.assumptions
    )
    return Subject("where the contract is silent", f"{len(steps)} defaults", steps)


def made_from(ground: Ground) -> Subject:
    """The logs, the plan and the programs behind the statement."""
    statement = ground.statement
    logs = [
        Step("made from", f"`{file.event}`: {file.path}, {counted(file.rows, 'row')}, sha256:{file.sha256}")
        for file in statement.inputs
    ]
    versions = ", ".join(f"{name} {version}" for name, version in statement.versions)
    last = (Step("made from", f"plan {statement.plan_hash}"), Step("made from", versions))
    return Subject("made from", counted(len(logs), "log"), (*logs, *last))
