"""What tiers, agreements and amendments come to when they are laid over one another."""

from __future__ import annotations

from datetime import date
from pathlib import Path

from slalang.diagnostics import Severity
from slalang.model import Agreement, Objective
from slalang.model.contract import Clauses
from slalang.model.typing import Typing
from slalang.syntax import nodes
from tests.model.checking import project_of

EXAMPLES = Path(__file__).parents[2] / "examples"


def agreement_in(path: str) -> Agreement:
    """The one agreement an example declares; an example has nothing to be mended."""
    outcome = project_of({Path(path).name: (EXAMPLES / path).read_text(encoding="utf-8")})
    assert [each for each in outcome.diagnostics if each.severity is not Severity.INFO] == []
    return next(each for each in outcome.value.agreements if each.declaration.path == Path(path).name)


def objective_of(agreement: Agreement, version: int, name: str) -> Objective:
    objective = agreement.versions[version].objective(name)
    assert objective is not None
    return objective


def said(clauses: Clauses[nodes.ObjectiveClause]) -> list[tuple[str, str]]:
    """The first line of each statement, and what it came through."""
    return [(each.node.span.text.split("\n")[0], each.through) for each in clauses.statements]


def test_the_most_specific_statement_of_each_kind_is_in_force() -> None:
    globex = agreement_in("cloud/globex.sla")
    assert said(objective_of(globex, 0, "uptime").clauses) == [
        ("target >= 99.9%", "tier silver"),
        ("exclude planned up to 10h each contract year", "tier bronze"),
        ("no data counts as met", "tier bronze"),
        ("credit {", "tier silver"),
    ]
    assert said(objective_of(globex, 1, "uptime").clauses) == [
        ("target >= 99.95%", 'amendment "No. 1"'),
        ("exclude planned up to 10h each contract year", "tier bronze"),
        ("no data counts as met", "tier bronze"),
        ("credit {", 'amendment "No. 1"'),
    ]


def test_amendments_are_versions_from_their_day_on() -> None:
    globex = agreement_in("cloud/globex.sla")
    assert [version.effective for version in globex.versions] == [date(2026, 1, 1), date(2026, 7, 1)]
    assert [version.amendment is None for version in globex.versions] == [True, False]
    assert objective_of(globex, 0, "p99_latency") == objective_of(globex, 1, "p99_latency")


def test_terms_are_in_force_from_the_first_day_of_the_term_wherever_it_is_stated() -> None:
    text = "language 1\ntier t {\n  term 2026-02-01 to 2026-12-31\n}\nagreement a {\n  tier t\n}\n"
    (agreement,) = project_of({"a.sla": text}).value.agreements
    assert [version.effective for version in agreement.versions] == [date(2026, 2, 1)]


def test_an_objective_knows_its_indicator_service_and_parts() -> None:
    uptime = objective_of(agreement_in("cloud/globex.sla"), 1, "uptime")
    assert uptime.indicator.described == "indicator `uptime`"
    assert uptime.service is not None
    assert uptime.service.described == "service `api`"
    assert [part.through for part in uptime.parts] == ["tier bronze", "tier silver", 'amendment "No. 1"']
    assert uptime.head is uptime.parts[0]
    assert uptime.each.kind == "month"


def test_caps_of_other_horizons_stand_side_by_side() -> None:
    version = agreement_in("cloud/globex.sla").versions[0]
    caps = [cap.node.span.text for cap in version.clauses.every(nodes.Cap)]
    assert caps == [
        "cap credits of each month at 50% of its fees",
        "cap credits of each contract year at 15% of its fees",
    ]


def test_scopes_are_fixed_field_by_field() -> None:
    version = agreement_in("support-desk/initech.sla").versions[0]
    assert [each.node.span.text for each in version.fixed] == ['customer = "initech"']


def test_everything_an_outsourcing_schedule_says_is_kept() -> None:
    state = agreement_in("data-centre/state.sla")
    version = state.versions[0]
    assert state.currency == "USD"
    assert [objective.name for objective in version.objectives] == [
        "availability",
        "repair_time",
        "reachability",
    ]
    breaches = objective_of(state, 0, "availability").clauses.every(nodes.BreachWhen)
    assert [breach.node.missed for breach in breaches] == ["minimum", "target"]
    earn_back = version.earn_back("availability")
    assert earn_back is not None
    assert len(earn_back.clauses.every(nodes.Stage)) == 2


