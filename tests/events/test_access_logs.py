"""Access logs of Apache and nginx, by the format strings of their configuration."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from slalang.diagnostics import Diagnostic
from slalang.events import read_events
from slalang.model.log_formats import LogFormat, compile_log_format
from slalang.plan.streams import Event, EventField
from tests.measurement.build import at

COMBINED = '%h %l %u %t "%r" %>s %b "%{Referer}i" "%{User-Agent}i" %D'
APACHE = Event(
    "request",
    "points",
    (
        EventField("at", "instant", column="%t", format="[%d/%b/%Y:%H:%M:%S %z]"),
        EventField("status", "integer", column="%>s"),
        EventField("bytes", "integer", column="%b", optional=True),
        EventField("line", "text", column="%r"),
        EventField("agent", "text", column="%{User-Agent}i", optional=True),
        EventField("latency", "duration", unit="us", column="%D"),
    ),
    format=COMBINED,
)
NGINX = Event(
    "request",
    "points",
    (
        EventField("at", "instant", column="$time_local", format="%d/%b/%Y:%H:%M:%S %z"),
        EventField("status", "integer", column="$status"),
        EventField("latency", "duration", unit="s", column="$request_time"),
    ),
    format='$remote_addr - $remote_user [$time_local] "$request" $status ${body_bytes_sent} $request_time',
)
LINES = (
    '10.0.0.1 - - [17/Feb/2026:07:42:00 +0100] "GET /a HTTP/1.1" 200 - "-" "curl \\"8\\"" 1500',
    '::1 - bob [17/Feb/2026:07:42:01 +0100] "GET /b HTTP/1.1" 503 12 "-" "-" 20',
)


def rows(event: Event, path: Path) -> list[tuple[object, ...]]:
    outcome = read_events([event], {"request": [path]}, default_currency="EUR")
    assert outcome.value is not None, outcome.diagnostics
    with outcome.value as log:
        return log.connection.execute("SELECT * FROM event_0 ORDER BY record").fetchall()


def faults(event: Event, path: Path) -> list[Diagnostic]:
    outcome = read_events([event], {"request": [path]}, default_currency="EUR")
    assert outcome.value is None
    return list(outcome.diagnostics)


def written(folder: Path, *lines: str, name: str = "access.log") -> Path:
    path = folder / name
    path.write_text("".join(f"{line}\n" for line in lines))
    return path


def test_a_log_of_apache(tmp_path: Path) -> None:
    """A part that is only a minus is no value; escapes stay as they are written."""
    first, second = at("2026-02-17T06:42:00"), at("2026-02-17T06:42:01")
    assert rows(APACHE, written(tmp_path, *LINES)) == [
        (first, 200, None, "GET /a HTTP/1.1", 'curl \\"8\\"', 1500, 0, 1),
        (second, 503, 12, "GET /b HTTP/1.1", None, 20, 0, 2),
    ]


def test_a_log_of_nginx(tmp_path: Path) -> None:
    line = '10.0.0.1 - - [17/Feb/2026:07:42:00 +0000] "GET / HTTP/2.0" 200 512 0.025'
    path = written(tmp_path, line, name="access.log.1")
    assert rows(NGINX, path) == [(at("2026-02-17T07:42:00"), 200, 25_000, 0, 1)]


def test_bad_lines_are_named(tmp_path: Path) -> None:
    """By line, and by field where the line is of the format."""
    path = written(tmp_path, LINES[0], "what is this", LINES[1].replace("503", "5x3"), "", LINES[1][:-3])
    found = [(one.kind.code, one.data and (one.data.record, one.data.field)) for one in faults(APACHE, path)]
    assert found == [
        ("SLA551", (2, None)),
        ("SLA532", (3, "status")),
        ("SLA517", (4, None)),
        ("SLA551", (5, None)),
    ]


def test_a_line_that_was_cut_off(tmp_path: Path) -> None:
    """Servers end every line: one without an end may be the front part of a longer one."""
    path = tmp_path / "access.log"
    path.write_text(f"{LINES[0]}\n{LINES[1]}")
    (found,) = faults(APACHE, path)
    assert (found.kind.code, found.data and found.data.record) == ("SLA551", 2)
    assert found.message == "the file stops in this line"


def test_a_folder_of_logs_and_compressed_ones(tmp_path: Path) -> None:
    import gzip

    folder = tmp_path / "logs"
    folder.mkdir()
    (folder / "access.log.1.gz").write_bytes(gzip.compress(f"{LINES[0]}\n".encode()))
    written(folder, LINES[1])
    assert len(rows(APACHE, folder)) == 2


@pytest.mark.parametrize(
    ("text", "problem"),
    [
        ("plain", "it has no directive, such as `%h` of Apache or `$remote_addr` of nginx"),
        ("%h%l", "nothing stands between `%h` and `%l`, so where one ends is not known"),
        ("%h %h", "`%h` is in it twice"),
        ("%h %", "`%` is no directive of a format"),
    ],
)
def test_formats_that_cannot_be_read(text: str, problem: str) -> None:
    assert compile_log_format(text) == problem


@pytest.mark.parametrize(
    ("text", "columns"),
    [
        ("%v:%p %{%Y-%m-%d}t %>s 100%% %{X-A b}o", ("%v", "%p", "%{%Y-%m-%d}t", "%>s", "%{X-A b}o")),
        ("%400,501{Agent}i %!200s %^ti", ("%400,501{Agent}i", "%!200s", "%^ti")),
        ("$a|${b}|$c_1", ("$a", "$b", "$c_1")),
    ],
)  # fmt: skip
def test_parts_are_called_as_the_format_writes_them(text: str, columns: tuple[str, ...]) -> None:
    form = compile_log_format(text)
    assert isinstance(form, LogFormat)
    assert form.columns == columns
    re.compile(form.pattern)
