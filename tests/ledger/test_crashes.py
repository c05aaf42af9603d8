"""A process that is killed while it books leaves the old ledger or the new one."""

from __future__ import annotations

import random
import signal
import subprocess
import sys
import time
from pathlib import Path

from slalang.ledger import read
from tests.ledger.test_chain import OPENING

BOOKING = """
import sys
from pathlib import Path
from slalang.ledger import Settlement
from slalang.workspace import bookkeeping
from tests.ledger.test_chain import OPENING, settlement
# A stand-in for what a settlement finds, so that a thousand of them can be booked in a second.
bookkeeping.belongs = lambda opening, whole: True
bookkeeping.due = lambda book, whole: (settlement(0),) if book else (OPENING, settlement(0))
while True:
    bookkeeping.book(None, Path(sys.argv[1]))
    print("booked", flush=True)
"""
KILLS = 8


def test_a_killed_process_loses_no_line_and_doubles_none(tmp_path: Path) -> None:
    ledger, chance = tmp_path / "shop.ledger", random.Random(1)
    booked = 0
    for _ in range(KILLS):
        running = subprocess.Popen([sys.executable, "-c", BOOKING, str(ledger)], stdout=subprocess.PIPE)
        assert running.stdout is not None
        assert running.stdout.readline() == b"booked\n"
        booked += 1
        time.sleep(chance.random() / 20)
        running.send_signal(signal.SIGKILL)
        booked += running.communicate()[0].count(b"booked")
        found = read(ledger.read_bytes(), "shop.ledger")
        assert found.value is not None, found.diagnostics
        assert found.value.opening == OPENING
        # The last one may be booked and not yet told.
        assert booked <= len(found.value.settlements) <= booked + 1
        booked = len(found.value.settlements)
    assert booked > KILLS
