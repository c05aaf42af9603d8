"""Looking at files: what they mean and what rules find in them."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping

from slalang.diagnostics import Diagnostic, Outcome, once, sort_diagnostics
from slalang.model.contract import Project
from slalang.model.resolution import resolve_by_file
from slalang.rules import Fact, check_files, compare
from slalang.source import SourceFile
from slalang.syntax.nodes import File
from slalang.workspace.file_findings import Facts, FileFindings


def look_at(
    parsed: Mapping[str, Outcome[File]],
    known: Collection[str],
    names: Iterable[str],
    calendar_files: Mapping[str, SourceFile],
) -> tuple[Project, dict[str, FileFindings]]:
    """Looks at some of the files, given with all they import; ``known`` are the names of all there are,
    ``calendar_files`` those that calendars may name."""
    ordered = {name: parsed[name].value for name in sorted(parsed)}
    incomplete = frozenset(name for name, file in ordered.items() if not file.whole)
    project, by_file = resolve_by_file(ordered, incomplete, known, calendar_files).value
    wanted = sorted(names)
    found = {}
    for name, (remarks, facts) in zip(wanted, check_files(project, incomplete, wanted), strict=True):
        faults = once(sort_diagnostics((*parsed[name].diagnostics, *by_file.get(name, ()))))
        plain = {rule: tuple((fact.place, fact.texts) for fact in noted) for rule, noted in facts.items()}
        found[name] = FileFindings(faults, once(sort_diagnostics(remarks)), plain)
    return project, found


def compared(noted: Iterable[Facts]) -> tuple[Diagnostic, ...]:
    """What rules find that compare files, in what these say."""
    said = [{rule: tuple(Fact(*fact) for fact in each) for rule, each in facts.items()} for facts in noted]
    return once(compare(said))
