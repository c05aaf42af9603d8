"""Indicators, and the objectives that stand on them."""

from __future__ import annotations

from dataclasses import dataclass, field
from random import Random

from tests.oracle.generating.frame import Frame
from tests.oracle.generating.sources import LENGTHS, POINTS, SPELLS, Sources

RATIOS = ["100%", "99.9%", "99.5%", "99%", "98%", "95%", "90%", "75%", "66%", "50%", "25%", "0%"]
SPANS = ["0m", "10m", "30m", "1h", "2h", "4h", "10h", "48h"]
MONEY = ["0 EUR", "33.33 EUR", "100 EUR", "1_000 EUR", "2_500 EUR"]
NUMBERS = ["0", "1", "2", "3", "5", "8", "20"]


@dataclass
class Promise:
    """An objective on its way to being text: its indicator, and from best to worst the values it is
    held against. ``points`` says whether it stands on points, ``only_time`` whether time may be forgiven."""

    name: str
    indicator: str
    kind: str
    levels: list[str]
    rising: bool = True
    points: bool = True
    only_time: bool = False
    spell: str | None = None
    clock: str | None = None
    share_of: str | None = None
    keyed: bool = False
    interval: str | None = None
    weighted: bool = False
    unlimited: bool = False
    lines: list[str] = field(default_factory=list)

    def bound(self, random: Random, level: str) -> str:
        """The relation to a level that is promised."""
        operators = [">=", ">="] if self.rising else ["<=", "<="]
        operators.append(operators[0][0])
        return f"{random.choice(operators)} {level}"


def ladder(random: Random, values: list[str], count: int) -> list[str]:
    """Some of the values, from best to worst."""
    picked = sorted(random.sample(range(len(values)), min(count, len(values))))
    return [values[number] for number in picked]


def promise(random: Random, sources: Sources, family: str, number: int, hours: bool) -> Promise:
    """A promise of one family."""
    return {
        "points": _points,
        "buckets": _buckets,
        "time": _time,
        "rows": _rows,
        "clocks": _clocks,
    }[family](random, sources, f"goal{number}", hours)


def _unit(kind: str) -> list[str]:
    return {"money": MONEY, "ratio": RATIOS, "duration": SPANS, "number": NUMBERS}[kind]


def _made(random: Random, name: str, text: str, kind: str, rising: bool, **more: object) -> Promise:
    levels = ladder(random, _unit(kind), 4)
    if kind == "ratio" and not rising:
        levels = levels[::-1]
    return Promise(name, text, kind, levels, rising, **more)  # type: ignore[arg-type]


def _points(random: Random, sources: Sources, name: str, hours: bool) -> Promise:
    rows = "probe" if sources.maybe(0.5) else f"probe where {sources.pick(*POINTS)}"
    rows = sources.some() if sources.maybe(0.2) else rows
    text, kind, rising = random.choice(
        [
            (f"share({sources.pick(*POINTS)} over {rows})", "ratio", True),
            (f"share(up over {rows})", "ratio", True),
            (f"1 - share(not up over {rows})", "ratio", True),
            (f"count({rows}) / count(probe)" + sources.pick("", " else 100%", " else 0%"), "ratio", True),
            (f"mean(load over {rows})", "number", False),
            (f"{sources.pick('max', 'min', 'sum')}(load over {rows})", "number", False),
            (f"{sources.pick('p50', 'p90', 'p99', 'max', 'mean', 'min')}(ms over {rows})", "duration", False),
            (f"percentile(66.6%, load over {rows})", "number", False),
            (f"distinct({sources.pick('site', 'zone', 'load')} over {rows})", "number", False),
            (f"count({rows})", "number", False),
            (f"sum(load * load - 1 over {rows})", "number", False),
            (f"mean(price over {rows})", "number", False),
            (f"{sources.pick('sum', 'max', 'mean')}(amount over invoice)", "money", False),
            (f"mean(load / load over {rows})", "ratio", True),
        ]
    )
    made = _made(random, name, text, kind, rising)
    if kind == "duration":
        made.levels = ladder(random, ["50ms", "100ms", "200ms", "300ms", "1s"], 4)
    if text.startswith("share"):
        made.share_of = "probe" if rows == "probe" else None
    made.keyed = sources.maybe(0.3)
    return made


def _buckets(random: Random, sources: Sources, name: str, hours: bool) -> Promise:
    slot = sources.bucket()
    options = [
        (f"1 - mean(bad over {slot})", "ratio", True),
        (f"share(bad < 50% over {slot})", "ratio", True),
        (f"1 - max(bad over {slot})", "ratio", True),
        (f"p90(bad over {slot})", "ratio", False),
        (f"count({slot} where bad > 0%)", "number", False),
        (f"count({slot})", "number", False),
        (f"{sources.pick('sum', 'max', 'mean')}(length over {slot} where bad > 0%)", "duration", False),
    ]
    if slot in sources.counted:
        options += [
            (f"{sources.pick('sum', 'mean', 'max', 'min')}(n over {slot})", "number", False),
            (f"max(top over {slot})", "number", False),
            (f"mean(top over {slot} where n > 0)", "number", False),
        ]
    text, kind, rising = random.choice(options)
    return _made(random, name, text, kind, rising)


