"""Finding and reading contracts: the files asked for, and those they import inside the project."""

from __future__ import annotations

import os
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from slalang.diagnostics import Diagnostic, Kind, Outcome
from slalang.source import SourceFile
from slalang.syntax.nodes import File, Import
from slalang.syntax.parser import parse

UNREADABLE = Kind("SLA016", "unreadable-file")

SUFFIX = ".sla"
SHIPPED = "specs:"
_MARKERS = (".git", "sla.toml")
_PACKAGE = Path(__file__).resolve().parent.parent


class CallError(Exception):
    """Something is wrong with the call and not with the files: the command exits with 2."""


@dataclass(frozen=True)
class Contracts:
    """Parsed files by their path as shown, the ones asked for first, then those they import.

    ``imports`` says which file an import means: from the importing path and the path as written to a
    path in ``files``, or to ``None`` where there is no such file. An import that would leave the project
    has no entry.
    """

    files: Mapping[str, File]
    asked: tuple[str, ...]
    imports: Mapping[tuple[str, str], str | None]


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


def project_root(folder: Path) -> Path:
    """The nearest folder above that holds a project: a git checkout, or one with ``sla.toml``."""
    for candidate in (folder, *folder.parents):
        if any((candidate / marker).exists() for marker in _MARKERS):
            return candidate
    return folder


def shown_path(path: Path, folder: Path) -> str:
    """The path as people see it: relative to the folder they are in, with forward slashes."""
    specs = shipped("specs").resolve()
    absolute = Path(os.path.abspath(path))
    if absolute.is_relative_to(specs) and not absolute.is_relative_to(folder):
        return SHIPPED + absolute.relative_to(specs).as_posix()
    return Path(os.path.relpath(absolute, folder)).as_posix()


def read_source(path: Path, shown: str) -> Outcome[SourceFile | None]:
    """The text of a file, which must be UTF-8."""
    try:
        return Outcome(SourceFile(shown, path.read_bytes().decode("utf-8-sig")))
    except UnicodeDecodeError as error:
        message = f"`{shown}` is not UTF-8: byte {error.start + 1} cannot be read"
        return Outcome(None, (Diagnostic(UNREADABLE, message, help="save it as UTF-8"),))
    except OSError as error:
        return Outcome(None, (Diagnostic(UNREADABLE, f"`{shown}` cannot be read: {error.strerror}"),))


def load(paths: Iterable[Path], folder: Path) -> Outcome[Contracts]:
    """The contracts at these paths and everything they import, each parsed once."""
    root = project_root(folder)
    asked = [(shown_path(path, folder), path) for path in paths]
    waiting, files, imports = list(asked), {}, {}
    diagnostics: list[Diagnostic] = []
    while waiting:
        shown, path = waiting.pop(0)
        if shown in files:
            continue
        source = read_source(path, shown)
        parsed = parse(source.value) if source.value else Outcome(None)
        diagnostics += [*source.diagnostics, *parsed.diagnostics]
        if parsed.value is None:
            continue
        files[shown] = parsed.value
        for node in _imports(parsed.value):
            target = _target(node.path.value, path, root)
            if target is not None:
                there = shown_path(target, folder) if target.is_file() else None
                imports[shown, node.path.value] = there
                waiting += [(there, target)] if there else []
    names = tuple(shown for shown, _ in asked if shown in files)
    return Outcome(Contracts(files, names, imports), tuple(diagnostics))


def _imports(file: File) -> Iterator[Import]:
    return (node for node in file.declarations if isinstance(node, Import))


def _target(written: str, importing: Path, root: Path) -> Path | None:
    """The file an import means, ``None`` where it would leave the project or the shipped library."""
    specs = shipped("specs").resolve()
    importing = importing.resolve()
    if written.startswith(SHIPPED):
        base, home, name = specs, specs, written.removeprefix(SHIPPED)
    else:
        home = specs if importing.is_relative_to(specs) else root.resolve()
        base, name = importing.parent, written
    target = base / name
    inside = not Path(name).is_absolute() and target.resolve().is_relative_to(home)
    return target if inside else None
