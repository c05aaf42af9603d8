"""Whole contracts."""

from __future__ import annotations

from dataclasses import dataclass
from random import Random

from tests.oracle.generating.frame import DAY, HOUR, Frame, calendar_text, frame
from tests.oracle.generating.money import PLURALS, bank, bonus, caps, credit, earn_back, fees, terminations
from tests.oracle.generating.objectives import Promise, promise, statements
from tests.oracle.generating.sources import EVENTS, Sources

ROUNDINGS = ("half up", "half up", "half even", "half down", "up", "down")
QUANTA = ("0.01", "0.01", "0.01", "1", "0.10")

BACK = ("10 days", "40 days", "90 days", "2 weeks", "1 month", "2 months", "1 quarter", "1 year")

KINDS = ("points", "buckets", "time", "rows", "clocks", "money", "mixed")


@dataclass(frozen=True)
class Contract:
    """A contract as text, the time it is about, the instant up to which it is settled, and the one up to
    which its logs are said to be complete."""

    kind: str
    text: str
    frame: Frame
    end: int
    known: int | None


def contract(seed: int) -> Contract:
    """The contract of a seed."""
    random = Random(f"contract {seed}")
    kind = KINDS[seed % len(KINDS)]
    length = "years" if kind == "money" else random.choice(["short", "short", "months"])
    hours = kind == "clocks" and random.random() < 0.6
    own = frame(random, length, hours)
    width = {
        "short": ["15m", "1h", "90m", "6h", "7h"],
        "months": ["3h", "12h", "24h", "7h"],
        "years": ["24h"],
    }
    sources = Sources(random, random.choice(width[length]))
    count = random.choice([1, 1, 1, 2]) if kind != "money" else random.choice([1, 2, 2, 3])
    made = [_promise(random, sources, kind, number, hours) for number in range(count)]
    keyed = all(one.keyed for one in made)
    for one in made:
        one.keyed = keyed
    text = _text(random, sources, own, made, kind)
    return Contract(kind, "\n".join(text) + "\n", own, *_until(random, own))


def _until(random: Random, own: Frame) -> tuple[int, int | None]:
    """The end of the term most often, else an edge inside it; and what is known, where that is said."""
    inside = [edge for edge in own.edges if own.start < edge < own.end]
    end = random.choice(inside) if inside and random.random() < 0.2 else own.end
    known = end + random.choice([0, 0, HOUR, 24 * HOUR]) if random.random() < 0.15 else None
    return end, known


def _promise(random: Random, sources: Sources, kind: str, number: int, hours: bool) -> Promise:
    families = {"money": ["time", "points"], "mixed": ["points", "buckets", "time", "rows", "clocks"]}
    return promise(random, sources, random.choice(families.get(kind, [kind])), number, hours)


def _text(random: Random, sources: Sources, own: Frame, made: list[Promise], kind: str) -> list[str]:
    pool = sources.pick("pool", "at risk", *[""] * 6)
    objectives = [line for one in made for line in _objective(random, sources, own, one, pool)]
    keyed = made[0].keyed
    lines = ["language 1", *EVENTS]
    if keyed:
        lines += ["table by_site by site {", "  a    600.60 EUR", "  b    333.33 EUR", "  else 50 EUR", "}"]
    if own.hours is not None:
        lines += calendar_text(own.hours)
    lines += sources.lines
    lines += [f"indicator {one.name} = {one.indicator}" for one in made]
    lines += ["indicator weight = count(probe)"]
    agreement = [
        'provider "P"',
        'customer "C"',
        f"term {own.first.isoformat()} to {own.last.isoformat()}",
        f'timezone "{own.zone}"',
        *fees(sources, own, keyed),
        f"round {sources.pick(*ROUNDINGS)} to {sources.pick(*QUANTA)} EUR",
    ]
    scope = 'owner = "owner 0"'
    agreement.append(f'scope {scope}, site = "a"' if sources.maybe(0.15) else f"scope {scope}")
    if pool:
        agreement += ["at risk 10% of fees"]
        agreement += ["pool servers = 50% of at risk"] if pool == "pool" else []
        agreement += ["allocations up to 500% of at risk"] if sources.maybe(0.5) else []
    agreement += objectives
    if sources.maybe(0.25):
        agreement += terminations(sources, made[0], own.each)
    agreement += caps(sources, [one.name for one in made], own.each in ("day", "week"))
    for one in made:
        if sources.maybe(0.15):
            agreement += bonus(sources, one)
        often = 0.5 if kind == "money" else 0.2
        if own.each not in PLURALS or not sources.maybe(often) or not _pays(objectives, one):
            continue
        agreement += bank(sources, one, own.each) if sources.maybe(0.2) else earn_back(sources, one, own.each)
    lines += ["agreement acme {", *(f"  {line}" for line in agreement), "}"]
    return lines


def _pays(objectives: list[str], made: Promise) -> bool:
    """Whether the objective has a credit at all."""
    start = next(n for n, line in enumerate(objectives) if line.startswith(f"objective {made.name} "))
    block = objectives[start : objectives.index("}", start) + 1]
    return any("credit {" in line for line in block)


def _objective(random: Random, sources: Sources, own: Frame, made: Promise, pool: str) -> list[str]:
    """One objective; ``made.lines`` keeps its bounds for who refers to them."""
    keyed = " for each site" if made.keyed else ""
    back = f" looking back {sources.pick(*BACK)}" if sources.maybe(0.1) else ""
    made.lines = statements(random, made, sources, own)
    lines = made.lines + (
        credit(random, made, sources, own.each, pool) if sources.maybe(0.85) else ["report only"]
    )
    of = f" of {sources.pick('web', 'mail')}" if sources.maybe(0.12) else ""
    day = own.first + sources.random.randint(1, 40) * DAY
    since = f" from {day.isoformat()}" if sources.maybe(0.08) and day < own.last else ""
    return [
        f"objective {made.name}{of}{keyed} each {own.each}{back}{since} {{",
        *(f"  {line}" for line in lines),
        "}",
    ]
