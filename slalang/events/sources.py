"""Finding the files of an event and reading their bytes once: hashed, decompressed, bounded."""

from __future__ import annotations

import gzip
import hashlib
import zlib
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from glob import glob, has_magic
from pathlib import Path
from typing import BinaryIO, Literal, TypeAlias, cast

from slalang.diagnostics import DataPlace, Diagnostic, Kind
from slalang.events.databases import DatabaseTable, without_driver
from slalang.events.findings import Refused
from slalang.events.log import Limits
from slalang.plan.streams import Event

NO_FILE = Kind("SLA501", "event-without-file")
FILE_NOT_FOUND = Kind("SLA503", "log-not-found")
UNKNOWN_FILE_TYPE = Kind("SLA504", "unknown-log-format")
UNREADABLE = Kind("SLA505", "unreadable-log")
TOO_LARGE = Kind("SLA506", "log-too-large")
PATH_OUTSIDE = Kind("SLA507", "log-outside-project")

Layout: TypeAlias = Literal["csv", "tsv", "jsonl", "parquet", "access", "database"]

SUFFIXES: dict[str, Layout] = {
    ".csv": "csv",
    ".csv.gz": "csv",
    ".tsv": "tsv",
    ".tsv.gz": "tsv",
    ".jsonl": "jsonl",
    ".jsonl.gz": "jsonl",
    ".ndjson": "jsonl",
    ".ndjson.gz": "jsonl",
    ".parquet": "parquet",
}

_BLOCK = 1 << 24
Progress: TypeAlias = Callable[[int, int], None]
"""Is told how many bytes were read, and of how many in all, as they are stored."""


@dataclass(frozen=True)
class Source:
    """A file of an event: where it is, its path as given, and how its rows are written.

    ``table`` is the one of a database. PostgreSQL has no file: its path is that of no file at all.
    """

    path: Path
    name: str
    layout: Layout
    table: DatabaseTable | None = None

    @property
    def compressed(self) -> bool:
        """Whether the stored bytes are gzip."""
        return self.name.lower().endswith(".gz")


# --- finding -----------------------------------------------------------------------------------


def find_sources(
    event: Event, given: Sequence[Path | DatabaseTable] | None, root: Path
) -> tuple[list[Source], list[Diagnostic]]:
    """The files of an event in a stable order: those given, else the one the contract names.

    A given path may be a file, a folder (its log files, not those of folders inside it) or a pattern
    with ``*``. The file a contract names lies inside ``root``, the folder of the contract.
    """
    if given:
        found = [_given(event, each) for each in given]
    elif event.path is not None:
        found = [_named_by_contract(event, root)]
    else:
        text = f"no file is given for event `{event.name}`"
        found = [([], [Diagnostic(NO_FILE, text, help=f"add --events {event.name}=FILE to the call")])]
    return [source for sources, _ in found for source in sources], [
        fault for _, faults in found for fault in faults
    ]


Found: TypeAlias = tuple[list[Source], list[Diagnostic]]


def _named_by_contract(event: Event, root: Path) -> Found:
    written = Path(event.path or "")
    inside = not written.is_absolute() and (root / written).resolve().is_relative_to(root.resolve())
    if not inside:
        text = f"event `{event.name}` reads `{event.path}`, which is outside the contract's folder"
        help = f"name a file inside it, or give the file on the call: --events {event.name}=FILE"
        return [], [Diagnostic(PATH_OUTSIDE, text, help=help)]
    return _expand(event, root / written, written)


def _given(event: Event, given: Path | DatabaseTable) -> Found:
    if isinstance(given, Path):
        return _expand(event, given, given)
    missing = list(without_driver(given))
    if given.system == "duckdb" and not Path(given.place).is_file():
        missing.append(_about(FILE_NOT_FOUND, given.shown, "is in a database file that does not exist"))
    path = Path(given.place) if given.system == "duckdb" else Path()
    return ([] if missing else [Source(path, given.shown, "database", given)]), missing


def _expand(event: Event, path: Path, name: Path) -> Found:
    if path.is_file():
        return _source(event, path, name.as_posix())
    if path.is_dir():
        inside = sorted(child for child in path.iterdir() if child.is_file() and _is_log(event, child.name))
        return _several(
            event, [(child, name / child.name) for child in inside], name, "has no log file in it"
        )
    if has_magic(str(path)):
        matches = [Path(match) for match in sorted(glob(str(path), recursive=True)) if Path(match).is_file()]
        return _several(event, [(match, match) for match in matches], name, "matches no file")
    problem = "is not a regular file" if path.exists() else "does not exist"
    return [], [_about(FILE_NOT_FOUND, name.as_posix(), problem)]


