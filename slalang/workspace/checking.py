"""Checking contracts: parse, resolve, and the rules of consistency."""

from __future__ import annotations

from collections.abc import Sequence
from difflib import get_close_matches
from pathlib import Path

from slalang.diagnostics import Diagnostic, has_errors
from slalang.model.contract import Agreement, Project
from slalang.syntax.nodes import Agreement as AgreementNode
from slalang.values import Frozen, value
from slalang.workspace.files import SUFFIX, CallError, find_files, project_root, shown_path
from slalang.workspace.finding import joined
from slalang.workspace.inventory import take_inventory
from slalang.workspace.judging import judge
from slalang.workspace.loading import Contracts, contracts_of
from slalang.workspace.looking import compared, look_at
from slalang.workspace.settings import read_settings


@value
class Checked(Frozen):
    """Contracts after a check: what was read, what it means, and all that was found."""

    contracts: Contracts
    project: Project
    diagnostics: tuple[Diagnostic, ...]
    is_incomplete: bool = False
    """Whether errors of form or meaning keep some of what is written from standing for anything."""

    @property
    def failed(self) -> bool:
        """Whether any finding is an error."""
        return has_errors(self.diagnostics)


def check_paths(paths: Sequence[str], folder: Path) -> Checked:
    """The contracts that the paths name and everything they import, checked.

    Raises ``CallError`` for a path that does not exist.
    """
    return check_files(find_files(paths, folder), folder)


def check_files(files: Sequence[Path], folder: Path) -> Checked:
    """These contracts and everything they import, checked; settings and comments hold as for a check."""
    inventory = take_inventory(files, folder)
    contracts = inventory.contracts
    project, looked = look_at(inventory.parsed, contracts, contracts, inventory.calendar_files)
    found = joined(inventory, looked, compared(looked[name].facts for name in sorted(looked)))
    shown = judge(found, read_settings(folder), folder).shown
    return Checked(contracts_of(inventory), project, shown, has_errors(found.faults))


def find_agreement(wanted: str, folder: Path) -> tuple[Checked, Agreement | None]:
    """The agreement a call means: ``NAME``, ``FILE.sla`` or ``FILE.sla:NAME``, with its files checked.

    The agreement is ``None`` where its file has errors that keep it from being resolved. Raises
    ``CallError`` where there is none, or more than one.
    """
    checked, chosen = find_agreements([wanted], folder)
    return checked, chosen[0]


def find_agreements(wanted: Sequence[str], folder: Path) -> tuple[Checked, tuple[Agreement | None, ...]]:
    """The agreements that a call means (see ``find_agreement``), with their files checked together.

    An agreement is ``None`` where its file has errors that keep it from being resolved.
    """
    files = [_file_of(each, folder) for each in wanted]
    distinct = list(dict.fromkeys(files))
    checked = check_files(distinct, folder)
    root = project_root(folder, distinct)
    chosen = [
        _chosen(checked, shown_path(file, root), _parts(each)[1], each)
        for each, file in zip(wanted, files, strict=True)
    ]
    return checked, tuple(chosen)


def all_agreements(folder: Path) -> tuple[Checked, tuple[Agreement, ...]]:
    """All agreements below a folder, in order of their files. Raises ``CallError`` where there is none."""
    checked = check_files(find_files(["."], folder), folder)
    asked = checked.contracts.asked
    found = [each for each in checked.project.agreements if each.declaration.path in asked]
    if not found and not checked.failed:
        raise CallError("there is no agreement below this folder; `sla init` writes one")
    return checked, tuple(sorted(found, key=lambda each: (each.declaration.path, each.node.span.start)))


def _file_of(wanted: str, folder: Path) -> Path:
    """The file that declares the agreement a call means."""
    path, name = _parts(wanted)
    candidates = find_files([path or "."], folder)
    declaring = [file for file in candidates if _declares(file, name, folder)] if not path else candidates
    if not declaring:
        raise CallError(_unknown(wanted, candidates, folder))
    if len(declaring) > 1:
        places = ", ".join(f"{file.relative_to(folder).as_posix()}:{name}" for file in declaring)
        raise CallError(f"several files declare an agreement `{wanted}`: say which, {places}")
    return declaring[0]


def _parts(wanted: str) -> tuple[str | None, str | None]:
    """The file and the name in ``FILE.sla:NAME``; either may be missing."""
    path, colon, name = wanted.rpartition(":")
    if colon and path.endswith(SUFFIX):
        return path, name
    return (wanted, None) if wanted.endswith(SUFFIX) else (None, wanted)


def _declares(file: Path, name: str | None, folder: Path) -> bool:
    """Whether a file declares the agreement; what does not read the name need not be parsed."""
    if name is None or name.encode() not in file.read_bytes():
        return False
    parsed = contracts_of(take_inventory([file], folder))
    return any(name in _agreements(parsed, path) for path in parsed.asked)


_LISTED = 10


def _unknown(wanted: str, files: Sequence[Path], folder: Path) -> str:
    """Says that there is no such agreement, and which there are."""
    known: list[tuple[str, str]] = []
    for file in files:
        contracts = contracts_of(take_inventory([file], folder))
        shown = file.relative_to(folder).as_posix()
        known += [(name, shown) for path in contracts.asked for name in _agreements(contracts, path)]
    if not known:
        return f"there is no agreement below this folder, and so no `{wanted}`; `sla init` writes one"
    few = ", ".join(f"`{name}` in {shown}" for name, shown in known[:_LISTED])
    more = f" and {len(known) - _LISTED} more" if len(known) > _LISTED else ""
    meant = _meant(wanted, known)
    asked = f"; did you mean `{meant}`?" if meant else ""
    return f"there is no agreement `{wanted}` below this folder, only {few}{more}{asked}"


def _meant(wanted: str, known: Sequence[tuple[str, str]]) -> str | None:
    """The agreement with a name almost like it, or the only one in a file that is called so."""
    near = get_close_matches(wanted, [name for name, _ in known], n=1)
    of_file = [name for name, shown in known if wanted in (shown, Path(shown).stem)]
    return of_file[0] if len(of_file) == 1 else (near[0] if near else None)


def _agreements(contracts: Contracts, path: str) -> list[str]:
    nodes = contracts.files[path].declarations
    return [node.name.text for node in nodes if isinstance(node, AgreementNode)]


def _chosen(checked: Checked, path: str, name: str | None, wanted: str) -> Agreement | None:
    found = [each for each in checked.project.agreements if each.declaration.path == path]
    chosen = [each for each in found if name in (None, each.name)]
    if len(chosen) > 1:
        names = ", ".join(f"`{each.name}`" for each in chosen)
        raise CallError(f"`{wanted}` has several agreements: say which of {names}, as {path}:NAME")
    if not chosen and not checked.failed:
        known = ", ".join(f"`{each.name}`" for each in found)
        there = f"; it has {known}" if known else ""
        raise CallError(f"`{path}` has no agreement{f' `{name}`' if name else ''}{there}")
    return chosen[0] if chosen else None
