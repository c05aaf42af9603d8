"""Settles pairs of generated contracts and logs by the pipeline and by the oracle, for as long as is wanted.

python -m tests.oracle.long_run --pairs 100000 --seed 0
python -m tests.oracle.long_run --pairs 500 --engine spark
"""

from __future__ import annotations

import argparse
import sys
import time
import traceback
from collections import Counter
from dataclasses import dataclass, field

from tests.oracle.coverage import NOT_GENERATED, forms, reached
from tests.oracle.differential import LOGS, Pair, Verdict, judged, plans, report
from tests.oracle.generating.contracts import contract
from tests.oracle.pipeline import Refused


@dataclass
class Tally:
    """What became of the pairs, and in how many contracts each form of a plan was."""

    call: argparse.Namespace
    done: int = 0
    parted: int = 0
    breaching: int = 0
    contracts: int = 0
    agreed: Counter[str] = field(default_factory=Counter)
    refused: Counter[str] = field(default_factory=Counter)
    forms: Counter[str] = field(default_factory=Counter)
    started: float = field(default_factory=time.monotonic)

    def run(self) -> None:
        """Settles pairs until there are enough of them, or of differences."""
        seed = self.call.seed
        while self.done < self.call.pairs and self.parted < self.call.most:
            self.contract(seed)
            seed += 1
            if self.call.progress and seed % self.call.progress == 0:
                print(f"{self.done} pairs, {self.parted} differences, {self.seconds} s", flush=True)

    @property
    def seconds(self) -> str:
        """How long it went so far."""
        return f"{time.monotonic() - self.started:.0f}"

    def contract(self, seed: int) -> None:
        """All logs of one contract."""
        try:
            plan = plans(contract(seed).text)
            if not isinstance(plan, Refused):
                found = set(reached(plan[0]))
                if self.call.only and self.call.only not in found:
                    return
                self.contracts += 1
                self.forms.update(found)
            for pair, verdict in judged(seed, engine=self.call.engine):
                self.add(pair, verdict)
        except Exception:
            self.parted += 1
            print(f"contract {seed} fails", flush=True)
            traceback.print_exc()

    def add(self, pair: Pair, verdict: Verdict) -> None:
        """One pair; where the two part, everything about it is printed."""
        self.done += 1
        self.breaching += verdict.breaching
        if verdict.refused:
            self.refused[verdict.refused[0]] += 1
        elif verdict.parted:
            self.parted += 1
            quick = self.call.quick or self.call.engine != "duckdb"
            print("\n".join([str(pair), *verdict.parted]) if quick else report(pair), flush=True)
        else:
            self.agreed[pair.contract.kind] += 1

    def summary(self) -> list[str]:
        """How many agreed, by kind, breached or were refused."""
        kinds = ", ".join(f"{kind} {number}" for kind, number in sorted(self.agreed.items()))
        refused = sum(self.refused.values())
        return [
            f"{self.done} pairs from contract {self.call.seed} ({LOGS} logs each) in {self.seconds} s",
            f"{sum(self.agreed.values())} agree: {kinds}",
            f"{self.breaching} of them breach; {refused} refused; {self.parted} differences",
            *(f"  {number} refused: {message}" for message, number in self.refused.most_common()),
        ]

    def coverage(self) -> list[str]:
        """In how many contracts each form was, the rarest first."""
        asked = forms() - NOT_GENERATED.keys()
        found = sorted((self.forms[form], form) for form in asked)
        many = sum(number > 0 for number, _ in found)
        return [
            f"{many} of {len(asked)} forms of a plan in {self.contracts} contracts",
            *(f"{number:7} {form}" for number, form in found),
        ]

    def missing(self) -> list[str]:
        """The forms that are in no contract, though the generator should make them."""
        return sorted(form for form in forms() - NOT_GENERATED.keys() if not self.forms[form])


def main() -> int:
    """Runs the pairs and prints every difference, shrunk, and how many agreed, by kind."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--pairs", type=int, default=2_000)
    parser.add_argument("--seed", type=int, default=0, help="the first contract")
    parser.add_argument("--most", type=int, default=10, help="stop after so many differences")
    parser.add_argument("--quick", action="store_true", help="do not shrink")
    parser.add_argument(
        "--engine", choices=["duckdb", "spark"], default="duckdb", help="hold another engine to the first"
    )
    parser.add_argument("--forms", action="store_true", help="every form of a plan must be in a contract")
    parser.add_argument("--only", help="only contracts with a form of a plan, such as Spaced")
    parser.add_argument("--progress", type=int, default=0, help="print a line after so many contracts")
    call = parser.parse_args()
    tally = Tally(call)
    tally.run()
    missing = tally.missing() if call.forms else []
    lines = [*tally.summary(), *(tally.coverage() if call.forms else [])]
    print("\n".join([*lines, *(f"in no contract: {form}" for form in missing)]))
    return 1 if tally.parted or missing else 0


if __name__ == "__main__":
    sys.exit(main())
