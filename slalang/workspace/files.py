"""Finding and reading contracts: the files asked for, and those they import inside the project."""

from __future__ import annotations

import os
from collections.abc import Iterable, Iterator, Mapping, Sequence
from pathlib import Path

from slalang.diagnostics import Diagnostic, Kind, Outcome
from slalang.model.imports import LIBRARY, import_path
from slalang.source import SourceFile
from slalang.syntax.nodes import File, Import
from slalang.syntax.parser import parse
from slalang.values import Frozen, value

UNREADABLE = Kind("SLA031", "unreadable-file")

SUFFIX = ".sla"
_MARKERS = (".git", "sla.toml")
_PACKAGE = Path(__file__).resolve().parent.parent


class CallError(Exception):
    """Something is wrong with the call and not with the files: the command exits with 2."""


@value
class Contracts(Frozen):
    """Parsed files by their path in the project, the ones asked for first, then those they import.

    ``incomplete`` are the paths of files of which clauses could not be read.
    """

    files: Mapping[str, File]
    asked: tuple[str, ...]
    incomplete: frozenset[str]


def shipped(name: str) -> Path:
    """A file or folder that comes with slalang, in an installation or in a checkout."""
    installed = _PACKAGE / "_shipped" / name
    return installed if installed.exists() else _PACKAGE.parent / name


def find_files(paths: Sequence[str], folder: Path) -> tuple[Path, ...]:
    """The contracts that the paths name, in order of their names; a folder stands for all inside it.

    Raises ``CallError`` for a path that does not exist.
    """
    found: dict[Path, None] = {}
    for path in paths:
        place = folder / path
        if not place.exists():
            raise CallError(f"`{path}` does not exist")
        found |= dict.fromkeys(_contracts_in(place) if place.is_dir() else [place])
    return tuple(found)


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


def load(paths: Iterable[Path], folder: Path) -> Outcome[Contracts]:
    """The contracts at these paths and everything they import, each parsed once."""
    loading = _Loading(folder, project_root(folder, paths := tuple(paths)))
    asked = tuple(loading.name_of(path) for path in paths)
    waiting = list(asked)
    while waiting:
        waiting += loading.read(waiting.pop(0))
    known = tuple(name for name in asked if name in loading.files)
    contracts = Contracts(loading.files, known, frozenset(loading.incomplete))
    return Outcome(contracts, tuple(loading.found))


class _Loading:
    """Files read so far, by their path in the project or, after ``specs:``, in the shipped library."""

    def __init__(self, folder: Path, root: Path) -> None:
        self.folder = folder
        self.root = root
        self.library = shipped("specs")
        self.files: dict[str, File] = {}
        self.incomplete: set[str] = set()
        self.found: list[Diagnostic] = []

    def name_of(self, path: Path) -> str:
        """The path of a file in the project."""
        return shown_path(path, self.root)

    def read(self, name: str) -> Iterator[str]:
        """Parses a file that was not yet read; gives the paths that it imports."""
        path = self._place(name)
        if name in self.files or path is None:
            return
        shown = name if name.startswith(LIBRARY) else shown_path(path, self.folder)
        source = read_source(path, shown)
        self.found += source.diagnostics
        if source.value is None:
            return
        parsed = parse(source.value)
        self.found += parsed.diagnostics
        self.files[name] = parsed.value
        if not parsed.value.whole:
            self.incomplete.add(name)
        for node in parsed.value.declarations:
            target = import_path(name, node.path.value) if isinstance(node, Import) else None
            if target is not None:
                yield target

    def _place(self, name: str) -> Path | None:
        """Where a file lies, ``None`` where there is none or a link leads out of its home."""
        home = self.library if name.startswith(LIBRARY) else self.root
        place = home / name.removeprefix(LIBRARY)
        return place if place.is_file() and place.resolve().is_relative_to(home.resolve()) else None
