"""Tiers in one file beside those of another."""

from __future__ import annotations

from tests.model.checking import project_of

LOW = """language 1

event outage {
  from instant
  to   instant
}

indicator uptime = 1 - time(outage) / time(period)

tier low {
  objective uptime each month {
    target >= 99.5%
  }
}

tier idle extends low {
  objective uptime {
    target >= 99.9%
  }
}
"""
HIGH = """language 1

import low from "low.sla"

tier high extends low {
  objective uptime {
    target >= 99.0%
  }
}
"""
AGREEMENT = """
agreement example "Example" {
  provider "Provider Ltd"
  customer "Customer Ltd"
  tier     TIER
  term     2026-01-01 to 2026-12-31
  timezone "UTC"
  fees     1_000 EUR each month
  round    half up to 0.01 EUR
}
"""


def found(files: dict[str, str]) -> list[tuple[str, str]]:
    """The codes of the findings and the lines they stand in."""
    findings = project_of(files).diagnostics
    return [(each.kind.code, each.primary.span.place) for each in findings if each.primary]


def test_a_tier_is_compared_with_one_of_another_file() -> None:
    files = {"low.sla": LOW, "high.sla": HIGH + AGREEMENT.replace("TIER", "high")}
    assert found(files) == [("SLA211", "high.sla:7:5")]


def test_a_tier_that_another_file_imports_is_taken() -> None:
    low = LOW + AGREEMENT.replace("TIER", "low")
    taking = '\nimport idle from "low.sla"\n' + AGREEMENT.replace("TIER", "idle").replace("example", "other")
    alone = found({"low.sla": low})
    assert [code for code, _ in alone] == ["SLA247"]
    assert "SLA247" not in [code for code, _ in found({"low.sla": low, "b.sla": "language 1\n" + taking})]
