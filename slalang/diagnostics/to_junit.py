"""A JUnit report of findings, or of tests: an error fails a case, anything milder is a remark in it."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from xml.etree import ElementTree

from slalang.diagnostics.diagnostic import Diagnostic, Severity, has_errors
from slalang.diagnostics.escaping import visible
from slalang.diagnostics.ordering import data_text, path_of, sort_diagnostics
from slalang.diagnostics.to_text import describe
from slalang.values import Frozen, value


def to_junit(diagnostics: Iterable[Diagnostic]) -> str:
    """One suite. Without findings it has one passed test, because an empty suite reads as a fault."""
    cases = tuple(map(_case_of, sort_diagnostics(diagnostics)))
    return report_cases(cases or (Case("slalang", "no findings"),))


@value
class Case(Frozen):
    """One test: the class it belongs to (a file), its name, and what was found in it."""

    of: str
    name: str
    found: tuple[Diagnostic, ...] = ()

    @property
    def failed(self) -> bool:
        """Whether any finding is an error."""
        return has_errors(self.found)


def report_cases(cases: Sequence[Case]) -> str:
    """One suite with these cases, in their order. One that fails says why, once for all its findings."""
    counts = {"tests": str(len(cases)), "failures": str(sum(case.failed for case in cases)), "errors": "0"}
    root = ElementTree.Element("testsuites", counts)
    suite = ElementTree.SubElement(root, "testsuite", {"name": "slalang", **counts})
    for case in cases:
        _add_case(suite, case)
    ElementTree.indent(root)
    return ElementTree.tostring(root, encoding="unicode", xml_declaration=False) + "\n"


def _case_of(diagnostic: Diagnostic) -> Case:
    name, place = _kind(diagnostic), _place(diagnostic)
    return Case(path_of(diagnostic) or "slalang", f"{name} at {place}" if place else name, (diagnostic,))


def _kind(diagnostic: Diagnostic) -> str:
    return f"{diagnostic.kind.code} {diagnostic.kind.name}"


def _add_case(suite: ElementTree.Element, case: Case) -> None:
    names = {"classname": visible(case.of), "name": visible(case.name)}
    element = ElementTree.SubElement(suite, "testcase", names)
    if not case.found:
        return
    text = "\n".join(map(describe, case.found))
    if case.failed:
        errors = [each for each in case.found if each.severity is Severity.ERROR]
        message = visible("; ".join(each.message for each in errors))
        attributes = {"type": _kind(errors[0]), "message": message}
        ElementTree.SubElement(element, "failure", attributes).text = text
    else:
        ElementTree.SubElement(element, "system-out").text = text


def _place(diagnostic: Diagnostic) -> str:
    if diagnostic.data:
        return data_text(diagnostic.data)
    span = diagnostic.primary.span if diagnostic.primary else None
    return f"{span.line}:{span.column}" if span else ""