def _several(event: Event, paths: list[tuple[Path, Path]], name: Path, problem: str) -> Found:
    if not paths:
        return [], [_about(FILE_NOT_FOUND, name.as_posix(), problem)]
    found = [_source(event, path, shown.as_posix()) for path, shown in paths]
    return [source for sources, _ in found for source in sources], [
        fault for _, faults in found for fault in faults
    ]


def _source(event: Event, path: Path, name: str) -> Found:
    layout = _layout(event, name)
    if layout is None:
        help = "a log is " + ", ".join(SUFFIXES)
        return [], [_about(UNKNOWN_FILE_TYPE, name, "has an ending that says no known format", help)]
    return [Source(path, name, layout)], []


def _layout(event: Event, name: str) -> Layout | None:
    """How the rows of a file are written: by its ending, unless the event says how lines are."""
    if event.format is not None:
        return "access"
    return next((layout for suffix, layout in SUFFIXES.items() if name.lower().endswith(suffix)), None)


def _is_log(event: Event, name: str) -> bool:
    return not name.startswith(".") and _layout(event, name) is not None


def _about(kind: Kind, name: str, problem: str, help: str | None = None) -> Diagnostic:
    return Diagnostic(kind, f"`{name}` {problem}", data=DataPlace(name), help=help)


# --- reading -----------------------------------------------------------------------------------


class Tally:
    """How much of the files was read, told to whom it concerns."""

    def __init__(self, sources: Iterable[Source], progress: Progress | None) -> None:
        self._progress = progress
        self._read = 0
        self._total = sum(map(_size, sources)) if progress else 0

    def add(self, count: int) -> None:
        """So many bytes more were read."""
        self._read += count
        if self._progress is not None:
            self._progress(self._read, self._total)


def _size(source: Source) -> int:
    """The bytes of a file as it is stored; none where it cannot be told, which reading it will report."""
    if source.table is not None and source.table.system == "postgres":
        return 0
    try:
        return source.path.stat().st_size
    except OSError:
        return 0


class Digest:
    """Counts the bytes that are read, and hashes them."""

    def __init__(self) -> None:
        self._hash = hashlib.sha256()
        self.bytes = 0

    def add(self, block: bytes) -> None:
        """These bytes were read next."""
        self._hash.update(block)
        self.bytes += len(block)

    @property
    def sha256(self) -> str:
        """The hash of what was read so far, in hexadecimal."""
        return self._hash.hexdigest()


class HashingReader(Digest):
    """A file read once from front to back: counts its bytes and hashes them on the way."""

    def __init__(self, file: BinaryIO, tally: Tally) -> None:
        super().__init__()
        self._file = file
        self._tally = tally

    def read(self, size: int = -1) -> bytes:
        """The next bytes, as many as asked for unless the file ends."""
        block = self._file.read(size)
        self.add(block)
        if block:
            self._tally.add(len(block))
        return block


def read_blocks(source: Source, reader: HashingReader, limits: Limits) -> Iterator[bytes]:
    """The decoded bytes of a file in blocks. Raises ``Refused`` where it is damaged or too large."""
    stream = cast(BinaryIO, gzip.GzipFile(fileobj=cast(BinaryIO, reader))) if source.compressed else reader
    decoded = 0
    while block := _read_block(source, stream):
        decoded += len(block)
        _check_size(source, decoded, reader.bytes, limits)
        yield block


def _read_block(source: Source, stream: BinaryIO | HashingReader) -> bytes:
    try:
        return stream.read(_BLOCK)
    except EOFError:
        problem, help = "is cut off: the compressed data ends too early", "transfer the file again"
    except (gzip.BadGzipFile, zlib.error) as error:
        problem, help = f"is not readable as gzip ({error})", "transfer the file again"
    raise Refused(_about(UNREADABLE, source.name, problem, help))


def unreadable(source: Source, error: OSError) -> Diagnostic:
    """The finding for a file that the system does not let us read."""
    return _about(UNREADABLE, source.name, f"cannot be read ({error.strerror or error})")


def _check_size(source: Source, decoded: int, stored: int, limits: Limits) -> None:
    if decoded > limits.decoded_bytes:
        problem = f"holds more than {limits.decoded_bytes:,} bytes, the most a log file may have"
        raise Refused(_about(TOO_LARGE, source.name, problem, "split it into several files"))
    if decoded > limits.ratio_from and decoded > limits.ratio * stored:
        problem = f"unpacks to more than {limits.ratio} times its size, which no ordinary log does"
        raise Refused(_about(TOO_LARGE, source.name, problem, "unpack it and give the unpacked file"))
