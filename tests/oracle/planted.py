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
from dataclasses import dataclass
from pathlib import Path

PROJECT = Path(__file__).resolve().parents[2]
PAIRS = 1_000
"""Within so many pairs a mistake must show."""


@dataclass(frozen=True)
class Mistake:
    """One mistake: in which file what is written in place of what."""

    name: str
    file: str
    right: str
    wrong: str


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
        'sql.compare("<", instant, column("e", "w"))',
        'sql.compare("<", instant, sql.subtract(column("e", "w"), literal(1)))',
    ),
    Mistake(
        "the first instant of the next period belongs to this one",
        "measurement/placing.py",
        'sql.compare("<", instant, column("e", "w"))',
        'sql.compare("<=", instant, column("e", "w"))',
    ),
    Mistake(
        "a sum for a union",
        "measurement/islands.py",
        'sql.compare(">", column("s"), column("reach"))',
        "sql.true()",
    ),
    Mistake(
        "touching intervals are not joined",
        "measurement/islands.py",
        'sql.compare(">", column("s"), column("reach"))',
        'sql.compare(">=", column("s"), column("reach"))',
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
        "        if seen >= wanted:",
        "        if seen > wanted or value == max(values):",
    ),
    Mistake(
        "rounded before the repeat and the cap",
        "settlement/credits.py",
        "        exact = _total(parts)\n",
        "        exact = Fraction(self.amounts.money.rounded(_total(parts)))\n",
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
        "in_the_last(series, index, rule.months)",
        "in_the_last(series, index, rule.months and rule.months + 1)",
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
        environment = os.environ | {"PYTHONPATH": str(copy)}
        run = subprocess.run(
            [sys.executable, *call], cwd=copy, env=environment, capture_output=True, text=True, check=False
        )
    done = re.search(r"^(\d+) pairs from", run.stdout, re.MULTILINE)
    return run.returncode == 1 and "Traceback" not in run.stderr, f"{done[1] if done else '?'} pairs"


def main() -> int:
    """Plants every mistake that is asked for (all without an argument) and says when each shows."""
    missed = 0
    for mistake in MISTAKES:
        if sys.argv[1:] and not any(word in mistake.name for word in sys.argv[1:]):
            continue
        shows, said = planted(mistake)
        missed += not shows
        print(f"{'caught' if shows else 'NOT CAUGHT'} in {said}: {mistake.name}", flush=True)
    return 1 if missed else 0


if __name__ == "__main__":
    sys.exit(main())
