"""Findings as a JUnit report: an error is a failed test, anything milder a remark in a passed one."""

from __future__ import annotations

from collections.abc import Iterable
from xml.etree import ElementTree

from slalang.diagnostics.diagnostic import Diagnostic, Severity
from slalang.diagnostics.escaping import visible
from slalang.diagnostics.ordering import data_text, path_of, sort_diagnostics
from slalang.diagnostics.to_text import describe


def to_junit(diagnostics: Iterable[Diagnostic]) -> str:
    """One suite. Without findings it has one passed test, because an empty suite reads as a fault."""
    ordered = sort_diagnostics(diagnostics)
    failures = sum(diagnostic.severity is Severity.ERROR for diagnostic in ordered)
    counts = {"tests": str(len(ordered) or 1), "failures": str(failures), "errors": "0"}
    root = ElementTree.Element("testsuites", counts)
    suite = ElementTree.SubElement(root, "testsuite", {"name": "slalang", **counts})
    for diagnostic in ordered:
        _add_case(suite, diagnostic)
    if not ordered:
        ElementTree.SubElement(suite, "testcase", {"classname": "slalang", "name": "no findings"})
    ElementTree.indent(root)
    return ElementTree.tostring(root, encoding="unicode", xml_declaration=False) + "\n"


def _add_case(suite: ElementTree.Element, diagnostic: Diagnostic) -> None:
    name = f"{diagnostic.kind.code} {diagnostic.kind.name}"
    place = _place(diagnostic)
    case = ElementTree.SubElement(
        suite,
        "testcase",
        {
            "classname": visible(path_of(diagnostic) or "slalang"),
            "name": visible(f"{name} at {place}" if place else name),
        },
    )
    if diagnostic.severity is Severity.ERROR:
        attributes = {"type": name, "message": visible(diagnostic.message)}
        ElementTree.SubElement(case, "failure", attributes).text = describe(diagnostic)
    else:
        ElementTree.SubElement(case, "system-out").text = describe(diagnostic)


def _place(diagnostic: Diagnostic) -> str:
    if diagnostic.data:
        return data_text(diagnostic.data)
    span = diagnostic.primary.span if diagnostic.primary else None
    return f"{span.line}:{span.column}" if span else ""
