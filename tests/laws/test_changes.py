"""Writing a contract in another way is no change, and changing what it says is one."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory

from hypothesis import given, settings
from hypothesis import strategies as st

from slalang.comparison import Comparison
from slalang.workspace.comparing import compare_snapshots, snapshot_of

MEANING = {
    "target": "target >= 99.5%",
    "minimum": "minimum >= 97%",
    "forgive": "forgive {planned} up to 10h each contract year",
    "no data": "no data counts as met",
    "credit": "credit {{\n      {rungs}\n    }}",
}
OTHERWISE = {
    "target": "target >= 99.6%",
    "minimum": "minimum >= 96%",
    "forgive": "forgive {planned} up to 11h each contract year",
    "no data": "no data counts as missed",
    "notice": "24h",
    "cause": '"other"',
    "rungs": ("below 99.5% pays 11% of fees", "below 98% pays 25% of fees"),
}
RUNGS = ("below 99.5% pays 10% of fees", "below 98% pays 25% of fees")
CAUSES = (
    '{field} = "platform" or {field} = "network"',
    '{field} in ("network", "platform")',
    '{field} = "network" or {field} in ("platform")',
    '({field} = "network") or {field} = "platform"',
)


@dataclass(frozen=True)
class Writing:
    """One way to write the contract: names, orders, which clauses a tier below has, and its layout."""

    names: tuple[str, str, str]
    order: tuple[str, ...]
    below: frozenset[str]
    rungs: tuple[str, ...]
    cause: str
    notice: str
    apart: bool
    split: bool
    comments: bool

    def files(
        self, meaning: Mapping[str, str], rungs: tuple[str, ...], notice: str, cause: str
    ) -> dict[str, str]:
        """The files of the contract with this meaning."""
        down, planned, field = self.names
        shown = [rungs[RUNGS.index(each)] for each in self.rungs]
        clauses = {
            name: text.format(planned=planned, rungs="\n      ".join(shown)) for name, text in meaning.items()
        }
        note = "  # a note\n" if self.comments else ""
        lower = "\n    ".join(clauses[each] for each in self.order if each in self.below)
        upper = "\n    ".join(clauses[each] for each in self.order if each not in self.below)
        condition = self.cause.format(field="cause").replace('"network"', cause)
        first = f"outage where {condition}"
        streams = (
            f'stream first_of_{down} = {first}\nstream {down} = first_of_{down} where service = "api"\n'
            if self.apart
            else f'stream {down} = outage where service = "api" and ({condition})\n'
        )
        measures = (
            "event outage {\n  from instant\n  to instant\n  service text\n  cause text\n}\n\n"
            "event maintenance {\n  from instant\n  to instant\n  announced instant\n}\n\n"
            f"{streams}{note}stream {planned} = maintenance where announced <= from - {notice}\n\n"
            f"indicator {field} = 1 - time({down}) / time(period)\n\n"
        )
        promises = (
            f"tier low {{\n  objective uptime measures {field} each month {{\n    {lower}\n  }}\n}}\n\n"
            f"tier high extends low {{\n{note}  objective uptime {{\n    {upper}\n  }}\n}}\n\n"
            'agreement acme {\n  provider "A"\n  customer "B"\n  tier high\n  term 2026-01-01 to 2027-12-31\n'
            '  timezone "UTC"\n  fees 1_000 EUR each month\n  round half up to 0.01 EUR\n}\n'
        )
        if self.split:
            names = f"{field}, {planned}"
            return {
                "measures.sla": f"language 1\n\n{measures}",
                "acme.sla": f'language 1\n\nimport {names} from "measures.sla"\n\n{promises}',
            }
        return {"acme.sla": f"language 1\n\n{measures}{promises}"}


writings = st.builds(
    Writing,
    names=st.sampled_from([("down", "planned", "up"), ("broken", "announced_work", "good")]),
    order=st.permutations(list(MEANING)).map(tuple),
    below=st.sets(st.sampled_from(sorted(MEANING)), max_size=4).map(frozenset),
    rungs=st.permutations(list(RUNGS)).map(tuple),
    cause=st.sampled_from(CAUSES),
    notice=st.sampled_from(["48h", "2880m", "47h60m"]),
    apart=st.booleans(),
    split=st.booleans(),
    comments=st.booleans(),
)


def compared(old: Mapping[str, str], new: Mapping[str, str]) -> Comparison:
    with TemporaryDirectory() as scratch:
        folder = Path(scratch)
        for name, files in (("old", old), ("new", new)):
            (folder / name).mkdir()
            for file, text in files.items():
                (folder / name / file).write_text(text, encoding="utf-8")
        return compare_snapshots(snapshot_of("old", folder), snapshot_of("new", folder))


@settings(max_examples=40, deadline=None)
@given(writings, writings)
def test_another_way_to_write_it_is_no_change(one: Writing, other: Writing) -> None:
    written = [each.files(MEANING, RUNGS, each.notice, '"network"') for each in (one, other)]
    comparison = compared(*written)
    assert comparison.is_complete, comparison.not_compared
    assert comparison.is_empty, written


@settings(max_examples=12, deadline=None)
@given(writings, writings, st.sampled_from(sorted(OTHERWISE)))
def test_another_meaning_is_one_change(one: Writing, other: Writing, what: str) -> None:
    meaning = {name: OTHERWISE[name] if name == what else text for name, text in MEANING.items()}
    rungs = OTHERWISE["rungs"] if what == "rungs" else RUNGS
    notice = "24h" if what == "notice" else other.notice
    cause = '"other"' if what == "cause" else '"network"'
    assert isinstance(rungs, tuple)
    comparison = compared(
        one.files(MEANING, RUNGS, one.notice, '"network"'), other.files(meaning, rungs, notice, cause)
    )
    (agreement,) = comparison.agreements
    assert len(agreement.changes) == 1, agreement
    assert agreement.changes[0].items
