"""Which slalang this is: what is found may change with it, and with the zones and holidays it knows."""

from __future__ import annotations

import os
import sys
from collections.abc import Iterator
from importlib.util import find_spec
from pathlib import Path

from slalang import __version__

_DATA = ("tzdata", "holidays", "icalendar", "dateutil")
_HOME = Path(__file__).resolve().parent.parent


def stamp() -> str:
    """A text that is another one after every change to slalang or to the data it finds things by."""
    from hashlib import sha256

    parts = (f"{path}\0{changed}\0{size}" for path, changed, size in _pieces())
    content = "\n".join((sys.version, *sorted(parts)))
    return f"{__version__}-{sha256(content.encode('utf-8', 'surrogateescape')).hexdigest()[:16]}"


def _pieces() -> Iterator[tuple[str, int, int]]:
    """Every module of slalang and the first of each library, with when it changed and its size."""
    yield from _modules(str(_HOME))
    for library in _DATA:
        found = find_spec(library)
        if found and found.origin:
            state = os.stat(found.origin)
            yield found.origin, state.st_mtime_ns, state.st_size


def _modules(folder: str) -> Iterator[tuple[str, int, int]]:
    with os.scandir(folder) as entries:
        for entry in entries:
            if entry.is_dir():
                yield from _modules(entry.path) if entry.name != "__pycache__" else ()
            elif entry.name.endswith((".py", ".json")):
                state = entry.stat()
                yield entry.path, state.st_mtime_ns, state.st_size
