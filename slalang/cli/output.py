"""Output that goes into a file."""

from __future__ import annotations

from pathlib import Path

from slalang.workspace.files import CallError
from slalang.workspace.writing import write_whole


def write_output(path: str | Path, text: str) -> None:
    """Writes a text to where the call wants it. Raises ``CallError`` where that cannot be."""
    try:
        write_whole(Path(path), text)
    except OSError as error:
        raise CallError(f"cannot write `{path}`: {_why_not(Path(path), error)}") from None


def _why_not(path: Path, error: OSError) -> str:
    if path.is_dir():
        return "it is a folder"
    if not path.parent.exists():
        return "the folder does not exist"
    if not path.parent.is_dir():
        return f"`{path.parent}` is a file and no folder"
    return (error.strerror or str(error)).lower()
