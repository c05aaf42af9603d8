"""What shows that rows count otherwise: the same rows as two values, and what comes of each."""

from __future__ import annotations

from itertools import pairwise

from slalang.changes.axis import Sample
from slalang.changes.payoff import Contrast
from slalang.changes.scenarios import Point, Scenario
from slalang.changes.trials import Trial, Tried
from slalang.changes.wording import given_of, payoff_texts
from slalang.comparison import Party, Witness
from slalang.quantities import local_date


def counted_witness(trial: Trial, party: Party, names: dict[str, str]) -> Witness | None:
    """The mildest two values, one worse than the other, that do not come to the same.

    Where the change is better for the customer, the new version is the one that counts worse.
    """
    for name in trial.names:
        for good, bad in pairwise(_samples(trial, name)):
            better, worse = _tried(trial, name, trial.axes[name].as_many(good, bad)), _tried(trial, name, bad)
            if better is None or worse is None:
                continue
            contrast = Contrast(better.contrast.old, worse.contrast.old)
            if contrast.better_for == "customer" or contrast.better_by_outcome == "customer":
                before, after = (better, worse) if party == "customer" else (worse, better)
                return _witness(before, after, trial, party, names)
    return None


def _samples(trial: Trial, name: str) -> list[Sample]:
    """A sample for each value, the best first."""
    axis = trial.axes.get(name)
    if axis is None:
        return []
    values = axis.values(trial.lengths[name])
    samples = axis.samples(trial.lengths[name])
    return [one for one in samples[: len(values)] if one.value is not None]


def _tried(trial: Trial, name: str, sample: Sample) -> Tried | None:
    """The old version on one period with the sample."""
    return trial.tried(Scenario(name, (Point(name, 0, sample),), 1, single=True))


def _witness(before: Tried, after: Tried, trial: Trial, party: Party, names: dict[str, str]) -> Witness:
    contrast = Contrast(before.contrast.old, after.contrast.old)
    old, new = payoff_texts(contrast, trial)
    return Witness(
        given=(
            f"rows that the old version counts as {', '.join(given_of(before, trial, names))}",
            f"and the new one as {', '.join(given_of(after, trial, names))}",
        ),
        as_of=str(local_date(before.end, trial.old.timezone)),
        old=old,
        new=new,
        better_for=party,
    )
