"""Logs for a contract: rows at the edges of everything, touching, tied, of no length, or none at all."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from fractions import Fraction
from random import Random
from typing import Any

from tests.oracle.generating.contracts import Contract
from tests.oracle.generating.frame import HOUR, MINUTE

USES = {"ticket": "clock", "change": "change by", "report": "with report"}

Rows = dict[str, list[dict[str, Any]]]

STEPS = [
    0,
    0,
    0,
    1,
    -1,
    MINUTE,
    -MINUTE,
    5 * MINUTE,
    30 * MINUTE,
    -30 * MINUTE,
    HOUR,
    -HOUR,
    3 * HOUR,
    1_234_567,
]
SPELLS = [
    0,
    1,
    MINUTE,
    5 * MINUTE,
    15 * MINUTE,
    30 * MINUTE,
    HOUR,
    90 * MINUTE,
    2 * HOUR,
    3 * HOUR,
    6 * HOUR,
    24 * HOUR,
]


@dataclass
class Maker:
    """Draws the rows of one log. ``seen`` holds instants that something happened at, to happen at again."""

    random: Random
    contract: Contract
    seen: list[int] = field(default_factory=list)

    def at(self) -> int:
        """An instant of the term, near an edge as often as not, or one that was there before."""
        frame, draw = self.contract.frame, self.random.random()
        if draw < 0.25 and self.seen:
            at = self.random.choice(self.seen)
        elif draw < 0.5:
            at = self.random.choice(frame.edges) + self.random.choice(STEPS)
        else:
            at = self.random.randrange(frame.start, frame.end, self.random.choice([1, MINUTE, 30 * MINUTE]))
        at = min(max(at, frame.start), frame.end - 1)
        self.seen.append(at)
        return at

    def spell(self) -> tuple[int, int]:
        """An interval: of a known length, up to an edge, or touching what was there before."""
        start, draw = self.at(), self.random.random()
        if draw < 0.15:
            later = [edge for edge in (*self.contract.frame.edges, *self.seen) if edge >= start]
            end = self.random.choice(later) if later else start
        elif draw < 0.25:
            end = start + self.random.randrange(0, 12 * HOUR)
        else:
            end = start + self.random.choice(SPELLS) + self.random.choice([0, 0, 0, 1, -1])
        end = min(max(start, end), self.contract.frame.end)
        self.seen.append(end)
        return start, end

    def rows(self) -> Rows:
        """A whole log."""
        text, busy = self.contract.text, self.random.choice([1, 1, 1, 2])
        number = {"years": 14, "months": 10, "short": 10}[self._length()]
        counts = {
            "probe": 2 * number,
            "fault": number,
            "planned": 4,
            "ticket": number,
            "invoice": number,
            "change": 2 * number,
            "report": number,
        }
        found: Rows = {name: [] for name in counts}
        for name, most in counts.items():
            if not re.search(rf"\b{USES.get(name, name)}\b", text.split("amount money")[1]):
                continue
            for _ in range(self.random.randint(0, most * busy)):
                found[name] += getattr(self, f"_{name}")()
        return found

    def _length(self) -> str:
        days = (self.contract.frame.last - self.contract.frame.first).days
        return "short" if days < 20 else "months" if days < 200 else "years"

    def _place(self) -> dict[str, Any]:
        return {"site": self.random.choice("aab"), "zone": self.random.choice("xyz")}

    def _probe(self) -> list[dict[str, Any]]:
        row = {
            "at": self.at(),
            **self._place(),
            "up": self.random.random() < 0.55,
            "load": self.random.randint(0, 3),
            "ms": self.random.choice([None, 50_000, 100_000, 100_001, 200_000, 300_000, 1_000_000]),
            "price": Fraction(self.random.choice([0, 1, 2, 3]), 2),
        }
        return [row] * (2 if self.random.random() < 0.05 else 1)

    def _fault(self) -> list[dict[str, Any]]:
        start, end = self.spell()
        last = None if self.random.random() < 0.05 else end
        cause = self.random.choice(["own", "net", "customer"])
        of, users = self.random.choice(["web", "web", "mail"]), self.random.randint(1, 3)
        place = self._place() | {"cause": cause, "service": of}
        return [{"from": start, "to": last, **place, "users": users}]

    def _planned(self) -> list[dict[str, Any]]:
        start, end = self.spell()
        notice = self.random.choice([48 * HOUR, 48 * HOUR - 1, 72 * HOUR, HOUR, 0])
        return [{"from": start, "to": end, "site": self.random.choice("aab"), "announced": start - notice}]

    def _ticket(self) -> list[dict[str, Any]]:
        """A ticket with what became of it."""
        name = f"T{self.random.randint(1, 6)}"
        site, prio = self.random.choice("aab"), self.random.choice(["P1", "P2", "P3"])
        at, rows = self.at(), []
        change = "created" if self.random.random() < 0.9 else "again"
        for _ in range(self.random.randint(1, 5)):
            agent = self.random.choice([None, "Kim"])
            rows.append({"at": at, "id": name, "site": site, "change": change, "prio": prio, "agent": agent})
            step = self.random.choice(
                [1, MINUTE, 15 * MINUTE, 30 * MINUTE, HOUR, 2 * HOUR, 4 * HOUR, 26 * HOUR]
            )
            at = self.at() if self.random.random() < 0.1 else at + step + self.random.choice([0, 0, 0, 1, -1])
            change = self.random.choice(["held", "resumed", "replied", "replied", "again", "note", "created"])
            if self.random.random() < 0.2:
                prio = self.random.choice(["P1", "P2", "P3"])
        return [row for row in rows if row["at"] < self.contract.frame.end]

    def _change(self) -> list[dict[str, Any]]:
        """A row that starts or ends something; it may have been read twice."""
        what = self.random.choice(["down", "down", "up", "up", "noted"])
        row = {"at": self.at(), "no": self.random.getrandbits(40), **self._place(), "what": what}
        return [row] * (2 if self.random.random() < 0.1 else 1)

    def _report(self) -> list[dict[str, Any]]:
        """A notice, now and then so long after something that it is only just in time, or not any more."""
        at = self.at()
        if self.random.random() < 0.6:
            near = self.random.choice(
                [HOUR, 24 * HOUR, 48 * HOUR, 47 * HOUR, 49 * HOUR, 72 * HOUR, 30 * 24 * HOUR]
            )
            at = min(
                self.random.choice(self.seen) + near + self.random.choice([0, 0, 0, 1, -1]),
                self.contract.frame.end - 1,
            )
        return [{"at": at, "site": self.random.choice("aab")}]

    def _invoice(self) -> list[dict[str, Any]]:
        amount = Fraction(self.random.choice(["100", "33.33", "1000"]))
        return [{"at": self.at(), "site": self.random.choice("aab"), "amount": amount}]


def log(contract: Contract, seed: int, number: int) -> Rows:
    """The log of a number for the contract of a seed: all its rows are of one owner."""
    rows = Maker(Random(f"log {seed} {number}"), contract).rows()
    return {name: [row | {"owner": f"owner {number}"} for row in own] for name, own in rows.items()}


def together(logs: list[Rows]) -> Rows:
    """Several logs as one."""
    return {name: [row for one in logs for row in one[name]] for name in logs[0]}
