"""Statements for people and for programs."""

from slalang.reports.rendering import STATEMENT_FORMATS, StatementFormat, render_statement, render_statements

__all__ = ["STATEMENT_FORMATS", "StatementFormat", "render_statement", "render_statements"]
