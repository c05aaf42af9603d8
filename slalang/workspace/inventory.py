"""Which files a call is about: those asked for and all they import, and what is written in each.

A file is parsed here only where nobody knows what it imports.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Callable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, TypeAlias

from slalang.diagnostics import Diagnostic
from slalang.source import LIBRARY, SourceFile
from slalang.values import Frozen, value
from slalang.workspace.files import (
    CALENDAR_SUFFIX,
    is_inside,
    place_of,
    project_root,
    read_source,
    shown_path,
)

if TYPE_CHECKING:
    from slalang.diagnostics import Outcome
    from slalang.syntax.nodes import File

Imports: TypeAlias = tuple[str, ...]
"""The paths in the project of the files that a file means to import, whether they exist or not."""


@value
class Inventory(Frozen):
    """Files by their path in the project or, after ``specs:``, in the library; calendar files too.

    ``asked`` are those asked for, as far as they could be read; ``parsed`` has those that were parsed to
    learn what they import, ``lost`` what could not be read at all.
    """

    root: Path
    asked: tuple[str, ...]
    sources: Mapping[str, SourceFile]
    imports: Mapping[str, Imports]
    parsed: Mapping[str, Outcome[File]]
    lost: tuple[Diagnostic, ...]

    @property
    def contracts(self) -> tuple[str, ...]:
        """The names of the files that are written in the language."""
        return tuple(name for name in self.sources if is_contract(name))

    @property
    def calendar_files(self) -> Mapping[str, SourceFile]:
        """The calendar files."""
        return {name: source for name, source in self.sources.items() if not is_contract(name)}


def take_inventory(
    files: Sequence[Path],
    folder: Path,
    imports_of: Callable[[str, str], Imports | None] = lambda name, text: None,
    texts: Mapping[Path, str] | None = None,
) -> Inventory:
    """Reads the files and all they import, each once.

    ``imports_of`` tells what a file of this name with this text imports, where that is known. ``texts``
    stand in place of what is stored.
    """
    taking = _Taking(folder, project_root(folder, files), imports_of, texts or {})
    asked = tuple(shown_path(path, taking.root) for path in files)
    waiting = deque(asked)
    while waiting:
        waiting += taking.read(waiting.popleft())
    known = tuple(name for name in asked if name in taking.sources)
    return Inventory(taking.root, known, taking.sources, taking.imports, taking.parsed, tuple(taking.lost))


def imports_in(name: str, file: File) -> Iterator[str]:
    """What a file means to import, and the calendar files it names, as far as they lie inside the project."""
    from slalang.model.calendar_files import calendar_paths
    from slalang.model.imports import import_path
    from slalang.syntax.nodes import Import

    for node in file.declarations:
        target = import_path(name, node.path.value) if isinstance(node, Import) else None
        if target is not None:
            yield target
    yield from calendar_paths(name, file)


def is_contract(name: str) -> bool:
    """Whether a file is written in the language; calendar files stand beside them."""
    return not name.endswith(CALENDAR_SUFFIX)


class _Taking:
    """Files read so far."""

    def __init__(
        self,
        folder: Path,
        root: Path,
        imports_of: Callable[[str, str], Imports | None],
        texts: Mapping[Path, str],
    ) -> None:
        self.folder = folder
        self.root = root
        self.imports_of = imports_of
        self.texts = texts
        self.sources: dict[str, SourceFile] = {}
        self.imports: dict[str, Imports] = {}
        self.parsed: dict[str, Outcome[File]] = {}
        self.lost: list[Diagnostic] = []
        self._missing: set[str] = set()

    def read(self, name: str) -> Imports:
        """Reads a file that was not yet read; gives what it imports."""
        if name in self.sources or name in self._missing:
            return ()
        source = self._source(name) if is_inside(name, self.root) else None
        if source is None:
            self._missing.add(name)
            return ()
        self.sources[name] = source
        self.imports[name] = self._imports(name, source)
        return self.imports[name]

    def _source(self, name: str) -> SourceFile | None:
        path = place_of(name, self.root)
        shown = name if name.startswith(LIBRARY) else shown_path(path, self.folder)
        if path in self.texts:
            return SourceFile(shown, self.texts[path])
        read = read_source(path, shown)
        self.lost += read.diagnostics
        return read.value

    def _imports(self, name: str, source: SourceFile) -> Imports:
        known = self.imports_of(name, source.text) if is_contract(name) else ()
        if known is not None:
            return known
        from slalang.syntax.parser import parse

        self.parsed[name] = parse(source)
        return tuple(dict.fromkeys(imports_in(name, self.parsed[name].value)))
