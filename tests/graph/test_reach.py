"""What something decides, and what nothing needs."""

from __future__ import annotations

import pytest

from slalang.graph.reach import Way, impact_of
from slalang.graph.unused import unused_in
from tests.graph.projects import graph, node, project

DECIDES = {
    "event outage": ["acme"],
    "stream planned": ["acme"],
    "stream business": ["acme"],
    "indicator uptime": ["acme"],
    "indicator volume": ["acme"],
    "event invoice": ["acme"],
    "event claim": ["acme"],
    "clock repair": ["acme"],
    "limit repair.limit": ["acme"],
    "calendar office": ["acme"],
    "tier standard": ["acme"],
    "agreement acme": ["acme"],
    "objective carrier.uptime": [],
    "indicator blend": [],
    "table lowest": [],
    "stream idle": [],
    "service gateway": [],
}


@pytest.mark.parametrize("name", DECIDES)
def test_whose_money_something_decides(name: str) -> None:
    """An objective without a credit decides no money, and a service none but by what is measured."""
    money = impact_of(graph(), [node(name)]).money
    assert [agreement.name for agreement, _ in money] == DECIDES[name]


def shown(way: Way) -> list[str]:
    return [each.described for each in way]


def test_the_shortest_way_from_each_objective() -> None:
    ((agreement, ways),) = impact_of(graph(), [node("event probe")]).money
    assert agreement.name == "acme"
    assert [shown(way) for way in ways] == [
        ["agreement acme", "indicator volume", "event probe"],
        ["objective acme.success", "indicator success", "event probe"],
    ]


def test_an_objective_without_credit_is_reported_and_not_counted() -> None:
    impact = impact_of(graph(), [node("indicator blend")])
    assert impact.money == ()
    assert [shown(way) for way in impact.reported] == [["objective acme.blend", "indicator blend"]]


def test_promises_that_rest_on_a_service_or_on_a_suppliers_promise() -> None:
    impact = impact_of(graph(), [node("objective carrier.uptime")])
    assert impact.money == ()
    assert [shown(way) for way in impact.resting] == [
        [
            "objective acme.api_uptime",
            "service api",
            "service line",
            "objective carrier.uptime",
        ]
    ]


def test_what_no_agreement_needs() -> None:
    unused = unused_in(project(), graph())
    assert [each.described for each in unused.alone] == ["stream idle"]
    assert unused.behind == ()
    assert unused.imports == ()
