"""What would change in a file, in the form that ``patch`` takes."""

from __future__ import annotations

import re
import sys
from difflib import unified_diff


def difference(before: str, after: str, shown: str) -> str:
    """The changed lines and those around them; nothing where the texts are the same."""
    old, new = (re.findall(r"[^\n]*\n|[^\n]+", text) for text in (before, after))
    lines = unified_diff(old, new, shown, shown)
    return "".join(
        line if line.endswith("\n") else f"{line}\n\\ No newline at end of file\n" for line in lines
    )


def print_exactly(text: str) -> None:
    """Prints text as it is, whatever line ends the system has."""
    sys.stdout.buffer.write(text.encode("utf-8"))