HEAD = """language 1
event request {
  at     instant
  region text
  up     boolean
}
indicator uptime = share(up over request)
"""
BODY = """  provider "P"
  customer "C"
  term     2026-01-01 to 2026-12-31
  timezone "UTC"
  fees     100 EUR each month
  round    half up to 0.01 EUR
"""


def overlaid(tiers: str, clauses: str) -> Agreement:
    text = f"{HEAD}{tiers}agreement a {{\n{BODY}{clauses}}}\n"
    outcome = project_of({"a.sla": text})
    assert [each.message for each in outcome.diagnostics if each.severity is Severity.ERROR] == []
    return outcome.value.agreements[0]


BASE = """tier base {
  scope region = "eu"
  cap credits of each month at 10% of its fees
  objective uptime each month {
    target >= 99%
    breach when target missed 2 times in 6 months
    breach when target missed 3 times in 12 months
    credit {
      a breach pays 5% of fees
    }
  }
  earn back uptime {
    for every credit
    after 3 consecutive months at target returns 50% of the credit paid
    after 6 consecutive months at target returns 100% of the credit paid
    a miss forfeits
    an excused month skips
    at term end forfeits
  }
}
"""


def test_breach_rules_and_stages_are_replaced_together() -> None:
    changed = """  tier base
  objective uptime {
    breach when target missed 4 times in 12 months
  }
  earn back uptime {
    after 2 consecutive months at target returns 100% of the credit paid
    a miss restarts
  }
"""
    version = overlaid(BASE, changed).versions[0]
    objective = version.objective("uptime")
    assert objective is not None
    assert [each.node.times for each in objective.clauses.every(nodes.BreachWhen)] == [4]
    earn_back = version.earn_back("uptime")
    assert earn_back is not None
    assert {each.node.span.text: each.through for each in earn_back.clauses.statements} == {
        "for every credit": "tier base",
        "after 2 consecutive months at target returns 100% of the credit paid": "agreement",
        "a miss restarts": "agreement",
        "an excused month skips": "tier base",
        "at term end forfeits": "tier base",
    }


def test_report_only_takes_the_credit_away() -> None:
    text = """tier reporting extends base {
  objective uptime {
    report only
  }
}
"""
    version = overlaid(BASE.split("  earn back")[0] + "}\n" + text, "  tier reporting\n").versions[0]
    objective = version.objective("uptime")
    assert objective is not None
    assert objective.credit is None
    assert objective.target is not None


def test_a_cap_of_the_same_horizon_takes_the_place_of_the_other() -> None:
    clauses = "  tier base\n  cap credits of each month at 20% of its fees\n"
    version = overlaid(BASE, clauses).versions[0]
    assert [(cap.node.span.text[-15:], cap.through) for cap in version.clauses.every(nodes.Cap)] == [
        ("20% of its fees", "agreement")
    ]


def test_a_tier_reached_on_two_ways_is_laid_once_and_below_both() -> None:
    tiers = BASE + (
        "tier left extends base {\n  objective uptime {\n    target >= 99.5%\n  }\n}\n"
        "tier right extends base {\n  objective uptime {\n    no data counts as met\n  }\n}\n"
    )
    objective = overlaid(tiers, "  tier left, right\n").versions[0].objective("uptime")
    assert objective is not None
    assert objective.target is not None
    assert objective.target.through == "tier left"
    assert [part.through for part in objective.parts] == ["tier base", "tier left", "tier right"]


def test_a_refinement_may_change_the_head_in_part() -> None:
    clauses = "  tier base\n  objective uptime for each region from 2026-04-01 {\n    target >= 98%\n  }\n"
    objective = overlaid(BASE, clauses).versions[0].objective("uptime")
    assert objective is not None
    assert [key.text for key in objective.for_each] == ["region"]
    assert objective.effective is not None
    assert objective.effective.value == date(2026, 4, 1)
    assert objective.each.kind == "month"


def test_types_can_be_asked_for_again_without_findings() -> None:
    text = (EXAMPLES / "data-centre" / "state.sla").read_text(encoding="utf-8")
    project = project_of({"state.sla": text}).value
    typing, scope = Typing(project.scopes), project.scopes["state.sla"]
    site_down = typing.rows(scope.own["site_down"])
    assert (site_down.shape, site_down.keys) == ("intervals", ("site",))
    slot = typing.rows(scope.own["slot"])
    assert (slot.shape, slot.keys, slot.metrics) == ("buckets", ("site", "zone"), ("errors",))
    outage = typing.rows(scope.own["outage"])
    assert (outage.shape, outage.keys) == ("intervals", ())
    assert [event.name for event in outage.events] == ["probe", "incident"]
    assert typing.findings.found == ()
