"""Credits, caps, stacking and earn-backs."""

from __future__ import annotations

from random import Random

from tests.oracle.generating.frame import Frame
from tests.oracle.generating.objectives import Promise
from tests.oracle.generating.sources import LENGTHS, Sources

PLURALS = {"day": "days", "week": "weeks", "month": "months", "quarter": "quarters"}


def credit(random: Random, made: Promise, sources: Sources, each: str, pool: str) -> list[str]:
    """What an objective says about money: which periods are breaches, and what is paid."""
    lines = _breaches(made, sources, each)
    if sources.maybe(0.2):
        most = sources.pick("10% of fees", "12% of fees", "25 EUR", "33.33 EUR", "2 days of fees")
        lines.append(f"cap at {most}")
    if made.interval and sources.maybe(0.1):
        return [*lines, f"credit for each {made.interval} {{", *_by_length(sources), "}"]
    rows = _ladder(made, sources, pool) if sources.maybe(0.6) else []
    rows = _bands(made, sources) if not rows and sources.maybe(0.5) else rows
    if not rows or sources.maybe(0.3):
        rows.append(f"a {sources.pick('miss', 'breach')} pays {amount(sources, pool)}")
    rows += _units(made, sources)
    if sources.maybe(0.2):
        rows.append(
            f"each further breach in a row pays {sources.pick('double', 'triple', '50 EUR', '7% of fees')}"
        )
    if each in ("month", "quarter") and sources.maybe(0.15):
        rows.append(
            f"the {sources.pick('2nd', '3rd')} {sources.pick('', 'and later ')}breach in 6 months pays "
            f"{sources.pick('150% of the credit', '70 EUR', '40% of fees')}"
        )
    if len(rows) > 1 and sources.maybe(0.3):
        rows.append("all add up")
    return [*lines, "credit {", *(f"  {row}" for row in rows), "}"]


def amount(sources: Sources, pool: str) -> str:
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
    options += [
        "3 days of service",
        "2 days of fees",
        f"9% of fees of last {sources.pick('month', 'quarter', 'year')}",
    ]
    options += [f"8% of fees of the last {sources.pick('7', '30', '100')} days"]
    if pool:
        options += ["20% of at risk", "40% of servers" if pool == "pool" else "30% of at risk"] * 2
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


def _ladder(made: Promise, sources: Sources, pool: str) -> list[str]:
    """Rungs by value, each worse value paying more."""
    levels = made.levels[: 1 + sources.random.randint(0, 2)]
    side = ("below", "at or below") if made.rising else ("above", "at or above")
    shares = sorted(sources.random.sample([5, 10, 15, 25, 30, 50, 100], len(levels)))
    of = sources.pick("fees", "fees", "at risk" if pool else "fees")
    word = side[0] if sources.maybe(0.7) else side[1]
    return [f"{word} {level} pays {share}% of {of}" for level, share in zip(levels, shares, strict=True)]


def _bands(made: Promise, sources: Sources) -> list[str]:
    """Rows as printed tables have them, from one value to the next."""
    edges = made.levels[:3]
    if len(edges) < 3:
        return []
    best, middle, worst = edges
    of = sources.pick("fees", "fees", "fees of last month")
    if made.rising:
        return [
            f"from {middle} to below {best} pays 10% of {of}",
            f"from above {worst} to below {middle} pays 30% of {of}",
        ]
    return [
        f"from above {best} to {middle} pays 10% of {of}",
        f"from above {middle} to below {worst} pays 30% of {of}",
    ]


def _by_length(sources: Sources) -> list[str]:
    """Rungs for the length of each interval by itself."""
    short, long = sources.pick("5m", "30m", "1h"), sources.pick("90m", "3h", "6h")
    word = sources.pick("above", "at or above")
    return [
        f"  {word} {short} pays {sources.pick('1.11 EUR', '1% of fees')}",
        f"  {word} {long} pays 4% of fees",
    ]


