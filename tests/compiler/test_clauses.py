"""Clause paths: where each clause is written, and what it came through."""

from __future__ import annotations

from slalang.plan.plan import Plan
from tests.compiler.contracts import contract, plan_of

TIERED = """
tier base {
  objective uptime each month {
    target >= 99%
    exclude planned   # announced or not
    credit {
      below 99% pays 10% of fees
      below (
        95%   # very bad
      ) pays 20% of fees
    }
  }
}
tier better extends base {
  objective uptime {
    target >= 99.5%
  }
}
"""
AMENDED = """
amendment "No. 1" from 2026-04-01 {
  objective uptime {
    target >= 99.9%
  }
}
amendment "No. 2" from 2026-07-01 {
  fees 2_000 EUR each month
  objective uptime {
    credit {
      a miss pays 20% of fees
    }
  }
}
"""
BARE = """
language 1
event incident {
  from  instant
  to    instant
  cause text
}
stream planned = incident where cause = "planned"
indicator uptime = 1 - time(incident) / time(period)
"""
AGREEMENT = """
agreement acme {
  provider "P"
  customer "C"
  tier better
  term 2026-01-01 to 2026-12-31
  timezone "UTC"
  fees 1_000 EUR each month
  round half up to 0.01 EUR
}
"""


def clause(plan: Plan, path: str) -> tuple[str, str, str]:
    found = plan.clause(path)
    assert found is not None, path
    return found.place, found.text, found.through


def test_a_clause_says_what_it_came_through() -> None:
    plan = plan_of(BARE + TIERED + AGREEMENT)
    assert clause(plan, "uptime.target") == ("acme.sla:25", "target >= 99.5%", "tier better")
    assert clause(plan, "uptime.exclude.1") == ("acme.sla:14", "exclude planned", "tier base")
    assert clause(plan, "uptime.credit") == ("acme.sla:15", "credit", "tier base")
    assert clause(plan, "fees")[2] == "agreement"


def test_a_clause_is_on_one_line_without_its_comments() -> None:
    plan = plan_of(BARE + TIERED + AGREEMENT)
    assert clause(plan, "uptime.credit.2")[1] == "below ( 95% ) pays 20% of fees"


def test_a_brace_between_quotes_begins_no_block() -> None:
    text = contract(head='"Up {all} the time" each month', agreement='scope customer = "{acme}"')
    plan = plan_of(text)
    assert clause(plan, "uptime")[1] == 'objective uptime "Up {all} the time" each month'
    assert clause(plan, "scope.customer")[1] == 'customer = "{acme}"'


def test_only_what_an_amendment_changes_has_a_path_of_its_own() -> None:
    first, second, third = plan_of(contract(agreement=AMENDED)).versions
    targets = [terms.objectives[0].target for terms in (first, second, third)]
    assert [target.clause for target in targets if target] == [
        "uptime.target",
        "amendment-1/uptime.target",
        "amendment-1/uptime.target",
    ]
    credits = [terms.objectives[0].credit for terms in (first, second, third)]
    assert [credit.clause for credit in credits if credit] == [
        "uptime.credit",
        "uptime.credit",
        "amendment-2/uptime.credit",
    ]
    assert [terms.fees.clause for terms in (first, second, third) if terms.fees] == [
        "fees",
        "fees",
        "amendment-2/fees",
    ]


def test_two_clauses_never_share_a_path() -> None:
    """An objective may be called what a clause of the agreement is."""
    text = contract(
        declaration="indicator round = share(up over request)",
        agreement="objective round each month {\ntarget >= 99%\nreport only\n}",
    )
    plan = plan_of(text)
    assert clause(plan, plan.rounding.clause)[1] == "round half up to 0.01 EUR"
    objective = next(one for one in plan.versions[0].objectives if one.name == "round")
    assert clause(plan, objective.clause)[1] == "objective round each month"
    assert len({one.path for one in plan.clauses}) == len(plan.clauses)


def test_every_path_of_the_terms_is_known() -> None:
    plan = plan_of(contract(agreement=AMENDED))
    known = {one.path for one in plan.clauses}
    assert paths_in(plan.versions) - known == set()
    assert {one.clause for one in plan.assumptions if one.clause} - known == set()


def paths_in(value: object) -> set[str]:
    """What fields named ``clause`` hold, however deep."""
    if isinstance(value, tuple):
        return {path for item in value for path in paths_in(item)}
    fields = getattr(value, "__dataclass_fields__", {})
    own = {getattr(value, name) for name in fields if name == "clause" or name.endswith("_clause")}
    return {path for path in own if path} | {
        path for name in fields for path in paths_in(getattr(value, name))
    }


# --- the hash ----------------------------------------------------------------------------------


def test_moving_lines_changes_no_hash() -> None:
    plain = plan_of(BARE + TIERED + AGREEMENT)
    moved = plan_of("# a comment\n\n\n" + BARE + AGREEMENT.replace("\n", "\n\n") + TIERED)
    assert moved.clauses != plain.clauses
    assert moved.hash == plain.hash


def test_the_place_of_a_file_changes_no_hash() -> None:
    text = BARE.replace("event incident {", 'event incident from "incidents.csv" {') + TIERED + AGREEMENT
    here, there = plan_of({"acme.sla": text}), plan_of({"contracts/acme.sla": text})
    assert here.hash == there.hash
    assert there.events[0].path == "incidents.csv"


def test_saying_the_same_in_other_words_changes_no_hash() -> None:
    other = BARE + TIERED.replace("99.5%", "99.50%") + AGREEMENT.replace("1_000", "1000.00")
    assert plan_of(other).hash == plan_of(BARE + TIERED + AGREEMENT).hash


def test_every_number_is_in_the_hash() -> None:
    other = BARE + TIERED.replace("99.5%", "99.51%") + AGREEMENT
    assert plan_of(other).hash != plan_of(BARE + TIERED + AGREEMENT).hash
