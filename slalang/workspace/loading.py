"""Contracts read and parsed with everything they import."""

from __future__ import annotations

from collections.abc import Mapping

from slalang.syntax.nodes import File
from slalang.values import Frozen, value
from slalang.workspace.inventory import Inventory, is_contract


@value
class Contracts(Frozen):
    """Parsed files by their path in the project, the ones asked for first, then those they import.

    ``incomplete`` are the paths of files of which clauses could not be read.
    """

    files: Mapping[str, File]
    asked: tuple[str, ...]
    incomplete: frozenset[str]


def contracts_of(inventory: Inventory) -> Contracts:
    """What an inventory has, all of it parsed."""
    files = {name: inventory.parsed[name].value for name in inventory.sources if is_contract(name)}
    incomplete = frozenset(name for name, file in files.items() if not file.whole)
    return Contracts(files, inventory.asked, incomplete)