def _time(random: Random, sources: Sources, name: str, hours: bool) -> Promise:
    spell = sources.spell()
    other = sources.spell(1) if sources.maybe(0.2) else None
    down = f"time({spell})" if other is None else f"(time({spell}) + time({other}))"
    text, kind, rising = random.choice(
        [
            (f"1 - {down} / time(period)", "ratio", True),
            (f"1 - {down} / time(period)", "ratio", True),
            (down if other is None else down[1:-1], "duration", False),
        ]
    )
    points = bool({spell, other} & sources.pointed)
    made = _made(random, name, text, kind, rising, points=points, only_time=True, spell=spell)
    made.interval = spell if spell in sources.intervals else None
    made.keyed = sources.maybe(0.2)
    return made


def _rows(random: Random, sources: Sources, name: str, hours: bool) -> Promise:
    spell = "fault" if sources.maybe(0.5) else sources.spell()
    where = f" where {sources.pick(*SPELLS)}" if spell == "fault" and sources.maybe(0.4) else ""
    where = where or (f" where length > {sources.pick(*LENGTHS)}" if sources.maybe(0.2) else "")
    options = [
        (f"mean(length over {spell}{where})", "duration", False),
        (f"sum(length over {spell}{where})", "duration", False),
        (f"max(length over {spell}{where})", "duration", False),
        (f"p50(length over {spell}{where})", "duration", False),
        (f"count({spell}{where})", "number", False),
        (f"sum(length in period over {spell}{'' if 'length' in where else where})", "duration", False),
        (f"share(length <= {sources.pick(*LENGTHS)} over {spell}{where})", "ratio", True),
    ]
    if spell == "fault":
        options += [
            (f"sum(length * users over fault{where})", "duration", False),
            (f"sum(users over fault{where})", "number", False),
            (f"distinct(site over fault{where})", "number", False),
            (f"sum(-users * 2 over fault{where})", "number", False),
        ]
    text, kind, rising = random.choice(options)
    made = _made(random, name, text, kind, rising, points=spell in sources.pointed, spell=spell)
    made.interval = spell if spell in sources.intervals else None
    made.keyed = sources.maybe(0.15)
    return made


def _clocks(random: Random, sources: Sources, name: str, hours: bool) -> Promise:
    if sources.maybe(0.08):
        clock = sources.clock(hours, limited=False)
        many = [f"{sources.pick('max', 'sum')}(elapsed over {clock})", f"mean(paused over {clock})"]
        return _made(random, name, random.choice(many), "duration", False, clock=clock, unlimited=True)
    clock = sources.clock(hours)
    text, kind, rising = random.choice(
        [
            (f"share(in_time over {clock})", "ratio", True),
            (f"share(in_time over {clock})", "ratio", True),
            (f'share(in_time over {clock} where site = "a")', "ratio", True),
            (f"mean(elapsed over {clock})", "duration", False),
            (f"max(elapsed over {clock})", "duration", False),
            (f"p90(elapsed over {clock})", "duration", False),
            (f"sum(paused over {clock})", "duration", False),
            (f"count({clock} where late)", "number", False),
            (f"count({clock})", "number", False),
        ]
    )
    made = _made(random, name, text, kind, rising, clock=clock)
    if text == f"share(in_time over {clock})":
        made.share_of = clock
    made.keyed = sources.maybe(0.15)
    return made


# --- statements --------------------------------------------------------------------------------

VERDICTS = ["met", "missed", "excused", "minimum missed"]


def statements(random: Random, made: Promise, sources: Sources, frame: Frame) -> list[str]:
    """What an objective says before its credit: the bounds, exclusions, and what counts when."""
    lines = [f"target {made.bound(random, made.levels[0])}"]
    if len(made.levels) > 2 and sources.maybe(0.4):
        lines.append(
            f"minimum {made.bound(random, made.levels[2]).replace('> ', '>= ').replace('< ', '<= ')}"
        )
    verdicts = VERDICTS if len(lines) > 1 else [one for one in VERDICTS if one != "minimum missed"]
    lines += _exclusions(made, sources)
    if sources.maybe(0.75):
        lines.append(f"no data counts as {sources.pick(*verdicts)}")
    if made.share_of and sources.maybe(0.35):
        few = sources.pick("2", "3", "4")
        lines.append(
            f"fewer than {few} {made.share_of} "
            + sources.pick(f"counts as {sources.pick(*verdicts)}", "allows 1 misses", "allows 2 misses")
        )
    elif sources.maybe(0.15):
        few, rows = sources.pick("1", "3", "6"), sources.pick("probe", "fault", "planned")
        lines.append(f"fewer than {few} {rows} counts as {sources.pick(*verdicts, verdicts[-1])}")
    if made.clock and sources.maybe(0.6):
        lines.append(f"counted when {sources.pick('started', 'due', 'stopped')}")
    elif made.spell and not made.only_time and sources.maybe(0.4):
        lines.append("counted when started")
    if made.kind == "ratio" and sources.maybe(0.2):
        mode = sources.pick("", " half even", " half down", " up", " down")
        lines.append(f"rounded to {sources.pick('0.1%', '1%', '5%', '10%')}{mode}")
    return lines


def _exclusions(made: Promise, sources: Sources) -> list[str]:
    lines = []
    for _ in range(2):
        if not sources.maybe(0.35):
            continue
        effect = "forgive" if made.only_time and sources.maybe(0.4) else "exclude"
        each = sources.pick("day", "month", "contract year", "week", "quarter", "year")
        budget = f" up to {sources.pick('1h', '2h', '6h', '30m')} each {each}"
        lines.append(f"{effect} {sources.window()}{budget if sources.maybe(0.45) else ''}")
    if sources.maybe(0.08):
        lines.append(f"measured while {sources.window()}")
    # The same stream is excluded or forgiven once only.
    return list({line.split()[1]: line for line in lines}.values())