def _units(made: Promise, sources: Sources) -> list[str]:
    """Rows that pay so many times."""
    when, rows = sources.pick("when missed", "always"), []
    beyond = f" beyond {sources.pick(*LENGTHS)}" if sources.maybe(0.4) else ""
    mode, unit = sources.pick("full", "started", "nearest", "exact"), sources.pick(*LENGTHS)
    if made.clock and not made.unlimited and sources.maybe(0.5):
        rows.append(f"{when} each late {made.clock} pays {sources.pick('5 EUR', '1% of fees')}")
    if made.spell and sources.maybe(0.5):
        part = sources.pick(f"of {made.spell} in total", f"of each {made.spell}")
        rows.append(f"{when} each {mode} {unit} {part}{beyond} pays {sources.pick('1.11 EUR', '3% of fees')}")
    if made.spell and sources.maybe(0.15):
        rows.append(f"{when} each {made.spell} pays {sources.pick('3 EUR', '0.5% of fees')}")
    if made.kind == "ratio" and sources.maybe(0.15):
        rows.append(
            f"when missed each {mode} point below target{sources.pick('', ' beyond 1', ' beyond 2.5')} pays "
            f"{sources.pick('0.77 EUR', '1% of fees')}"
        )
    if made.only_time and made.spell and sources.maybe(0.15):
        rows.append(f"a miss pays 10 * fees * time({made.spell}) / time(period)")
    return rows


# --- the agreement -----------------------------------------------------------------------------


def fees(sources: Sources, frame: Frame, keyed: bool) -> list[str]:
    """How much is paid for the service."""
    spread = " spread by days" if sources.maybe(0.15) else ""
    if keyed:
        kind = sources.pick("month", "month", "month", "quarter", "year", "week", "day", "contract year")
        return [f"fees by_site each {kind}{spread}"]
    own = ["week", "day"] if frame.each in ("week", "day") else ["contract year"]
    each = sources.pick("month", "month", "month", "month", "quarter", "year", *own)
    sum_of = sources.pick("1_000 EUR", "999.99 EUR", "100_000 EUR", "777.77 EUR", "0.05 EUR")
    if sources.maybe(0.15):
        kind = sources.pick("month", "month", "quarter", "year", "contract year", "week", "day")
        return [f"fees sum(amount over invoice) each {kind}{spread}"]
    return [f"fees {sum_of} each {each}{spread}"]


def terminations(sources: Sources, made: Promise, each: str) -> list[str]:
    """When the customer may terminate."""
    lines = []
    if each in PLURALS and sources.maybe(0.3):
        lines.append(f"missed in {sources.pick('1', '2', '3')} consecutive {PLURALS[each]}")
    if sources.maybe(0.4):
        lines.append(f"missed {sources.pick('2', '3')} times in {sources.pick('3', '6', '12')} months")
    if sources.maybe(0.4):
        lines.append(
            f"{sources.pick('<', '<=') if made.rising else sources.pick('>', '>=')} {made.levels[-1]}"
        )
    return [
        f"customer may terminate when {made.name} {line}" + (f" in a {each}" if line[0] in "<>" else "")
        for line in lines
    ]


