"""Credits, caps, stacking and earn-backs."""

from __future__ import annotations

from random import Random

from tests.oracle.generating.frame import Frame
from tests.oracle.generating.objectives import Promise
from tests.oracle.generating.sources import LENGTHS, Sources

PLURALS = {"day": "days", "week": "weeks", "month": "months", "quarter": "quarters"}


def credit(random: Random, made: Promise, sources: Sources, each: str, pool: bool) -> list[str]:
    """What an objective says about money: which periods are breaches, and what is paid."""
    lines = _breaches(made, sources, each)
    if sources.maybe(0.2):
        lines.append(f"cap at {sources.pick('10% of fees', '12% of fees', '25 EUR', '33.33 EUR')}")
    rows = _ladder(made, sources, pool) if sources.maybe(0.6) else []
    if not rows or sources.maybe(0.3):
        rows.append(f"a {sources.pick('miss', 'breach')} pays {amount(sources, pool)}")
    rows += _units(made, sources)
    if sources.maybe(0.2):
        rows.append(f"each further breach in a row pays {sources.pick('double', 'triple')}")
    if each in ("month", "quarter") and sources.maybe(0.15):
        rows.append(
            f"the {sources.pick('2nd', '3rd')} {sources.pick('', 'and later ')}breach in 6 months pays "
            f"{sources.pick('150% of the credit', '70 EUR', '40% of fees')}"
        )
    if len(rows) > 1 and sources.maybe(0.3):
        rows.append("all add up")
    return [*lines, "credit {", *(f"  {row}" for row in rows), "}"]


def amount(sources: Sources, pool: bool) -> str:
    """Some amount of money."""
    options = [
        "10% of fees",
        "7% of fees",
        "33.3% of fees",
        "12.34 EUR",
        "100 EUR",
        "0.01 EUR",
        "1 day of fees",
    ]
    options += ["2 days of fees"]
    if pool:
        options += ["20% of at risk", "40% of servers"] * 2
    return sources.pick(*options)


def _breaches(made: Promise, sources: Sources, each: str) -> list[str]:
    lines = []
    if any(level for level in made.lines if level.startswith("minimum")) and sources.maybe(0.5):
        lines.append("breach when minimum missed")
    if each in ("month", "quarter") and sources.maybe(0.25):
        times, months = sources.pick("2", "3"), sources.pick("3", "6", "12")
        how = sources.pick("", "", " on crossing", " each")
        lines.append(f"breach when target missed {times} times in {months} months{how}")
    return lines


def _ladder(made: Promise, sources: Sources, pool: bool) -> list[str]:
    """Rungs by value, each worse value paying more."""
    levels = made.levels[: 1 + sources.random.randint(0, 2)]
    side = ("below", "at or below") if made.rising else ("above", "at or above")
    shares = sorted(sources.random.sample([5, 10, 15, 25, 30, 50, 100], len(levels)))
    of = sources.pick("fees", "fees", "at risk" if pool else "fees")
    word = side[0] if sources.maybe(0.7) else side[1]
    return [f"{word} {level} pays {share}% of {of}" for level, share in zip(levels, shares, strict=True)]


def _units(made: Promise, sources: Sources) -> list[str]:
    """Rows that pay so many times."""
    when, rows = sources.pick("when missed", "always"), []
    beyond = f" beyond {sources.pick(*LENGTHS)}" if sources.maybe(0.4) else ""
    mode, unit = sources.pick("full", "started", "nearest", "exact"), sources.pick(*LENGTHS)
    if made.clock and sources.maybe(0.5):
        rows.append(f"{when} each late {made.clock} pays {sources.pick('5 EUR', '1% of fees')}")
    if made.spell and sources.maybe(0.5):
        part = sources.pick(f"of {made.spell} in total", f"of each {made.spell}")
        rows.append(f"{when} each {mode} {unit} {part}{beyond} pays {sources.pick('1.11 EUR', '3% of fees')}")
    if made.spell and sources.maybe(0.15):
        rows.append(f"{when} each {made.spell} pays {sources.pick('3 EUR', '0.5% of fees')}")
    if made.kind == "ratio" and sources.maybe(0.15):
        rows.append(
            f"when missed each {mode} point below target pays {sources.pick('0.77 EUR', '1% of fees')}"
        )
    if made.only_time and made.spell and sources.maybe(0.15):
        rows.append(f"a miss pays 10 * fees * time({made.spell}) / time(period)")
    return rows


