"""The mistakes that can be planted have their place in the package."""

import pytest

from tests.oracle.coverage import forms
from tests.oracle.planted import MISTAKES, PROJECT, Mistake


@pytest.mark.parametrize("mistake", MISTAKES, ids=lambda mistake: mistake.name)
def test_each_has_its_place_once(mistake: Mistake) -> None:
    text = (PROJECT / "slalang" / mistake.file).read_text()
    assert text.count(mistake.right) == 1
    assert mistake.only is None or mistake.only in forms()
