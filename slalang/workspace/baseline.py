"""Findings that were there before anybody looked: they stay silent as long as they are the same.

A finding is known again by its fingerprint, whatever line it is on. What is mended leaves the baseline the
next time it is written.
"""

from __future__ import annotations

import json
import os
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path
from typing import Any

from slalang.diagnostics import Diagnostic
from slalang.diagnostics.fingerprint import fingerprints, subject
from slalang.diagnostics.ordering import path_of, sort_diagnostics
from slalang.values import Frozen, value
from slalang.workspace.files import CallError
from slalang.workspace.writing import write_whole

FORMAT_VERSION = 1


@value
class Baseline(Frozen):
    """The findings that were there: by fingerprint the code, the name and the file of each."""

    entries: Mapping[str, Mapping[str, str]]


@value
class Compared(Frozen):
    """Findings beside a baseline: those that are ``new``, and entries whose findings are ``gone``."""

    new: tuple[Diagnostic, ...]
    gone: tuple[Mapping[str, str], ...]


def read_baseline(path: Path) -> Baseline:
    """The baseline in a file. Raises ``CallError`` where there is none."""
    try:
        said = json.loads(path.read_text(encoding="utf-8"))
        if said["format_version"] != FORMAT_VERSION:
            raise CallError(
                f"`{path}` has format version {said['format_version']}, and {FORMAT_VERSION} is known"
            )
        return Baseline({entry["fingerprint"]: entry for entry in said["findings"]})
    except OSError as error:
        raise CallError(
            f"the baseline `{path}` cannot be read: {error.strerror}; --write-baseline makes one"
        ) from None
    except (ValueError, KeyError, TypeError):
        raise CallError(f"`{path}` is no baseline: write it again with --write-baseline") from None


def write_baseline(path: Path, diagnostics: Iterable[Diagnostic], folder: Path) -> int:
    """Writes the findings as a baseline, and says how many. Raises ``OSError``."""
    ordered = sort_diagnostics(diagnostics)
    entries = [
        _entry(*pair, path, folder)
        for pair in zip(ordered, _fingerprints(ordered, path, folder), strict=True)
    ]
    said = {"format_version": FORMAT_VERSION, "findings": sorted(entries, key=_order)}
    write_whole(path, json.dumps(said, indent=2, ensure_ascii=False) + "\n")
    return len(entries)


def compare(
    baseline: Baseline, diagnostics: Iterable[Diagnostic], path: Path, folder: Path, checked: Iterable[str]
) -> Compared:
    """Sets findings beside a baseline; ``checked`` are the files that were looked at, as they are shown.

    An entry is gone only where its file was looked at or is no longer there.
    """
    ordered = sort_diagnostics(diagnostics)
    known = _fingerprints(ordered, path, folder)
    new = tuple(each for each, print in zip(ordered, known, strict=True) if print not in baseline.entries)
    looked_at = {_named(shown, path, folder) for shown in checked}
    gone = [
        entry
        for fingerprint, entry in baseline.entries.items()
        if fingerprint not in known
        and (entry["path"] in looked_at or not (path.parent / entry["path"]).exists())
    ]
    return Compared(new, tuple(gone))


def baseline_schema() -> dict[str, Any]:
    """The JSON Schema (draft 2020-12) of a baseline."""
    text = {"type": "string"}
    entry = {
        "fingerprint": {"type": "string", "pattern": "^[0-9a-f]{32}$"},
        "code": {"type": "string", "pattern": "^SLA[0-9]{3}$"},
        "name": text,
        "path": text | {"description": "From the folder that the baseline lies in."},
        "clause": text | {"description": "For people: only the fingerprint is compared."},
    }
    return {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "title": f"slalang baseline, format version {FORMAT_VERSION}",
        **_object({"format_version": {"const": FORMAT_VERSION}, "findings": _list(_object(entry))}),
    }


def _object(properties: dict[str, Any]) -> dict[str, Any]:
    """An object of which every property must be there, and no other."""
    return {
        "type": "object",
        "properties": properties,
        "required": [*properties],
        "additionalProperties": False,
    }


def _list(items: dict[str, Any]) -> dict[str, Any]:
    return {"type": "array", "items": items}


def _entry(diagnostic: Diagnostic, fingerprint: str, path: Path, folder: Path) -> dict[str, str]:
    return {
        "fingerprint": fingerprint,
        "code": diagnostic.kind.code,
        "name": diagnostic.kind.name,
        "path": _named(path_of(diagnostic) or "", path, folder),
        "clause": "/".join(subject(diagnostic)),
    }


def _order(entry: Mapping[str, Any]) -> tuple[str, str, str, str]:
    return entry["path"], entry["clause"], entry["code"], entry["fingerprint"]


def _fingerprints(ordered: Sequence[Diagnostic], path: Path, folder: Path) -> tuple[str, ...]:
    return fingerprints(ordered, lambda shown: _named(shown, path, folder))


def _named(shown: str, path: Path, folder: Path) -> str:
    """A file as the baseline names it: from the folder the baseline lies in."""
    if not shown or shown.startswith("specs:"):
        return shown
    return Path(os.path.relpath(folder / shown, path.parent)).as_posix()
