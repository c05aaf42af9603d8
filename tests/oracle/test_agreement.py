"""The engine and the oracle agree on random logs."""

from __future__ import annotations

from dataclasses import replace
from fractions import Fraction
from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st

from slalang.plan.expressions import Arithmetic, Expression, FieldValue, Logic, Negation
from slalang.plan.plan import Plan
from slalang.plan.streams import AtOnce, Inside, Lasting, Measure, Metric, Outside, Stream
from slalang.plan.terms import Budget, Narrowing, Objective
from tests.measurement.build import (
    MINUTE,
    at,
    compared,
    constant,
    every,
    excluding,
    intervals,
    is_text,
    objective,
    plan_of,
    points,
    run,
    stream,
    where,
)
from tests.oracle.ticks import Oracle, reading

TICK = 30 * MINUTE
START = at("2026-03-28")
TERM = ("2026-03-28", "2026-03-30")
END = at("2026-03-31")
TICKS = (END - START) // TICK

PROBE = points("probe", site="text", zone="text", ok="boolean", ms="integer?")
FAULT = intervals("fault", site="text!", zone="text!", users="integer")
PLANNED = intervals("planned", site="text")
EVENTS = (PROBE, FAULT, PLANNED)

sites, zones = st.sampled_from(["p", "q"]), st.sampled_from(["a", "b", "c"])
ticks = st.integers(-4, TICKS + 4).map(lambda tick: START + tick * TICK)
lengths = st.integers(0, 12).map(lambda length: length * TICK)
widths = st.sampled_from([TICK, 2 * TICK, 3 * TICK, 5 * TICK, 48 * TICK])
ratios = st.fractions(0, 1, max_denominator=4)

probes = st.fixed_dictionaries(
    {"at": ticks, "site": sites, "zone": zones, "ok": st.booleans(), "ms": st.none() | st.integers(-3, 3)}
)


def spans(**fields: Any) -> st.SearchStrategy[dict[str, Any]]:
    """Intervals of some ticks, one in ten of them open."""

    def ended(row: dict[str, Any]) -> dict[str, Any]:
        length = row.pop("length")
        return row | {"to": None if length is None else row["from"] + length}

    length = st.one_of(*[lengths] * 9, st.none())
    return st.fixed_dictionaries({"from": ticks, "length": length, **fields}).map(ended)


logs = st.fixed_dictionaries(
    {
        "probe": st.lists(probes, max_size=25),
        "fault": st.lists(spans(site=sites, zone=zones, users=st.integers(1, 3)), max_size=8),
        "planned": st.lists(spans(site=sites), max_size=4),
    }
)


@st.composite
def slots(draw: st.DrawFn) -> Stream:
    keys = draw(st.sampled_from(["", "site", "site zone"]))
    metrics = (
        Metric("bad", "share", Negation(FieldValue("ok")), when_empty=draw(st.none() | ratios)),
        Metric("ms", draw(st.sampled_from(["mean", "min", "max", "sum"])), FieldValue("ms")),
        Metric("p", "percentile", FieldValue("ms"), percentile=draw(ratios)),
    )
    least, sparse = draw(st.sampled_from([None, 1, 2])), draw(st.sampled_from(["breaks", "carries"]))
    cut = every(draw(widths), *metrics, keys=keys, least_rows=least, sparse=sparse)
    return stream("slot", "buckets", "probe", cut, keys=keys)


@st.composite
def downs(draw: st.DrawFn, slot: Stream) -> list[Stream]:
    keys = " ".join(slot.keys)
    bound = compared("bad", draw(st.sampled_from([">", ">=", "<", "="])), draw(ratios))
    condition: Expression = draw(
        st.sampled_from([bound, Negation(bound), Logic("or", (bound, compared("ms", ">", 0)))])
    )
    long = Lasting(draw(lengths), draw(st.booleans()))
    return [
        stream("bad", "buckets", "slot", where(condition), keys=keys),
        stream("run", "intervals", "bad", long, keys=keys),
        stream("cut", "intervals", "run", draw(st.sampled_from([Outside, Inside]))("planned"), keys=keys),
    ]


