"""What was invoiced in each fee period."""

from __future__ import annotations

from collections.abc import Iterator
from fractions import Fraction

from slalang.measurement.aggregates import aggregated
from slalang.measurement.keys import in_order
from slalang.measurement.lineage import Lineage
from slalang.measurement.placing import Placing
from slalang.measurement.streams import Streams
from slalang.measurement.tracing import Tracer
from slalang.plan.plan import Period
from slalang.plan.reading import FeesReading, Tracing
from slalang.plan.streams import Where
from slalang.plan.terms import InvoicedFees
from slalang.quantities.opening import Segment


def fees_readings(
    streams: Streams,
    fees: InvoicedFees,
    keys: tuple[str, ...],
    periods: tuple[Period, ...],
    traced: Tracing | None = None,
) -> Iterator[FeesReading]:
    """The amount invoiced in each of the periods: in all, or for each combination of the keys seen. Where
    they are traced, they name the first invoices of every period: credits look back on fees."""
    measure = fees.measure
    if measure.over is None:
        raise TypeError("fees are a measure over an event")
    relation = streams.relation(measure.over)
    if measure.where is not None:
        relation = streams.where(relation, Where(measure.where))
    if not set(keys) <= set(relation.columns):
        return
    windows: tuple[Segment, ...] = tuple((period.start, period.end) for period in periods)
    placing = Placing(streams.engine, windows, keys, streams.plan.term_start, streams.view.end)
    tables = {table.name: table for table in streams.plan.tables}
    tracer = None
    if traced:
        every = frozenset(range(len(periods)))
        tracer = Tracer(streams.engine, placing, Lineage(streams, streams.log), traced.most, every)
        tracer.rows(measure, relation, None, tables)
    found = aggregated(streams.engine, placing, relation, measure, None, tables)
    amounts = {place: amount for place, amount in found.items() if isinstance(amount, Fraction)}
    for number, period in enumerate(periods):
        seen = sorted((key for at, key in amounts if at == number and None not in key), key=in_order)
        for key in seen or ([] if keys else [()]):
            traces = tracer.traces((number, key)) if tracer else ()
            yield FeesReading(period.label, tuple(map(str, key)), amounts.get((number, key)), traces)