def caps(sources: Sources, objectives: list[str], short: bool) -> list[str]:
    """Stacking, caps, and the least that is paid. ``short``: no period is longer than a week."""
    lines = []
    if len(objectives) > 1 and sources.maybe(0.25):
        stretch = sources.pick("month", "month", "quarter", "year")
        if len(objectives) > 2 and sources.maybe(0.3):
            one, two, three = objectives
            lines.append(f"credits of ({one} and {two}) or {three} in one month pay only the highest")
            stretch = ""
        named = f"one {stretch}" if sources.maybe(0.5) else f"{' and '.join(objectives)} in one {stretch}"
        lines += [f"credits of {named} pay only the highest"] if stretch else []
    elif short and sources.maybe(0.3):
        lines.append("credits of one week pay only the highest")
    share = [
        "5% of its fees",
        "12% of its fees",
        "33.33% of its fees",
        "50 EUR",
        "123.45 EUR",
        "1 month of fees",
    ]
    for horizon, chance in (
        *([("each week", 0.3)] if short else []),
        ("any 10 days", 0.08),
        ("any 90 days", 0.08),
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
    periods, one = PLURALS[each], each
    of = sources.pick("paid", "paid", "paid", "due")
    levels = ["at target", "at target", "at target", "without credit"]
    above = sources.pick("above", "at or above") if made.rising else sources.pick("below", "at or below")
    levels.append(f"{above} {made.levels[0]}")
    level = sources.pick(*levels)
    form = sources.pick("in a row", "in a row", "staged", "of the next", "mean")
    lines = ["for every credit"]
    if any(line.startswith("minimum") for line in made.lines) and sources.maybe(0.4):
        lines = [f"for credits of {periods} with minimum met"]
    if sources.maybe(0.1):
        lines.append("not for credits of march, december")
    if each in ("month", "quarter") and sources.maybe(0.15):
        many, last = sources.pick("1", "2"), sources.pick("3", "12")
        lines.append(f"not for credits of more than {many} misses in {last} months")
    count = sources.random.randint(1, 3)
    part, whole = f"of the credit {of}", sources.pick("100%", "50%")
    row = f"consecutive {periods} {level} returns"
    if form == "mean":
        year = sources.pick("contract year", "year", "quarter")
        level = sources.pick("at target", f"{above} {made.levels[-1]}")
        weight = sources.pick("", "", " weighted by weight") if level == "at target" else ""
        made.weighted = bool(weight)
        lines.append(f"after each {year} with its mean{weight} {level} returns 100% {part}")
    elif form == "of the next":
        window = count + sources.random.randint(0, 3)
        lines.append(f"after {count} of the next {window} {periods} {level} returns {whole} {part}")
    elif form == "staged":
        lines.append(f"after {count} {row} {sources.pick('50%', '33%')} {part}")
        lines.append(f"after {count + 2} {row} 100% {part}")
    else:
        lines.append(f"after {count} {row} {whole} {part}")
    if form in ("in a row", "staged"):
        lines.append(f"a miss {sources.pick('forfeits', 'restarts', 'takes back')}")
    words = ("skips",) if form == "mean" else ("skips", "counts as met", "counts as missed")
    lines.append(f"an excused {one} {sources.pick(*words)}")
    lines.append(f"at term end {sources.pick('forfeits', 'carries over', 'returns in part')}")
    return [f"earn back {made.name} {{", *(f"  {line}" for line in lines), "}"]


def bank(sources: Sources, made: Promise, each: str) -> list[str]:
    """Tokens for good periods."""
    above = sources.pick("above", "at or above") if made.rising else sources.pick("below", "at or below")
    level = sources.pick("at target", "without credit", f"{above} {made.levels[-1]}")
    lines = [f"each {each} {level} banks one token"]
    lines.append(f"a token offsets {sources.pick('one credit', '40% of a credit', '33% of a credit')}")
    if sources.maybe(0.6):
        lines.append(f"a token expires after {sources.pick('1 month', '3 months', '3 days', '40 days')}")
    return [f"bank {made.name} {{", *(f"  {line}" for line in lines), "}"]


def bonus(sources: Sources, made: Promise) -> list[str]:
    """Money for good values."""
    words = ("above", "at or above") if made.rising else ("below", "at or below")
    good = list(dict.fromkeys([made.levels[0], made.levels[-1]]))
    rows = [
        f"{sources.pick(*words)} {level} pays {share}"
        for level, share in zip(good, ("3% of fees", "1.11 EUR"), strict=False)
    ]
    rows += ["all add up"] if len(rows) > 1 and sources.maybe(0.5) else []
    rows.append(sources.pick("netted against credits", "not netted"))
    rows += [f"cap at {sources.pick('2% of fees', '1.50 EUR')}"] if sources.maybe(0.5) else []
    return [f"bonus {made.name} {{", *(f"  {row}" for row in rows), "}"]
