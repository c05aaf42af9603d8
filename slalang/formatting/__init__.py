"""The one layout of contracts."""

from slalang.formatting.layout import format_file

__all__ = ["format_file"]
