"""Contracts of a test, read and resolved with their rules, and findings as goldens show them."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from pathlib import Path

from slalang.diagnostics import Diagnostic, Outcome, sort_diagnostics
from slalang.model import Project, import_path, resolve
from slalang.rules import check
from slalang.source import LIBRARY, SourceFile
from slalang.syntax import nodes, parse

SPECS = Path(__file__).parents[2] / "specs"


def project_of(texts: Mapping[str, str]) -> Outcome[Project]:
    """The project of these files and the specs they import, with everything that was found."""
    files: dict[str, nodes.File] = {}
    found: list[Diagnostic] = []
    incomplete: set[str] = set()
    waiting = dict(texts)
    while waiting:
        path, text = waiting.popitem()
        parsed = parse(SourceFile(path, text))
        files[path] = parsed.value
        found += parsed.diagnostics
        incomplete |= {path} if parsed.failed else set()
        waiting |= {spec: spec_text(spec) for spec in specs_of(path, parsed.value) if spec not in files}
    ordered = {path: files[path] for path in sorted(files)}
    resolved = resolve(ordered, incomplete)
    found += [*resolved.diagnostics, *check(resolved.value, incomplete)]
    return Outcome(resolved.value, sort_diagnostics(found))


def specs_of(path: str, file: nodes.File) -> list[str]:
    """The specs of the shipped library that a file imports."""
    imports = (each for each in file.declarations if isinstance(each, nodes.Import))
    paths = (import_path(path, each.path.value) for each in imports)
    return [found for found in paths if found and found.startswith(LIBRARY) and spec_path(found).exists()]


def spec_path(path: str) -> Path:
    return SPECS / path.removeprefix(LIBRARY)


def spec_text(path: str) -> str:
    return spec_path(path).read_text(encoding="utf-8")


def shown(findings: Iterable[Diagnostic]) -> str:
    """Each finding on a line, then its other places, what to do about it, and where it goes wrong."""
    lines: list[str] = []
    for finding in findings:
        place = finding.primary.span if finding.primary else None
        where = f"{place.line}:{place.column}" if place else "-"
        lines.append(f"{where} {finding.severity.value} {finding.kind.code} {finding.kind.name}")
        lines.append(f"    {finding.message}")
        lines += [f"    see {each.span.line}:{each.span.column} {each.text}" for each in finding.secondary]
        lines += [f"    help: {finding.help}"] if finding.help else []
        lines += [f"    fix: {finding.fix.replacement!r}"] if finding.fix else []
        lines += [f"    witness: {finding.witness}"] if finding.witness else []
    return "\n".join([*lines, ""])
