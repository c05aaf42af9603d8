"""What is wrong, where, why, and what to do about it."""

from slalang.diagnostics.diagnostic import (
    DataPlace,
    Diagnostic,
    Fix,
    Kind,
    Label,
    Outcome,
    Severity,
    has_errors,
)
from slalang.diagnostics.escaping import visible
from slalang.diagnostics.ordering import once, sort_diagnostics, summarise
from slalang.diagnostics.rendering import FOR_PEOPLE, FORMATS, Format, render

__all__ = [
    "FORMATS",
    "FOR_PEOPLE",
    "DataPlace",
    "Diagnostic",
    "Fix",
    "Format",
    "Kind",
    "Label",
    "Outcome",
    "Severity",
    "has_errors",
    "once",
    "render",
    "sort_diagnostics",
    "summarise",
    "visible",
]
