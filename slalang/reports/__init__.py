"""Statements and their explanations, for people and for programs."""

from slalang.reports.explanations import EXPLANATION_FORMATS, ExplanationFormat, render_explanation
from slalang.reports.rendering import STATEMENT_FORMATS, StatementFormat, render_statement, render_statements

__all__ = [
    "EXPLANATION_FORMATS",
    "STATEMENT_FORMATS",
    "ExplanationFormat",
    "StatementFormat",
    "render_explanation",
    "render_statement",
    "render_statements",
]