# --- the agreement -----------------------------------------------------------------------------


def fees(sources: Sources, frame: Frame, keyed: bool) -> list[str]:
    """How much is paid for the service."""
    if keyed:
        return ["fees by_site each month"]
    each = sources.pick(
        "month", "month", "month", "quarter", "year", "week" if frame.each == "week" else "month"
    )
    spread = " spread by days" if sources.maybe(0.15) else ""
    sum_of = sources.pick("1_000 EUR", "999.99 EUR", "100_000 EUR", "777.77 EUR", "0.05 EUR")
    if sources.maybe(0.1):
        return [f"fees sum(amount over invoice) each month{spread}"]
    return [f"fees {sum_of} each {each}{spread}"]


def caps(sources: Sources, objectives: list[str]) -> list[str]:
    """Stacking, caps, and the least that is paid."""
    lines = []
    if len(objectives) > 1 and sources.maybe(0.25):
        named = "one month" if sources.maybe(0.5) else f"{' and '.join(objectives)} in one month"
        lines.append(f"credits of {named} pay only the highest")
    share = ["5% of its fees", "12% of its fees", "33.33% of its fees", "50 EUR", "123.45 EUR"]
    for horizon, chance in (
        ("each month", 0.5),
        ("each quarter", 0.2),
        ("each year", 0.1),
        ("each contract year", 0.25),
        ("any 3 months", 0.15),
        ("any 12 months", 0.1),
        ("the term", 0.15),
    ):
        if sources.maybe(chance):
            lines.append(f"cap credits of {horizon} at {sources.pick(*share)}")
    if sources.maybe(0.15):
        lines.append(f"credits below {sources.pick('1 EUR', '10 EUR')} are not paid")
    return lines


def earn_back(sources: Sources, made: Promise, each: str) -> list[str]:
    """A way to earn the credits of an objective back."""
    many, one = PLURALS[each], each
    of = sources.pick("paid", "paid", "paid", "due")
    levels = ["at target", "at target", "at target", "without credit"]
    levels.append(f"{'above' if made.rising else 'below'} {made.levels[0]}")
    level = sources.pick(*levels)
    form = sources.pick("in a row", "in a row", "staged", "of the next", "mean")
    lines = ["for every credit"]
    if any(line.startswith("minimum") for line in made.lines) and sources.maybe(0.4):
        lines = [f"for credits of {many} with minimum met"]
    if sources.maybe(0.1):
        lines.append("not for credits of march, december")
    count = sources.random.randint(1, 3)
    part, whole = f"of the credit {of}", sources.pick("100%", "50%")
    row = f"consecutive {many} {level} returns"
    if form == "mean":
        year = sources.pick("contract year", "year", "quarter")
        lines.append(f"after each {year} with its mean at target returns 100% {part}")
    elif form == "of the next":
        window = count + sources.random.randint(0, 3)
        lines.append(f"after {count} of the next {window} {many} {level} returns {whole} {part}")
    elif form == "staged":
        lines.append(f"after {count} {row} {sources.pick('50%', '33%')} {part}")
        lines.append(f"after {count + 2} {row} 100% {part}")
    else:
        lines.append(f"after {count} {row} {whole} {part}")
    if form in ("in a row", "staged"):
        lines.append(f"a miss {sources.pick('forfeits', 'restarts', 'takes back')}")
    words = (
        ("skips", "counts as missed") if form == "mean" else ("skips", "counts as met", "counts as missed")
    )
    lines.append(f"an excused {one} {sources.pick(*words)}")
    lines.append(f"at term end {sources.pick('forfeits', 'carries over', 'returns in part')}")
    return [f"earn back {made.name} {{", *(f"  {line}" for line in lines), "}"]
