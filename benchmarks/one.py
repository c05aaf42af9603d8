"""One settlement, its time and the most memory it had: ``python -m benchmarks.one HOME LOG MEMORY``."""

from __future__ import annotations

import resource
import sys
import time
from pathlib import Path

from slalang.workspace.settling import Call, settle_agreements

home, log, memory = sys.argv[1:]
begun = time.perf_counter()
call = Call("acme", {"request": [Path(log)]}, "2026", Path(home), memory=memory)
assert settle_agreements(["acme"], call).value
took = time.perf_counter() - begun
print(f"{took:.2f} {resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024}")
