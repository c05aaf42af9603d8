"""The rows of events, streams and clocks as one objective sees them: narrowed, and kept apart by key."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace

from slalang.events import EventLog
from slalang.measurement import buckets, islands, sql
from slalang.measurement.carrying import carried
from slalang.measurement.clocks import ClockRows, Stopped, clock_rows
from slalang.measurement.engine import Engine, Key
from slalang.measurement.findings import cannot_measure
from slalang.measurement.given import given_relation
from slalang.measurement.members import Members
from slalang.measurement.notices import followed
from slalang.measurement.pairs import paired
from slalang.measurement.pieces import one_by_one, several_in_a_row
from slalang.measurement.quorum import alive_between, at_once
from slalang.measurement.relation import Buckets, Relation, Shape, field_column
from slalang.measurement.row_values import RowValues, fields_of, has_value
from slalang.measurement.sources import event_relation, group_column
from slalang.measurement.spacing import spaced
from slalang.measurement.spreading import spread
from slalang.measurement.sql import column, literal
from slalang.plan.plan import Plan
from slalang.plan.reading import GivenRow
from slalang.plan.streams import (
    AtOnce,
    Clock,
    Every,
    Followed,
    Inside,
    Lasting,
    Outside,
    Paired,
    Spaced,
    Step,
    Stream,
    Table,
    Where,
)
from slalang.plan.terms import Narrowing
from slalang.quantities.opening import Segment


@dataclass(frozen=True)
class View:
    """What an objective sees of a log.

    ``narrow`` fixes fields of all rows that have them. Rows are never merged over different values of
    ``groups``, the fields the objective is promised for each of. ``windows`` are the stretches in which
    a key exists when it has a row in them. Rows count up to ``end``. Where agreements are measured
    together, only rows of ``members`` count, and ``groups`` begin with what tells them apart. Where it is
    ``traced``, rows say in which line of a log they stand for as long as they are rows of one.
    """

    narrow: tuple[Narrowing, ...]
    groups: tuple[str, ...]
    windows: tuple[Segment, ...]
    end: int
    members: Members | None = None
    cut: bool = False
    """Whether an interval that has its end after that is open, as it was then."""
    traced: bool = False


@dataclass
class Streams:
    """Makes each relation once and remembers it. ``stopped`` is the time in which clocks stand still,
    per combination of the groups.

    Where ``of_unfinished``, the rows of clocks are the cycles that still run, and of a condition it is
    enough that it may come to hold. ``known`` are the combinations of values of the groups for which rows
    without such a field count. ``pairs`` are the intervals that streams make of the points that start and
    end them, ``awaited`` those for which a notice may still follow, by the streams made so far.
    """

    engine: Engine
    plan: Plan
    log: EventLog
    given: Mapping[str, tuple[GivenRow, ...]]
    view: View
    stopped: Stopped = field(default_factory=dict)
    of_unfinished: bool = False
    known: tuple[Key, ...] = ()
    clocks: dict[str, ClockRows] = field(default_factory=dict)
    pairs: dict[str, Relation] = field(default_factory=dict)
    awaited: dict[str, Relation] = field(default_factory=dict)
    _relations: dict[str, Relation] = field(default_factory=dict)
    _bucketed: dict[str, Relation] = field(default_factory=dict)
    _written: dict[str, Relation] = field(default_factory=dict)
    _knowing: dict[tuple[Key, ...], Streams] = field(default_factory=dict)

    def relation(self, name: str) -> Relation:
        """The rows of the event, stream or clock with this name."""
        if name not in self._relations:
            self._relations[name] = self._made(name)
        return self._relations[name]

    def bucketed(self, name: str) -> Relation | None:
        """The buckets a stream cuts its rows into, before any further step."""
        self.relation(name)
        return self._bucketed.get(name)

    def groups_of(self, relation: Relation) -> tuple[str, ...]:
        """The groups of the view whose fields the relation has."""
        return tuple(group for group in self.view.groups if group in relation.columns)

    def given_rows(self, name: str) -> Relation:
        """The rows given for a stream just as they are written."""
        self.relation(name)
        return self._written[name]

    def with_stopped(self, stopped: Stopped) -> Streams:
        """The same, with clocks that stand still in the given time."""
        return self._with(stopped, False, self.known)

    def unfinished(self) -> Streams:
        """The same, with the cycles that still run in the place of those that are decided."""
        return self._with(self.stopped, True, self.known)

    def knowing(self, known: Sequence[Key]) -> Streams:
        """The same, where these are the combinations of values of the groups."""
        keys = tuple(known)
        if keys not in self._knowing:
            self._knowing[keys] = self._with(self.stopped, self.of_unfinished, keys) if keys else self
        return self._knowing[keys]

    def _with(self, stopped: Stopped, of_unfinished: bool, known: tuple[Key, ...]) -> Streams:
        return Streams(self.engine, self.plan, self.log, self.given, self.view, stopped, of_unfinished, known)

    def _made(self, name: str) -> Relation:
        for stream in self.plan.streams:
            if stream.name == name:
                return self._given(stream) if name in self.given else self._stream(stream)
        for clock in self.plan.clocks:
            if clock.name == name:
                return self._clock(clock)
        view = self.view
        log, number = self.log.tables[name], list(self.log.tables).index(name) if view.traced else None
        return event_relation(self.engine, log, view.narrow, view.end, view.members, view.cut, number)

    def _clock(self, clock: Clock) -> Relation:
        changes, view = self.relation(clock.event), self.view
        rows = clock_rows(self.engine, self.plan, clock, changes, view.groups, self.stopped, view.end)
        self.clocks[clock.name] = rows
        return rows.unfinished if self.of_unfinished else rows.relation

    # --- streams ---------------------------------------------------------------------------------

    def _stream(self, stream: Stream) -> Relation:
        relations = [self.relation(source) for source in stream.sources]
        relation = relations[0] if len(relations) == 1 else self._union(stream, relations)
        if not any(isinstance(step, Every | AtOnce | Paired) for step in stream.steps):
            relation = replace(relation, keys=stream.keys)
        for step in stream.steps:
            relation = self._step(stream, relation, step)
        return relation

    def _given(self, stream: Stream) -> Relation:
        last = stream.steps[-1] if stream.steps else None
        form = self._form(stream)
        rows, start, end = self.given[stream.name], self.plan.term_start, self.view.end
        relation = given_relation(self.engine, stream, rows, form, start, end)
        relation = self._narrowed(relation)
        shape: Shape = "points" if relation.shape == "points" else "intervals"
        self._written[stream.name] = replace(relation, shape=shape, buckets=None)
        if isinstance(last, Every):
            relation = self._filled(stream, relation, last)
        return relation

    def _form(self, stream: Stream) -> Buckets | None:
        """How the buckets of the stream were cut, where its rows are buckets."""
        if stream.shape != "buckets":
            return None
        for step in stream.steps:
            if isinstance(step, Every):
                return buckets.form_of(step)
        sources = [source for source in self.plan.streams if source.name in stream.sources]
        return next((form for form in map(self._form, sources) if form), None)

    def _narrowed(self, relation: Relation) -> Relation:
        """The given rows with the narrowed values; a row that does not say counts too."""
        wanted = [
            sql.some(sql.is_null(column(own.name, "r")), has_value(own.term("r"), narrowing.value))
            for narrowing in self.view.narrow
            if (own := relation.columns.get(narrowing.field))
        ]
        return self._filtered(relation, sql.every(*wanted)) if wanted else relation

    def _filtered(self, relation: Relation, condition: sql.Tree) -> Relation:
        names = _named("s", "e", *relation.names)
        view = self.engine.view(sql.select(names, sql.table(relation.table, "r"), where=condition))
        return replace(relation, table=view)

    # --- steps -----------------------------------------------------------------------------------

    def _step(self, stream: Stream, relation: Relation, step: Step) -> Relation:
        match step:
            case Where():
                return self.where(relation, step)
            case Every():
                return self._every(stream, relation, step)
            case Lasting():
                return self._lasting(relation, step)
            case Inside(name) | Outside(name):
                return self._cut(relation, name, isinstance(step, Inside))
            case AtOnce():
                return self._at_once(relation, step)
            case Paired():
                return self._paired(stream, relation, step)
            case Spaced():
                names = relation.names_of(tuple(dict.fromkeys((*step.keys, *self.groups_of(relation)))))
                table = spaced(self.engine, relation, step, names)
                return replace(relation, table=table, keys=step.keys)
            case Followed():
                return self._followed(stream, relation, step)

    def where(self, relation: Relation, step: Where) -> Relation:
        """The rows for which the condition holds."""
        if several_in_a_row(relation, fields_of(step.condition)):
            relation = one_by_one(self.engine, relation, self.plan.term_start)
        values = RowValues(relation.terms("r"), self._tables)
        condition = values.condition(step.condition)
        values.check_tables(self.engine, sql.table(relation.table, "r"))
        if self.of_unfinished:
            condition = sql.coalesce(condition, sql.true())
        if not (relation.buckets and relation.buckets.least_rows):
            return self._filtered(relation, condition)
        dense = sql.compare("=", column("sparse", "r"), literal(0))
        if not relation.buckets.carries:
            return self._filtered(relation, sql.every(dense, condition))
        state = sql.case([(dense, sql.coalesce(sql.as_integer(condition), literal(0)))])
        names = relation.names_of(self._identity(relation))
        return replace(relation, table=carried(self.engine, relation, state, names))

    def _every(self, stream: Stream, relation: Relation, step: Every) -> Relation:
        if relation.shape != "points":
            raise cannot_measure(f"`{stream.name}` has buckets of rows that are no points")
        keys = tuple(dict.fromkeys((*step.keys, *self.groups_of(relation))))
        cut = buckets.cut(self.engine, relation, step, keys, self.plan.term_start, self._tables)
        return self._filled(stream, cut, step)

    def _filled(self, stream: Stream, relation: Relation, step: Every) -> Relation:
        base = self.plan.term_start
        ranges = [buckets.bucket_range(start, end, step.width, base) for start, end in self.view.windows]
        if not relation.keys:
            ranges = [buckets.all_buckets(base, self.view.end, step.width)]
        identity = self._identity(relation)
        present = None if relation.keys else self._members_of(relation)
        filled = buckets.with_empty(self.engine, relation, step, identity, ranges, present)
        self._bucketed[stream.name] = filled
        return filled

    def _members_of(self, relation: Relation) -> sql.Query | None:
        """The values by which an objective, or agreements, tell the relation's rows apart, where nothing else
        does.

        Each of them has all buckets, whether it has a row or not.
        """
        known = Members(self.view.groups, self.known) if self.known else self.view.members
        groups = self.groups_of(relation)
        if known is None or not groups or not set(groups) <= set(known.fields):
            return None
        names = {relation.columns[group].name: column(f"m{index}") for index, group in enumerate(groups)}
        return sql.select(names, sql.table(known.load(self.engine, groups)))

    def _lasting(self, relation: Relation, step: Lasting) -> Relation:
        names = relation.names_of(self._identity(relation))
        runs = islands.merged(sql.table(relation.table), names)
        length = sql.subtract(column("e"), column("s"))
        enough = sql.compare(">" if step.strictly else ">=", length, literal(step.length))
        kept = sql.select(_named("s", "e", *names), sql.nested(runs, "runs"), where=enough)
        return self._merged(relation, self.engine.table(kept))

    def _cut(self, relation: Relation, name: str, keep_inside: bool) -> Relation:
        other = self.relation(name)
        if other.shape == "points":
            raise cannot_measure(f"rows are cut by intervals, and `{name}` has points")
        relation = self._spread(relation, self.groups_of(other))
        shared = [key for key in self._identity(relation) if key in other.columns]
        names, matching = relation.names, [field_column(key) for key in shared]
        others = islands.merged(sql.table(other.table), matching)
        if keep_inside:
            table = self.engine.table(islands.inside(relation.table, names, others, matching))
        else:
            rows = self.engine.table(islands.numbered(sql.table(relation.table), names))
            table = self.engine.table(islands.outside(rows, names, others, matching))
        shape = "parts" if relation.shape == "buckets" else relation.shape
        return replace(relation, table=table, shape=shape)

    def _at_once(self, relation: Relation, step: AtOnce) -> Relation:
        fields = tuple(dict.fromkeys((*step.keys, *self.groups_of(relation))))
        keys, of = [field_column(key) for key in fields], field_column(step.of)
        alive = self._alive(relation, step, [*keys, of])
        table = at_once(self.engine, relation.table, alive, keys, of, step.least)
        return self._merged(replace(relation, keys=step.keys), table)

    def _alive(self, relation: Relation, step: AtOnce, names: Sequence[str]) -> str:
        if step.alive_in is None:
            return alive_between(self.engine, relation.origins, names)
        other = self._spread(self.relation(step.alive_in), self.groups_of(relation))
        return self.engine.table(islands.merged(sql.table(other.table), names))

    def _paired(self, stream: Stream, relation: Relation, step: Paired) -> Relation:
        fields = tuple(dict.fromkeys((*step.keys, *self.groups_of(relation))))
        names = relation.names_of(fields)
        table = paired(self.engine, relation, step, names, self._tables, self.view.end)
        columns = {field: relation.columns[field] for field in fields}
        made = Relation(table, "intervals", columns, step.keys, origins=relation.origins)
        self.pairs[stream.name] = made
        return made

    def _followed(self, stream: Stream, relation: Relation, step: Followed) -> Relation:
        relation = self.settled(relation, ("to",))
        notices = self.relation(step.notice)
        shared = [group for group in self.groups_of(relation) if group in notices.columns]
        names = relation.names_of(tuple(dict.fromkeys((*step.keys, *shared))))
        heard = followed(
            self.engine, relation, notices, step, names, zone=self.plan.timezone, end=self.view.end
        )
        self.awaited[stream.name] = replace(relation, table=heard.awaited)
        return replace(relation, table=heard.followed)

    # --- several sources -------------------------------------------------------------------------

    def _union(self, stream: Stream, relations: Sequence[Relation]) -> Relation:
        """The rows of all the sources, with the fields that they have alike: points as they are, and
        intervals as time."""
        groups = dict.fromkeys(group for one in relations for group in self.groups_of(one))
        relations = [self._spread(one, groups) for one in relations]
        first, *others = relations
        columns = {
            name: known
            for name, known in first.columns.items()
            if all(other.columns.get(name) == known for other in others)
        }
        keys = dict.fromkeys(key for one in relations for key in one.keys if key in columns)
        unlike = set(self._shared(relations)) - set(columns)
        if unlike:
            raise cannot_measure(f"the sources of `{stream.name}` do not have `{min(unlike)}` alike")
        names = _named("s", "e", *(name for known in columns.values() for name in known.names))
        query = sql.union_all([sql.select(names, sql.table(relation.table)) for relation in relations])
        is_time = any(relation.shape != "points" for relation in relations)
        return Relation(
            self.engine.view(query),
            "intervals" if is_time else "points",
            columns,
            tuple(keys) if is_time else stream.keys,
            joined=is_time,
            origins=_origins(relations),
        )

    def _shared(self, relations: Sequence[Relation]) -> Iterable[str]:
        """The keys and groups of any of the relations that all of them have as fields."""
        keys = dict.fromkeys(key for relation in relations for key in self._identity(relation))
        return (key for key in keys if all(key in relation.columns for relation in relations))

    def _spread(self, relation: Relation, groups: Iterable[str]) -> Relation:
        """The rows for each value of those of the groups that they have no field of."""
        missing = {group: group_column(self.plan, group) for group in groups if group not in relation.columns}
        if not missing:
            return relation
        return spread(self.engine, relation, missing, self.view.groups, self.known)

    def settled(self, relation: Relation, fields: Collection[str] = ()) -> Relation:
        """The rows as they are counted, where these of their fields are asked for: what several sources
        have at once is one row, per key, and so is each bucket, where its place in time matters."""
        if relation.shape == "parts" or several_in_a_row(relation, fields):
            return one_by_one(self.engine, relation, self.plan.term_start)
        if not relation.joined:
            return relation
        names = relation.names_of(self._identity(relation))
        return self._merged(relation, self.engine.table(islands.merged(sql.table(relation.table), names)))

    def each_by_itself(self, relation: Relation) -> Relation:
        """The rows as they are counted, buckets as intervals; those with too few rows are left out."""
        if relation.shape != "buckets":
            return self.settled(relation)
        if relation.buckets and relation.buckets.least_rows:
            relation = self._filtered(relation, sql.compare("=", column("sparse", "r"), literal(0)))
        return replace(one_by_one(self.engine, relation, self.plan.term_start), shape="intervals")

    def _merged(self, relation: Relation, table: str) -> Relation:
        """The relation after its rows were merged: only keys are left of its fields."""
        kept = self._identity(relation)
        shape = relation.shape if relation.shape == "points" else "intervals"
        columns = {key: relation.columns[key] for key in kept}
        return replace(relation, table=table, shape=shape, columns=columns, buckets=None, joined=False)

    def _identity(self, relation: Relation) -> tuple[str, ...]:
        return tuple(dict.fromkeys((*relation.keys, *self.groups_of(relation))))

    @property
    def _tables(self) -> dict[str, Table]:
        return {table.name: table for table in self.plan.tables}


def _origins(relations: Sequence[Relation]) -> tuple[str, ...]:
    return tuple(origin for relation in relations for origin in relation.origins)


def _named(*names: str) -> dict[str, sql.Tree]:
    return {name: column(name) for name in names}
