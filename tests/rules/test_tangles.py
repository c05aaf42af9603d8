"""What nobody can follow down is said once, and no rule tries."""

from __future__ import annotations

import pytest

from slalang.model.references import MOST_DEEP
from tests.model.checking import project_of

HEAD = """language 1

event request {
  at     instant
  status integer
}
event outage {
  from instant
  to   instant
}
"""
AGREEMENT = """
agreement acme "Acme" {{
  provider "Acme Ltd"
  customer "Customer Inc"
  {tier}
  term     2026-01-01 to 2026-12-31
  timezone "UTC"
  fees     1_000 EUR each month
  round    half up to 0.01 EUR
  objective promised {of}each month {{
    target >= 99%
    no data counts as met
    credit {{
      below 99% pays 10% of fees
    }}
  }}
}}
"""
PLAIN = "indicator promised = share(status < 500 over request)\n"
FORMS = {
    "where": (
        "stream s{} = s{} where status < 500\n",
        "stream s{} = request\n",
        "share(status < 500 over s0)",
    ),
    "or": ("stream s{} = s{} or outage\n", "stream s{} = outage\n", "1 - time(s0) / time(period)"),
    "outside": ("stream s{} = outage outside s{}\n", "stream s{} = outage\n", "1 - time(s0) / time(period)"),
    "indicators": ("indicator s{} = s{}\n", "indicator s{} = share(status < 500 over request)\n", "s0"),
    "services": ("service s{} needs s{}\n", "service s{}\n", ""),
    "tiers": ("tier s{} extends s{} {{\n}}\n", "tier s{} {{\n}}\n", ""),
}


def text(form: str, steps: int, closed: bool) -> str:
    """So many definitions, each made of the next; the last of the first where they are closed."""
    step, last, value = FORMS[form]
    chain = "".join(step.format(number, number + 1) for number in range(steps))
    end = step.format(steps, 0) if closed else last.format(steps)
    indicator = f"indicator promised = {value}\n" if value else PLAIN
    tier, of = "tier s0" if form == "tiers" else "", "of s0 " if form == "services" else ""
    return HEAD + chain + end + indicator + AGREEMENT.format(tier=tier, of=of)


def errors(contract: str) -> list[str]:
    found = project_of({"tangle.sla": contract}).diagnostics
    return [each.kind.code for each in found if each.severity.value == "error"]


@pytest.mark.parametrize("form", FORMS)
@pytest.mark.parametrize("steps", [1, 2, 40, 400])
def test_a_circle_is_one_error(form: str, steps: int) -> None:
    assert errors(text(form, steps, closed=True)) == ["SLA116"]


@pytest.mark.parametrize("form", FORMS)
def test_a_row_that_is_too_deep_is_one_error(form: str) -> None:
    assert errors(text(form, MOST_DEEP - 2, closed=False)) == []
    assert errors(text(form, 4 * MOST_DEEP, closed=False)) == ["SLA140"]
