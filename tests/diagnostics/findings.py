"""Findings of every shape, made from two small files."""

from __future__ import annotations

from slalang.diagnostics import DataPlace, Diagnostic, Fix, Kind, Label, Severity
from slalang.source import SourceFile, Span

CEILING = Kind("SLA203", "promise-above-ceiling")
UNKNOWN = Kind("SLA101", "unknown-name")
LOOSE = Kind("SLA720", "loose-layout", Severity.WARNING)
REMARK = Kind("SLA721", "worth-knowing", Severity.INFO)
BAD_VALUE = Kind("SLA503", "bad-value")
NO_FILES = Kind("SLA001", "no-files")

PLATFORM = SourceFile(
    "acme/platform.sla",
    "service gateway\n"
    "service api needs gateway and database\n"
    'objective "可用性" x\n'
    "\ttarget\t>= 99.95%\n"
    'service "cafe\u0301" naive\n'
    'title "abc\u202edef"\n' + "\n" * 34 + "    target >= 99.95%\n",
)
VENDOR = SourceFile("vendor/aws.sla", "service database\n  target >= 99.9%\n")


def at(file: SourceFile, text: str, label: str = "", nth: int = 1) -> Label:
    """A label on the nth occurrence of a text."""
    start = -1
    for _ in range(nth):
        start = file.text.index(text, start + 1)
    return Label(Span(file, start, start + len(text)), label)


PROMISE = Diagnostic(
    CEILING,
    "`api` promises 99.95% but can reach only 99.80%",
    primary=at(PLATFORM, "target >= 99.95%", "promised here"),
    secondary=(
        at(PLATFORM, "gateway", "99.9%", nth=2),
        at(PLATFORM, "database", "99.9%: in series they give 99.80%"),
        at(VENDOR, "target >= 99.9%", "what the vendor promises"),
    ),
    help="promise at most 99.80%, or make one of them redundant: `2 of (db_a, db_b)`",
    notes=("failures are taken as independent", "a note\nover two lines"),
    witness="gateway down 43m, database down 43m",
)
FITTING = Diagnostic(
    UNKNOWN,
    "`gatewy` is not known",
    primary=at(PLATFORM, "service", "one", nth=2),
    secondary=(at(PLATFORM, "gateway", "", nth=2), at(PLATFORM, "and", "two", nth=1)),
)
OVERLAPPING = Diagnostic(
    UNKNOWN,
    "labels that overlap are drawn on rows of their own",
    primary=at(PLATFORM, "api needs", "the whole"),
    secondary=(at(PLATFORM, "needs gateway", "the other"), at(PLATFORM, "api", "the part")),
)
WIDE = Diagnostic(UNKNOWN, "wide characters take two columns", primary=at(PLATFORM, "x\n", "here"))
COMBINING = Diagnostic(UNKNOWN, "combining marks take none", primary=at(PLATFORM, "naive", "here"))
TABS = Diagnostic(UNKNOWN, "tabs are four columns", primary=at(PLATFORM, ">= 99.95%", "here"))
HIDDEN = Diagnostic(
    LOOSE,
    "hidden \u202e and \x1b[31m characters are written out",
    primary=at(PLATFORM, "def", "after \u2066it"),
)
SEVERAL_LINES = Diagnostic(
    REMARK,
    "a range over several lines is drawn on its first",
    primary=Label(Span(PLATFORM, 0, 40), "from here"),
)
AT_THE_END = Diagnostic(
    UNKNOWN,
    "a clause is missing at the end",
    primary=Label(Span(PLATFORM, len(PLATFORM.text), len(PLATFORM.text)), "here"),
)
FIXABLE = Diagnostic(
    LOOSE,
    "`naive` is spelt with a diaeresis",
    primary=at(PLATFORM, "naive"),
    fix=Fix(at(PLATFORM, "naive").span, "naïve"),
)
IN_A_LOG = Diagnostic(
    BAD_VALUE,
    "`status` of event `request` is an integer",
    primary=at(PLATFORM, "service gateway", "declared here"),
    data=DataPlace("logs/x.csv", 17, "status", "abc"),
    help="write a whole number",
)
WHOLE_LOG = Diagnostic(BAD_VALUE, "the file is empty", data=DataPlace("logs/y.csv"))
CALL = Diagnostic(NO_FILES, "no `.sla` file was found", help="name a file or a folder")
LONG = SourceFile("long.sla", "a" * 500 + " oops " + "b" * 500 + " again " + "c" * 500 + "\n")
LONG_LINE = Diagnostic(
    UNKNOWN,
    "a long line is shown around what is labelled",
    primary=at(LONG, "oops", "first"),
    secondary=(at(LONG, "again", "second"),),
)
HOSTILE = Diagnostic(
    UNKNOWN,
    "100% of `a::b`,\r\n::error::injected <script> @everyone",
    primary=Label(Span(SourceFile("dir, with:odd/%.sla", "service\n"), 0, 7)),
)

ALL = (
    *(CALL, WHOLE_LOG, IN_A_LOG, PROMISE, FITTING, OVERLAPPING, WIDE, COMBINING, TABS, HIDDEN),
    *(SEVERAL_LINES, AT_THE_END, FIXABLE, LONG_LINE, HOSTILE),
)
