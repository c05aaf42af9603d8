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

__all__ = ["DataPlace", "Diagnostic", "Fix", "Kind", "Label", "Outcome", "Severity", "has_errors"]
