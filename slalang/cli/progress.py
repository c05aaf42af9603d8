"""A progress bar for reading logs: on a terminal, and only where there is something to wait for."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from rich.progress import Progress as Display

    from slalang.events import Progress

LEAST = 10_000_000
"""Logs of fewer bytes are read before anybody could look at a bar."""


@contextmanager
def reading_progress() -> Iterator[Progress | None]:
    """Somebody to tell how many bytes were read, or ``None`` where nobody watches."""
    if not sys.stderr.isatty():
        yield None
        return
    bar = Bar()
    try:
        yield bar.show
    finally:
        bar.close()


class Bar:
    """One line of a terminal, which is gone when it is closed."""

    def __init__(self) -> None:
        self._display: Display | None = None

    def show(self, read: int, total: int) -> None:
        """So many of all bytes were read; once all of them were, they are measured."""
        if total < LEAST:
            return
        doing = f"{'reading logs' if read < total else 'measuring':<12}"
        if self._display is None:
            self._display = _display()
            self._display.add_task(doing, total=total)
            self._display.start()
        self._display.update(self._display.task_ids[0], completed=read, description=doing)

    def close(self) -> None:
        """Takes the line away."""
        if self._display is not None:
            self._display.stop()


def _display() -> Display:
    from rich.console import Console
    from rich.progress import BarColumn, DownloadColumn, TextColumn, TimeElapsedColumn
    from rich.progress import Progress as Display

    columns = (TextColumn("{task.description}"), BarColumn(), DownloadColumn(), TimeElapsedColumn())
    return Display(*columns, console=Console(stderr=True), transient=True)
