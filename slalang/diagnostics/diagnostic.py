"""A diagnostic: one finding, said once, with everything a reader needs to act on it."""

from __future__ import annotations

from collections.abc import Iterable
from enum import Enum
from typing import Generic, TypeVar

from slalang.source import Span
from slalang.values import Frozen, value

Value = TypeVar("Value", covariant=True)


class Severity(Enum):
    """How much a finding weighs. An ``error`` stops later phases, a ``warning`` does not."""

    ERROR = "error"
    WARNING = "warning"
    INFO = "info"


@value
class Kind(Frozen):
    """A stable code with its name and usual severity, as listed in the catalogue."""

    code: str
    name: str
    severity: Severity = Severity.ERROR


@value
class Label(Frozen):
    """A place in a source file and what that place contributes to the finding."""

    span: Span
    text: str = ""


@value
class DataPlace(Frozen):
    """A place in an event log: the file, the one-based line (or row of Parquet), the field and its value."""

    file: str
    record: int | None = None
    field: str | None = None
    value: str | None = None


@value
class Fix(Frozen):
    """A change that resolves the finding: the range to replace and the text to put there.

    It is ``safe`` where the text can mean nothing else: what is promised, measured and paid stays as it is
    read now. Any other is a proposal that somebody has to agree to.
    """

    span: Span
    replacement: str
    safe: bool = False


@value
class Diagnostic(Frozen):
    """One finding. The message is a lower-case sentence without a full stop.

    ``primary`` says where in the contract, ``data`` says where in a log; a finding about the call
    itself has neither. ``witness`` is the smallest value, date or set of measurements on which it
    goes wrong.
    """

    kind: Kind
    message: str
    primary: Label | None = None
    secondary: tuple[Label, ...] = ()
    help: str | None = None
    notes: tuple[str, ...] = ()
    fix: Fix | None = None
    witness: str | None = None
    data: DataPlace | None = None

    @property
    def severity(self) -> Severity:
        """The severity of its kind."""
        return self.kind.severity


@value
class Outcome(Frozen, Generic[Value]):
    """What a phase returns: a value (``None`` where none could be made) and what it found."""

    value: Value
    diagnostics: tuple[Diagnostic, ...] = ()

    @property
    def failed(self) -> bool:
        """Whether any finding is an error."""
        return has_errors(self.diagnostics)


def has_errors(diagnostics: Iterable[Diagnostic]) -> bool:
    """Whether any of the findings is an error."""
    return any(diagnostic.severity is Severity.ERROR for diagnostic in diagnostics)
