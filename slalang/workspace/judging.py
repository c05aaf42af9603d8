"""What is shown of what was found: by settings, by comments in the contracts, and by a baseline."""

from __future__ import annotations

import os
import re
from collections.abc import Callable, Mapping, Sequence
from datetime import date
from fnmatch import fnmatchcase
from pathlib import Path

from slalang.diagnostics import Diagnostic, Kind, Severity
from slalang.diagnostics.ordering import path_of
from slalang.source import SourceFile
from slalang.values import Frozen, replace, value
from slalang.workspace.file_findings import Found
from slalang.workspace.files import place_of
from slalang.workspace.ignores import Ignore, SetAside, read_ignores, set_aside
from slalang.workspace.selectors import known_kinds, named_by, names
from slalang.workspace.settings import Settings

_AGREEMENT = re.compile(r"^agreement\b", re.MULTILINE)


@value
class Judged(Frozen):
    """What is shown of what was found.

    ``firm`` are errors of form and meaning, which nothing sets aside; ``chosen`` the others that settings and
    comments leave, as heavy as settings say; ``shown`` are both without what the baseline has. ``gone`` are
    entries of the baseline that are mended, ``undated`` comments whose last day was not judged.
    """

    firm: tuple[Diagnostic, ...]
    chosen: tuple[Diagnostic, ...]
    shown: tuple[Diagnostic, ...]
    gone: tuple[Mapping[str, str], ...]
    undated: tuple[Ignore, ...]


def judge(
    found: Found, settings: Settings, folder: Path, as_of: date | None = None, whole: bool = False
) -> Judged:
    """Leaves out what is not to be shown. ``whole`` says that the whole project was looked at.

    Raises ``CallError`` for settings that name no finding, and for a baseline that cannot be read.
    """
    kinds = _Kinds(found.kinds)
    if settings.selectors:
        settings.require_known_selectors(kinds())
    firm = tuple(fault for fault in found.faults if fault.severity is Severity.ERROR)
    loose = [fault for fault in found.faults if fault.severity is not Severity.ERROR]
    aside, unclear = _set_aside([*loose, *found.remarks], firm, found, kinds, as_of, whole)
    files = {source.path: place_of(name, found.root) for name, source in found.sources.items()}
    chosen = tuple(
        _weighed(each, settings)
        for each in (*aside.left, *aside.found, *unclear)
        if _is_chosen(each, settings, files)
    )
    if settings.baseline is None:
        return Judged(firm, chosen, (*firm, *chosen), (), aside.undated)
    from slalang.workspace.baseline import compare, read_baseline

    beside = compare(read_baseline(settings.baseline), chosen, settings.baseline, folder, files)
    return Judged(firm, chosen, (*firm, *beside.new), beside.gone, aside.undated)


def _set_aside(
    loose: Sequence[Diagnostic],
    firm: Sequence[Diagnostic],
    found: Found,
    kinds: Callable[[], Sequence[Kind]],
    as_of: date | None,
    whole: bool,
) -> tuple[SetAside, list[Diagnostic]]:
    read = [read_ignores(source) for source in found.sources.values()]
    ignores = [ignore for those, _ in read for ignore in those]
    unclear = [diagnostic for _, those in read for diagnostic in those]
    return set_aside(ignores, loose, firm, kinds, as_of, lambda file: whole or _has_agreement(file)), unclear


def _has_agreement(file: SourceFile) -> bool:
    """Whether a file is one that others seldom build on, so that all about it is found in looking at it."""
    return _AGREEMENT.search(file.text) is not None


def _is_chosen(diagnostic: Diagnostic, settings: Settings, files: Mapping[str, Path]) -> bool:
    kind = diagnostic.kind
    if named_by(settings.ignore, kind) or (settings.select and not named_by(settings.select, kind)):
        return False
    file = files.get(path_of(diagnostic) or "")
    if file is None or not settings.per_file_ignores:
        return True
    path = Path(os.path.relpath(file, settings.home)).as_posix()
    patterns = settings.per_file_ignores.items()
    return not any(fnmatchcase(path, pattern) and named_by(those, kind) for pattern, those in patterns)


def _weighed(diagnostic: Diagnostic, settings: Settings) -> Diagnostic:
    """The finding as heavy as the settings say; of several that name it, the longest holds."""
    kind = diagnostic.kind
    saying = [selector for selector in settings.severity if names(selector, kind)]
    if not saying:
        return diagnostic
    severity = settings.severity[max(saying, key=len)]
    return replace(diagnostic, kind=Kind(kind.code, kind.name, severity))


class _Kinds:
    """Every kind of finding there is, looked up when somebody asks."""

    def __init__(self, kinds: tuple[Kind, ...]) -> None:
        self._kinds = kinds

    def __call__(self) -> tuple[Kind, ...]:
        self._kinds = self._kinds or known_kinds()
        return self._kinds
