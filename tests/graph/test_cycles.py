"""Each kind of cycle is one finding: a shortest way back, with every reference on it labelled."""

from __future__ import annotations

from collections.abc import Mapping

import pytest

from slalang.diagnostics import Diagnostic
from slalang.graph.building import build_graph
from slalang.model.cycles import shortest_cycles
from slalang.source import SourceFile, Span
from tests.model.checking import project_of

EVENT = "language 1\n\nevent request {\n  at   instant\n  up   boolean\n  key  text\n}\n"
CYCLES = {"SLA106", "SLA116", "SLA219"}


def cycles_in(files: Mapping[str, str]) -> list[Diagnostic]:
    """What is said of cycles in these files."""
    return [each for each in project_of(files).diagnostics if each.kind.code in CYCLES]


def sites(finding: Diagnostic) -> list[tuple[str, str]]:
    """The text at each label, and what the label says."""
    labels = ([finding.primary] if finding.primary else []) + list(finding.secondary)
    return [(label.span.text, label.text) for label in labels]


# In each knot a longer way back goes beside the shortest, and some of it is needed from outside.
KNOTS = {
    "stream": (
        "stream a = b where up\n"
        "stream b = c or d\n"
        "stream c = request outside d\n"
        "stream d = a where not up\n"
        "stream outside_it = a where up\n",
        "stream `a` comes back to itself: `a` needs `b` needs `d` needs `a`",
        [("b", "`a` needs `b`"), ("d", "`b` needs `d`"), ("a", "`d` needs `a`")],
    ),
    "clock": (
        "stream slow = repair where late\n"
        "stream slower = slow where late\n"
        "clock repair of slow by key {\n  starts when up\n  stops  when not up\n  limit  4h\n}\n"
        "indicator in_time = share(in_time over repair)\n",
        "clock `repair` comes back to itself: `repair` needs `slow` needs `repair`",
        [("slow", "`repair` needs `slow`"), ("repair", "`slow` needs `repair`")],
    ),
    "indicator": (
        "indicator a = b + c\n"
        "indicator b = c * 2\n"
        "indicator c = a / 2\n"
        "indicator outside_it = a + share(up over request)\n",
        "indicator `a` comes back to itself: `a` needs `c` needs `a`",
        [("c", "`a` needs `c`"), ("a", "`c` needs `a`")],
    ),
    "service": (
        "service a needs b and at least 1 of (e, c)\n"
        "service b needs c\n"
        "service c needs d\n"
        "service d needs a\n"
        "service e needs a\n"
        "service outside_it needs b\n",
        "service `a` comes back to itself: `a` needs `e` needs `a`",
        [("e", "`a` needs `e`"), ("a", "`e` needs `a`")],
    ),
    "tier": (
        "tier a extends b, c { }\n"
        "tier b extends c { }\n"
        "tier c extends a { }\n"
        "tier outside_it extends b { }\n",
        "tier `a` comes back to itself: `a` needs `c` needs `a`",
        [("c", "`a` needs `c`"), ("a", "`c` needs `a`")],
    ),
}


@pytest.mark.parametrize("kind", KNOTS)
def test_a_cycle_is_one_finding_by_its_shortest_form(kind: str) -> None:
    text, message, labels = KNOTS[kind]
    (finding,) = cycles_in({"main.sla": EVENT + text})
    assert finding.message == message
    assert sites(finding) == labels
    assert finding.help


@pytest.mark.parametrize("kind", KNOTS)
def test_one_that_refers_to_itself_is_a_cycle_of_one(kind: str) -> None:
    alone = {
        "stream": "stream a = a where up\n",
        "clock": "clock a of a by key {\n  starts when up\n  stops  when not up\n}\n",
        "indicator": "indicator a = a / 2\n",
        "service": "service a needs a\n",
        "tier": "tier a extends a { }\n",
    }[kind]
    (finding,) = cycles_in({"main.sla": EVENT + alone})
    assert finding.message == f"{kind} `a` comes back to itself: `a` needs `a`"
    assert sites(finding) == [("a", "`a` needs `a`")]


def test_each_knot_is_told_once_and_what_only_leads_to_one_is_not() -> None:
    text = (
        "service a needs b\nservice b needs a\nservice c needs d\nservice d needs c\n"
        "service e needs a and c\nservice f needs e\n"
    )
    assert [each.message for each in cycles_in({"main.sla": EVENT + text})] == [
        "service `a` comes back to itself: `a` needs `b` needs `a`",
        "service `c` comes back to itself: `c` needs `d` needs `c`",
    ]


def test_imports_in_a_circle() -> None:
    def file(name: str, *targets: str) -> str:
        imports = "".join(f'import {target} from "{target}.sla"\n' for target in targets)
        return f"language 1\n{imports}service {name}\n"

    files = {"a.sla": file("a", "b"), "b.sla": file("b", "c", "d"), "c.sla": file("c", "d")}
    (finding,) = cycles_in({**files, "d.sla": file("d", "a")})
    assert finding.message == ("files import one another: `a.sla` needs `b.sla` needs `d.sla` needs `a.sla`")
    assert sites(finding) == [
        ('"b.sla"', "`a.sla` needs `b.sla`"),
        ('"d.sla"', "`b.sla` needs `d.sla`"),
        ('"a.sla"', "`d.sla` needs `a.sla`"),
    ]


def test_a_file_that_imports_itself() -> None:
    (finding,) = cycles_in({"a.sla": 'language 1\nimport a from "a.sla"\nservice a\n'})
    assert finding.message == "`a.sla` imports itself"
    assert sites(finding) == [('"a.sla"', "`a.sla` needs `a.sla`")]


def test_calendars_and_limits_lead_to_nothing_that_could_lead_back() -> None:
    """No clause of a calendar or of a table names a declaration, so there is no cycle of them to find."""
    text = (
        'calendar office {\n  timezone "Europe/Berlin"\n  open mon to fri 09:00 to 17:00\n'
        '  closed holidays "DE-BE"\n}\ntable limits by key {\n  a    1h\n  else 4h\n}\n'
        "clock repair of request by key {\n  starts when up\n  stops  when not up\n"
        "  runs   in office\n  limit  limits as of start\n}\n"
    )
    graph = build_graph(project_of({"main.sla": EVENT + text}).value)
    assert {(edge.source.kind, edge.kind, edge.target.kind) for edge in graph.edges} == {
        ("clock", "follows", "event"),
        ("clock", "runs in", "calendar"),
        ("clock", "limited by", "limit"),
        ("limit", "looks up", "table"),
    }


def test_the_cycle_told_is_the_same_wherever_it_is_entered() -> None:
    place = Span(SourceFile("main.sla", "x"), 0, 1)
    ways = [("d", "a"), ("c", "a"), ("b", "c"), ("b", "d"), ("a", "b")]
    for turned in (ways, ways[::-1], ways[2:] + ways[:2]):
        edges: dict[str, dict[str, Span]] = {each: {} for each in "dcba"}
        for source, target in turned:
            edges[source][target] = place
        (cycle,) = shortest_cycles(edges, str)
        assert len(cycle) == 3
        assert cycle[:2] == ("a", "b")
