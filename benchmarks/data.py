"""The logs and contracts of the benchmarks; the same call makes the same rows."""

from __future__ import annotations

from pathlib import Path

import duckdb

REQUESTS = """
SELECT epoch_us(TIMESTAMP '2026-01-01') + (i * 31536000 // {rows}) * 1000000 + i % 1000 AS micros,
       'c' || (hash(i) % {customers}) AS customer,
       CASE WHEN hash(i + 1) % 1000 < 2 THEN 500 ELSE 200 END AS status,
       CAST(1 + hash(i + 2) % 900 AS BIGINT) AS latency
FROM range({rows}) t(i)
"""

DECLARED = """language 1

event request {{
  at       instant
  customer text
  status   integer
  latency  duration in ms
}}

indicator good = share(status < 500 over request)
indicator p99  = p99(latency over request)

tier standard {{
  objective {objective} each month {{
    target {target}
    no data counts as met
    credit {{
      a miss pays 10% of fees
    }}
  }}
}}
"""
AGREEMENT = """
agreement {name} "{name}" {{
  provider "Acme Ltd"
  customer "{name}"
  {scope}
  tier     standard
  term     2026-01-01 to 2026-12-31
  timezone "Europe/Berlin"
  fees     100 EUR each month
  round    half up to 0.01 EUR
}}
"""
DESK = """language 1

calendar office {{
  timezone "Europe/Berlin"
  open     mon to fri 09:00 to 12:30, 13:30 to 18:00
}}
event change {{
  at     instant
  ticket text
  what   one of (created, solved)
}}
clock repair of change by ticket {{
  starts when what = created
  stops  when what = solved
  {runs}
  limit  8h
}}
indicator quick = share(in_time over repair)

tier standard {{
  objective quick each month {{
    target >= 90%
    no data counts as met
  }}
}}
"""
OUTAGES = """language 1

event outage {
  from    instant
  to      instant
}
event maintenance {
  from    instant
  to      instant
}
indicator up = 1 - time(outage) / time(period)

tier standard {
  objective up each month {
    target >= 50%
    exclude maintenance
  }
}
"""


def requests(path: Path, rows: int, customers: int = 1) -> Path:
    """A year of requests as Parquet; made once."""
    if not path.exists():
        query = REQUESTS.format(rows=rows, customers=customers)
        with duckdb.connect() as connection:
            connection.execute("SET TimeZone = 'UTC'")
            columns = 'make_timestamptz(micros) AS "at", customer, status, latency'
            connection.execute(f"COPY (SELECT {columns} FROM ({query})) TO '{path}' (FORMAT parquet)")
    return path


def lines(path: Path, rows: int) -> Path:
    """The same as JSON Lines."""
    if not path.exists():
        query = REQUESTS.format(rows=rows, customers=10)
        at = "strftime(make_timestamp(micros), '%Y-%m-%dT%H:%M:%S.%fZ') AS \"at\""
        with duckdb.connect() as connection:
            columns = f"{at}, customer, status, latency"
            connection.execute(f"COPY (SELECT {columns} FROM ({query})) TO '{path}' (FORMAT json)")
    return path


def changes(path: Path, tickets: int) -> Path:
    """Tickets of a year, each created and solved."""
    if not path.exists():
        begun = f"epoch_us(TIMESTAMP '2026-01-05') + (i * 28000000 // {tickets}) * 1000000"
        micros = f"{begun} + k * CAST(1 + hash(i) % 200000 AS BIGINT) * 1000000"
        what = "CASE k WHEN 0 THEN 'created' ELSE 'solved' END AS what"
        columns = f"make_timestamptz({micros}) AS \"at\", 't' || i AS ticket, {what}"
        query = f"SELECT {columns} FROM range({tickets}) a(i), range(2) b(k)"
        with duckdb.connect() as connection:
            connection.execute("SET TimeZone = 'UTC'")
            connection.execute(f"COPY ({query}) TO '{path}' (FORMAT parquet)")
    return path


def spans(path: Path, count: int, longest: int, salt: int) -> Path:
    """Intervals of a year that overlap at random; ``longest`` is in seconds."""
    if not path.exists():
        later = f"CAST(hash(i + {salt}) % 31000000 AS BIGINT) * 1000000"
        length = f"CAST(1 + hash(i + {salt + 1}) % {longest} AS BIGINT) * 1000000"
        begun = f"epoch_us(TIMESTAMP '2026-01-01') + {later}"
        columns = f'make_timestamptz({begun}) AS "from", make_timestamptz({begun} + {length}) AS "to"'
        query = f"SELECT {columns} FROM range({count}) t(i)"
        with duckdb.connect() as connection:
            connection.execute("SET TimeZone = 'UTC'")
            connection.execute(f"COPY ({query}) TO '{path}' (FORMAT parquet)")
    return path
