"""Events, and the streams and clocks that are made from them."""

from __future__ import annotations

from dataclasses import dataclass, field
from random import Random

EVENTS = """\
service web
service mail
event probe {
  at    instant
  owner text
  site  text
  zone  text
  up    boolean
  load  integer
  ms    optional duration in ms
  price decimal
}
event fault {
  from  instant
  to    optional instant
  owner text
  site  text
  zone  text
  cause text
  service text
  users integer
}
event planned {
  from      instant
  to        instant
  owner     text
  site      text
  announced instant
}
event ticket {
  at     instant
  owner  text
  id     text
  site   text
  change one of (created, held, resumed, replied, again, note)
  prio   one of (P1, P2, P3)
  agent  optional text
}
event change {
  at    instant
  owner text
  no    key integer
  site  text
  zone  text
  what  one of (down, up, noted)
}
event report {
  at    instant
  owner text
  site  text
}
event invoice {
  at     instant
  owner  text
  site   text
  amount money
}
""".splitlines()

LENGTHS = ["1m", "5m", "15m", "30m", "1h", "90m", "3h", "6h"]
POINTS = [
    "up",
    "not up",
    "up = false",
    "up = true or load = 3",
    "-load < -1",
    "load > 1",
    "load >= 2",
    "load in (1, 3)",
    'site = "a"',
    'site != "b"',
    'zone in ("x", "y")',
    "ms present",
    "ms > 200ms",
    "up and load > 0",
    "not up or load = 0",
    'not (up and site = "a")',
    "ms <= 100ms or not up",
    "price * 2 > load",
]
SPELLS = [
    "users > 1",
    "users >= 2 and length > 30m",
    "length >= 1h",
    "length < 90m",
    'cause = "own"',
    'cause in ("own", "net")',
    'site = "a" or users = 3',
    "not (users = 2)",
]
WINDOWS = ["announced <= from - 48h", "announced < from", 'site = "a"', "length <= 6h", "announced <= from"]


QUORUMS = [
    "in at least 2 of zone by site",
    "in at least 2 of site",
    "in at least 3 of zone",
    "in all of zone",
    "in all of site",
    "in all of zone by site",
    "in all of site alive in planned",
    "in all of zone alive in fault",
    "in all of zone by site alive in fault",
]


