"""What is wrong in a calendar file, and where."""

from __future__ import annotations

from slalang.source import Span
from slalang.values import Frozen, value


@value
class FileFault(Frozen):
    """A line that cannot be read, or that means something which nothing reckons with."""

    span: Span
    message: str
    help: str | None = None


class Unclear(Exception):
    """Something of one entry cannot be read. It never leaves this package."""

    def __init__(self, span: Span, message: str, help: str | None = None) -> None:
        super().__init__(message)
        self.fault = FileFault(span, message, help)
