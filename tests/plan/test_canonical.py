"""The canonical JSON form of exact values."""

from __future__ import annotations

import json
from fractions import Fraction

import pytest

from slalang.plan.canonical import canonical_bytes, from_json
from slalang.plan.terms import Rung


def test_a_fraction_of_many_thousand_digits_survives() -> None:
    rung = Rung(">=", Fraction(1, 3**20000))
    assert from_json(Rung, json.loads(canonical_bytes(rung))) == rung


def test_a_ratio_without_a_denominator_is_refused() -> None:
    with pytest.raises(ValueError):
        from_json(Rung, {"kind": "rung", "operator": ">=", "threshold": "1/0"})
