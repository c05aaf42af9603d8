"""The three example agreements of the documentation as plans, reviewed by eye."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from tests.compiler.contracts import compact, plan_of

HERE = Path(__file__).parent
ROOT = HERE.parent.parent
LIBRARY = {"specs:aws/s3.sla": (ROOT / "specs/aws/s3.sla").read_text(encoding="utf-8")}


@pytest.mark.parametrize(
    ("path", "agreement"),
    [
        ("examples/cloud/globex.sla", "globex"),
        ("examples/support-desk/initech.sla", "initech"),
        ("examples/data-centre/state.sla", "state_dc"),
        ("specs/github/enterprise.sla", None),
    ],
)
def test_a_plan_is_as_reviewed(path: str, agreement: str | None, golden: Callable[[Path, str], None]) -> None:
    text = (ROOT / path).read_text(encoding="utf-8")
    name = agreement or text.split("\nagreement ", 1)[1].split()[0]
    golden(HERE / f"{name}.json", compact(plan_of(LIBRARY | {path: text}, name)))
