"""Finding contracts and reading their text. Nothing here knows the language: a check may need no more."""

from __future__ import annotations

import os
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path

from slalang.diagnostics import Diagnostic, Kind, Outcome
from slalang.source import LIBRARY, SourceFile

UNREADABLE = Kind("SLA031", "unreadable-file")

SUFFIX = ".sla"
CALENDAR_SUFFIX = ".ics"
_MARKERS = (".git", "sla.toml")
_LOGS = (".csv", ".tsv", ".jsonl", ".ndjson", ".parquet")
_PACKAGE = Path(__file__).resolve().parent.parent


class CallError(Exception):
    """Something is wrong with the call and not with the files: the command exits with 2."""


def shipped(name: str) -> Path:
    """A file or folder that comes with slalang, in an installation or in a checkout."""
    installed = _PACKAGE / "_shipped" / name
    return installed if installed.exists() else _PACKAGE.parent / name


def find_files(paths: Sequence[str], folder: Path) -> tuple[Path, ...]:
    """The contracts that the paths name, in order of their names; a folder stands for all inside it.

    Raises ``CallError`` for a path that does not exist, or is a file of another kind.
    """
    found: dict[Path, None] = {}
    for path in paths:
        place = folder / path
        if not place.exists():
            raise CallError(f"`{path}` does not exist")
        if place.is_file() and place.suffix != SUFFIX:
            raise CallError(_no_contract(path))
        found |= dict.fromkeys(_contracts_in(place) if place.is_dir() else [place])
    return tuple(found)


def _no_contract(path: str) -> str:
    unpacked = path.lower().removesuffix(".gz")
    if unpacked.endswith(_LOGS):
        return f"`{path}` is a log: give it to `sla settle AGREEMENT --events EVENT={path} --period PERIOD`"
    return f"`{path}` is no agreement: their files end in {SUFFIX}"


def _contracts_in(folder: Path) -> Iterator[Path]:
    for name in sorted(os.listdir(folder)):
        place = folder / name
        if place.is_dir() and not name.startswith(".") and not place.is_symlink():
            yield from _contracts_in(place)
        elif name.endswith(SUFFIX) and place.is_file():
            yield place


def project_root(folder: Path, files: Iterable[Path] = ()) -> Path:
    """The folder that imports may not leave.

    The nearest folder above that holds a project, a git checkout or one with ``sla.toml``; where some of
    the files lie outside it, the folder that holds them all.
    """
    above = (each for each in (folder, *folder.parents) if any((each / mark).exists() for mark in _MARKERS))
    root = next(above, folder)
    homes = [Path(os.path.abspath(file)).parent for file in files]
    inside = all(home.is_relative_to(root) for home in homes)
    return root if inside else Path(os.path.commonpath(homes))


def shown_path(path: Path, folder: Path) -> str:
    """The path as people see it: relative to the folder they are in, with forward slashes."""
    return Path(os.path.relpath(path, folder)).as_posix()


def place_of(name: str, root: Path) -> Path:
    """Where a file of a project or of the shipped library lies, by its path there."""
    return shipped("specs") / name.removeprefix(LIBRARY) if name.startswith(LIBRARY) else root / name


def is_inside(name: str, root: Path) -> bool:
    """Whether there is such a file, and no link leads out of the project or the library."""
    place, home = place_of(name, root), place_of(LIBRARY, root) if name.startswith(LIBRARY) else root
    return place.is_file() and place.resolve().is_relative_to(home.resolve())


def read_source(path: Path, shown: str) -> Outcome[SourceFile | None]:
    """The text of a file, which must be UTF-8."""
    try:
        return decode_source(path.read_bytes(), shown)
    except OSError as error:
        return Outcome(None, (Diagnostic(UNREADABLE, f"`{shown}` cannot be read: {error.strerror}"),))


def decode_source(stored: bytes, shown: str) -> Outcome[SourceFile | None]:
    """The text that a file has stored, which must be UTF-8, without the mark of byte order."""
    try:
        return Outcome(SourceFile(shown, stored.decode("utf-8-sig")))
    except UnicodeDecodeError as error:
        message = f"`{shown}` is not UTF-8: byte {error.start + 1} cannot be read"
        return Outcome(None, (Diagnostic(UNREADABLE, message, help="save it as UTF-8"),))
