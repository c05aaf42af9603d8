"""Which file an import means: inside the project only, or in the shipped library."""

from __future__ import annotations

import posixpath
from collections.abc import Collection, Mapping
from typing import TypeAlias

from slalang.diagnostics import Kind, Label
from slalang.model.cycles import circle, shortest_cycles
from slalang.model.findings import Findings
from slalang.model.suggestions import did_you_mean
from slalang.source import LIBRARY, Span
from slalang.syntax import nodes

IMPORT_NOT_FOUND = Kind("SLA104", "import-not-found")
IMPORT_CYCLE = Kind("SLA106", "import-cycle")
IMPORT_OUTSIDE = Kind("SLA107", "import-outside-project")

Links: TypeAlias = Mapping[tuple[str, str], str]
"""The file that a path means, by the file that says it and the path as written."""


def import_path(importer: str, written: str) -> str | None:
    """The path in the project of what a file imports, or ``None`` where it lies outside the project.

    Paths are relative to the importing file, with ``/``; those that begin with ``specs:`` are in the
    library, and a file of the library never leaves it.
    """
    library = LIBRARY if written.startswith(LIBRARY) or importer.startswith(LIBRARY) else ""
    folder = "" if written.startswith(LIBRARY) else posixpath.dirname(importer.removeprefix(LIBRARY))
    relative = written.removeprefix(LIBRARY)
    if posixpath.isabs(relative) or any(sign in relative for sign in "\\:\0"):
        return None
    path = posixpath.normpath(posixpath.join(folder, relative))
    return None if path == ".." or path.startswith("../") else library + path


def import_links(files: Mapping[str, nodes.File], known: Collection[str], findings: Findings) -> Links:
    """The file of every import that has one; the others, and cycles, are reported.

    ``known`` are the paths of all files there are, to suggest one in place of one that is not.
    """
    links: dict[tuple[str, str], str] = {}
    places: dict[str, dict[str, Span]] = {path: {} for path in files}
    for path, file in files.items():
        findings.look_at(path)
        for statement in (node for node in file.declarations if isinstance(node, nodes.Import)):
            target = _target(path, statement.path, files, known, findings)
            if target is not None:
                links[path, statement.path.value] = target
                places[path].setdefault(target, statement.path.span)
    _report_cycles(places, findings)
    return links


def _target(
    path: str,
    written: nodes.Text,
    files: Mapping[str, nodes.File],
    known: Collection[str],
    findings: Findings,
) -> str | None:
    target = import_path(path, written.value)
    if target is None:
        findings.report(
            IMPORT_OUTSIDE,
            f'"{written.value}" lies outside the project',
            Label(written.span, "only files of this project can be imported"),
            help="copy the file into the project and import it from there",
        )
    elif target not in files:
        findings.report(
            IMPORT_NOT_FOUND,
            f'there is no file "{written.value}"',
            Label(written.span, f"looked for `{target}`"),
            help=did_you_mean(written.value, _importable(path, known), "there are"),
        )
        return None
    return target


def _importable(importer: str, files: Collection[str]) -> list[str]:
    """How the importing file would write the paths of the others."""
    folder = posixpath.dirname(importer) or "."
    others = (path for path in files if path != importer)
    return [path if path.startswith(LIBRARY) else posixpath.relpath(path, folder) for path in others]


def _report_cycles(places: Mapping[str, Mapping[str, Span]], findings: Findings) -> None:
    for cycle in shortest_cycles(places, str):
        findings.look_at(cycle[0])
        steps = list(zip(cycle, (*cycle[1:], cycle[0]), strict=True))
        labels = [Label(places[source][target], f"`{source}` needs `{target}`") for source, target in steps]
        message = (
            f"`{cycle[0]}` imports itself"
            if len(cycle) == 1
            else f"files import one another: {circle(cycle)}"
        )
        findings.report(
            IMPORT_CYCLE,
            message,
            *labels,
            help="move what both need into a file of its own and import that",
        )
