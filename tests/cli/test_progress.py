"""The progress bar, as a terminal gets it."""

from __future__ import annotations

import os
import pty
import re
import subprocess
import sys
from collections.abc import Sequence

from slalang.cli.progress import LEAST

SCRIPT = """
import sys
from slalang.cli.progress import reading_progress
with reading_progress() as progress:
    print(progress is None)
    for read in map(int, sys.argv[2:]):
        if progress: progress(read, int(sys.argv[1]))
"""


def shown(total: int, *reads: int) -> tuple[str, str]:
    """What a terminal shows for so many bytes read one after the other, and what goes to the output."""
    leader, follower = pty.openpty()
    arguments: Sequence[str] = [sys.executable, "-c", SCRIPT, *map(str, (total, *reads))]
    surroundings = os.environ | {"TERM": "xterm", "COLUMNS": "100"}
    done = subprocess.run(arguments, stdout=subprocess.PIPE, stderr=follower, check=True, env=surroundings)
    os.close(follower)
    text = b""
    try:
        while piece := os.read(leader, 65536):
            text += piece
    except OSError:
        pass  # the terminal has nobody left who could write to it
    os.close(leader)
    return text.decode(), done.stdout.decode().strip()


def test_a_short_log_shows_nothing() -> None:
    assert shown(LEAST - 1, LEAST - 1) == ("", "False")


def test_a_long_log_shows_how_much_is_left_and_leaves_nothing_behind() -> None:
    text, _ = shown(2 * LEAST, LEAST)
    plain = re.sub(r"\x1b\[[0-9;?]*[A-Za-z]", "", text)
    assert re.search(r"reading logs \S+ +10\.0/20\.0 MB 0:00:00", plain)
    assert text.endswith("\x1b[1A\x1b[2K")
    assert "?" not in plain


def test_what_follows_the_reading_is_named() -> None:
    text, _ = shown(2 * LEAST, LEAST, 2 * LEAST)
    assert "measuring" in text


def test_nobody_watches_a_pipe() -> None:
    done = subprocess.run([sys.executable, "-c", SCRIPT, "1"], capture_output=True, check=True, text=True)
    assert (done.stdout.strip(), done.stderr) == ("True", "")
