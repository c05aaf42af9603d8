"""What is found in looking at a file is the same whatever other files are looked at beside it."""

from __future__ import annotations

from pathlib import Path

import pytest

from slalang.workspace.files import find_files
from slalang.workspace.finding import parsed_with_imports
from slalang.workspace.inventory import take_inventory
from slalang.workspace.looking import look_at

ROOT = Path(__file__).parents[2]


@pytest.mark.parametrize("folder", ["tests/rules", "tests/model/cases", "tests/cases", "examples", "specs"])
def test_a_file_is_looked_at_alone_as_among_others(folder: str) -> None:
    inventory = take_inventory(find_files([folder], ROOT), ROOT)
    known, files = inventory.contracts, inventory.calendar_files
    together = look_at(inventory.parsed, known, known, files)[1]
    for name in known:
        alone = look_at(parsed_with_imports(inventory, [name]), known, [name], files)[1]
        assert alone[name] == together[name], name
