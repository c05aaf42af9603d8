"""The command as a shell runs it."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

TREE = Path(__file__).parents[2]
"""The tree that is tested, also where another one is installed."""


def sla(folder: Path, *arguments: str) -> subprocess.CompletedProcess[str]:
    """What ``sla`` does in a folder with these arguments."""
    return subprocess.run(
        [sys.executable, "-m", "slalang", *arguments],
        cwd=folder,
        env={"NO_COLOR": "1", "LC_ALL": "C.UTF-8", "HOME": str(folder), "PYTHONPATH": str(TREE)},
        capture_output=True,
        text=True,
        check=False,
    )
