"""Whatever stood in rows that cannot be read: what is owed lies between their best and their worst."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory

from hypothesis import given, settings
from hypothesis import strategies as st

from slalang.statement import Statement
from slalang.workspace.settling import Call, settle_call

CONTRACT = """language 1

event request {
  at      instant
  site    text
  status  integer
  latency duration in ms
}

event maintenance {
  from instant
  to   instant
}

stream minute = request every 1m by site {
  failed = share(status >= 500) when empty 0%
}
stream downtime = minute where failed > 50% lasting at least 2m

indicator uptime   = 1 - time(downtime) / time(period)
indicator errors   = share(status >= 500 over request where status != 503)
indicator p90_wait = p90(latency over request where status < 500)

agreement acme "Acme" {
  provider "Acme Ltd"
  customer "Customer Inc"
  scope    site = "x"
  term     2026-01-01 to 2026-01-04
  timezone "UTC"
  fees     1_000 EUR each month
  round    half up to 0.01 EUR

  objective uptime each day {
    target >= 99.8%
    exclude maintenance
    no data counts as missed
    credit {
      below 99.8% pays 3% of fees
      below 99.6% pays 7% of fees
    }
  }
  objective errors each day {
    target <= 20%
    no data counts as met
    fewer than 3 request counts as excused
    credit {
      a miss pays 2% of fees
      each further breach in a row pays double
    }
  }
  objective p90_wait each day {
    target <= 300ms
    no data counts as met
    credit {
      a miss pays 1% of fees
    }
  }
  earn back errors {
    for every credit
    after 2 consecutive days at target returns 100% of the credit paid
    a miss forfeits
    an excused day counts as missed
    at term end forfeits
  }
}
"""


@dataclass(frozen=True)
class Hit:
    """A row of the log, and whether it cannot be read."""

    place: int
    site: str
    status: int
    latency: int
    bad: bool

    @property
    def at(self) -> str:
        """Hits crowd in the first minutes of each of three days, so that they make runs."""
        day, second = divmod(self.place, 300)
        return f"2026-01-0{day + 1}T00:{second // 30:02}:{second % 30:02}Z"


HITS = st.lists(
    st.builds(
        Hit,
        place=st.integers(0, 899),
        site=st.sampled_from("xxxy"),
        status=st.sampled_from([200, 404, 499, 500, 500, 503]),
        latency=st.sampled_from([0, 299, 300, 301, 5_000]),
        bad=st.booleans(),
    ),
    max_size=9,
)
FAULTS = st.sampled_from(["status", "latency", "both", "site", "time"])


def _log(hits: list[Hit], fault: str | None) -> str:
    """The log in order of time, whole or with the fault in its bad rows."""
    lines = [
        _broken(hit, fault) if fault and hit.bad else f"{hit.at},{hit.site},{hit.status},{hit.latency}"
        for hit in sorted(hits, key=lambda hit: hit.place)
    ]
    return "\n".join(["at,site,status,latency", *lines, ""])


def _broken(hit: Hit, fault: str) -> str:
    return {
        "status": f"{hit.at},{hit.site},n/a,{hit.latency}",
        "latency": f"{hit.at},{hit.site},{hit.status},{hit.latency}ms",
        "both": f"{hit.at},{hit.site},,",
        "site": f"{hit.at},,{hit.status},{hit.latency}",
        "line": f'{hit.at},"{hit.site}"x,{hit.status},{hit.latency}',
        "time": f"{hit.at[:-1]},{hit.site},{hit.status},{hit.latency}",
    }[fault]


def _settled(folder: Path, log: str, quarantine: str | None) -> Statement:
    (folder / "acme.sla").write_text(CONTRACT)
    (folder / "requests.csv").write_text(log)
    (folder / "maintenance.csv").write_text("from,to\n2026-01-02T00:02:00Z,2026-01-02T00:04:00Z\n")
    files = {"request": [folder / "requests.csv"], "maintenance": [folder / "maintenance.csv"]}
    done = settle_call(Call("acme", files, "term", folder, quarantine=quarantine))
    assert done.value is not None, done.diagnostics
    return done.value.statement


@settings(max_examples=6, deadline=None)
@given(HITS, FAULTS)
def test_what_is_owed_lies_between_best_and_worst(hits: list[Hit], fault: str) -> None:
    with TemporaryDirectory() as folder:
        whole = _settled(Path(folder), _log(hits, None), None)
        partly = _settled(Path(folder), _log(hits, fault), "bad.jsonl")
    check_bounds(whole, partly, sum(hit.bad for hit in hits))


def check_bounds(whole: Statement, partly: Statement, bad: int) -> None:
    """Holds the statement of a log with bad rows against that of the same log before they went bad."""
    aside = partly.quarantine
    assert (aside.rows if aside else 0) == bad
    assert aside is not None or partly.totals == whole.totals
    if aside is None or aside.unbounded is not None:
        return
    left_out, best, worst = aside.counted
    assert left_out.net == partly.totals.net
    assert best.net <= whole.totals.net <= worst.net
    assert best.net <= left_out.net <= worst.net
