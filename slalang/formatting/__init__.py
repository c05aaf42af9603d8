"""The one layout of contracts, made of their tokens and comments alone.

Two spaces of indent for each brace, one clause a line, one space between words, columns where lines of one
kind stand together. What a contract means plays no part: one with unknown names is laid out like any other.
"""

from slalang.formatting.layout import LayoutError, format_file, format_source

__all__ = ["LayoutError", "format_file", "format_source"]
