"""What holds for every verb."""

from __future__ import annotations

import subprocess
import sys

BROKEN = """
import slalang.cli, slalang.cli.version
def fail(*arguments, **options):
    raise ValueError("boom\\nand more")
slalang.cli.version.command.callback = fail
slalang.cli.main()
"""


def run(*arguments: str, traceback: str = "") -> subprocess.CompletedProcess[str]:
    environment = {"SLA_TRACEBACK": traceback} if traceback else {}
    return subprocess.run([sys.executable, *arguments], capture_output=True, text=True, env=environment)


def test_a_fault_of_ours_is_told_in_two_lines_and_exits_with_2() -> None:
    done = run("-c", BROKEN, "version")
    assert (done.returncode, done.stdout) == (2, "")
    first, second = done.stderr.splitlines()
    assert first.startswith("sla: a fault in slalang, not in your files: ValueError at ")
    assert first.endswith("boom and more")
    assert "SLA_TRACEBACK=1" in second


def test_the_traceback_is_there_for_who_asks() -> None:
    assert "Traceback" in run("-c", BROKEN, "version", traceback="1").stderr


def test_a_closed_pipe_is_no_fault() -> None:
    done = subprocess.run(
        ["bash", "-c", f"set -o pipefail; {sys.executable} -m slalang rule --all | head -n 1"],
        capture_output=True,
        text=True,
    )
    assert done.stderr == ""
