"""Plants one mistake at a time in a copy of the package, and sees that the oracle catches it.

python -m tests.oracle.planted
"""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
import tempfile
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path

PROJECT = Path(__file__).resolve().parents[2]
PAIRS = 1_000
"""Within so many pairs a mistake must show."""


@dataclass(frozen=True)
class Mistake:
    """One mistake: in which file what is written in place of what, and which form of a plan a contract must
    have for it to matter, where that form is rare."""

    name: str
    file: str
    right: str
    wrong: str
    only: str | None = None


MISTAKES = (
    Mistake(
        ">= for > in conditions on rows",
        "measurement/row_values.py",
        "        return sql.compare(operator, above, below)\n",
        '        return sql.compare(">=" if operator == ">" else operator, above, below)\n',
    ),
    Mistake(
        ">= for > in a target",
        "settlement/outcomes.py",
        "if target and not holds(value, target.operator, target.threshold):",
        'if target and not holds(value, target.operator.replace(">=", ">"), target.threshold):',
    ),
    Mistake(
        "the limit of a clock itself is late",
        "measurement/cycles.py",
        "elapsed > cycle.limit",
        "elapsed >= cycle.limit",
    ),
    Mistake(
        "lasting at least for lasting more than",
        "measurement/streams.py",
        '">" if step.strictly else ">="',
        '">="',
    ),
    Mistake(
        "the last instant of a period belongs to the next",
        "measurement/placing.py",
        'sql.compare("<", instant.copy(), literal(gap))',
        'sql.compare("<", instant.copy(), literal(gap - 1))',
    ),
    Mistake(
        "the first instant of the next period belongs to this one",
        "measurement/placing.py",
        'sql.compare("<", instant.copy(), literal(gap))',
        'sql.compare("<=", instant.copy(), literal(gap))',
    ),
    Mistake(
        "a sum for a union",
        "measurement/islands.py",
        "sql.as_integer(joins)",
        "literal(0)",
    ),
    Mistake(
        "touching intervals are not joined",
        "measurement/islands.py",
        '"<=", column("s"), sql.coalesce(',
        '"<", column("s"), sql.coalesce(',
    ),
    Mistake(
        "days begin by the clocks of New Year",
        "quantities/instant.py",
        "    return first_instant(datetime.combine(day, time()), zone)\n",
        "    shift = (datetime.combine(day, time()) - datetime(day.year, 1, 1)) // _MICROSECOND\n"
        "    return first_instant(datetime(day.year, 1, 1), zone) + shift\n",
    ),
    Mistake(
        "a percentile one rank too high",
        "measurement/aggregates.py",
        'where=sql.compare(">=", seen, wanted)',
        'where=sql.compare(">", seen, wanted)',
    ),
    Mistake(
        "rounded before the repeat and the cap",
        "settlement/credits.py",
        "        exact = _total(parts)\n",
        "        exact = _total(parts)\n"
        "        exact = replace(exact, amount=Fraction(self.amounts.money.rounded(exact.amount)))\n",
    ),
    Mistake(
        "cents that are left over go to the first lines",
        "quantities/money.py",
        "key=lambda index: parts[index] - shares[index])",
        "key=lambda index: index)",
    ),
    Mistake(
        "a cap is rounded as an amount is",
        "settlement/money.py",
        'return round_money(amount, "down", self.quantum)',
        "return round_money(amount, self.mode, self.quantum)",
    ),
    Mistake(
        "started units for full ones",
        "settlement/rows.py",
        "round_ratio(number, _ROUNDING[mode], Fraction(1))",
        'round_ratio(number, "up", Fraction(1))',
    ),
    Mistake(
        "a miss restarts where it forfeits",
        "settlement/stages.py",
        '            case "takes back":\n',
        '            case "takes back" | "forfeits":\n',
    ),
    Mistake(
        "a count of misses that looks back a month too far",
        "settlement/breaches.py",
        "return sum(misses(one) for _, one in in_the_last(series, index, rule.months))",
        "return sum(misses(one) for _, one in in_the_last(series, index, rule.months and rule.months + 1))",
        "BreachRule.months = some",
    ),
    Mistake(
        "paused time counts",
        "measurement/cycles.py",
        "(self.held if self.is_paused else self.counted).append((self.since, at))",
        "self.counted.append((self.since, at))",
        "Clock.pauses = some",
    ),
    Mistake(
        "a budget is used up from its end",
        "measurement/exclusions.py",
        "    for start, end in windows:\n        granted",
        "    for start, end in reversed(list(windows)):\n        granted",
        "Budget",
    ),
    Mistake(
        "so far apart at least, and a little more",
        "measurement/spacing.py",
        "instant >= free",
        "instant > free",
        "Spaced",
    ),
    Mistake(
        "of one instant the start comes before the end",
        "measurement/pairs.py",
        "_END, _START = 0, 1",
        "_END, _START = 1, 0",
        "Paired",
    ),
    Mistake(
        "a notice at the last instant is late",
        "measurement/notices.py",
        'sql.compare("<=", column("s", "n"), column("last", "d"))',
        'sql.compare("<", column("s", "n"), column("last", "d"))',
        "Followed",
    ),
    Mistake(
        "more than so many at once",
        "measurement/quorum.py",
        'sql.compare(">=", column("held"), wanted)',
        'sql.compare(">", column("held"), wanted)',
        "AtOnce.least = some",
    ),
    Mistake(
        "as many rows as are asked for are too few",
        "settlement/outcomes.py",
        "rows >= rule.fewer_than",
        "rows > rule.fewer_than",
        "LowVolume",
    ),
    Mistake(
        "the longest caps come first",
        "settlement/payment.py",
        "sorted(terms.caps, key=_by_horizon)",
        "sorted(terms.caps, key=_by_horizon, reverse=True)",
        "Cap",
    ),
    Mistake(
        "the fees of a week are those of its month",
        "settlement/horizons.py",
        'cap.days is not None or cap.horizon in ("day", "week")',
        "cap.days is not None",
        "Cap.horizon = week",
    ),
    Mistake(
        "as many misses as are allowed are too many",
        "settlement/earn_back.py",
        "(len(misses) > clause.chronic.more_than)",
        "(len(misses) >= clause.chronic.more_than)",
        "Chronic",
    ),
    Mistake(
        "an excused period counts as met",
        "settlement/levels.py",
        '    "skips": "skipped",',
        '    "skips": "reached",',
        "EarnBack.on_excused = skips",
    ),
    Mistake(
        "a window is lost one miss too late",
        "settlement/stages.py",
        "hopeless = condition.window - after.missed < condition.periods",
        "hopeless = condition.window - after.missed < condition.periods - 1",
        "OfTheNext",
    ),
    Mistake(
        "a token is gone before the credit of its last close",
        "settlement/tokens.py",
        "one.until <= close.end",
        "one.until < close.end",
        "Bank.expires = some",
    ),
    Mistake(
        "the first row of a bonus that holds pays",
        "settlement/bonuses.py",
        "paying = [max(paying, key=lambda pair: pair[1].amount)]",
        "paying = paying[:1]",
        "Bonus.all_add_up = False",
    ),
    Mistake(
        "one miss less gives the right to terminate",
        "settlement/terminations.py",
        "len(misses) < (termination.consecutive or termination.times or 1)",
        "len(misses) < (termination.consecutive or termination.times or 1) - 1",
        "Termination",
    ),
    Mistake(
        "half a unit is none",
        "settlement/rows.py",
        '"nearest": "half up"',
        '"nearest": "half down"',
        "PerUnit.mode = nearest",
    ),
    Mistake(
        "fees that end with a period belong to the next",
        "settlement/fees.py",
        "if period.start < one.period.end <= period.end",
        "if period.start <= one.period.end < period.end",
    ),
    Mistake(
        "a breach after any other pays double",
        "settlement/credits.py",
        "both = before is not None and before.breach and series[index].breach",
        "both = before is not None and series[index].breach",
        "Repeat",
    ),
)


