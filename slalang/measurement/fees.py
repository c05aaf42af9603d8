"""What was invoiced in each fee period."""

from __future__ import annotations

from collections.abc import Iterator
from fractions import Fraction

from slalang.measurement.aggregates import aggregated
from slalang.measurement.keys import in_order
from slalang.measurement.placing import Placing
from slalang.measurement.streams import Streams
from slalang.plan.plan import Period
from slalang.plan.reading import FeesReading
from slalang.plan.streams import Where
from slalang.plan.terms import InvoicedFees
from slalang.quantities.opening import Segment


def fees_readings(
    streams: Streams, fees: InvoicedFees, keys: tuple[str, ...], periods: tuple[Period, ...]
) -> Iterator[FeesReading]:
    """The amount invoiced in each of the periods: in all, or for each combination of the keys seen."""
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
    found = aggregated(streams.engine, placing, relation, measure, None, tables)
    amounts = {place: amount for place, amount in found.items() if isinstance(amount, Fraction)}
    for number, period in enumerate(periods):
        seen = sorted((key for at, key in amounts if at == number and None not in key), key=in_order)
        for key in seen or ([] if keys else [()]):
            yield FeesReading(period.label, tuple(map(str, key)), amounts.get((number, key)))
