"""The resolved contract: names bound to declarations, tiers overlaid, amendments dated.

A statement is kept as the node that says it, together with the file whose names it uses and what it came
through, so that every later phase can point at it and say why it holds.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date
from functools import cached_property
from types import MappingProxyType
from typing import Generic, Literal, TypeAlias, TypeVar, cast

from slalang.source import SourceFile, Span
from slalang.syntax import nodes
from slalang.values import Frozen, field, value

Named: TypeAlias = (
    nodes.Calendar
    | nodes.Service
    | nodes.Event
    | nodes.Table
    | nodes.Stream
    | nodes.Clock
    | nodes.Indicator
    | nodes.Tier
    | nodes.Agreement
)
DeclarationKind: TypeAlias = Literal[
    "calendar", "service", "event", "table", "stream", "clock", "indicator", "tier", "agreement"
]
Wanted = TypeVar("Wanted", bound=nodes.Node)
Statement = TypeVar("Statement", bound=nodes.Node, covariant=True)
Declared = TypeVar("Declared", bound="Agreement | Bundle")

# --- names -------------------------------------------------------------------------------------


@value
class Declaration(Frozen):
    """A named thing and the file (its path in the project) that declares it. Equal where both are."""

    kind: DeclarationKind
    name: str
    path: str
    node: Named = field(compare=False, repr=False)

    @property
    def span(self) -> Span:
        """Where its name is written."""
        return self.node.name.span

    @property
    def described(self) -> str:
        """The kind and the name: ``stream `minute```."""
        return f"{self.kind} `{self.name}`"


@value
class Scope(Frozen):
    """The names of one file: its own declarations and those it imports under a local name."""

    path: str
    file: nodes.File = field(repr=False)
    own: Mapping[str, Declaration] = field(repr=False)
    imported: Mapping[str, Declaration] = field(repr=False)

    def lookup(self, name: str) -> Declaration | None:
        """What the name stands for in this file."""
        return self.own.get(name) or self.imported.get(name)

    def names(self, *kinds: DeclarationKind) -> tuple[str, ...]:
        """The names that stand for one of the kinds (any where none is given)."""
        known = {**self.imported, **self.own}
        return tuple(name for name, found in known.items() if not kinds or found.kind in kinds)


# --- statements and what they come to ----------------------------------------------------------


@value
class Sourced(Frozen, Generic[Statement]):
    """A statement, the scope its names belong to, and what it came through.

    ``through`` is ``tier gold``, ``agreement`` or ``amendment "No. 1"``.
    """

    node: Statement
    scope: Scope = field(compare=False, repr=False)
    through: str

    @property
    def said_by(self) -> str:
        """What it came through, as messages name it: ``tier `gold```."""
        kind, _, name = self.through.partition(" ")
        return f"tier `{name}`" if kind == "tier" else f"the {self.through}" if not name else self.through


@value
class Clauses(Frozen, Generic[Statement]):
    """Statements in force, in the order of first mention; most kinds stand at most once."""

    statements: tuple[Sourced[Statement], ...]

    def only(self, kind: type[Wanted]) -> Sourced[Wanted] | None:
        """The statement of a kind that stands at most once, or ``None``."""
        return next(iter(self.every(kind)), None)

    def every(self, kind: type[Wanted]) -> tuple[Sourced[Wanted], ...]:
        """All statements of a kind."""
        found = (statement for statement in self.statements if isinstance(statement.node, kind))
        return tuple(cast(Iterable[Sourced[Wanted]], found))


@value
class Objective(Frozen):
    """One promise with all its statements, the most specific of each kind.

    ``head`` is the clause that declares it (with ``each``), ``parts`` that and every refinement, the most
    specific last. ``indicator`` and ``service`` are bound; ``for_each``, ``each``, ``looking_back`` and
    ``effective`` are those of the most specific part that states them.
    """

    name: str
    head: Sourced[nodes.Objective]
    parts: tuple[Sourced[nodes.Objective], ...]
    indicator: Declaration
    service: Declaration | None
    for_each: tuple[nodes.Name, ...]
    each: nodes.Period
    looking_back: nodes.CalendarLength | None
    effective: nodes.Date | None
    clauses: Clauses[nodes.ObjectiveClause]

    @property
    def title(self) -> str:
        """The title of the most specific part that has one, else the name."""
        titles = [part.node.title.value for part in self.parts if part.node.title]
        return titles[-1] if titles else self.name

    @property
    def credit(self) -> Sourced[nodes.Credit] | None:
        """The credit block in force."""
        return self.clauses.only(nodes.Credit)

    @property
    def target(self) -> Sourced[nodes.Target] | None:
        """The target in force."""
        return self.clauses.only(nodes.Target)

    @property
    def minimum(self) -> Sourced[nodes.Minimum] | None:
        """The minimum in force."""
        return self.clauses.only(nodes.Minimum)


@value
class EarnBack(Frozen):
    """How the credits of one objective are earned back, with the most specific choice of each kind.

    ``parts`` are the clauses that make these choices, the most specific last.
    """

    objective: str
    parts: tuple[Sourced[nodes.EarnBack], ...]
    clauses: Clauses[nodes.EarnBackClause]

    @property
    def head(self) -> Sourced[nodes.EarnBack]:
        """The most specific part."""
        return self.parts[-1]


@value
class Version(Frozen):
    """The terms of an agreement from a day on; the first version has no amendment.

    ``clauses`` are the statements of the agreement itself; objectives, earn-backs, tiers taken and the
    scope stand apart. ``fixed`` are the fields that ``scope`` fixes, one statement for each field.
    """

    effective: date
    amendment: Sourced[nodes.Amendment] | None
    clauses: Clauses[nodes.ContractClause]
    fixed: tuple[Sourced[nodes.Setting], ...]
    objectives: tuple[Objective, ...]
    earn_backs: tuple[EarnBack, ...]

    def objective(self, name: str) -> Objective | None:
        """The objective with this name."""
        return next((objective for objective in self.objectives if objective.name == name), None)

    def earn_back(self, objective: str) -> EarnBack | None:
        """The earn-back of an objective."""
        return next((each for each in self.earn_backs if each.objective == objective), None)


@value
class Agreement(Frozen):
    """One agreement: its versions in the order in which they come into force."""

    declaration: Declaration
    node: nodes.Agreement
    scope: Scope = field(compare=False, repr=False)
    versions: tuple[Version, ...]

    @property
    def name(self) -> str:
        """Its name."""
        return self.declaration.name

    @property
    def title(self) -> str:
        """Its title, else its name."""
        return self.node.title.value if self.node.title else self.name

    @property
    def currency(self) -> str | None:
        """The currency its amounts are rounded in, ``None`` where it has no `round` clause."""
        rounding = self.versions[0].clauses.only(nodes.Round)
        return rounding.node.to.currency if rounding else None


@value
class Bundle(Frozen):
    """A tier with everything it extends overlaid, for those who compare tiers."""

    declaration: Declaration
    version: Version


@value
class TestCase(Frozen):
    """A test and the agreement it is about."""

    __test__ = False

    node: nodes.Test
    scope: Scope = field(compare=False, repr=False)
    agreement: Agreement


@value
class Project(Frozen):
    """Everything that was resolved together. ``scopes`` has one entry for each file, in the order given.

    Agreements with errors are here too, as far as they could be resolved; who goes on to compile one
    asks the outcome's diagnostics first. ``tangled`` are the files with definitions that nobody can follow
    down to their end: an error was reported, and nobody should try. ``calendar_files`` are the files that
    calendars name, by their paths in the project.
    """

    scopes: Mapping[str, Scope]
    agreements: tuple[Agreement, ...]
    bundles: tuple[Bundle, ...]
    tests: tuple[TestCase, ...]
    tangled: frozenset[str] = frozenset()
    calendar_files: Mapping[str, SourceFile] = field(default=MappingProxyType({}), compare=False, repr=False)

    def scope_of(self, declaration: Declaration) -> Scope:
        """The scope the names inside a declaration belong to."""
        return self.scopes[declaration.path]

    def scope_at(self, span: Span) -> Scope:
        """The scope of the file that a place is in."""
        return self._scopes_by_source[span.file.path]

    def agreements_in(self, path: str) -> tuple[Agreement, ...]:
        """The agreements that a file declares."""
        return self._agreements_by_file.get(path, ())

    def bundles_in(self, path: str) -> tuple[Bundle, ...]:
        """The tiers that a file declares."""
        return self._bundles_by_file.get(path, ())

    @cached_property
    def _scopes_by_source(self) -> Mapping[str, Scope]:
        """By the path that people are shown, which need not be the one in the project."""
        return {scope.file.span.file.path: scope for scope in self.scopes.values()}

    @cached_property
    def _agreements_by_file(self) -> Mapping[str, tuple[Agreement, ...]]:
        return _by_file(self.agreements)

    @cached_property
    def _bundles_by_file(self) -> Mapping[str, tuple[Bundle, ...]]:
        return _by_file(self.bundles)

    def agreement(self, name: str, path: str | None = None) -> Agreement | None:
        """The agreement with this name, in this file where one is given."""
        found = (each for each in self.agreements if each.name == name)
        return next((each for each in found if path in (None, each.declaration.path)), None)


def _by_file(declared: Iterable[Declared]) -> dict[str, tuple[Declared, ...]]:
    """What is declared, by the file that declares it."""
    found: dict[str, list[Declared]] = {}
    for each in declared:
        found.setdefault(each.declaration.path, []).append(each)
    return {path: tuple(those) for path, those in found.items()}
