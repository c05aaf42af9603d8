"""How long `sla check` takes for many agreements over shared files: ``python benchmarks/many_agreements.py``.

Generates 1,000 agreements over 200 shared files in a folder of its own, and prints a table of runs.
"""

from __future__ import annotations

import os
import subprocess
import sys
import tempfile
from pathlib import Path
from typing import NamedTuple

SHARED = 100
"""So many files of events, and as many of tiers, each over one of the events."""

EVENTS = """language 1

event request_{i} {{
  at      instant
  status  integer
  latency duration in ms
}}

indicator success_{i} = share(status < 500 over request_{i})
indicator latency_{i} = p99(latency over request_{i})
"""

TIER = """language 1

import success_{i}, latency_{i} from "events_{i}.sla"

tier gold_{i} "Gold {i}" {{
  objective success_{i} each month {{
    target >= {target}
    no data counts as met
    credit {{
      below {target} pays 10% of fees
      below 99.0% pays 25% of fees
      below 95.0% pays 50% of fees
    }}
  }}
  objective latency_{i} each month {{
    target <= 300ms
    no data counts as met
    credit {{
      a miss pays 5% of fees
    }}
  }}
}}
"""

AGREEMENT = """language 1

import gold_{i} from "../shared/tier_{i}.sla"

agreement customer_{n} "Customer {n}, platform services" {{
  provider "Provider Ltd"
  customer "Customer {n}"
  tier     gold_{i}
  term     2026-01-01 to 2027-12-31
  timezone "Europe/Berlin"
  fees     {fees} EUR each month
  round    half up to 0.01 EUR

  cap credits of each month at 40% of its fees

  earn back success_{i} {{
    for every credit
    after 3 consecutive months at target returns 100% of the credit paid
    a miss forfeits
    an excused month skips
    at term end forfeits
  }}
}}
"""


class Run(NamedTuple):
    """The seconds of a processor that a check took, and the most memory it had."""

    seconds: float
    megabytes: float


def write_shared(folder: Path) -> None:
    """Writes the files that agreements import."""
    (folder / "shared").mkdir(parents=True)
    (folder / "agreements").mkdir()
    for i in range(SHARED):
        (folder / f"shared/events_{i}.sla").write_text(EVENTS.format(i=i))
        (folder / f"shared/tier_{i}.sla").write_text(TIER.format(i=i, target="99.9%"))
    (folder / "sla.toml").write_text("")


def write_agreements(folder: Path, first: int, last: int) -> None:
    """Writes agreements, each over one of the tiers."""
    for n in range(first, last):
        text = AGREEMENT.format(n=n, i=n % SHARED, fees=1000 + n)
        (folder / f"agreements/customer_{n}.sla").write_text(text)


def check(folder: Path) -> Run:
    """One whole process of `sla check` over the folder."""
    command = [sys.executable, "-m", "slalang", "check"]
    process = subprocess.Popen(command, cwd=folder, stdout=subprocess.DEVNULL)
    _, status, used = os.wait4(process.pid, 0)
    process.returncode = os.waitstatus_to_exitcode(status)
    if process.returncode == 2:
        raise SystemExit("the check could not be run")
    return Run(used.ru_utime + used.ru_stime, used.ru_maxrss / 1024)


def main() -> None:
    """Prints the table."""
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name) / "project"
        write_shared(folder)
        write_agreements(folder, 0, 1000)
        runs = {"1,000 agreements, first run": check(folder), "nothing changed": check(folder)}
        agreement = folder / "agreements/customer_7.sla"
        agreement.write_text(agreement.read_text().replace("40%", "45%"))
        runs["one agreement changed"] = check(folder)
        (folder / "shared/tier_3.sla").write_text(TIER.format(i=3, target="99.8%"))
        runs["one shared tier changed"] = check(folder)
        other = Path(name) / "twice"
        write_shared(other)
        write_agreements(other, 0, 2000)
        runs["2,000 agreements, first run"] = check(other)
    print("| run | seconds | memory |\n| --- | ---: | ---: |")
    for what, run in runs.items():
        print(f"| {what} | {run.seconds:.2f} | {run.megabytes:.0f} MB |")


if __name__ == "__main__":
    main()
