"""Contracts as they are written: text to nodes, and what is wrong with its form.

``slalang.syntax.nodes`` has a class for each concept of the language.
"""

from slalang.syntax.parser import parse

__all__ = ["parse"]
