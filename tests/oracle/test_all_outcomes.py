"""A sample of all strings of outcomes through each form of an earn-back.

``python -m tests.oracle.all_outcomes`` goes through all of eight periods.
"""

from __future__ import annotations

from dataclasses import replace

from tests.oracle.all_outcomes import ENDS, forms, ground, walk


def test_the_package_and_the_oracle_agree_on_every_string_of_three() -> None:
    own = ground(3)
    parted = [(form, *how) for form, outcomes in forms(3) for how in walk(form, outcomes, own)]
    assert not parted, parted[:3]
    assert len(ENDS) * len(list(forms(3))) == 243


def test_a_mistake_would_be_seen() -> None:
    own = ground(3)
    form, outcomes = next(pair for pair in forms(3) if pair[0].miss == "restarts")
    for wrong in (replace(form, miss="forfeits"), replace(form, excused="counts as met")):
        assert list(walk(form, outcomes, own, against=wrong))
