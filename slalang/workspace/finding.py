"""Finding everything there is to find in contracts, of which most may be known from an earlier run.

What looks at files is imported only when a file has to be looked at.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from slalang.diagnostics import Diagnostic, Kind, once
from slalang.workspace.file_findings import FileFindings, Found
from slalang.workspace.files import project_root
from slalang.workspace.inventory import Inventory, is_contract, take_inventory

if TYPE_CHECKING:
    from slalang.diagnostics import Outcome
    from slalang.syntax.nodes import File
    from slalang.workspace.kept import Kept


def find(
    files: Sequence[Path], folder: Path, remember: bool = False, texts: Mapping[Path, str] | None = None
) -> Found:
    """Looks at contracts and all they import. ``texts`` stand in place of what is stored.

    Where it may ``remember``, files are not looked at again that did not change since an earlier run, and
    neither did anything they import. What is found is the same either way.
    """
    if remember:
        from slalang.workspace.kept import Kept

        return _remembering(files, folder, Kept(project_root(folder, files)), texts)
    inventory = take_inventory(files, folder, texts=texts)
    looked = _look_at(inventory, inventory.contracts)
    return joined(inventory, looked, _compare(looked))


def _look_at(inventory: Inventory, names: Iterable[str]) -> dict[str, FileFindings]:
    from slalang.workspace.looking import look_at

    parsed = parsed_with_imports(inventory, names)
    return look_at(parsed, inventory.contracts, names, inventory.calendar_files)[1]


def parsed_with_imports(inventory: Inventory, names: Iterable[str]) -> dict[str, Outcome[File]]:
    """These files and all they import."""
    from slalang.syntax.parser import parse

    parsed: dict[str, Outcome[File]] = {}
    waiting = [*names]
    while waiting:
        name = waiting.pop()
        if name not in parsed and name in inventory.sources and is_contract(name):
            parsed[name] = inventory.parsed.get(name) or parse(inventory.sources[name])
            waiting += inventory.imports[name]
    return parsed


def _compare(looked: Mapping[str, FileFindings]) -> tuple[Diagnostic, ...]:
    from slalang.workspace.looking import compared

    return compared(looked[name].facts for name in sorted(looked))


def joined(
    inventory: Inventory,
    looked: Mapping[str, FileFindings],
    joint: tuple[Diagnostic, ...],
    kinds: tuple[Kind, ...] = (),
) -> Found:
    """All that was found in looking at files and in comparing them."""
    in_order = [looked[name] for name in sorted(looked)]
    faults = once(fault for each in in_order for fault in each.faults)
    remarks = once((*(remark for each in in_order for remark in each.remarks), *joint))
    faults = (*inventory.lost, *faults)
    return Found(inventory.root, inventory.asked, inventory.sources, faults, remarks, kinds)


# --- from one run to the next ------------------------------------------------------------------


def _remembering(files: Sequence[Path], folder: Path, kept: Kept, texts: Mapping[Path, str] | None) -> Found:
    """The same, with what is kept; afterwards all that was found in what is stored is kept."""
    from slalang.workspace.kept import joint_key, keys
    from slalang.workspace.plain_findings import Plainly

    inventory = take_inventory(files, folder, kept.imports_of, texts)
    plainly, made = Plainly(inventory.sources), keys(inventory)
    known = {name: kept.findings_of(name, made.get(name), plainly) for name in inventory.contracts}
    looked = {name: found for name, found in known.items() if found}
    changed = [name for name in known if name not in looked]
    if changed:
        looked |= _look_at(inventory, changed)
    joint = kept.joint(key := joint_key(made), plainly)
    if joint is None:
        joint = _compare(looked)
    if not texts:
        kept.keep({name: looked[name] for name in changed}, made, inventory, plainly)
        kept.keep_joint(key, joint, plainly)
    found = joined(inventory, looked, joint, kept.kinds)
    kept.write()
    return found