@dataclass
class Sources:
    """What a contract has declared so far, and the names that can be measured."""

    random: Random
    width: str = "1h"
    lines: list[str] = field(default_factory=list)
    buckets: list[str] = field(default_factory=list)
    spells: list[str] = field(default_factory=list)
    windows: list[str] = field(default_factory=lambda: ["planned"])
    clocks: list[str] = field(default_factory=list)
    points: list[str] = field(default_factory=list)
    intervals: set[str] = field(default_factory=lambda: {"fault"})
    """Streams whose rows are intervals, not buckets: each has a length."""
    counted: set[str] = field(default_factory=set)
    """Streams of buckets that have more than one number."""
    keys: dict[str, str] = field(default_factory=lambda: {"fault": "site, zone"})
    """By which keys the rows of a stream, or of what is being made, are told apart."""
    pointed: set[str] = field(default_factory=set)
    """Names of streams that are made from points: without a row of them there is no data."""

    def pick(self, *options: str) -> str:
        """One of the options."""
        return self.random.choice(options)

    def maybe(self, chance: float) -> bool:
        """Whether something is there that is there so often."""
        return self.random.random() < chance

    def bucket(self) -> str:
        """A stream of buckets, declared."""
        name = f"slot{len(self.buckets)}"
        keys = self.pick("", "", " by site", " by site, zone")
        self.keys[name] = keys.removeprefix(" by ")
        empty = self.pick("", " when empty 0%", " when empty 100%", " when empty 50%")
        where = f" where {self.pick(*POINTS)}" if self.maybe(0.25) else ""
        metrics = [f"  bad = share({self.pick('not up', 'load > 1', 'ms > 200ms')}){empty}"]
        if self.maybe(0.7):
            metrics.append("  n = count()")
            metrics.append(f"  top = {self.pick('max(load)', 'sum(load)', 'mean(load)', 'min(load)')}")
            self.counted.add(name)
        if self.maybe(0.3):
            metrics.append(f"  slow = {self.pick('p50(ms)', 'p90(ms)', 'mean(ms)', 'distinct(site)')}")
        least = self.pick(
            "", "", " with at least 1 rows", " with at least 2 rows", " with at least 2 rows carries"
        )
        self.lines += [f"stream {name} = probe{where} every {self.width}{keys} {{", *metrics, f"}}{least}"]
        self.buckets.append(name)
        self.pointed.add(name)
        return name

    def some(self) -> str:
        """A stream of points, declared: some rows of the log, those that keep their distance, or both."""
        name = f"some{len(self.points)}"
        kind = self.pick("some", "spaced", "spaced", "either")
        if kind == "either" and self.points:
            source = f"{self.pick(*self.points)} or probe"
            self.lines.append(f"stream {name} = {source}")
            return self._noted(name)
        rows = f"probe where {self.pick(*POINTS)}" if self.maybe(0.6) else "probe"
        if kind == "spaced":
            least = self.pick("1s", "15m", "1h", "6h")
            longest = self.pick("", " doubling to 2h", " doubling to 24h") if least != "6h" else ""
            rows = f"({rows})" if " " in rows else rows
            rows += f" by {self.pick('site', 'zone', 'site, zone')} spaced at least {least}{longest}"
        if self.maybe(0.25):
            rows += f" {self.pick('outside', 'inside')} {self.window()}"
        self.lines.append(f"stream {name} = {rows}")
        return self._noted(name)

    def _noted(self, name: str) -> str:
        self.points.append(name)
        return name

    def window(self) -> str:
        """A stream of planned windows, declared; or the event itself."""
        if self.maybe(0.4):
            return "planned"
        name = f"window{len(self.windows)}"
        steps = [f"where {self.pick(*WINDOWS)}"]
        if self.maybe(0.3):
            steps.append(f"lasting at least {self.pick(*LENGTHS)}")
        self.lines.append(f"stream {name} = planned {' '.join(steps)}")
        self.windows.append(name)
        return name

    def spell(self, depth: int = 2) -> str:
        """A stream of intervals, declared; or the event itself."""
        kinds = ["fault", "fault", "fault", "bucket", "bucket", "opened"]
        kind = self.pick(*kinds, *(["either", "either"] if depth else []))
        if kind == "fault" and self.maybe(0.3):
            return "fault"
        sources, steps, pointed = self._source(kind, depth)
        steps += self._steps(kind)
        name = f"down{len(self.spells)}"
        self.lines.append(" ".join([f"stream {name} =", sources, *steps]))
        self.spells.append(name)
        if pointed:
            self.pointed.add(name)
        if kind != "bucket" or steps[1:]:
            self.intervals.add(name)
        return name

    def _source(self, kind: str, depth: int) -> tuple[str, list[str], bool]:
        if kind == "fault":
            return "fault", [f"where {self.pick(*SPELLS)}"] if self.maybe(0.6) else [], False
        if kind == "opened":
            keys = self.pick("site", "site", "site, zone")
            self.keys[kind] = keys
            return f"change by {keys} from what = down until what = up", [], True
        if kind == "bucket":
            name = self.bucket() if not self.buckets or self.maybe(0.5) else self.pick(*self.buckets)
            conditions = ["bad > 0%", "bad >= 50%", "bad > 50%", "bad = 100%", "bad < 100%"]
            if name in self.counted:
                conditions += ["n >= 2", "top >= 2"]
            bad = self.pick(*conditions)
            self.keys[kind] = self.keys[name]
            return name, [f"where {bad}"], True
        one, other = self.spell(depth - 1), self.spell(depth - 1)
        if one == other:
            other = self.window()
        return f"{one} or {other}", [], bool({one, other} & self.pointed)

    def _steps(self, kind: str) -> list[str]:
        steps = []
        if self.maybe(0.35):
            steps.append(f"{self.pick('outside', 'outside', 'inside')} {self.window()}")
        if self.maybe(0.4):
            steps.append(f"lasting {self.pick('at least', 'more than')} {self.pick(self.width, *LENGTHS)}")
        elif kind in self.keys and self.maybe(0.3):
            quorums = [one for one in QUORUMS if "zone" not in one or "zone" in self.keys[kind]]
            steps += [self.pick(*quorums)] if self.keys[kind] else []
        elif kind in ("fault", "opened") and self.maybe(0.25):
            within = self.pick("1h", "24h", "2 days", "3 days", "1 month", "48h")
            steps.append(f"with report by site within {within} of its {self.pick('start', 'end')}")
        if self.maybe(0.15):
            steps.append(f"outside {self.window()}")
        return steps

    def clock(self, hours: bool, limited: bool = True) -> str:
        """A clock, declared, with its table of limits where it has any."""
        name = f"reply{len(self.clocks)}"
        limits = self.random.sample(["15m", "30m", "1h", "2h", "4h", "8h", "0m"], 3)
        self.lines += [
            f"table limit{len(self.clocks)} by prio {{",
            f"  P1   {limits[0]}",
            f"  P2   {limits[1]}",
            f"  {self.pick('else', 'P3  ')} {limits[2]}",
            "}",
        ]
        clauses = ["starts when change = created", "stops when change = replied"]
        if self.maybe(0.2):
            clauses[1] = "stops when change = replied and agent present"
        if self.maybe(0.5):
            clauses.append("pauses while change = held")
        again = self.pick("", "", "continues when change = again", "restarts when change = again")
        if again.startswith("continues") and self.maybe(0.3):
            again += " with the gap"
        clauses += [again] if again else []
        clauses += ["runs in office"] if hours else []
        of = self.pick("", " as of start", " as of stop", " restarting", " carrying")
        limit = f"limit{len(self.clocks)}{of}" if self.maybe(0.7) else self.pick("30m", "1h", "4h", "8h")
        clauses += [f"limit {limit}"] if limited else []
        self.lines += [f"clock {name} of ticket by id {{", *(f"  {clause}" for clause in clauses), "}"]
        self.clocks.append(name)
        self.pointed.add(name)
        return name
