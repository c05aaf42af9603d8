"""Many agreements measured in one pass have the readings that each has alone."""

from __future__ import annotations

import random
from collections.abc import Iterator
from typing import Any

import pytest

from slalang.measurement import measure
from slalang.measurement.together import evaluated_together, of_family
from slalang.plan.plan import Plan
from slalang.quantities import HOUR, MINUTE
from tests.compiler.contracts import plan_of
from tests.measurement.build import at, log_of

DECLARED = """language 1

event request {
  at       instant
  customer text
  region   text
  service  text
  status   integer
  latency  duration in ms
}
event maintenance {
  from instant
  to   instant
}
event outage {
  from     instant
  to       optional instant
  customer text
}
event ticket_change {
  at       instant
  ticket   text
  customer text
  change   one of (created, replied)
}

stream minute = request every 1h by service {
  failed = share(status >= 500) when empty 0%
}
stream hour = request every 6h {
  failed = share(status >= 500) when empty 100%
}
stream downtime = minute where failed > 5% lasting at least 2h
stream bad      = hour where failed > 50% outside maintenance

clock reply of ticket_change by ticket {
  starts when change = created
  stops  when change = replied
  limit  4h
}

indicator uptime  = 1 - time(downtime) / time(period)
indicator hourly  = mean(failed over hour)
indicator broken  = time(bad) / time(period)
indicator p90     = p90(latency over request where status < 500)
indicator reached = 1 - time(outage) / time(period)
indicator replied = share(in_time over reply)

tier standard {
  objective uptime each month {
    target >= 99%
    exclude maintenance up to 10h each contract year
    no data counts as met
  }
  objective hourly each month {
    target <= 1%
    no data counts as missed
  }
  objective broken each month {
    target <= 1%
    no data counts as met
  }
  objective p90 for each region each month {
    target <= 300ms
    no data counts as met
  }
  objective reached each month {
    target >= 99%
    forgive maintenance
  }
  objective replied each month {
    target >= 90%
    no data counts as met
  }
}
"""
CUSTOMERS = ("ada", "bob", "cy", "nobody")


def contract(name: str) -> str:
    return (
        DECLARED
        + f"""
agreement {name} "{name}" {{
  provider "Acme Ltd"
  customer "{name}"
  scope    customer = "{name}"
  tier     standard
  term     2026-01-01 to 2026-12-31
  timezone "Europe/Berlin"
  fees     1_000 EUR each month
  round    half up to 0.01 EUR
}}
"""
    )


def plans() -> list[Plan]:
    return [plan_of(contract(name), name) for name in CUSTOMERS]


def rows(seed: int) -> dict[str, list[dict[str, Any]]]:
    """Rows of three months, with few instants so that ties and touching intervals are many."""
    rng, start = random.Random(seed), at("2026-01-01T00:00")

    def instant() -> int:
        return start + rng.randrange(24 * 80) * HOUR + rng.choice((0, 0, MINUTE))

    def customer() -> str:
        return rng.choice((*CUSTOMERS[:3], "stranger"))

    def spans(count: int, **more: Any) -> Iterator[dict[str, Any]]:
        for _ in range(count):
            begun = instant()
            yield {"from": begun, "to": begun + rng.randrange(1, 30) * HOUR, **more}

    requests = [
        {
            "at": instant(),
            "customer": customer(),
            "region": rng.choice(("eu", "us")),
            "service": rng.choice(("api", "web")),
            "status": rng.choice((200, 404, 500, 503)),
            "latency": rng.randrange(1000),
        }
        for _ in range(300)
    ]
    changes = [
        {"at": instant(), "ticket": str(ticket), "customer": CUSTOMERS[ticket % 3], "change": change}
        for ticket in range(20)
        for change in ("created", "replied")
    ]
    outages = [span | {"customer": customer()} for span in spans(10)]
    return {
        "request": requests,
        "maintenance": list(spans(6)),
        "outage": outages,
        "ticket_change": changes,
    }


@pytest.mark.parametrize("seed", range(8))
def test_in_one_pass_as_alone(seed: int) -> None:
    """Also for a customer without a row, over streams, clocks, exclusions and keys of their own."""
    alike = plans()
    end = at("2026-03-01T00:00", "Europe/Berlin")
    with log_of(alike[0].events, rows(seed)) as log:
        together = of_family(alike, log, end, None)
        assert together is not None
        assert together == [measure(plan, log, end=end) for plan in alike]


def test_each_with_its_own_end() -> None:
    """Agreements that are asked about different times have different readings."""
    alike = plans()[:2]
    ends = [at("2026-03-01T00:00", "Europe/Berlin"), at("2026-02-01T00:00", "Europe/Berlin")]
    with log_of(alike[0].events, rows(1)) as log:
        found = evaluated_together(alike, log, ends, [None, None])
        assert found == [measure(plan, log, end=end) for plan, end in zip(alike, ends, strict=True)]


def test_what_is_to_be_reported_is_measured_one_by_one() -> None:
    """A finding names the agreement's own clause, so there is no pass for all."""
    texts = [contract(name).replace("limit  4h", "limit  limits") for name in CUSTOMERS[:2]]
    table = "table limits by ticket {\n  A 1h\n}\nclock reply"
    alike = [
        plan_of(text.replace("clock reply", table, 1), name)
        for text, name in zip(texts, CUSTOMERS, strict=False)
    ]
    end = at("2026-03-01T00:00", "Europe/Berlin")
    with log_of(alike[0].events, rows(2)) as log:
        assert of_family(alike, log, end, None) is None
        found = evaluated_together(alike, log, [end, end], [None, None])
        assert found == [measure(plan, log, end=end) for plan in alike]
        assert all(each.failed for each in found)
