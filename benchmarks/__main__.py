"""``python -m benchmarks [--scale 0.1] [--only abc]`` prints the tables of docs/benchmarks.md."""

from __future__ import annotations

import argparse
import os
from pathlib import Path
from tempfile import TemporaryDirectory

from benchmarks.items import Bench

ITEMS = {
    "a": Bench.availability,
    "b": Bench.percentile,
    "c": Bench.agreements,
    "d": Bench.office_hours,
    "e": Bench.union,
    "f": Bench.json_lines,
    "h": Bench.pandas,
}


def main() -> None:
    """Runs the items asked for, one after the other."""
    parser = argparse.ArgumentParser(prog="benchmarks", description=__doc__)
    parser.add_argument("--scale", type=float, default=1.0, help="the share of the full number of rows")
    parser.add_argument("--only", default="abcdefgh", help="the letters of the items to run")
    asked = parser.parse_args()
    print(f"{os.cpu_count()} cores, load {os.getloadavg()[0]:.1f}, scale {asked.scale:g}\n", flush=True)
    with TemporaryDirectory(prefix="slalang-benchmarks-") as folder:
        bench = Bench(Path(folder), asked.scale)
        print("| | slalang | beside | seconds | seconds beside | ratio | wanted |")
        print("|---|---|---|---|---|---|---|")
        for item, run in ITEMS.items():
            for line in run(bench) if item in asked.only else ():
                times = f"{line.ours:.2f} | {line.theirs:.2f} | {line.ratio:.2f}"
                print(f"| {item} | {line.what} | {line.beside} | {times} | {line.goal} |", flush=True)
        if "g" in asked.only:
            print("\n| rows | time | per million rows | most memory |\n|---|---|---|---|")
            for row in bench.growth():
                print(row, flush=True)


if __name__ == "__main__":
    main()
