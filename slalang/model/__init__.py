"""The resolved, immutable contract: names bound, tiers overlaid, types checked, amendments dated."""

from slalang.model.contract import (
    Agreement,
    Bundle,
    Clauses,
    Declaration,
    DeclarationKind,
    EarnBack,
    Objective,
    Project,
    Scope,
    Sourced,
    TestCase,
    Version,
)
from slalang.model.imports import import_path
from slalang.model.resolution import resolve

__all__ = [
    "Agreement",
    "Bundle",
    "Clauses",
    "Declaration",
    "DeclarationKind",
    "EarnBack",
    "Objective",
    "Project",
    "Scope",
    "Sourced",
    "TestCase",
    "Version",
    "import_path",
    "resolve",
]
