"""Settles pairs of generated contracts and logs by the pipeline and by the oracle, for as long as is wanted.

python -m tests.oracle.long_run --pairs 100000 --seed 0
"""

from __future__ import annotations

import argparse
import sys
import time
import traceback
from collections import Counter

from tests.oracle.differential import LOGS, judged, report


def main() -> int:
    """Runs the pairs and prints every difference, shrunk, and how many agreed, by kind."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--pairs", type=int, default=2_000)
    parser.add_argument("--seed", type=int, default=0, help="the first contract")
    parser.add_argument("--most", type=int, default=10, help="stop after so many differences")
    parser.add_argument("--quick", action="store_true", help="do not shrink")
    parser.add_argument("--progress", type=int, default=0, help="print a line after so many contracts")
    call = parser.parse_args()
    agreed, refused, breaching = Counter[str](), Counter[str](), 0
    parted, started, done, seed = 0, time.monotonic(), 0, call.seed
    while done < call.pairs and parted < call.most:
        try:
            found = list(judged(seed))
        except Exception:
            parted += 1
            print(f"contract {seed} fails", flush=True)
            traceback.print_exc()
            found = []
        for pair, verdict in found:
            breaching += verdict.breaching
            if verdict.refused:
                refused[verdict.refused[0]] += 1
            elif verdict.parted:
                parted += 1
                print("\n".join([str(pair), *verdict.parted]) if call.quick else report(pair), flush=True)
            else:
                agreed[pair.contract.kind] += 1
        done, seed = done + len(found), seed + 1
        if call.progress and seed % call.progress == 0:
            print(f"{done} pairs, {parted} differences, {time.monotonic() - started:.0f} s", flush=True)
    seconds = time.monotonic() - started
    print(f"{done} pairs from contract {call.seed} ({LOGS} logs each) in {seconds:.0f} s")
    print(f"{sum(agreed.values())} agree:", ", ".join(f"{kind} {n}" for kind, n in sorted(agreed.items())))
    print(f"{breaching} of them breach; {sum(refused.values())} refused; {parted} differences")
    for message, number in refused.most_common():
        print(f"  {number} refused: {message}")
    return 1 if parted else 0


if __name__ == "__main__":
    sys.exit(main())
