"""Findings kept from one run to the next, by what is written in the files.

They lie in a folder ``.sla_cache`` at the root of the project, with what each file imports. A file is looked
at again after a change to it, to a file it imports directly or over others, or to slalang. Settings have no
part in it: all that can be found is kept, whatever is shown. What cannot be read, is damaged or was made by
another slalang is as good as nothing, and nothing depends on whether something is kept but the time it takes.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from graphlib import CycleError, TopologicalSorter
from hashlib import sha256
from pathlib import Path

from slalang.diagnostics import Diagnostic, Kind
from slalang.workspace.file_findings import FileFindings
from slalang.workspace.files import place_of
from slalang.workspace.installation import stamp
from slalang.workspace.inventory import Imports, Inventory
from slalang.workspace.plain_findings import Plain, Plainly
from slalang.workspace.selectors import known_kinds
from slalang.workspace.writing import write_whole

FOLDER = ".sla_cache"
_STORE = "findings"
_BESIDE = {
    ".gitignore": "# Made by slalang. Everything here can be made again.\n*\n",
    "CACHEDIR.TAG": "Signature: 8a477f597d28d172789f06886806bc55\n# Kept by slalang for its next run.\n",
}


class Kept:
    """What an earlier run left in a project, and what this one leaves."""

    def __init__(self, root: Path) -> None:
        self.root = root
        self._stamp = stamp()
        self._files, self._joint, self._kinds = self._stored()
        self._changed = False

    def imports_of(self, name: str, text: str) -> Imports | None:
        """What a file with this text imports, if that is known."""
        entry = self._files.get(name)
        return tuple(entry["imports"]) if entry and entry["text"] == _digest(text) else None

    def findings_of(self, name: str, key: str | None, plainly: Plainly) -> FileFindings | None:
        """What was found in looking at a file, if it still holds."""
        entry = self._files.get(name)
        if entry is None or key is None or entry["key"] != key:
            return None
        facts = {
            rule: tuple((plainly.span(place), tuple(texts)) for place, texts in said)
            for rule, said in entry["facts"].items()
        }
        return FileFindings(plainly.read(entry["faults"]), plainly.read(entry["remarks"]), facts)

    def joint(self, key: str | None, plainly: Plainly) -> tuple[Diagnostic, ...] | None:
        """What was found in comparing files, if these were the files."""
        return plainly.read(self._joint["found"]) if key and self._joint.get("key") == key else None

    @property
    def kinds(self) -> tuple[Kind, ...]:
        """Every kind of finding there is."""
        if not self._kinds:
            self._kinds = [[kind.code, kind.name] for kind in known_kinds()]
        return tuple(Kind(code, name) for code, name in self._kinds)

    # --- keeping ---------------------------------------------------------------------------------

    def keep(
        self,
        looked: Mapping[str, FileFindings],
        made: Mapping[str, str],
        inventory: Inventory,
        plainly: Plainly,
    ) -> None:
        """Keeps what was found in looking at files, under their keys."""
        for name, found in looked.items():
            if name in made:
                self._changed = True
                self._files[name] = {
                    "text": _digest(inventory.sources[name].text),
                    "imports": inventory.imports[name],
                    "key": made[name],
                    "faults": plainly.said(found.faults),
                    "remarks": plainly.said(found.remarks),
                    "facts": {
                        rule: [[plainly.place(place), texts] for place, texts in said]
                        for rule, said in found.facts.items()
                    },
                }

    def keep_joint(self, key: str | None, found: tuple[Diagnostic, ...], plainly: Plainly) -> None:
        """Keeps what was found in comparing files."""
        if key and key != self._joint.get("key"):
            self._changed = True
            self._joint = {"key": key, "found": plainly.said(found)}

    def write(self) -> None:
        """Stores what is kept, if anything is new. A project that cannot be written to keeps nothing."""
        if not self._changed:
            return
        files = {name: entry for name, entry in self._files.items() if place_of(name, self.root).is_file()}
        content = json.dumps([files, self._joint, self._kinds], separators=(",", ":"))
        try:
            folder = self.root / FOLDER
            folder.mkdir(exist_ok=True)
            for name, text in _BESIDE.items():
                if not (folder / name).exists():
                    write_whole(folder / name, text, durable=False)
            write_whole(folder / _STORE, f"{self._head(content)}\n{content}", durable=False)
        except OSError:
            return

    def _stored(self) -> tuple[dict[str, Plain], Plain, Plain]:
        try:
            head, _, content = (self.root / FOLDER / _STORE).read_text(encoding="utf-8").partition("\n")
        except (OSError, UnicodeDecodeError):
            return {}, {}, []
        if head != self._head(content):
            return {}, {}, []
        files, joint, kinds = json.loads(content)
        return files, joint, kinds

    def _head(self, content: str) -> str:
        """Tells who made the content, and whether it is whole."""
        return f"slalang {self._stamp} {_digest(content)}"


def keys(inventory: Inventory) -> Mapping[str, str]:
    """For each file a text that changes with whatever its findings depend on.

    Files that import something that is not there depend on which files there are, for one of them may be
    suggested. There are no keys where files import one another in a circle.
    """
    made: dict[str, str] = {}
    try:
        for name in TopologicalSorter(inventory.imports).static_order():
            source = inventory.sources.get(name)
            made[name] = _digest("\0".join(_content(name, inventory, made))) if source else ""
    except CycleError:
        return {}
    return {name: made[name] for name in inventory.sources}


def _content(name: str, inventory: Inventory, made: Mapping[str, str]) -> Iterator[str]:
    """What the findings of a file depend on."""
    imported = inventory.imports[name]
    yield name
    yield inventory.sources[name].text
    for other in sorted(imported):
        yield f"{other}\0{made[other]}"
    if any(other not in inventory.sources for other in imported):
        yield from sorted(inventory.sources)


def joint_key(made: Mapping[str, str]) -> str | None:
    """A text that changes with whatever all findings depend on."""
    return _digest("\0".join(f"{name}\0{made[name]}" for name in sorted(made))) if made else None


def _digest(text: str) -> str:
    return sha256(text.encode("utf-8", "surrogateescape")).hexdigest()[:32]
