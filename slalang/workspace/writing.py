"""Writing files whole: who reads one sees the old text or the new one, never a part."""

from __future__ import annotations

import os
from pathlib import Path


def write_whole(path: Path, text: str, durable: bool = True) -> None:
    """Replaces a file, or makes it; a link stays a link, and permissions stay. Raises ``OSError``.

    A pipe or a device is written to as it is. A file that may be lost with the machine need not be
    ``durable``.
    """
    place = path.resolve()
    if place.exists() and not place.is_file():
        place.write_bytes(text.encode("utf-8"))
        return
    beside = place.with_name(f".{place.name}.{os.getpid()}")
    try:
        with beside.open("wb") as file:
            file.write(text.encode("utf-8"))
            file.flush()
            if durable:
                os.fsync(file.fileno())
        if place.exists():
            beside.chmod(place.stat().st_mode)
        beside.replace(place)
    except BaseException:
        beside.unlink(missing_ok=True)
        raise