def planted(mistake: Mistake) -> tuple[bool, str]:
    """Whether the mistake shows, and what the run says at its end."""
    with tempfile.TemporaryDirectory(prefix="planted-") as folder:
        copy = Path(folder)
        shutil.copytree(PROJECT / "slalang", copy / "slalang", ignore=shutil.ignore_patterns("__pycache__"))
        for name in ("tests", "grammar", "specs"):
            (copy / name).symlink_to(PROJECT / name)
        path = copy / "slalang" / mistake.file
        text = path.read_text()
        if text.count(mistake.right) != 1:
            return False, f"{mistake.file} does not have the place of the mistake once"
        path.write_text(text.replace(mistake.right, mistake.wrong))
        call = ["-m", "tests.oracle.long_run", "--pairs", str(PAIRS), "--most", "1", "--quick"]
        call += ["--only", mistake.only] if mistake.only else []
        environment = os.environ | {"PYTHONPATH": str(copy)}
        run = subprocess.run(
            [sys.executable, *call], cwd=copy, env=environment, capture_output=True, text=True, check=False
        )
    done = re.search(r"^(\d+) pairs from", run.stdout, re.MULTILINE)
    return run.returncode == 1 and "Traceback" not in run.stderr, f"{done[1] if done else '?'} pairs"


def main() -> int:
    """Plants every mistake that is asked for (all without an argument) and says when each shows."""
    words, missed = sys.argv[1:], 0
    wanted = [one for one in MISTAKES if not words or any(word in one.name for word in words)]
    with ThreadPoolExecutor(os.cpu_count()) as workers:
        for mistake, (shows, said) in zip(wanted, workers.map(planted, wanted), strict=True):
            missed += not shows
            print(f"{'caught' if shows else 'NOT CAUGHT'} in {said}: {mistake.name}", flush=True)
    return 1 if missed else 0


if __name__ == "__main__":
    sys.exit(main())