@st.composite
def plans(draw: st.DrawFn) -> Plan:
    slot = draw(slots())
    streams = [
        slot,
        *draw(downs(slot)),
        stream("both", "intervals", "fault", AtOnce(draw(st.integers(1, 3)), "zone", ("site",)), keys="site"),
        stream(
            "left",
            "intervals",
            "fault",
            draw(st.sampled_from([Outside, Inside]))("planned"),
            keys="site zone",
        ),
        stream("known", "intervals", "planned", where(is_text("site", "p")), keys=""),
        stream("any", "intervals", "run both", Lasting(draw(lengths)), keys=""),
    ]
    return plan_of(
        EVENTS,
        *draw(objectives()),
        streams=streams,
        term=TERM,
        zone=draw(st.sampled_from(["UTC", "Europe/Berlin"])),
    )


ROW = Arithmetic("*", FieldValue("length"), FieldValue("users"))


def measures(percentile: Fraction) -> list[Measure]:
    over_probes = [
        Measure("n", "count", "probe", where=FieldValue("ok")),
        Measure("share", "share", "probe", compared("ms", ">", 0)),
        Measure("quotient", "sum", "probe", Arithmetic("/", constant(1), FieldValue("ms"))),
        Measure("p", "percentile", "probe", FieldValue("ms"), percentile=percentile),
        Measure("different", "distinct", "probe", FieldValue("ms")),
    ]
    over_buckets = [
        Measure("mean", "mean", "slot", FieldValue("bad")),
        Measure("least", "min", "slot", FieldValue("ms")),
        Measure("most", "max", "slot", FieldValue("p")),
        Measure("rank", "percentile", "slot", FieldValue("bad"), percentile=percentile),
        Measure("slots", "count", "slot", where=compared("bad", ">", 0)),
    ]
    over_intervals = [
        Measure("weighted", "sum", "fault", ROW),
        Measure("longest", "max", "left", FieldValue("length")),
        Measure("average", "mean", "fault", FieldValue("length"), where=compared("length", ">", TICK)),
        Measure("part", "sum", "fault", FieldValue("length"), inside=True),
        Measure("faults", "count", "fault"),
    ]
    names = ("fault", "bad", "run", "cut", "both", "left", "any")
    times = [Measure(f"time of {name}", "time", name) for name in names]
    return [*over_probes, *over_buckets, *over_intervals, *times, Measure("period", "period")]


@st.composite
def objectives(draw: st.DrawFn) -> list[Objective]:
    budget = draw(st.none() | st.builds(Budget, lengths, st.sampled_from(["day", "term"])))
    planned = excluding(draw(st.sampled_from(["planned", "known"])), budget=budget)
    exclusions = draw(
        st.sampled_from(
            [(), (planned,), (replace(planned, effect="forgive"),), (planned, excluding("both", "forgive"))]
        )
    )
    counted = draw(st.sampled_from([None, "started"]))
    own = measures(draw(ratios))
    each = draw(st.sampled_from(["day", "term"]))
    plain = objective(
        "plain", *own, each=each, exclusions=exclusions, counted_when=counted, point_events=("probe",)
    )
    return [plain, replace(plain, name="p", narrow=(Narrowing("site", "p"),))]


def oracle_of(plan: Plan, log: Any, wanted: Objective, narrow: dict[str, str]) -> Oracle:
    windows = [(one.start, min(one.end, END)) for one in plan.periods_of(wanted.each) if one.start < END]
    return Oracle(plan, log, END, TICK, narrow, windows)


@settings(max_examples=10, deadline=None)
@given(plans(), logs)
def test_engine_and_oracle_agree(plan: Plan, log: Any) -> None:
    found = {(one.objective, one.period): one.measures for one in run(plan, log, END).objectives}
    for wanted in plan.versions[0].objectives:
        oracle = oracle_of(plan, log, wanted, {one.field: one.value for one in wanted.narrow})
        for period in plan.periods_of(wanted.each):
            if period.end <= END:
                assert found.pop((wanted.name, period.label)) == reading(oracle, wanted, period)
    assert not found


@settings(max_examples=4, deadline=None)
@given(plans(), logs)
def test_for_each_site_is_narrowing_to_each_site(plan: Plan, log: Any) -> None:
    plain = plan.versions[0].objectives[0]
    keyed = replace(plain, name="keyed", keys=("site",))
    version = replace(plan.versions[0], objectives=(keyed,))
    found = run(replace(plan, versions=(version,)), log, END).objectives
    for one in found:
        oracle = oracle_of(plan, log, keyed, {"site": one.keys[0]})
        period = next(p for p in plan.periods_of(keyed.each) if p.label == one.period)
        assert one.measures == reading(oracle, keyed, period)
