"""A clause that nobody thought of is told, and its direction stays open."""

from __future__ import annotations

from dataclasses import dataclass, replace
from pathlib import Path

from slalang.changes import Version, compare_plans
from slalang.changes.slots import Slot, slots_of
from slalang.changes.strictness import is_known
from slalang.compiler import compile_agreement
from slalang.plan.terms import Objective, Terms
from slalang.workspace.checking import find_agreement
from slalang.workspace.comparing import compare_snapshots as compared
from slalang.workspace.comparing import paid, snapshot_of
from tests.changes.test_formats import CASES


@dataclass(frozen=True)
class LaterTerms(Terms):
    """Terms with a clause that this version of the comparison does not know."""

    escalation: str = "none"


def version(escalation: str) -> Version:
    checked, agreement = find_agreement("acme.sla", CASES / "target" / "before")
    assert agreement
    plan = compile_agreement(checked.project, agreement).value
    assert plan
    named = {each: getattr(plan.versions[0], each) for each in Terms.__dataclass_fields__}
    return Version(
        replace(plan, versions=(LaterTerms(**named, escalation=escalation),)), agreement, checked.project
    )


def test_an_unknown_clause_is_told_and_stays_open() -> None:
    change = compare_plans(version("none"), version("board"), paid)
    assert change is not None
    (one,) = change.changes
    assert (one.clause, one.direction) == ("escalation", "depends")
    assert compare_plans(version("board"), version("board"), paid) is None


def test_every_field_of_the_plan_is_in_a_slot_or_part_of_one() -> None:
    (terms,) = version("none").plan.versions
    slots = slots_of(terms)
    own = {name for name in Terms.__dataclass_fields__ if not name.endswith("clause")}
    assert own - {"effective", "title", "objectives", "earn_backs"} <= {slot.field for slot in slots}
    named = {slot.field for slot in slots if slot.owner == "objective"}
    aside = {"name", "clause", "value", "measures", "unit", "point_events", "interval_events"}
    fields = {name for name in Objective.__dataclass_fields__ if not name.endswith("clause")}
    assert fields - aside <= named
    assert not is_known(Slot("agreement", "", "escalation"))


TIERS = (CASES / "tier-alone" / "before" / "tiers.sla").read_text(encoding="utf-8")


def test_a_tier_that_another_extends_is_compared_where_no_agreement_takes_either(tmp_path: Path) -> None:
    above = "\ntier gold extends bronze {\n  objective uptime {\n    target >= 99.9%\n  }\n}\n"
    (tmp_path / "old.sla").write_text(TIERS + above, encoding="utf-8")
    (tmp_path / "new.sla").write_text((TIERS + above).replace("99.5%", "99.6%"), encoding="utf-8")
    comparison = compared(snapshot_of("old.sla", tmp_path), snapshot_of("new.sla", tmp_path))
    assert comparison.is_complete
    assert [each.name for each in comparison.agreements] == ["tier bronze", "tier gold"]


def test_a_file_with_errors_that_no_agreement_rests_on_is_not_clean(tmp_path: Path) -> None:
    text = (CASES / "target" / "before" / "acme.sla").read_text(encoding="utf-8")
    for name, tiers in (("old", TIERS), ("new", TIERS.replace("uptime each", "upp each"))):
        (tmp_path / name).mkdir()
        (tmp_path / name / "acme.sla").write_text(text, encoding="utf-8")
        (tmp_path / name / "tiers.sla").write_text(tiers, encoding="utf-8")
    comparison = compared(snapshot_of("old", tmp_path), snapshot_of("new", tmp_path))
    assert comparison.unchanged == ("acme",)
    assert [one.what for one in comparison.not_compared] == ["new/tiers.sla of new"]


def test_a_folder_without_agreements_on_one_side_has_only_new_ones(tmp_path: Path) -> None:
    (tmp_path / "old").mkdir()
    (tmp_path / "new").mkdir()
    text = (CASES / "target" / "before" / "acme.sla").read_text(encoding="utf-8")
    (tmp_path / "new" / "acme.sla").write_text(text, encoding="utf-8")
    comparison = compared(snapshot_of("old", tmp_path), snapshot_of("new", tmp_path))
    assert [(each.name, each.happening) for each in comparison.agreements] == [("acme", "added")]
